"""The steps, in order: one file each."""

from assemble_trace.models import SubmissionKind
from assemble_trace.steps.base import Pace, Patience, Skip, Step, StillWaiting, Work
from assemble_trace.steps.branch import CreateBranch
from assemble_trace.steps.ci import WatchCI
from assemble_trace.steps.close import ClosePullRequest
from assemble_trace.steps.commit import MakeCommit
from assemble_trace.steps.delete_branch import DeleteBranch
from assemble_trace.steps.fork import FindFork
from assemble_trace.steps.lint import LintCell
from assemble_trace.steps.pull_request import OpenPullRequest
from assemble_trace.steps.push import PushBranch

__all__ = [
    "STEPS",
    "WITHDRAWAL",
    "Pace",
    "Patience",
    "Skip",
    "Step",
    "StillWaiting",
    "Work",
    "steps_of",
]

#: Of a submission, a first or a further attempt alike.
STEPS: tuple[Step, ...] = (
    LintCell(),
    FindFork(),
    CreateBranch(),
    MakeCommit(),
    PushBranch(),
    OpenPullRequest(),
    WatchCI(),
)

#: Of taking one back.
WITHDRAWAL: tuple[Step, ...] = (ClosePullRequest(), DeleteBranch())


def steps_of(kind: SubmissionKind) -> tuple[Step, ...]:
    """Return the steps that a kind of submission has, in order."""
    return WITHDRAWAL if kind == "withdraw" else STEPS
