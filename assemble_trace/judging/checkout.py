"""Makes a working copy of one commit, which holds no commit that it does not rest on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .assignment import Assignment


class NotCheckedOut(Exception):
    """Git could not make the working copy; the message says why."""


def check_out(assignment: Assignment, pack: bytes, where: Path) -> None:
    """Put the head on a branch of its own, and the base branch at the base.

    ``pack`` has both commits. What others have proposed is not in it, so contributed code
    cannot read it.
    """
    _take(pack, where)
    base, head = assignment.base, assignment.head
    if assignment.stage == "merge":
        git(where, "checkout", "--quiet", "-B", assignment.base_branch, head)
    else:
        git(where, "update-ref", f"refs/heads/{assignment.base_branch}", base)
        git(where, "checkout", "--quiet", "-B", f"pull-{assignment.pull_request}", head)


def check_out_base(assignment: Assignment, pack: bytes, where: Path) -> None:
    """Put the base on its branch, to read the project's data with."""
    _take(pack, where)
    git(where, "checkout", "--quiet", "-B", assignment.base_branch, assignment.base)


def git(where: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints, without anybody's settings. Raises `NotCheckedOut`."""
    done = subprocess.run(
        ["git", "-c", "core.hooksPath=/dev/null", *arguments],
        cwd=where,
        input=given,
        capture_output=True,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(where),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
        },
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise NotCheckedOut(f"git {arguments[0]} failed: {said}")
    return done.stdout


def _take(pack: bytes, where: Path) -> None:
    where.mkdir(mode=0o755)
    git(where, "init", "--quiet", "--initial-branch", "empty")
    git(where, "index-pack", "--stdin", "--fix-thin", given=pack)
