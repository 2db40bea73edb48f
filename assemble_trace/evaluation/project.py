"""Opens the project as Ballet would on a pull request's build, with the base's configuration."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ballet.project import Project, load_config_at_path
from ballet.util.mod import import_module_at_path

FEATURE_PATH = re.compile(r"(?:^|/)user_([^/]+)/feature_([^/]+)\.py$")


class Unusable(Exception):
    """The project or the commits cannot be opened; the message says why."""


def git(checkout: Path, *arguments: str) -> str:
    """What a git command in the checkout prints. Raises `Unusable` when it fails."""
    command = ["git", "-C", str(checkout), *arguments]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Unusable(f"git {arguments[0]} failed: {said}")
    return done.stdout.decode("utf-8", "replace")


def open_project(checkout: Path, base: str, head: str, pull_request: int) -> Any:
    """The Ballet project of the checkout, judged by the rules that stand at ``base``.

    A pull request that edits ballet.yml must not choose its own judge. The three variables
    are those that Ballet reads on a pull request's build: with them it finds the changes on
    a detached head, whatever the default branch is called.
    """
    os.environ.update(
        TRAVIS_BUILD_DIR=str(checkout),
        TRAVIS_PULL_REQUEST=str(pull_request),
        TRAVIS_COMMIT_RANGE=f"{base}...{head}",
    )
    with tempfile.TemporaryDirectory() as folder:
        at_base = Path(folder) / "ballet.yml"
        at_base.write_text(git(checkout, "show", base + ":ballet.yml"), encoding="utf-8")
        config = load_config_at_path(at_base)
        slug = config.get("project.package_slug")
        if not slug:
            raise Unusable("ballet.yml names no package (project.package_slug)")
    project = Project(import_module_at_path(slug, checkout / "src" / slug))
    project.config = config
    return project


def read_data_once(project: Any) -> None:
    """Let every call of the project's ``load_data`` for the same split share one reading.

    Each call form gets copies of its own, as it would from Ballet, whose cache takes
    ``load_data()`` and ``load_data(split="train")`` for different data.
    """
    api = project.api
    load: Callable[..., Any] = inspect.unwrap(api._load_data)
    signature = inspect.signature(load)
    read: dict[str, Any] = {}
    given: dict[str, Any] = {}

    def load_data(*args: Any, **kwargs: Any) -> Any:
        form = repr((args, sorted(kwargs.items())))
        if form not in given:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            key = repr(sorted(bound.arguments.items()))
            if key not in read:
                read[key] = load(*args, **kwargs)
            given[form] = tuple(table.copy() for table in read[key])
        return given[form]

    api._load_data = load_data


def candidates(checkout: Path, base: str, head: str) -> list[str]:
    """Paths of the feature files that the commits add, from their merge base."""
    names = git(checkout, "diff", "--name-only", "--diff-filter=A", "-z", f"{base}...{head}")
    return [name for name in names.split("\0") if FEATURE_PATH.search(name)]


def path_of(project: Any, feature: Any) -> str:
    """Where a collected feature's file is, relative to the project's folder.

    A feature that the project adds by other means than a contribution has no file: "".
    """
    if not feature.source:
        return ""
    root = Path(project.package.__path__[0]).resolve().parent
    file = root.joinpath(*str(feature.source).split(".")).with_suffix(".py")
    return file.relative_to(project.path).as_posix()


def described(path: str, feature: Any | None) -> dict[str, Any]:
    """The report's lines on a feature: what its file's path says, and what the feature says."""
    found = FEATURE_PATH.search(path)
    author, name = found.groups() if found else (None, Path(path).stem)
    return {
        "name": getattr(feature, "name", None) or name,
        "path": path,
        "author": author,
        "description": getattr(feature, "description", None),
    }
