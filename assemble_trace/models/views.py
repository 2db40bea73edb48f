"""What is asked for and what is shown: requests, and records with what is derived from them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from assemble_trace.models.records import (
    Cell,
    ErrorRecord,
    Identity,
    Model,
    PullRequest,
    StepKey,
    SubmissionKind,
    SubmissionStatus,
    Text,
    Trace,
    Verdict,
)


class Shown(Model):
    """A line as a person would type it in bash. ``gh`` is the alternative, if there is one."""

    kind: Literal["git", "write", "instead", "shell"]
    text: str
    gh: str | None = None


class DiffLine(Model):
    """A line of a difference: added, removed, or the same in both."""

    mark: Literal["+", "-", " "]
    text: str


class FileDiff(Model):
    """What the commit does to one file."""

    path: str
    new: bool
    lines: list[DiffLine]


class Proof(Model):
    """The commit that the preview foretold, and the one that came of it.

    ``moved`` is the sentence that says why they differ, where they do.
    """

    predicted: str
    actual: str | None = None
    moved: str | None = None


class Exists(Model):
    """Something of this submission that exists on the forge. A fork is never undone."""

    kind: Literal["fork", "branch", "pull_request"]
    name: str
    undone_by_withdrawal: bool


class Attempt(Model):
    """One of the submissions that belong to the same contribution, in order."""

    id: str
    short_id: str
    kind: SubmissionKind
    attempt: int
    status: SubmissionStatus
    verdict: Verdict
    created_at: datetime


class Revision(Model):
    """How the next attempt at a submission would be made, and why so.

    ``same`` adds a commit to the same pull request, otherwise a new one is opened.
    """

    of: str
    short_id: str
    pull_request: PullRequest
    same: bool
    why: str


class Apart(Model):
    """Something in which the judgement here and CI's differ, as both say it."""

    what: str
    here: str
    ci: str


class Agreement(Model):
    """Whether what was tried here and what CI found agree. ``apart`` is where they differ."""

    agree: bool
    sentence: str
    apart: list[Apart] = Field(default_factory=list)


#: Where a record is: in the list; in it and safe from deletion; or put away, found by search.
Shelf = Literal["listed", "kept", "archived"]


class TraceView(Model):
    """A trace and what is derived from it to show it. ``shown`` is keyed by step.

    ``imported`` is when it was read in, where it did not happen here: it can be looked at and
    not acted on. ``merged`` is the number of the attempt that was merged, where its pull request
    was: a later attempt may have gone into the same one.
    """

    trace: Trace
    shown: dict[StepKey, list[Shown]]
    forge_page: str | None
    can_resume: bool
    can_cancel: bool
    can_next: bool = False
    can_withdraw: bool = False
    revision: Revision | None = None
    proof: Proof | None = None
    changes: list[FileDiff] = Field(default_factory=list)
    difference: list[FileDiff] = Field(default_factory=list)
    attempts: list[Attempt] = Field(default_factory=list)
    exists: list[Exists] = Field(default_factory=list)
    merged: int | None = None
    agreement: Agreement | None = None
    shelf: Shelf = "listed"
    imported: datetime | None = None


class TraceSummary(Model):
    """One line of the history. ``person`` is whose it is, where it was read in."""

    id: str
    short_id: str
    created_at: datetime
    kind: SubmissionKind = "submit"
    attempt: int = 1
    status: SubmissionStatus
    verdict: Verdict
    title: str
    project: str | None
    path: str
    step: StepKey | None
    error: str | None = None
    shelf: Shelf = "listed"
    imported: datetime | None = None
    person: str | None = None
    sequence: int


class HistoryQuery(Model):
    """What to look for in the history. What is empty or None is not asked for.

    Each word of ``text`` has to be found. ``step`` is where a submission stands, ``error`` the
    code of what went wrong there. ``after`` is the ``next`` of the page before.
    """

    text: str = Field(default="", max_length=200)
    path: str | None = None
    project: str | None = None
    status: list[SubmissionStatus] = Field(default_factory=list)
    verdict: Verdict | None = None
    step: StepKey | None = None
    error: str | None = None
    shelf: Shelf | None = None
    after: str = ""
    limit: int = Field(default=50, ge=1, le=200)


