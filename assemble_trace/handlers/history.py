"""The history, and where its records are put."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import HistoryQuery, ShelfRequest


class ListHandler(Handler):
    """The history, newest first."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Give a page of what a `HistoryQuery` asks for; ``status`` may be given repeatedly."""
        self.give(await self.service.history(self.ask(HistoryQuery)))


class ShelfHandler(Handler):
    """Where a record is."""

    @authenticated
    @authorized("write", RESOURCE)
    async def put(self, name: str) -> None:
        """Keep it, put it away, or put it back into the list."""
        self.give(await self.service.shelve(name, self.take(ShelfRequest).shelf))
