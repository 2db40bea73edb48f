"""The records: everything a person sees is drawn from these."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

StepKey = Literal["lint", "fork", "branch", "commit", "push", "pull_request", "ci"]
STEP_KEYS: tuple[StepKey, ...] = ("lint", "fork", "branch", "commit", "push", "pull_request", "ci")

StepStatus = Literal[
    "pending",
    "running",
    "paused",
    "waiting",
    "passed",
    "failed",
    "skipped",
    "cancelled",
    "interrupted",
]
SubmissionStatus = Literal[
    "planned",
    "running",
    "paused",
    "waiting",
    "interrupted",
    "cancelled",
    "failed",
    "submitted",
]
Verdict = Literal["accepted", "rejected", "none"]

#: Statuses in which somebody is, or should be, at work on the submission.
ACTIVE: frozenset[str] = frozenset({"running", "paused", "waiting"})


class Model(BaseModel):
    """A record: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


class EnvRef(Model):
    """The value of an environment variable, named and never copied."""

    env: str


class Command(Model):
    """What a person would type.

    ``git``: typing it does exactly this. ``write``: a file appears, ``argv`` is its path
    and ``stdin`` its text. ``instead``: what a person would use where the tool calls an
    API; ``gh`` is the same thing for those who have GitHub's own command.
    """

    kind: Literal["git", "write", "instead"]
    argv: list[str]
    stdin: str | None = None
    env: dict[str, str | EnvRef] = Field(default_factory=dict)
    cwd: str | None = None
    gh: list[str] | None = None


class Request(Model):
    """One exchange with a forge, as it happened. Bodies are shortened and redacted."""

    kind: Literal["rest", "git"]
    method: str
    path: str
    status: int | None
    milliseconds: float
    at: datetime
    changes: bool
    request_id: str | None = None
    rate_limit_left: int | None = None
    sent: str | None = None
    received: str | None = None
    bytes_sent: int = 0
    bytes_received: int = 0


class ErrorRecord(Model):
    """A `TraceError`, written down."""

    code: str
    message: str
    advice: str = ""
    details: dict[str, Any] = Field(default_factory=dict)


class StepRecord(Model):
    """What one step was for, and what came of it."""

    key: StepKey
    title: str
    purpose: str
    status: StepStatus = "pending"
    started_at: datetime | None = None
    finished_at: datetime | None = None
    commands: list[Command] = Field(default_factory=list)
    requests: list[Request] = Field(default_factory=list)
    outcome: dict[str, Any] = Field(default_factory=dict)
    progress: str | None = None
    error: ErrorRecord | None = None


class Identity(Model):
    """Who is signed in, as the forge knows them. ``api`` is the forge's REST address."""

    id: int
    login: str
    name: str
    email: str
    api: str
    practice: bool


class Repository(Model):
    """A repository as the forge describes it. ``full_name`` is ``owner/name``."""

    id: int
    full_name: str
    default_branch: str
    clone_url: str
    private: bool = False
    archived: bool = False
    parent: str | None = None


class PullRequest(Model):
    """Where the pull request is. ``url`` is filled in when the record is shown."""

    repository: str
    number: int
    url: str | None = None
    state: Literal["open", "closed", "merged"] = "open"


class Cell(Model):
    """A notebook cell as it stands in the editor, saved or not."""

    id: str
    index: int
    type: Literal["code", "markdown", "raw"] = "code"
    source: str


class Source(Model):
    """Where the code came from: a notebook's cell, or a script's."""

    path: str
    cells: list[Cell]

    @property
    def text(self) -> str:
        """The code of every chosen cell, in notebook order."""
        return "\n\n".join(cell.source for cell in self.cells)


class FileChange(Model):
    """One file of the commit: a new file of mode 100644, UTF-8."""

    path: str
    content: str


class Project(Model):
    """The project found around the notebook. ``root`` is an absolute folder."""

    kind: str
    name: str
    root: str
    upstream: str
    api: str
    git: str
    contrib: str
    line_length: int = 88
    python: str | None = None


class Plan(Model):
    """Everything about a submission that is decided before anything leaves the machine.

    ``date`` is seconds since 1970 UTC, ``zone`` seconds east of UTC. ``base`` is a commit
    of the upstream's default branch; ``tree`` and ``commit`` are the ids that will result.
    """

    identity: Identity
    project: Project
    upstream: Repository
    fork: str
    fork_exists: bool
    base: str
    base_branch: str
    directory: str
    feature: str
    files: list[FileChange]
    formatted: bool
    added_lines: list[str] = Field(default_factory=list)
    branch: str
    message: str
    title: str
    body: str
    date: int
    zone: int
    tree: str
    commit: str


class SinceThen(Model):
    """Something that somebody did to the pull request after the verdict."""

    at: datetime
    kind: Literal["merged", "closed", "reopened", "commented", "reviewed", "score", "pruned"]
    actor: str
    text: str
    key: str
    data: dict[str, Any] = Field(default_factory=dict)


class Submission(Model):
    """One press of Submit: the plan, and what is known so far."""

    id: str
    short_id: str
    created_at: datetime
    status: SubmissionStatus = "planned"
    source: Source
    plan: Plan | None = None
    fork: Repository | None = None
    pull_request: PullRequest | None = None
    verdict: Verdict = "none"
    evaluation: dict[str, Any] | None = None
    since_then: list[SinceThen] = Field(default_factory=list)


class Trace(Model):
    """A submission with its steps, as it is kept, shown and taken away.

    The flat names (``project`` … ``branch``) repeat what the plan froze, so that a reader
    of the JSON need not know how a plan is built. ``environment`` holds versions.
    """

    id: str
    short_id: str
    created_at: datetime
    status: SubmissionStatus
    project: str | None
    base: str | None
    commit: str | None
    tree: str | None
    branch: str | None
    pull_request: PullRequest | None
    verdict: Verdict
    evaluation: dict[str, Any] | None
    environment: dict[str, str]
    source: Source
    plan: Plan | None
    fork: Repository | None
    since_then: list[SinceThen]
    steps: list[StepRecord]
    sequence: int


class Shown(Model):
    """A line as a person would type it in bash. ``gh`` is the alternative, if there is one."""

    kind: Literal["git", "write", "instead", "shell"]
    text: str
    gh: str | None = None


class TraceView(Model):
    """A trace and what is derived from it to show it. ``shown`` is keyed by step."""

    trace: Trace
    shown: dict[StepKey, list[Shown]]
    forge_page: str | None
    can_resume: bool
    can_cancel: bool


class TraceSummary(Model):
    """One line of the history."""

    id: str
    short_id: str
    created_at: datetime
    status: SubmissionStatus
    verdict: Verdict
    title: str
    project: str | None
    path: str
    step: StepKey | None
    sequence: int


class TraceList(Model):
    """A page of the history, newest first."""

    submissions: list[TraceSummary]
    total: int


class PlanRequest(Model):
    """What the preview asks for. Empty names are proposed by the server.

    ``cells`` are the cells to send; ``others`` are the notebook's remaining code cells, in
    which an undefined name may be found. ``add_lines`` are put before the cell.
    ``replaces`` is the planned submission that this one takes the place of.
    """

    path: str
    cells: list[Cell]
    others: list[Cell] = Field(default_factory=list)
    add_lines: list[str] = Field(default_factory=list)
    feature: str = ""
    branch: str = ""
    title: str = ""
    body: str | None = None
    replaces: str | None = None


class PlanView(Model):
    """The preview: the trace as planned. ``existing`` says that it was submitted before."""

    view: TraceView
    existing: bool = False


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
