"""The forge over HTTP: the tornado application and what all its handlers share."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextvars
import json
import logging
import re
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler

from assemble_trace.redact import register

from . import api, api_account, api_checks, api_git, api_pulls, api_references, audit
from .api import Answer, Call
from .audit import Cause
from .forge import Forge
from .git import GitFailed
from .problems import Problem, not_found
from .records import User

log = logging.getLogger(__name__)

#: Bodies of REST calls are refused beyond this (bytes).
MAX_BODY = 25 * 1024**2

VERSION = "1"

_API_MODULES = (api_account, api_checks, api_git, api_pulls, api_references)
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|[a-z0-9-]+\.localhost|\[::1\])(?::\d+)?")

T = TypeVar("T")


@dataclass
class State:
    """What lives as long as the server: the forge, its threads, and when it was last needed."""

    forge: Forge
    instance: str
    loopback_only: bool = True
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(32, "forge"))
    last_request: float = field(default_factory=time.monotonic)
    requests: defaultdict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Wait for a function in another thread: git and SQLite must not hold the loop."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, context.run, function, *arguments)


def application(state: State) -> Application:
    """Everything the forge answers to."""
    from .pages import routes as pages
    from .smart_http import routes as smart_http

    shared = {"state": state}
    return Application(
        [
            (r"/_forge/instance", InstanceHandler, shared),
            (r"/_forge/audit", AuditHandler, shared),
            (rf"{api.PREFIX}(/.*)?", RestHandler, shared),
            *smart_http(shared),
            *pages(shared),
            (r".*", NothingHandler, shared),
        ],
        log_function=_log_request,
    )


def _log_request(handler: RequestHandler) -> None:
    request, status = handler.request, handler.get_status()
    if not isinstance(handler, InstanceHandler):  # that one is asked all the time
        spent = request.request_time() * 1000
        log.info("%d %s %s %.1f ms", status, request.method, request.path, spent)


class Handler(RequestHandler):
    """What every answer of the forge has in common."""

    state: State
    request_id = ""
    #: Sent with 401, so that git asks for a token.
    challenge = ""

    def initialize(self, state: State) -> None:
        """Called by tornado with what the route says."""
        self.state = state

    def set_default_headers(self) -> None:
        """Headers of every answer, errors included."""
        self.request_id = self.request_id or uuid.uuid4().hex.upper()
        self.set_header("Server", "practice-forge")
        self.set_header("X-GitHub-Request-Id", self.request_id)
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        """Before every request: it is from here, and it is a sign of life."""
        self.state.last_request = time.monotonic()
        # A page of another site could point its own name at this address.
        if self.state.loopback_only and not _LOOPBACK.fullmatch(self.request.host):
            raise Problem(403, "This forge answers only on the machine it runs on.")
        audit.cause.set(Cause(self.request.method or "", self.request.path, self.request_id))

    def token(self) -> str | None:
        """The token of the request, however it came; None if there is none."""
        kind, _, value = self.request.headers.get("Authorization", "").partition(" ")
        value = value.strip()
        if kind.lower() in ("token", "bearer") and value:
            found = value
        elif kind.lower() == "basic":
            try:
                user, _, password = base64.b64decode(value).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                raise Problem(401, "Bad credentials") from None
            found = user if password in ("", "x-oauth-basic") else password
        else:
            return None
        register(found)
        return found

    async def actor(self) -> User | None:
        """Whose token it is. None for no token; 401 for one that nobody has."""
        token = self.token()
        if not token:
            return None
        found = await self.state.run(self.state.forge.users.of_token, token)
        if found is None:
            raise Problem(401, "Bad credentials")
        return found

    def json(self, body: Any, status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(body, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Errors are JSON with a sentence, never a traceback."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if not isinstance(error, Problem):
            words = {404: "Not Found", 405: "Method Not Allowed", 413: "Payload Too Large"}
            message = words.get(status_code, self._reason if status_code < 500 else "Server Error")
            error = Problem(status_code, message)
        if error.status == 401 and self.challenge:
            self.set_header("WWW-Authenticate", self.challenge)
        self.json(api.error_body(error), error.status)

    def log_exception(self, *exc_info: Any) -> None:
        """A problem is an answer like another; anything else belongs into the log."""
        if not isinstance(exc_info[1], Problem):
            super().log_exception(*exc_info)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Tornado's way out of a handler; a problem knows its own status."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        super().send_error(error.status if isinstance(error, Problem) else status_code, **kwargs)


class InstanceHandler(Handler):
    """Who answers here: clients ask before they send a token."""

    def get(self) -> None:
        """The instance's id."""
        self.json({"instance": self.state.instance, "version": VERSION})


