"""The records: everything a person sees is drawn from these."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

StepKey = Literal[
    "lint", "fork", "branch", "commit", "push", "pull_request", "ci", "close", "delete_branch"
]
STEP_KEYS: tuple[StepKey, ...] = get_args(StepKey)

#: ``revise`` is a further attempt at an earlier submission, ``withdraw`` takes one back.
#: A ``branch`` was rebuilt from a repository: nobody submitted it, as far as is known.
SubmissionKind = Literal["submit", "revise", "withdraw", "branch"]

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
AT_WORK: frozenset[str] = frozenset({"running", "waiting"})
#: Those, and the pause between two steps, in which nobody is at work.
ACTIVE: frozenset[str] = AT_WORK | {"paused"}


class Model(BaseModel):
    """A record: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid")


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


#: What was typed, with lines that end in a newline wherever it was typed: the edge at which
#: preview, commit and script begin to agree.
Text = Annotated[str, AfterValidator(_with_newlines)]


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
    """One exchange with a forge, as it happened. Bodies are shortened and redacted.

    ``refs`` (as ``old new name``) and ``objects`` (how many) are what git traffic carried.
    """

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
    refs: list[str] = Field(default_factory=list)
    objects: int | None = None

    @property
    def refused(self) -> bool:
        """Say whether the forge answered that it will not do it."""
        return self.status is not None and 400 <= self.status < 500


class ErrorRecord(Model):
    """A `TraceError`, written down."""

    code: str
    message: str
    advice: str = ""
    details: dict[str, Any] = Field(default_factory=dict)


#: How a record came about: written while it happened, read from what a forge or a repository
#: holds, or concluded from that.
Basis = Literal["recorded", "known", "inferred"]


class StepRecord(Model):
    """What one step was for, and what came of it.

    ``inferred`` names what of a step that is known was concluded nevertheless: ``commands``,
    ``started_at``, or a label of the outcome.
    """

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
    basis: Basis = "recorded"
    inferred: list[str] = Field(default_factory=list)


class Rebuilt(Model):
    """Where a trace came from that nobody recorded.

    ``source`` is ``owner/name#number`` or a branch and the repository it is in. ``exact`` says
    whether typing the commands gives the commit of the same id, ``why_not`` why not.
    """

    kind: Literal["pull_request", "git"]
    source: str
    at: datetime
    exact: bool
    why_not: str = ""
    notes: list[str] = Field(default_factory=list)


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
    """A notebook cell as it stands in the editor, saved or not.

    ``execution_count`` is when the kernel last ran it, or None where it never did.
    """

    id: str
    index: int
    type: Literal["code", "markdown", "raw"] = "code"
    source: Text
    execution_count: int | None = None


class Source(Model):
    """Where the code came from: a notebook's cell, or a script's.

    ``edited`` is what the learner made of the cells before sending, such as a slice.
    """

    path: str
    cells: list[Cell]
    edited: Text | None = None

    @property
    def text(self) -> str:
        """The code to send: as edited, or every chosen cell in notebook order."""
        if self.edited is not None:
            return self.edited
        return "\n\n".join(cell.source for cell in self.cells)


class FileChange(Model):
    """One file of the commit, of mode 100644, UTF-8. ``before`` is None for a new file.

    Only what was rebuilt can be of another ``kind``: a commit of somebody else's may delete,
    and what is ``binary`` is no text, or too much of it, and has no content here.
    """

    path: str
    content: str
    before: str | None = None
    kind: Literal["file", "executable", "link", "submodule", "deleted", "binary"] = "file"


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
    ``parent`` is the commit that this one follows, where that is not the base but an earlier
    attempt on the same branch. ``follows`` is the pull request that it continues or links to.
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
    parent: str | None = None
    follows: PullRequest | None = None

    @property
    def start(self) -> str:
        """The commit that the new one is built on."""
        return self.parent or self.base


class SinceThen(Model):
    """Something that somebody did to the pull request after the verdict.

    ``request`` is the exchange by which it was done, where it was done from here.
    """

    at: datetime
    kind: Literal["merged", "closed", "reopened", "commented", "reviewed", "score", "pruned"]
    actor: str
    text: str
    key: str
    data: dict[str, Any] = Field(default_factory=dict)
    request: Request | None = None


class Submission(Model):
    """One press of Submit: the plan, and what is known so far.

    ``revises`` is the id of the submission that this one follows or takes back, ``attempt``
    counts from 1. ``stepwise`` stops before each step. ``predicted`` is the commit id that
    the preview showed; ``moved`` says why the plan was made again since, where it was.
    ``trial`` is the report of trying it here before it was sent. ``rebuilt`` says that nobody
    recorded it.
    """

    id: str
    short_id: str
    created_at: datetime
    kind: SubmissionKind = "submit"
    attempt: int = 1
    revises: str | None = None
    stepwise: bool = False
    status: SubmissionStatus = "planned"
    source: Source
    plan: Plan | None = None
    predicted: str | None = None
    moved: str | None = None
    fork: Repository | None = None
    pull_request: PullRequest | None = None
    verdict: Verdict = "none"
    evaluation: dict[str, Any] | None = None
    trial: dict[str, Any] | None = None
    rebuilt: Rebuilt | None = None
    since_then: list[SinceThen] = Field(default_factory=list)


class Trace(Model):
    """A submission with its steps, as it is kept, shown and taken away.

    The flat names (``project`` … ``branch``) repeat what the plan froze, so that a reader
    of the JSON need not know how a plan is built. ``environment`` holds versions.
    """

    id: str
    short_id: str
    created_at: datetime
    kind: SubmissionKind = "submit"
    attempt: int = 1
    revises: str | None = None
    stepwise: bool = False
    status: SubmissionStatus
    project: str | None
    base: str | None
    commit: str | None
    tree: str | None
    branch: str | None
    pull_request: PullRequest | None
    verdict: Verdict
    evaluation: dict[str, Any] | None
    trial: dict[str, Any] | None = None
    rebuilt: Rebuilt | None = None
    environment: dict[str, str]
    source: Source
    plan: Plan | None
    predicted: str | None = None
    moved: str | None = None
    fork: Repository | None
    since_then: list[SinceThen]
    steps: list[StepRecord]
    sequence: int
