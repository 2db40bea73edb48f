"""What a step is: a purpose, commands, an effect, and one outcome."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from assemble_trace.forges import Forge
from assemble_trace.linting import Finding, LintRequest
from assemble_trace.models import Command, Plan, StepKey, StepRecord, StepStatus, Submission
from assemble_trace.workspace import Workspace

Outcome = dict[str, Any]


class Skip(Exception):
    """There is nothing to do, for the reason given."""


#: How patient to be with the forge of a plan.
Pace = Callable[["Plan"], "Patience"]


class StillWaiting(Exception):
    """CI has not spoken yet, and whoever asked does not want to wait."""


@dataclass(frozen=True)
class Patience:
    """Seconds that a wait may take.

    ``poll`` between two looks, ``fork`` until a fork is ready, ``appear`` until a first check
    shows up, ``finish`` until the last one is done, ``settle`` for checks that show up after
    others are done, ``follow`` for what maintainers do next.
    """

    poll: float = 2.0
    fork: float = 300.0
    appear: float = 120.0
    finish: float = 3600.0
    settle: float = 20.0
    follow: float = 60.0


@dataclass
class Work:
    """What a step works with.

    ``tell`` records progress: a sentence, and what is known. ``rest`` waits some seconds,
    unless somebody has asked the submission to stop.
    """

    submission: Submission
    forge: Forge
    workspace: Workspace
    look: Callable[[LintRequest], Awaitable[Finding]]
    tell: Callable[[str, Outcome, StepStatus], Awaitable[None]]
    rest: Callable[[float], Awaitable[None]]
    patience: Patience

    @property
    def plan(self) -> Plan:
        """Return the plan: a submission at work always has one."""
        assert self.submission.plan is not None
        return self.submission.plan


class Step(ABC):
    """One step of a submission. The first line of its docstring is what its card says."""

    key: ClassVar[StepKey]
    title: ClassVar[str]

    @abstractmethod
    def commands(self, submission: Submission) -> list[Command]:
        """Return what a person would type. Pure: the plan says everything."""

    @abstractmethod
    async def run(self, work: Work) -> Outcome:
        """Do it, or find it done. Returns what came back, in words; raises `TraceError`."""

    def record(self) -> StepRecord:
        """Return the step's record before anything happened."""
        purpose = (type(self).__doc__ or "").strip().partition("\n")[0]
        return StepRecord(key=self.key, title=self.title, purpose=purpose)


def planned(submission: Submission) -> Plan:
    """Return the plan of a submission that has one."""
    assert submission.plan is not None
    return submission.plan


def fork_url(submission: Submission) -> str:
    """Return the address of the fork: as the forge said, or as the plan foresees it."""
    plan = planned(submission)
    if submission.fork:
        return submission.fork.clone_url
    if plan.fork == plan.upstream.full_name:
        return plan.upstream.clone_url
    return f"{plan.project.git}/{plan.fork}.git"


def fork_name(submission: Submission) -> str:
    """Return ``owner/name`` of the fork, as known so far."""
    return submission.fork.full_name if submission.fork else planned(submission).fork
