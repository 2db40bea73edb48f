"""What is played back, travelled to, compared and taken away: all derived from records."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, model_validator

from assemble_trace.models.records import ErrorRecord, Model, StepKey, StepStatus, Verdict
from assemble_trace.models.views import DiffLine, FileDiff, Shown, TraceSummary, TraceView

#: What a moment is about. ``typed`` is a shown line of a step, ``since`` what others did later.
MomentKind = Literal["begun", "typed", "request", "progress", "ended", "verdict", "since"]


class Moment(Model):
    """Something that happened, and what is known from then on.

    ``offset`` is seconds after the first moment, ``played`` the same with idle time taken out
    and with what is too quick to follow drawn out; ``idle`` is how many seconds of waiting were
    taken out just before it. The rest says what of the step's record is there from this moment
    on: its status, how many of its shown lines and requests, its progress and its outcome;
    ``since`` is how many of *since then* are, and ``verdict`` what it is by then.
    """

    at: datetime
    offset: float
    played: float
    idle: float = 0.0
    kind: MomentKind
    step: StepKey | None = None
    text: str
    status: StepStatus | None = None
    lines: int = 0
    requests: int = 0
    progress: str | None = None
    outcome: dict[str, Any] | None = None
    error: ErrorRecord | None = None
    verdict: Verdict | None = None
    since: int = 0


class Mark(Model):
    """Where a step begins, in played seconds. ``key`` is ``since`` after the last step."""

    key: StepKey | Literal["since"]
    title: str
    played: float
    status: StepStatus | None = None


class Replay(Model):
    """A submission as it can be played: the trace as it stands, and how it came to that.

    ``lasted`` is how many seconds passed from its first step's beginning to the verdict or
    wherever it came to, ``duration`` how many it takes to play. ``missing``
    says in sentences what the record does not tell.
    """

    view: TraceView
    moments: list[Moment]
    marks: list[Mark]
    lasted: float
    duration: float
    missing: list[str] = Field(default_factory=list)


class TreeEntry(Model):
    """A path of a commit's tree. ``kept`` says whether its content was kept with the record."""

    path: str
    kind: Literal["folder", "file", "executable", "link", "submodule"]
    sha: str
    size: int | None = None
    kept: bool
    change: Literal["added", "changed", "deleted"] | None = None


class Reference(Model):
    """A branch, and the commit it points to before and after a step; None is not there."""

    place: Literal["upstream", "fork", "here"]
    repository: str | None
    name: str
    before: str | None = None
    after: str | None = None


class StateView(Model):
    """How everything stood around one step, from the objects kept with the submission.

    ``commit`` is the commit whose tree is shown. ``sandbox`` says whether the step can be done
    by hand in a sandbox, ``why`` why not.
    """

    step: StepKey
    title: str
    happened: bool
    commit: str | None
    tree: list[TreeEntry]
    changes: list[FileDiff]
    refs: list[Reference]
    missing: list[str] = Field(default_factory=list)
    sandbox: bool = False
    why: str = ""


class KeptFile(Model):
    """A file of a kept tree. ``text`` is None where it was not kept or is no text."""

    path: str
    sha: str
    text: str | None
    why: str = ""


class Sandbox(Model):
    """A repository to do a step by hand in. ``path`` is relative to Lab's folder, if inside it.

    ``goal`` is what to achieve, ``lines`` is what a person would type. ``whole`` says whether
    files that were not kept can be fetched from the upstream.
    """

    id: str
    step: StepKey
    directory: str
    path: str | None
    goal: str
    lines: list[Shown]
    whole: bool
    remarks: list[str] = Field(default_factory=list)


class Finding(Model):
    """One thing that was looked at in a sandbox: what was wanted and what was found."""

    what: str
    good: bool
    wanted: str
    found: str


class SandboxCheck(Model):
    """Whether the state of a sandbox is what the step would have made of it."""

    done: bool
    sentence: str
    findings: list[Finding]


class Point(Model):
    """One thing that two traces have each, in words; None where one of them has it not."""

    what: str
    left: str | None
    right: str | None
    same: bool


class StepComparison(Model):
    """One step of two traces, beside each other. ``seconds`` are how long each took."""

    key: StepKey
    title: str
    left: StepStatus | None
    right: StepStatus | None
    left_seconds: float | None = None
    right_seconds: float | None = None
    same: bool
    commands: list[DiffLine] = Field(default_factory=list)
    points: list[Point] = Field(default_factory=list)


class ComparisonRequest(Model):
    """Which two submissions to compare, each by its id or its short id."""

    left: str = Field(min_length=1, max_length=64)
    right: str = Field(min_length=1, max_length=64)


class ComparisonView(Model):
    """Two traces side by side. ``first`` is the step at which they part, ``sentence`` says how.

    ``left_name`` and ``right_name`` are what sentences call them: ``yours``, ``attempt 3``.
    """

    left: TraceSummary
    right: TraceSummary
    left_name: str
    right_name: str
    sentence: str
    first: StepKey | None
    code: list[DiffLine]
    steps: list[StepComparison]
    numbers: list[Point]
    remarks: list[str] = Field(default_factory=list)


class RebuildRequest(Model):
    """What to rebuild: a pull request, or a branch of a repository on the server's computer.

    ``pull_request`` is ``owner/name#number`` or the address of its page. ``folder`` is below the
    folder that Jupyter serves; empty, it is that folder itself.
    """

    pull_request: str = Field(default="", max_length=500)
    folder: str = Field(default="", max_length=1000)
    branch: str = Field(default="", max_length=500)

    @model_validator(mode="after")
    def _one(self) -> RebuildRequest:
        if bool(self.pull_request) == bool(self.branch):
            raise ValueError("name either a pull request or a branch")
        return self


class ImportView(Model):
    """What came of reading a bundle, or of rebuilding a trace. ``known`` says it was there.

    ``digest`` is the bundle's, over all that it holds.
    """

    view: TraceView
    known: bool = False
    digest: str = ""
    remarks: list[str] = Field(default_factory=list)