class NothingHandler(Handler):
    """Everything else."""

    def prepare(self) -> None:
        """There is nothing here."""
        super().prepare()
        raise not_found()


class AuditHandler(Handler):
    """The audit log, for admins."""

    async def get(self) -> None:
        """The latest lines, newest first."""
        actor = await self.actor()
        if actor is None:
            raise Problem(401, "Requires authentication")
        if actor.role != "admin":
            raise Problem(403, "Only an admin may read the audit log.")
        self.json(await self.state.run(audit.read, self.state.forge.db))


class RestHandler(Handler):
    """GitHub's REST API, version 3."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")
    limits: dict[str, str]

    def initialize(self, state: State) -> None:
        """No limits are known yet."""
        super().initialize(state)
        self.limits = {}

    async def get(self, path: str | None = None) -> None:
        """Every method comes here; the route decides."""
        method = "GET" if self.request.method == "HEAD" else str(self.request.method)
        path = path or "/"
        limits = self._count()
        actor = await self.actor()
        endpoint, params = api.find(method, path)
        call = Call(
            forge=self.state.forge,
            actor=actor,
            method=method,
            path=path,
            params=params,
            query={**self._query(), **limits} if path == "/rate_limit" else self._query(),
            body=self._body() if method in ("POST", "PATCH", "PUT") else {},
            origin=f"{self.request.protocol}://{self.request.host}",
        )
        if actor is not None:
            self.set_header("X-OAuth-Scopes", "read:user, repo")
            self.set_header("X-Accepted-OAuth-Scopes", "repo")
        try:
            answer = await self.state.run(api.answer, call, endpoint)
        except (GitFailed, SQLAlchemyError) as error:
            log.exception("%s %s failed", method, path, exc_info=error)
            raise Problem(500, "Server Error") from error
        self._send(method, answer)

    post = patch = put = delete = head = get

    def _send(self, method: str, answer: Answer) -> None:
        data, tag = api.encode(answer.body)
        for name, value in answer.headers.items():
            self.set_header(name, value)
        self.set_header("X-GitHub-Media-Type", "github.v3; format=json")
        if method == "GET" and answer.status == 200:
            self.set_header("ETag", tag)
            self.set_header("Cache-Control", "private, max-age=60, s-maxage=60")
            self.set_header("Vary", "Accept, Authorization")
            if tag in self.request.headers.get("If-None-Match", ""):
                self.set_status(304)
                self.finish()
                return
        self.set_status(answer.status)
        if answer.status != 204:
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.write(data)
        self.finish()

    def compute_etag(self) -> str | None:
        """Ours is set already."""
        return None

    def _count(self) -> dict[str, str]:
        """Count the request of this hour, and say so in the headers. Nobody is refused."""
        hour = int(time.time() // 3600)
        counts = self.state.requests
        for old in [key for key in counts if key[1] != hour]:
            del counts[old]
        key = (self.request.headers.get("Authorization", ""), hour)
        counts[key] += self.request.path != f"{api.PREFIX}/rate_limit"
        used = min(counts[key], api_account.RATE_LIMIT - 1)
        reset = (hour + 1) * 3600
        self.limits = {
            "Limit": str(api_account.RATE_LIMIT),
            "Remaining": str(api_account.RATE_LIMIT - used),
            "Used": str(used),
            "Reset": str(reset),
            "Resource": "core",
        }
        self._set_limits()
        return {"_used": str(used), "_reset": str(reset)}

    def _set_limits(self) -> None:
        for name, value in self.limits.items():
            self.set_header(f"X-RateLimit-{name}", value)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """An error tells the limits too."""
        self._set_limits()
        super().write_error(status_code, **kwargs)

    def _query(self) -> dict[str, str]:
        return {name: self.get_query_argument(name) for name in self.request.query_arguments}

    def _body(self) -> dict[str, Any]:
        if len(self.request.body) > MAX_BODY:
            raise Problem(413, "Payload Too Large")
        if not self.request.body:
            return {}
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise Problem(400, "Problems parsing JSON") from None
        if not isinstance(body, dict):
            raise Problem(400, "Body should be a JSON object")
        return body


def origin(request: HTTPServerRequest) -> str:
    """``http://host:port`` as the client wrote it."""
    return f"{request.protocol}://{request.host}"
