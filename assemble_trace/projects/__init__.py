"""What kind of project a notebook belongs to, and where a contribution goes."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding
from assemble_trace.models import FileChange, Identity, Project

__all__ = ["Kind", "find", "kind_of"]

#: Entries of a folder of the upstream (name → tree or blob), or None where there is none.
Look = Callable[[str], dict[str, str] | None]


class Kind(Protocol):
    """One kind of project. Found by the entry point group ``assemble_trace.projects``."""

    marker: str

    def read(self, folder: Path) -> Project:
        """Read the project in a folder that holds ``marker``."""

    def name(self, finding: Finding) -> str:
        """Propose a name for the contribution."""

    def place(
        self, project: Project, identity: Identity, name: str, code: str, look: Look
    ) -> list[FileChange]:
        """Say which files the contribution makes. Raises `TraceError` for a bad name."""

    def describe(self, identity: Identity, name: str, finding: Finding) -> tuple[str, str]:
        """Propose the title and the body of the pull request."""


def find(start: Path) -> Project:
    """Find the project around a file or folder, looking upwards.

    Raises `TraceError` ``project_not_found`` that says what was looked for, and where.
    """
    kinds = _kinds()
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        for kind in kinds.values():
            if (candidate / kind.marker).is_file():
                return kind.read(candidate)
    markers = " or ".join(kind.marker for kind in kinds.values())
    raise TraceError(
        "project_not_found",
        f"No project was found: looked for {markers} in {folder} and every folder above it.",
        advice="Open a notebook that lies inside a clone of the project, or name its folder.",
    )


def kind_of(project: Project) -> Kind:
    """Return the kind that read a project."""
    return _kinds()[project.kind]


def _kinds() -> dict[str, Kind]:
    return {one.name: one.load()() for one in entry_points(group="assemble_trace.projects")}
