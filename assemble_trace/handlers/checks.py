"""The checks that a feature has to pass, and the cells that show them."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.errors import TraceError
from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import CheckCell, CheckList, CheckSummary
from assemble_trace.sample.checks import cell, checks


class ChecksHandler(Handler):
    """All checks."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Give what each check is called and what it asks."""
        listed = [
            CheckSummary(name=one.name, stage=one.stage, question=one.question) for one in checks()
        ]
        self.give(CheckList(checks=listed))


class CellHandler(Handler):
    """A cell that shows a check."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str) -> None:
        """Give the cell's source."""
        found = next((one for one in checks() if one.name == name), None)
        if found is None:
            raise TraceError("page_not_found", f"There is no check called {name}.")
        self.give(CheckCell(source=cell(found)))
