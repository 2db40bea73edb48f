"""A submission as it can be played."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler


class ReplayHandler(Handler):
    """How a submission came about, moment by moment."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str) -> None:
        """Give its replay. Nothing runs, and no forge is asked."""
        self.give(await asyncio.to_thread(self.service.playing.replay, name))


class ExportHandler(Handler):
    """A submission as a file, to save."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str) -> None:
        """Give it in a ``format``, as a download that no browser opens by itself."""
        format: str = self.get_query_argument("format", "bundle")
        copy = await asyncio.to_thread(self.service.taking.copy, name, format)
        self.set_header("Content-Disposition", f'attachment; filename="{copy.name}"')
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(copy.data, set_content_type=copy.media)
