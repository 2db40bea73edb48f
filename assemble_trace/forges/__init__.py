"""What the steps ask of a forge, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

from assemble_trace.models import Identity, Model, PullRequest, Repository

__all__ = ["Check", "Forge", "Happening", "JobText", "PullFacts", "PullState"]


class Check(Model):
    """A check run or a commit status. Both are called a check here.

    ``status`` is ``queued``, ``in_progress`` or ``completed``; ``conclusion`` is GitHub's. ``app``
    is the short name of what made it, such as ``github-actions``. The times are those that the
    forge tells.
    """

    name: str
    key: str
    status: str
    conclusion: str | None
    title: str
    summary: str
    text: str
    app: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class JobText(Model):
    """The log of a CI job, as the forge gives it out, and what the job concluded."""

    name: str
    conclusion: str
    text: str


class Happening(Model):
    """Something that somebody did to a pull request. ``key`` names it for good."""

    at: datetime
    kind: Literal["merged", "closed", "commented", "reviewed"]
    actor: str
    text: str
    key: str


class PullState(Model):
    """A pull request as it stands: its state, its merge commit, and what happened to it."""

    pull_request: PullRequest
    head: str
    merge_commit: str | None
    happenings: list[Happening]


class PullFacts(Model):
    """What a forge tells of a pull request that was not made from here.

    ``head_repository`` is None where it was deleted, ``head_owner`` is whose it was. ``commits``
    are its own commits, oldest first; ``rewritten`` is how often its branch was overwritten.
    """

    pull_request: PullRequest
    title: str
    body: str
    author: str
    author_id: int
    created_at: datetime
    base_branch: str
    head_branch: str
    head_owner: str
    head_repository: Repository | None
    head: str
    commits: list[str]
    rewritten: int


class Forge(Protocol):
    """GitHub, GitHub Enterprise or the practice forge, for one signed-in identity.

    Every effect is looked up before it is made. Errors are `TraceError`.
    """

    async def identity(self) -> Identity: ...

    async def repository(self, full_name: str) -> Repository | None: ...

    async def head(self, full_name: str, branch: str) -> str | None: ...

    async def create_fork(self, upstream: Repository) -> Repository: ...

    async def sync_fork(self, fork: str, branch: str) -> str: ...

    async def find_pull_request(
        self, upstream: str, head: str, commit: str | None = None
    ) -> PullRequest | None: ...

    async def create_pull_request(
        self, upstream: str, *, head: str, base: str, title: str, body: str
    ) -> PullRequest: ...

    async def pull_request(self, pull_request: PullRequest) -> PullRequest: ...

    async def close_pull_request(self, pull_request: PullRequest) -> PullRequest: ...

    async def delete_branch(self, full_name: str, branch: str) -> None: ...

    async def checks(self, full_name: str, commit: str) -> Sequence[Check]: ...

    async def job_reports(self, full_name: str, commit: str) -> Sequence[str]: ...

    async def job_logs(self, full_name: str, commit: str) -> Sequence[JobText]: ...

    async def awaits_approval(self, full_name: str, commit: str) -> bool: ...

    async def pull_state(self, pull_request: PullRequest) -> PullState: ...

    async def pull_facts(self, pull_request: PullRequest) -> PullFacts | None: ...

    async def sizes(self, full_name: str, tree: str) -> dict[str, int]: ...

    async def comment(self, pull_request: PullRequest, body: str) -> str: ...

    async def review(self, pull_request: PullRequest, event: str, body: str) -> str: ...

    async def merge(self, pull_request: PullRequest) -> None: ...

    async def call(self, method: str, path: str, body: Any = None) -> Any: ...
