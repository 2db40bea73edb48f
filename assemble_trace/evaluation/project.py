"""Opens the project as Ballet would on a pull request's build, with the base's configuration."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from ballet.project import Project, load_config_at_path
from ballet.util.mod import import_module_at_path

from .contributed import CONTRIB, guard

FEATURE_PATH = re.compile(r"(?:^|/)user_([^/]+)/feature_([^/]+)\.py$")


class Unusable(Exception):
    """The project or the commits cannot be opened; the message says why."""


class Conflict(Exception):
    """The head cannot be merged into the base. ``paths`` are the files in conflict."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


def git(checkout: Path, *arguments: str) -> str:
    """What a git command in the checkout prints. Raises `Unusable` when it fails."""
    command = ["git", "-C", str(checkout), *arguments]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Unusable(f"git {arguments[0]} failed: {said}")
    return done.stdout.decode("utf-8", "replace")


def configuration(checkout: Path, base: str) -> Any:
    """The rules that stand at ``base``: a pull request must not choose its own judge.

    Raises `Unusable` if there are none, or none that can be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        at_base = Path(folder) / "ballet.yml"
        at_base.write_text(git(checkout, "show", base + ":ballet.yml"), encoding="utf-8")
        return _configuration(at_base)


def _configuration(path: Path) -> Any:
    try:
        config = load_config_at_path(path)
        slug = config.get("project.package_slug")
    except Exception as error:
        text = " ".join(str(error).split())[:300]
        raise Unusable(f"ballet.yml cannot be read ({type(error).__name__}: {text})") from error
    if not isinstance(slug, str) or not slug.isidentifier():
        raise Unusable("ballet.yml names no package (project.package_slug)")
    return config


def contributions(config: Any) -> list[str]:
    """The folders where contributions are: where Ballet looks, and where ballet.yml says."""
    slug = config.get("project.package_slug")
    found = ["/".join(["src", slug, *CONTRIB.split(".")])]
    named = config.get("contrib.module_path")
    if not isinstance(named, str):
        raise Unusable("ballet.yml does not say where contributions go (contrib.module_path)")
    if named.strip("/") not in found:
        found.append(named.strip("/"))
    return found


def open_project(root: Path, config: Any = None) -> Any:
    """The Ballet project in a folder, judged by ``config``; its own if none is given.

    What is contributed cannot be imported from now on, by whomever.
    """
    if config is None:
        config = _configuration(root / "ballet.yml")
    slug = config.get("project.package_slug")
    guard(slug)
    try:
        project = Project(import_module_at_path(slug, root / "src" / slug))
    except ImportError as error:
        raise Unusable(f"the package {slug} cannot be imported ({error})") from error
    project.config = config
    return project


def as_pull_request(root: Path, base: str, head: str, pull_request: int) -> None:
    """Set the three variables that Ballet reads on a pull request's build.

    With them it finds the changes on a detached head, whatever the default branch is called.
    """
    os.environ.update(
        TRAVIS_BUILD_DIR=str(root),
        TRAVIS_PULL_REQUEST=str(pull_request),
        TRAVIS_COMMIT_RANGE=f"{base}...{head}",
    )


def commit(checkout: Path, name: str) -> str:
    """The id of a commit. Raises `Unusable` if there is none of that name."""
    try:
        return git(checkout, "rev-parse", "--verify", "--quiet", name + "^{commit}").strip()
    except Unusable:
        raise Unusable(f"there is no commit {name} in the clone") from None


def merged(checkout: Path, base: str, head: str) -> str:
    """The tree that merging the head into the base gives; the head where it has all of the base.

    Raises `Conflict`, or `Unusable` if the commits cannot be compared.
    """
    try:
        parted = git(checkout, "merge-base", base, head).strip()
    except Unusable:
        if git(checkout, "rev-parse", "--is-shallow-repository").strip() == "true":
            raise Unusable(
                "the clone is shallow, so git cannot tell what the pull request changed: "
                "fetch the whole history (fetch-depth: 0)"
            ) from None
        raise Unusable("the two commits have no common history") from None
    if parted == base:
        return head
    merge = ["git", "-C", str(checkout), "merge-tree", "--write-tree", "--name-only", "-z"]
    done = subprocess.run([*merge, "--no-messages", base, head], capture_output=True)
    tree, *paths = done.stdout.decode("utf-8", "replace").split("\0")
    if done.returncode == 1:
        raise Conflict(sorted({path for path in paths if path}))
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise Unusable(f"git cannot merge the two commits, which takes git 2.38 or later ({said})")
    return tree.strip()


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
