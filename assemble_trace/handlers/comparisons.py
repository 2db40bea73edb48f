"""Two submissions beside each other."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import ComparisonRequest
from assemble_trace.replay.comparing import compare


class ComparisonHandler(Handler):
    """What is the same in two submissions, and where they part."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Give the comparison of ``left`` and ``right``. Nothing runs, and no forge is asked."""
        asked = self.ask(ComparisonRequest)
        left, right = await self.service.view(asked.left), await self.service.view(asked.right)
        self.give(await asyncio.to_thread(compare, left, right))
