"""A submission as a script, to copy or to save."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.errors import TraceError
from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.scripts import FORMATS


class ScriptHandler(Handler):
    """The script that makes the same commit."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, name: str) -> None:
        """Give it in a ``format``, ``sh`` or ``ps1``."""
        format: str = self.get_query_argument("format", FORMATS[0])
        if format not in FORMATS:
            raise TraceError(
                "request_malformed",
                f"format is one of {', '.join(FORMATS)}.",
                advice="Reload the page: it may be older than the server.",
            )
        self.give(await self.service.script(name, format))
