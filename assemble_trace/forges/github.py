"""The `Forge` over PyGithub: github.com, GitHub Enterprise and the practice forge alike."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

from github import Auth, Github, GithubException

from assemble_trace.forges import Check, Happening, JobText, PullFacts, PullState
from assemble_trace.forges.actions import Actions, link_of
from assemble_trace.forges.downloads import fetch
from assemble_trace.forges.facts import facts
from assemble_trace.forges.problems import translate
from assemble_trace.forges.wire import Observe, Wire
from assemble_trace.models import Identity, PullRequest, Repository

T = TypeVar("T")
P = ParamSpec("P")


def understood(
    method: Callable[Concatenate[GithubForge, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[GithubForge, P], Coroutine[Any, Any, T]]:
    """Let an answer of another shape, as from a sign-in page between, be said to be one."""

    @functools.wraps(method)
    async def read(self: GithubForge, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await method(self, *args, **kwargs)
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise translate(problem, self.api) from problem

    return read


class GithubForge:
    """A forge that speaks GitHub's REST v3, for one identity.

    ``api`` is the REST address, such as ``https://api.github.com``. ``observe`` hears of
    every request. Nothing is retried blindly: PyGithub's own retries repeat a POST.
    """

    def __init__(self, api: str, token: str, observe: Observe, *, practice: bool = False) -> None:
        self.api = api
        self.practice = practice
        self._observe = observe
        wire = Wire(observe)
        options: dict[str, Any] = {"retry": 0, "timeout": 30, "per_page": 100}
        if "seconds_between_requests" in inspect.signature(Github).parameters and practice:
            options |= {"seconds_between_requests": None, "seconds_between_writes": None}
        client = Github(auth=Auth.Token(token), base_url=api, **options)
        # PyGithub offers its connection class for replacement only to the whole process;
        # another extension of the same server must not be observed with us.
        self._requester: Any = vars(client)["_Github__requester"]
        http, https = wire.classes()
        self._requester._Requester__connectionClass = https if api.startswith("https") else http

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """Make one REST call and return its JSON. Errors become `TraceError`."""
        return await self._wait(lambda: self._json(method, path, body))

    def _json(self, method: str, path: str, body: Any = None) -> Any:
        _, data = self._requester.requestJsonAndCheck(method, path, input=body)
        return data

    async def _wait(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except Exception as problem:
            raise translate(problem, self.api) from problem

    async def _find(self, path: str) -> Any:
        """Return the JSON at a path, or None where the forge has nothing.

        409 is GitHub's answer for a repository that is still empty, as a new fork is.
        """

        def look() -> Any:
            try:
                return self._json("GET", path)
            except GithubException as problem:
                if problem.status in (404, 409):
                    return None
                raise

        return await self._wait(look)

    @understood
    async def identity(self) -> Identity:
        """Return who the token belongs to."""
        user = await self.call("GET", "/user")
        login = user["login"]
        host = urlsplit(self.api).hostname or ""
        host = "github.com" if host == "api.github.com" else host
        email = user.get("email") or f"{user['id']}+{login}@users.noreply.{host}"
        return Identity(
            id=user["id"],
            login=login,
            name=user.get("name") or login,
            email=email,
            api=self.api,
            practice=self.practice,
        )

    @understood
    async def repository(self, full_name: str) -> Repository | None:
        """Return a repository, or None."""
        found = await self._find(f"/repos/{quote(full_name)}")
        return _repository(found) if found else None

    @understood
    async def head(self, full_name: str, branch: str) -> str | None:
        """Return the commit at the tip of a branch, or None where there is no such branch."""
        found = await self._find(f"/repos/{quote(full_name)}/git/ref/heads/{quote(branch)}")
        return str(found["object"]["sha"]) if found else None

    @understood
    async def create_fork(self, upstream: Repository) -> Repository:
        """Ask for a fork. GitHub answers at once, also where one exists already."""
        made = await self.call(
            "POST", f"/repos/{quote(upstream.full_name)}/forks", {"default_branch_only": True}
        )
        return _repository(made)

    @understood
    async def sync_fork(self, fork: str, branch: str) -> str:
        """Bring a fork's branch up to date with its upstream. Returns the forge's words."""
        answer = await self.call("POST", f"/repos/{quote(fork)}/merge-upstream", {"branch": branch})
        return str(answer.get("message", ""))

    @understood
    async def find_pull_request(
        self, upstream: str, head: str, commit: str | None = None
    ) -> PullRequest | None:
        """Return the newest pull request of a head (``owner:branch``), open or not.

        With ``commit``, only one whose head is that commit.
        """
        found = await self.call(
            "GET",
            f"/repos/{quote(upstream)}/pulls?head={quote(head, safe=':')}&state=all&per_page=100",
        )
        for pull in found:
            # a head that GitHub does not understand is ignored, and everything is returned;
            # a branch of the same name may have had another pull request before
            named = (pull["head"].get("label") or "").lower() == head.lower()
            if named and commit in (None, pull["head"]["sha"]):
                return _pull_request(upstream, pull)
        return None

    @understood
    async def create_pull_request(
        self, upstream: str, *, head: str, base: str, title: str, body: str
    ) -> PullRequest:
        """Open a pull request from ``owner:branch`` into a branch of the upstream."""
        made = await self.call(
            "POST",
            f"/repos/{quote(upstream)}/pulls",
            {
                "title": title,
                "body": body,
                "head": head,
                "base": base,
                "maintainer_can_modify": True,
            },
        )
        return _pull_request(upstream, made)

    @understood
    async def pull_request(self, pull_request: PullRequest) -> PullRequest:
        """Return a pull request as it stands now."""
        where = f"/repos/{quote(pull_request.repository)}/pulls/{pull_request.number}"
        return _pull_request(pull_request.repository, await self.call("GET", where))

    @understood
    async def close_pull_request(self, pull_request: PullRequest) -> PullRequest:
        """Close a pull request without merging it, and return it as it stands then."""
        where = f"/repos/{quote(pull_request.repository)}/pulls/{pull_request.number}"
        closed = await self.call("PATCH", where, {"state": "closed"})
        return _pull_request(pull_request.repository, closed)

    async def delete_branch(self, full_name: str, branch: str) -> None:
        """Delete a branch. The commits on it stay where others point to them."""
        await self.call("DELETE", f"/repos/{quote(full_name)}/git/refs/heads/{quote(branch)}")

    @understood
    async def checks(self, full_name: str, commit: str) -> Sequence[Check]:
        """Return the check runs and the commit statuses of a commit."""
        where = f"/repos/{quote(full_name)}/commits/{commit}"
        runs, statuses = await asyncio.gather(
            self.call("GET", f"{where}/check-runs?per_page=100"),
            self.call("GET", f"{where}/status"),
        )
        return [_from_run(run) for run in runs["check_runs"]] + [
            _from_status(status) for status in statuses["statuses"]
        ]

    @understood
    async def job_reports(self, full_name: str, commit: str) -> Sequence[str]:
        """Return the reports (JSON) that a commit's workflow runs left as artifacts."""
        return await Actions(full_name, self._find, self._follow).reports(commit)

    @understood
    async def job_logs(self, full_name: str, commit: str) -> Sequence[JobText]:
        """Return the logs of the jobs that a commit's workflow runs ended with."""
        return await Actions(full_name, self._find, self._follow).logs(commit)

    async def _follow(self, path: str, limit: int) -> tuple[bytes, bool] | None:
        """Fetch what a path leads to, from where the forge keeps it. None if it is gone."""

        def get() -> tuple[bytes, bool] | None:
            status, headers, _ = self._requester.requestJson("GET", path)
            link = link_of(status, headers)
            return fetch(link, self.api, limit, self._observe) if link else None

        return await self._wait(get)

    @understood
    async def awaits_approval(self, full_name: str, commit: str) -> bool:
        """Say whether a maintainer has to approve the first run of a commit's checks."""
        found = await self._find(f"/repos/{quote(full_name)}/actions/runs?head_sha={commit}")
        runs = found["workflow_runs"] if found else []
        return any("action_required" in (run["conclusion"], run["status"]) for run in runs)

    @understood
    async def pull_state(self, pull_request: PullRequest) -> PullState:
        """Return a pull request as it stands, with comments, reviews, merge and close."""
        where = f"/repos/{quote(pull_request.repository)}"
        number = pull_request.number
        pull, comments, reviews = await asyncio.gather(
            self.call("GET", f"{where}/pulls/{number}"),
            self.call("GET", f"{where}/issues/{number}/comments?per_page=100"),
            self.call("GET", f"{where}/pulls/{number}/reviews?per_page=100"),
        )
        happened = [_remark("commented", one, "created_at") for one in comments]
        happened += [_remark("reviewed", one, "submitted_at") for one in reviews]
        if pull["merged"]:
            by = (pull.get("merged_by") or {}).get("login", "somebody")
            happened.append(_event("merged", pull["merged_at"], by, "Merged the pull request."))
        elif pull["state"] == "closed":
            issue = await self.call("GET", f"{where}/issues/{number}")  # only it says who
            by = (issue.get("closed_by") or {}).get("login", "somebody")
            text = "Closed the pull request without merging it."
            happened.append(_event("closed", pull["closed_at"], by, text))
        return PullState(
            pull_request=_pull_request(pull_request.repository, pull),
            head=pull["head"]["sha"],
            merge_commit=pull.get("merge_commit_sha") if pull["merged"] else None,
            happenings=sorted(happened, key=lambda one: one.at),
        )

    @understood
    async def pull_facts(self, pull_request: PullRequest) -> PullFacts | None:
        """Return who opened a pull request, from where, with which commits; None without one."""
        return await facts(pull_request, self._find, _repository)

    @understood
    async def sizes(self, full_name: str, tree: str) -> dict[str, int]:
        """Return how many bytes each file of a tree has, by the ids of their contents."""
        found = await self._find(f"/repos/{quote(full_name)}/git/trees/{tree}?recursive=1")
        entries = found["tree"] if found else []
        return {one["sha"]: one["size"] for one in entries if one["type"] == "blob"}

    @understood
    async def comment(self, pull_request: PullRequest, body: str) -> str:
        """Write a comment. Returns the key under which it will be found."""
        where = f"/repos/{quote(pull_request.repository)}/issues/{pull_request.number}"
        return f"commented-{(await self.call('POST', f'{where}/comments', {'body': body}))['id']}"

    @understood
    async def review(self, pull_request: PullRequest, event: str, body: str) -> str:
        """Write a review (``COMMENT``, ``APPROVE``, ``REQUEST_CHANGES``). Returns its key."""
        where = f"/repos/{quote(pull_request.repository)}/pulls/{pull_request.number}"
        made = await self.call("POST", f"{where}/reviews", {"body": body, "event": event})
        return f"reviewed-{made['id']}"

    async def merge(self, pull_request: PullRequest) -> None:
        """Merge a pull request, for those who may."""
        where = f"/repos/{quote(pull_request.repository)}/pulls/{pull_request.number}"
        await self.call("PUT", f"{where}/merge", {})


