"""One connection to one forge for one identity, and the list of what went over it."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from assemble_trace.auth import Keys
from assemble_trace.errors import TraceError
from assemble_trace.forges import Forge
from assemble_trace.models import Identity, Request
from assemble_trace.workspace import History, Workspace

#: How many planned workspaces are remembered between preview and press.
_REMEMBERED = 20


class Log:
    """The requests that went over one connection since the last `drain`.

    ``ahead`` is called, off the event loop, before a request that changes something is sent:
    a change that cannot be written down is not made.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.ahead: Callable[[], object] = lambda: None
        self._lock = threading.Lock()
        self._shut = False

    def hear(self, request: Request) -> None:
        """Take note of a request that is about to be sent. Its answer is filled in later."""
        with self._lock:
            self.requests.append(request)
            if not request.changes:
                return
            try:
                if self._shut:
                    raise _ended()
                self.ahead()
            except BaseException:
                self.requests.remove(request)
                raise

    def shut(self) -> None:
        """Let no change be sent any more; waits for one that is being written down."""
        with self._lock:
            self._shut = True


@dataclass
class Connection:
    """A forge, a workspace, and what went over both."""

    forge: Forge
    workspace: Workspace
    log: Log = field(default_factory=Log)

    def history(self, url: str) -> History:
        """Return what reads commits of others, from a repository's address."""
        return History(url, self.workspace.token, self.workspace.observe)

    def drain(self) -> list[Request]:
        """Return the requests made since the last call, oldest first."""
        taken = sorted(self.log.requests, key=lambda one: one.at)
        self.log.requests.clear()
        return taken


class Connections:
    """Makes connections, and remembers the identity behind each token."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._known: dict[tuple[str, str], Identity] = {}
        self._planned: OrderedDict[str, Connection] = OrderedDict()

    async def open(self, api: str) -> Connection:
        """Connect to the forge at a REST address, signed in. Raises ``not_signed_in``."""
        from assemble_trace.forges.github import GithubForge

        key = await asyncio.to_thread(self.keys.for_api, api)
        log = Log()
        forge = GithubForge(api, key.token, log.hear, practice=key.practice)
        return Connection(forge, Workspace(key.token, log.hear), log)

    async def identity(self, api: str, connection: Connection) -> Identity:
        """Return who is signed in; the forge is asked once for each token."""
        key = await asyncio.to_thread(self.keys.for_api, api)
        known = self._known.get((api, key.token))
        if known is None:
            known = self._known[(api, key.token)] = await connection.forge.identity()
        return known

    def forget(self) -> None:
        """Forget who is behind the tokens, as after signing in or out."""
        self._known.clear()

    def keep(self, submission: str, connection: Connection) -> None:
        """Remember a planned submission's connection, with the trees that it fetched."""
        self._planned[submission] = connection
        while len(self._planned) > _REMEMBERED:
            self._planned.popitem(last=False)

    def planned(self, submission: str) -> Connection | None:
        """Return the remembered connection, and keep remembering it."""
        return self._planned.get(submission)

    def take(self, submission: str) -> Connection | None:
        """Return the remembered connection, once."""
        return self._planned.pop(submission, None)


def _ended() -> TraceError:
    return TraceError(
        "interrupted",
        "The program was told to stop before this was sent.",
        advice="Press Resume: what was done already is found, not done again.",
    )
