"""Reading in what happened elsewhere."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.errors import TraceError
from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.handlers.states import InFolder
from assemble_trace.models import RebuildRequest


class ImportHandler(Handler):
    """A bundle, to be kept and looked at like what happened here."""

    @authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Read in the body: 201 where it is new, 200 where it is here already."""
        found = await self.service.imports.bundle(self.request.body)
        self.give(found, 200 if found.known else 201)


class RebuildHandler(InFolder):
    """A contribution that nobody recorded, rebuilt from what it left."""

    @authenticated
    @authorized("write", RESOURCE)
    async def post(self) -> None:
        """Rebuild it: 201 where it is new, 200 where an earlier look at it was replaced."""
        asked = self.take(RebuildRequest)
        if asked.pull_request:
            found = await self.service.rebuilds.pull_request(asked.pull_request)
        else:
            folder = (self.root / asked.folder.removeprefix("RTC:").lstrip("/")).resolve()
            if not folder.is_relative_to(self.root.resolve()) or not folder.is_dir():
                raise TraceError(
                    "folder_missing",
                    f"There is no folder {asked.folder!r} here.",
                    advice="Write it as the file browser shows it, without a slash in front.",
                )
            found = await self.service.rebuilds.branch(folder, asked.branch)
        self.give(found, 200 if found.known else 201)