class TraceList(Model):
    """A page of the history, newest first. ``total`` is how many match in all.

    ``projects`` and ``errors`` are all that there are to ask for, whatever was asked.
    ``next`` is where the next page begins, if there is one.
    """

    submissions: list[TraceSummary]
    total: int
    projects: list[str] = Field(default_factory=list)
    errors: list[str] = Field(default_factory=list)
    next: str | None = None


class ShelfRequest(Model):
    """Where to put a record."""

    shelf: Shelf


class PlanRequest(Model):
    """What the preview asks for. Empty names are proposed by the server.

    ``cells`` are the cells to send; ``others`` are the notebook's remaining code cells, in
    which an undefined name may be found. ``add_lines`` are put before the cell.
    ``replaces`` is the planned submission that this one takes the place of. ``text`` is sent
    instead of the cells' own code. ``revises`` is the submission that this is a further attempt
    at; ``fresh`` asks for a new pull request even where an attempt would be continued.
    """

    path: str
    cells: list[Cell]
    others: list[Cell] = Field(default_factory=list)
    add_lines: list[Text] = Field(default_factory=list)
    feature: str = ""
    branch: str = ""
    title: str = ""
    body: Text | None = None
    replaces: str | None = None
    text: Text | None = None
    revises: str | None = None
    fresh: bool = False


class PlanView(Model):
    """The preview: the trace as planned. ``existing`` says that it was submitted before.

    ``revision`` is the earlier submission of the same cells that could be continued, whether
    this plan does so or not.
    """

    view: TraceView
    existing: bool = False
    revision: Revision | None = None


class StartRequest(Model):
    """How to begin: ``stepwise`` stops before each step."""

    stepwise: bool = False


class TrialRequest(Model):
    """How to try a plan here: ``network`` lets the project's own code fetch its data."""

    network: bool = False


class TrialView(Model):
    """A plan's trial: where it stands, in words, and for how many seconds it has run.

    ``report`` is what is known so far, ``error`` why there is none.
    """

    state: Literal["untried", "running", "done", "failed", "cancelled"]
    progress: str = ""
    seconds: float = 0.0
    report: dict[str, Any] | None = None
    error: ErrorRecord | None = None


class ScriptView(Model):
    """A submission as a script. ``name`` is the file name to save it under."""

    name: str
    script: str


class CheckSummary(Model):
    """A check that Ballet makes: its class, its stage, and what it asks in a few words."""

    name: str
    stage: Literal["structure", "api"]
    question: str


class CheckList(Model):
    """Every check, in the order in which Ballet makes them."""

    checks: list[CheckSummary]


class CheckCell(Model):
    """The source of a notebook cell that shows a check fail and pass."""

    source: str


class SliceRequest(Model):
    """Which cells to gather the needed code for, and the notebook's other code cells."""

    path: str
    cells: list[Cell]
    others: list[Cell] = Field(default_factory=list)


class SliceLine(Model):
    """A line of a slice. ``cell_index`` and ``line`` (from 1) say where it came from.

    ``names`` are the names for whose sake it was gathered.
    """

    text: str
    kind: Literal["gathered", "selected", "blank"]
    cell_index: int | None = None
    line: int | None = None
    names: list[str] = Field(default_factory=list)


class SliceView(Model):
    """The chosen cells with what they need in front of them, in execution order."""

    text: str
    lines: list[SliceLine]
    remarks: list[str] = Field(default_factory=list)


class SignIn(Model):
    """A pasted token, for github.com or another address. It is kept in memory only."""

    token: str
    api: str = ""


class IdentityView(Model):
    """Who is signed in, or why nobody is."""

    identity: Identity | None
    error: ErrorRecord | None = None


class Remark(Model):
    """A comment or a review on the pull request."""

    body: str = ""
    event: Literal["COMMENT", "APPROVE", "REQUEST_CHANGES"] = "COMMENT"


class ErrorBody(Model):
    """What every refused request answers. ``submission`` is the record of the refusal."""

    error: ErrorRecord
    submission: str | None = None


class Event(Model):
    """A nudge: something about this submission changed. Never the truth itself."""

    submission: str
    sequence: int


Port = Annotated[int, Field(ge=1, le=65535)]


class ForgeStatus(Model):
    """The practice forge as ``forge.json`` describes it, without its tokens."""

    url: str
    pid: int
    directory: str
    token_file: str
    instance: str
    version: str
    started_at: float
    port: Port
