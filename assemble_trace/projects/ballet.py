"""Ballet projects: a feature is a Python file under the contributor's own folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding
from assemble_trace.models import FileChange, Identity, Project
from assemble_trace.projects import Look
from assemble_trace.projects.origin import origin

#: What Ballet can import, and what its structure checks accept.
_NAME = re.compile(r"^[A-Za-z0-9_]+$")
_LOGIN = re.compile(r"[^A-Za-z0-9_]")


class Ballet:
    """A project made by Ballet: a ``ballet.yml`` names the folder of contributions."""

    marker = "ballet.yml"

    def read(self, folder: Path) -> Project:
        """Read the project in a folder. Raises ``project_unreadable`` for a broken file."""
        try:
            config = yaml.safe_load((folder / self.marker).read_text(encoding="utf-8"))
            name = str(config["project"]["project_name"])
            contrib = str(config["contrib"]["module_path"]).strip("/")
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as problem:
            raise TraceError(
                "project_unreadable",
                f"{folder / self.marker} cannot be read as a Ballet project"
                f" ({type(problem).__name__}).",
                advice="Compare it with the upstream's: git diff origin -- ballet.yml",
            ) from problem
        api, git, upstream = origin(folder)
        return Project(
            kind="ballet",
            name=name,
            root=str(folder),
            upstream=upstream,
            api=api,
            git=git,
            contrib=contrib,
            line_length=_line_length(folder),
        )

    def name(self, finding: Finding) -> str:
        """Propose a feature name: from its title, its variable, or its columns."""
        assigned = "" if finding.assigned in {"", "feature", "f"} else finding.assigned
        for words in (finding.keywords.get("name", ""), assigned, "_".join(finding.inputs)):
            slug = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:50]
            if slug:
                return slug
        return "my_feature"

    def place(
        self, project: Project, identity: Identity, name: str, code: str, look: Look
    ) -> list[FileChange]:
        """Put the code at ``user_<login>/feature_<name>.py``, with the package's marker file.

        Raises ``feature_name_invalid`` or ``feature_name_taken``.
        """
        if not _NAME.match(name) or len(name) > 80:
            raise TraceError(
                "feature_name_invalid",
                f"{name!r} cannot be the name of a feature: Ballet imports it as Python.",
                advice="Use letters, digits and underscores only, at most 80 of them.",
            )
        user = f"user_{_LOGIN.sub('_', identity.login)}"
        folder = f"{project.contrib}/{user}"
        there = look(folder)
        file = f"feature_{name}.py"
        if there and file in there:
            raise TraceError(
                "feature_name_taken",
                f"The project already has a feature of yours called {name!r}.",
                advice="Choose another feature name in the preview.",
            )
        files = [FileChange(path=f"{folder}/{file}", content=code)]
        if there is None or "__init__.py" not in there:
            files.insert(0, FileChange(path=f"{folder}/__init__.py", content=""))
        return files

    def describe(self, identity: Identity, name: str, finding: Finding) -> tuple[str, str]:
        """Propose a title and a body that a maintainer would like to get."""
        words = finding.keywords.get("name") or name.replace("_", " ")
        about = finding.keywords.get("description", "")
        lines = [f"This proposes one new feature, **{_plain(words)}**."]
        if about:
            lines += ["", about]
        if finding.inputs:
            columns = ", ".join(f"`{column}`" for column in finding.inputs)
            lines += ["", f"It is made from {columns}."]
        lines += ["", f"Submitted by @{identity.login} from a notebook with Assemblé Trace."]
        return f"Add feature: {words}", "\n".join(lines)


def _plain(words: str) -> str:
    return re.sub(r"([*_`\[\]<>])", r"\\\1", words)


def _line_length(folder: Path) -> int:
    """Return black's line length as the project sets it, or black's own."""
    try:
        settings: Any = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        return int(settings["tool"]["black"]["line-length"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, ValueError, TypeError):
        return 88