def _repository(data: dict[str, Any]) -> Repository:
    parent = data.get("parent") or {}
    return Repository(
        id=data["id"],
        full_name=data["full_name"],
        default_branch=data["default_branch"],
        clone_url=data["clone_url"],
        private=bool(data.get("private")),
        archived=bool(data.get("archived")),
        parent=parent.get("full_name"),
    )


def _pull_request(repository: str, data: dict[str, Any]) -> PullRequest:
    merged = bool(data.get("merged") or data.get("merged_at"))
    return PullRequest(
        repository=repository,
        number=data["number"],
        state="merged" if merged else "open" if data["state"] == "open" else "closed",
    )


def _from_run(run: dict[str, Any]) -> Check:
    output = run.get("output") or {}
    return Check(
        name=run["name"],
        key=run.get("external_id") or "",
        status=run["status"],
        conclusion=run.get("conclusion"),
        title=output.get("title") or "",
        summary=output.get("summary") or "",
        text=output.get("text") or "",
        app=(run.get("app") or {}).get("slug") or "",
        started_at=_time(run.get("started_at")),
        finished_at=_time(run.get("completed_at")),
    )


def _from_status(status: dict[str, Any]) -> Check:
    done = status["state"] != "pending"
    conclusion = {"error": "failure"}.get(status["state"], status["state"])
    return Check(
        name=status["context"],
        key="",
        status="completed" if done else "in_progress",
        conclusion=conclusion if done else None,
        title=status.get("description") or "",
        summary="",
        text="",
        started_at=_time(status.get("created_at")),
        finished_at=_time(status.get("updated_at")) if done else None,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _remark(kind: Literal["commented", "reviewed"], data: dict[str, Any], when: str) -> Happening:
    said = data.get("body") or {"APPROVED": "Approved."}.get(data.get("state", ""), "")
    return Happening(
        at=datetime.fromisoformat(data[when]),
        kind=kind,
        actor=(data.get("user") or {}).get("login", "somebody"),
        text=said,
        key=f"{kind}-{data['id']}",
    )


def _event(kind: Literal["merged", "closed"], when: str, actor: str, text: str) -> Happening:
    at = datetime.fromisoformat(when)
    return Happening(at=at, kind=kind, actor=actor, text=text, key=f"{kind}-{when}")
