"""The steps, in order: one file each."""

from assemble_trace.steps.base import Pace, Patience, Skip, Step, StillWaiting, Work
from assemble_trace.steps.branch import CreateBranch
from assemble_trace.steps.ci import WatchCI
from assemble_trace.steps.commit import MakeCommit
from assemble_trace.steps.fork import FindFork
from assemble_trace.steps.lint import LintCell
from assemble_trace.steps.pull_request import OpenPullRequest
from assemble_trace.steps.push import PushBranch

__all__ = ["STEPS", "Pace", "Patience", "Skip", "Step", "StillWaiting", "Work"]

STEPS: tuple[Step, ...] = (
    LintCell(),
    FindFork(),
    CreateBranch(),
    MakeCommit(),
    PushBranch(),
    OpenPullRequest(),
    WatchCI(),
)
