"""Which commits of a clone are to be judged against each other, and whether they can be."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from assemble_trace.errors import TraceError


@dataclass(frozen=True)
class Commits:
    """Two commits of a repository. ``root`` is its working folder, ``store`` git's own folder."""

    root: Path
    store: Path
    base: str
    head: str
    dirty: bool

    def text(self, path: str) -> str | None:
        """Return a file as it is at the head, or None; bytes that are no text are replaced."""
        done = _git(self.root, "cat-file", "blob", f"{self.head}:{path}")
        return None if done.returncode else done.stdout.decode("utf-8", "replace")


def find(checkout: Path, base: str | None, head: str, stage: str) -> Commits:
    """Find base and head in a clone; neither needs a branch. Left out, the base is the newest
    commit of the default branch at ``origin``, or the head's own parent for a merge.

    Raises `click.UsageError` for what names no commit, and TraceError ``project_not_found``,
    ``project_unreadable`` or ``history_cut``.
    """
    said = _git(checkout, "rev-parse", "--show-toplevel")
    if said.returncode:
        raise TraceError(
            "project_not_found",
            f"{checkout} is not in a clone: git found no repository there.",
            advice="Go to a clone of the project, or name it with --checkout.",
        )
    root = Path(said.stdout.decode().rstrip("\n"))
    store = Path(_git(root, "rev-parse", "--git-common-dir").stdout.decode().rstrip("\n"))
    shallow = _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    tip = _commit(root, head)
    if tip is None:
        raise click.UsageError(f"--head: {head!r} names no commit in {root}.")
    wanted = base or ("origin/HEAD" if stage == "head" else f"{tip}^")
    start = _commit(root, wanted) or (base and _commit(root, f"origin/{base}"))
    if shallow:
        raise _cut("This clone is shallow: it holds the newest commits only.")
    if not start:
        asked = f"{wanted!r} names no commit in {root}" if base else "it cannot be guessed here"
        raise click.UsageError(f"--base: {asked}. Name a branch or a commit of this clone.")
    if _git(root, "merge-base", start, tip).returncode:
        raise _cut("Base and head have no commit in common here.")
    _project(root, start)
    dirty = bool(_git(root, "status", "--porcelain", "--untracked-files=no").stdout.strip())
    return Commits(root, root / store, start, tip, dirty)


def _project(root: Path, base: str) -> None:
    """See that the base is a Ballet project: its rules are those that stand there."""
    found = _git(root, "cat-file", "blob", f"{base}:ballet.yml")
    if found.returncode:
        raise TraceError(
            "project_not_found",
            f"{root} is not a Ballet project: there is no ballet.yml at the base, {base[:7]}.",
            advice="Name a clone of the project with --checkout, and its branch with --base.",
        )
    try:
        config: Any = yaml.safe_load(found.stdout.decode("utf-8"))
        str(config["project"]["package_slug"]), str(config["contrib"]["module_path"])
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, KeyError, TypeError) as problem:
        raise TraceError(
            "project_unreadable",
            f"ballet.yml at the base, {base[:7]}, cannot be read as a Ballet project's"
            f" ({type(problem).__name__}).",
            advice="Mend it on the default branch first: pull requests are judged by it.",
        ) from problem


def _commit(root: Path, name: str) -> str | None:
    done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return None if done.returncode else done.stdout.decode().strip()


def _cut(why: str) -> TraceError:
    return TraceError(
        "history_cut",
        f"{why} What a pull request changes cannot be told from that.",
        advice="Fetch everything: git fetch --unshallow. On GitHub Actions, give actions/checkout"
        " the setting fetch-depth: 0.",
    )


def _git(where: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # a CI service may have made the clone as somebody else, which git does not trust by itself
    command = ["git", "-c", "safe.directory=*", *arguments]
    try:
        return subprocess.run(command, cwd=where, capture_output=True, check=False)
    except OSError as problem:
        raise TraceError(
            "git_missing",
            f"git cannot be run in {where} ({type(problem).__name__}).",
            advice="Install git 2.38 or later from your system's packages.",
        ) from problem
