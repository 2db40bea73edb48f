"""The check job itself: a checkout, the evaluation beside it, and one run in the sandbox.

It needs only what `Assignment` says and a view of the forge's directory, so that an
executor may run it in another process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assemble_trace import sandbox
from assemble_trace.sandbox import Limits, Outcome

from .git import GitFailed, run_git

#: A report larger than this is not read (bytes).
_MAX_REPORT = 4_000_000


@dataclass(frozen=True)
class Assignment:
    """What to judge. ``stage`` is ``head`` or ``merge``; paths are absolute."""

    repository: str
    evaluation: str
    scratch: str
    python: str
    base: str
    base_branch: str
    head: str
    pull_request: int
    stage: str
    limits: Limits
    git_environment: Mapping[str, str]


@dataclass(frozen=True)
class Judgement:
    """What came of it: how the process ended, and its report if it wrote one."""

    outcome: Outcome
    report: bytes | None


def judge(assignment: Assignment) -> Judgement:
    """Evaluate one commit and clean up."""
    root = Path(assignment.scratch)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="job-", dir=root))
    try:
        checkout = scratch / "checkout"
        _check_out(assignment, checkout)
        shutil.copytree(
            assignment.evaluation,
            scratch / "evaluation",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        report = scratch / "report.json"
        outcome = sandbox.run(
            [
                assignment.python, "-I", str(scratch / "evaluation"),
                "--checkout", str(checkout),
                "--base", assignment.base,
                "--head", assignment.head,
                "--pull-request", str(assignment.pull_request),
                "--stage", assignment.stage,
                "--output", str(report),
            ],
            cwd=scratch,
            limits=assignment.limits,
            env={
                **sandbox.minimal_environment(scratch),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": os.devnull,
            },
        )  # fmt: skip
        return Judgement(outcome, _read(report))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _check_out(assignment: Assignment, checkout: Path) -> None:
    """A working copy with the head on a branch of its own, and the base branch at the base."""

    def git(*argv: str) -> None:
        code, _, stderr = run_git(argv, cwd=root, environment=assignment.git_environment)
        if code:
            raise GitFailed(argv, code, stderr.decode("utf-8", "replace"))

    root = checkout.parent
    git("clone", "--quiet", "--shared", "--no-checkout", assignment.repository, str(checkout))
    root = checkout
    if assignment.stage == "merge":
        git("checkout", "--quiet", "-B", assignment.base_branch, assignment.head)
    else:
        git("checkout", "--quiet", "-B", f"pull-{assignment.pull_request}", assignment.head)
        git("branch", "--quiet", "--force", assignment.base_branch, assignment.base)


def _read(path: Path) -> bytes | None:
    """The report's bytes; None if there is none, or it is a link or far too long."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(_MAX_REPORT + 1)
    return data if len(data) <= _MAX_REPORT else None
