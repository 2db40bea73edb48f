"""Git's smart HTTP, by git's own ``http-backend``."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import tempfile
from collections.abc import AsyncIterator
from typing import IO, Any

from tornado.web import stream_request_body

from .git import MAX_PUSH
from .problems import Problem, archived, not_found
from .records import Repository, User
from .repositories import may_push
from .server import Handler

_SERVICES = ("git-upload-pack", "git-receive-pack")
_CHUNK = 65536


def routes(shared: dict[str, Any]) -> list[tuple[str, type[Handler], dict[str, Any]]]:
    """``/owner/repo.git/…``, with or without the ``.git``."""
    where = r"/([^/]+)/([^/]+?)(?:\.git)?"
    return [
        (rf"{where}/(info/refs)", GitHandler, shared),
        (rf"{where}/(git-upload-pack|git-receive-pack)", GitHandler, shared),
    ]


@stream_request_body
class GitHandler(Handler):
    """One request of git. The body waits in a file, the answer goes out as it comes."""

    repository: Repository
    git_actor: User | None
    body: IO[bytes]
    received: int
    service: str
    challenge = 'Basic realm="Practice forge"'

    async def prepare(self) -> None:  # type: ignore[override]
        """Everything that can be refused is refused before the body is read."""
        super().prepare()
        assert self.request.connection is not None
        self.request.connection.set_max_body_size(MAX_PUSH + 1024**2)  # type: ignore[attr-defined]
        owner, name, action = self.path_args
        self.service = self.get_query_argument("service", "") if action == "info/refs" else action
        if self.service not in _SERVICES:
            raise Problem(403, "This forge speaks git's smart HTTP only.")
        pushes = self.service == "git-receive-pack"
        try:
            self.git_actor = await self.actor()
            if pushes and self.git_actor is None:
                raise Problem(401, "Authentication is required to push.")
            self.repository = await self.state.run(self._find, owner, name)
        except Problem as problem:
            if problem.status == 404 and self.git_actor is None:
                problem = Problem(401, "Authentication may be required.")
            raise problem from None
        if pushes and not may_push(self.git_actor, self.repository):
            login = self.git_actor.login if self.git_actor else ""
            raise Problem(403, f"Permission to {self.repository.full_name}.git denied to {login}.")
        if pushes and self.repository.archived:
            raise archived()
        self.received = 0
        # Small bodies stay in memory.
        self.body = tempfile.SpooledTemporaryFile(max_size=1024**2)  # noqa: SIM115

    def _find(self, owner: str, name: str) -> Repository:
        found = self.state.forge.repositories.get(owner, name, self.git_actor)
        try:
            self.state.forge.repositories.ready(found)
        except Problem:
            raise not_found() from None
        return found

    def data_received(self, chunk: bytes) -> None:
        """A piece of the body."""
        self.received += len(chunk)
        self.body.write(chunk)

    def on_finish(self) -> None:
        """The answer is out."""
        if hasattr(self, "body"):
            self.body.close()

    async def get(self, *_: str) -> None:
        """What there is to fetch, or what may be pushed onto."""
        await self._stream()

    async def post(self, *_: str) -> None:
        """Fetch, or push."""
        if self.service == "git-receive-pack":
            headers, answer = await self.state.run(self._receive)
            self._begin(headers)
            self.finish(answer)
        else:
            await self._stream()

    # --- fetching -------------------------------------------------------------------------

    async def _stream(self) -> None:
        process = await asyncio.create_subprocess_exec(
            self.state.forge.git.http_backend,
            stdin=self._body_file(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
        )
        assert process.stdout is not None
        try:
            headers = await process.stdout.readuntil(b"\r\n\r\n")
            self._begin(headers)
            async for chunk in _chunks(process.stdout):
                self.write(chunk)
                await self.flush()
        except asyncio.IncompleteReadError:
            raise Problem(500, "git ended without an answer.") from None
        except BaseException:  # the client has gone away
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise
        finally:
            await process.wait()
        self.finish()

    # --- pushing --------------------------------------------------------------------------

    def _receive(self) -> tuple[bytes, bytes]:
        """Let git receive, then let the forge know what moved; in a thread of its own."""
        assert self.git_actor is not None
        forge = self.state.forge
        bare = forge.repositories.bare(self.repository)
        with forge.repositories.lock(self.repository):
            before = bare.references("refs/heads", "refs/tags")
            over = subprocess.run(
                [forge.git.http_backend],
                stdin=self._body_file(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment(),
                check=False,
            )
            after = bare.references("refs/heads", "refs/tags")
        updates: dict[str, list[str | None]] = {
            name: [before.get(name), after.get(name)]
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        }
        if updates:
            forge.repositories.note_push(self.repository, self.git_actor, updates)
            forge.pulls.follow_push(self.repository, self.git_actor, updates)
        headers, marker, answer = over.stdout.partition(b"\r\n\r\n")
        if not marker:
            raise Problem(500, "git ended without an answer.")
        return headers, answer

    # --- both -----------------------------------------------------------------------------

    def _body_file(self) -> IO[bytes]:
        """The body as a real file, from its beginning."""
        self.body.seek(0)
        self.body.fileno()  # a spooled file becomes a real one
        return self.body

    def _environment(self) -> dict[str, str]:
        """The CGI variables."""
        forge = self.state.forge
        bare = forge.repositories.bare(self.repository)
        headers = self.request.headers
        action = self.path_args[2]
        environment = {
            **forge.git.environment,
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROJECT_ROOT": str(bare.path.parent),
            "PATH_INFO": f"/{bare.path.name}/{action}",
            "REQUEST_METHOD": self.request.method or "GET",
            "QUERY_STRING": self.request.query,
            "CONTENT_TYPE": headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(self.received),
            "REMOTE_ADDR": self.request.remote_ip or "",
            "HTTP_CONTENT_ENCODING": headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": headers.get("Git-Protocol", ""),
        }
        if self.git_actor is not None:
            environment["REMOTE_USER"] = self.git_actor.login
            environment["GIT_COMMITTER_NAME"] = self.git_actor.name
            environment["GIT_COMMITTER_EMAIL"] = self.git_actor.email
        return environment

    def _begin(self, headers: bytes) -> None:
        """Status and headers as git wants them."""
        for line in headers.decode("latin-1").split("\r\n"):
            name, colon, value = line.partition(":")
            if not colon:
                continue
            if name.lower() == "status":
                self.set_status(int(value.split()[0]))
            else:
                self.set_header(name, value.strip())


async def _chunks(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while chunk := await stream.read(_CHUNK):
        yield chunk
