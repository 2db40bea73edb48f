"""The preview: what would be submitted."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import PlanRequest


class PlanHandler(Handler):
    """Plan a submission of the cell as it stands in the editor."""

    @authenticated
    @authorized("execute", RESOURCE)
    async def post(self) -> None:
        """Give the plan, or say why there is none."""
        request = self.take(PlanRequest)
        root = Path(self.settings["server_root_dir"]).expanduser()
        # Lab may put a drive before the path ("RTC:notebook.ipynb")
        notebook = Path(normpath(root / request.path.removeprefix("RTC:").lstrip("/")))
        self.give(await self.service.preview(request, notebook))
