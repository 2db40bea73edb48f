"""One connection to one forge for one identity, and the list of what went over it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from assemble_trace.auth import Keys
from assemble_trace.forges import Forge
from assemble_trace.models import Identity, Request
from assemble_trace.workspace import Workspace

#: How many planned workspaces are remembered between preview and press.
_REMEMBERED = 20


@dataclass
class Connection:
    """A forge, a workspace, and the requests made since the last `drain`."""

    forge: Forge
    workspace: Workspace
    requests: list[Request] = field(default_factory=list)

    def drain(self) -> list[Request]:
        """Return the requests made since the last call, oldest first."""
        taken = sorted(self.requests, key=lambda one: one.at)
        self.requests.clear()
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
        requests: list[Request] = []
        forge = GithubForge(api, key.token, requests.append, practice=key.practice)
        return Connection(forge, Workspace(key.token, requests.append), requests)

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

    def take(self, submission: str) -> Connection | None:
        """Return the remembered connection, once."""
        return self._planned.pop(submission, None)
