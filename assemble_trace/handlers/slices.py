"""Slices: what a cell needs of the rest of its notebook."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import SliceRequest


class SliceHandler(Handler):
    """Gather what the chosen cells need. Nothing is recorded."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self) -> None:
        """Give the slice, or say why there is none."""
        self.give(await self.service.slice(self.take(SliceRequest)))
