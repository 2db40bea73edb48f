"""How a REST call is described, found and answered. The calls themselves are in ``api_*``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .bare import Bare
from .forge import Forge
from .problems import Problem, not_found
from .records import Repository, User
from .repositories import check_writable

#: The API's path, as on a GitHub Enterprise server.
PREFIX = "/api/v3"

DOCUMENTATION = "https://docs.github.com/rest"


@dataclass
class Call:
    """One request, read. ``origin`` is ``http://host:port`` as the client wrote it."""

    forge: Forge
    actor: User | None
    method: str
    path: str
    params: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    origin: str

    @property
    def api(self) -> str:
        """The address of the API, without a slash at its end."""
        return self.origin + PREFIX

    @property
    def user(self) -> User:
        """Who is signed in; 401 if nobody is."""
        if self.actor is None:
            raise Problem(401, "Requires authentication")
        return self.actor

    @property
    def repository(self) -> Repository:
        """The repository the path names, if the actor may see it."""
        return self.forge.repositories.get(self.params["owner"], self.params["repo"], self.actor)

    def bare(self, repository: Repository) -> Bare:
        """The repository's git side, once it is ready."""
        return self.forge.repositories.ready(repository)

    def check_writable(self, repository: Repository) -> None:
        """401, or 403, unless the actor may push and the repository is not archived."""
        check_writable(self.user, repository)

    def moved(self, repository: Repository, updates: dict[str, list[str | None]]) -> None:
        """Note that references were moved, and let pull requests follow."""
        self.forge.repositories.note_push(repository, self.user, updates)
        self.forge.pulls.follow_push(repository, self.user, updates)

    def number(self, name: str) -> int:
        """A number of the path; 404 if it is none."""
        if not re.fullmatch(r"[0-9]{1,15}", self.params[name]):
            raise not_found()
        return int(self.params[name])


@dataclass(frozen=True)
class Answer:
    """What to send back: any JSON, or None for no body."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A list to send in pages. With ``key`` the items are under that name, beside a count."""

    items: Sequence[Any]
    render: Callable[[Any], Any]
    key: str | None = None


Endpoint = Callable[[Call], Answer | Page]

_ROUTES: list[tuple[str, re.Pattern[str], Endpoint]] = []


def route(method: str, pattern: str) -> Callable[[Endpoint], Endpoint]:
    """Register a function for ``/repos/:owner/:repo/…``; ``*name`` takes slashes too."""
    expression = re.sub(r":([a-z_]+)", r"(?P<\1>[^/]+)", pattern)
    expression = re.sub(r"\*([a-z_]+)", r"(?P<\1>.+)", expression)

    def register(endpoint: Endpoint) -> Endpoint:
        _ROUTES.append((method, re.compile(expression), endpoint))
        # What takes slashes comes last: it would take what other paths end with.
        _ROUTES.sort(key=lambda known: ">.+)" in known[1].pattern)
        return endpoint

    return register


def find(method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
    """The function for a path (without prefix), and what the pattern took out of it."""
    other_methods = False
    for known, pattern, endpoint in _ROUTES:
        if found := pattern.fullmatch(path):
            if known == method:
                return endpoint, found.groupdict()
            other_methods = True
    if other_methods:
        raise Problem(405, "Method Not Allowed")
    raise not_found()


def answer(call: Call, endpoint: Endpoint) -> Answer:
    """Run the function, cut its list into the page asked for, and add the tag of the body."""
    result = endpoint(call)
    if isinstance(result, Page):
        result = _page(call, result)
    return result


def encode(body: Any) -> tuple[bytes, str]:
    """The bytes of a body and its weak ETag."""
    data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    return data, f'W/"{hashlib.sha256(data).hexdigest()}"'


def error_body(problem: Problem) -> dict[str, Any]:
    """A problem as GitHub writes it."""
    body: dict[str, Any] = {"message": problem.message}
    if problem.errors is not None:
        body["errors"] = problem.errors
    return {**body, "documentation_url": DOCUMENTATION, "status": str(problem.status)}


def _page(call: Call, page: Page) -> Answer:
    size = min(100, max(1, _integer(call.query.get("per_page"), 30)))
    number = max(1, _integer(call.query.get("page"), 1))
    last = max(1, -(-len(page.items) // size))
    body: Any = [page.render(item) for item in page.items[(number - 1) * size : number * size]]
    if page.key is not None:
        body = {"total_count": len(page.items), page.key: body}
    links: dict[str, int] = {}
    if number < last:
        links |= {"next": number + 1, "last": last}
    if number > 1:
        links |= {"first": 1, "prev": number - 1}
    value = ", ".join(
        f'<{call.api}{call.path}?{urlencode({**call.query, "page": at})}>; rel="{name}"'
        for name, at in links.items()
    )
    return Answer(body, headers={"Link": value} if value else {})


def _integer(text: str | None, otherwise: int) -> int:
    # Leading digits count, as on GitHub: PyGithub 1.59 writes "3?per_page=2" after a page.
    found = re.match(r"[0-9]{1,9}", text or "")
    return int(found[0]) if found else otherwise
