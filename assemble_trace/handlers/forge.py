"""The practice forge as a browser sees it: pages fetched by the server, never by the page."""

from __future__ import annotations

import asyncio
import re

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.web import HTTPError, authenticated

from assemble_trace.errors import TraceError
from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.models import Model
from assemble_trace.recorder import environment
from assemble_trace.service import Service

_PAGE = re.compile(r"^[\w.-]+/[\w.-]+(/[\w./-]*)?$", re.ASCII)
#: Without its origin, a page's links would arrive here without the learner's cookie; what
#: could make use of the origin, a script or a form, stays forbidden.
POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline';"
    " frame-ancestors 'self'"
)


class Status(Model):
    """What is running. ``forge`` is the practice forge's address inside this machine."""

    version: str
    forge: str | None


class StatusHandler(Handler):
    """What is running."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self) -> None:
        """Give versions and the practice forge."""
        forge = await asyncio.to_thread(self.service.forge)
        self.give(
            Status(version=environment()["assemble-trace"], forge=forge.url if forge else None)
        )


class PageHandler(JupyterHandler):  # type: ignore[misc]
    """A page of the practice forge, script-free and in a sandbox."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, path: str) -> None:
        """Fetch the page with the learner's own token and hand it on."""
        if not _PAGE.match(path) or ".." in path or path.startswith(("api/", "_forge/")):
            raise HTTPError(404)
        service: Service = self.settings["assemble_trace_service"]
        try:
            key = await asyncio.to_thread(service.keys.practice)
        except TraceError as problem:
            raise HTTPError(502, reason="The practice forge does not answer") from problem
        if key is None:
            raise HTTPError(404)
        base = key.api.removesuffix("/api/v3")
        query = f"?{self.request.query}" if self.request.query else ""
        answer = await AsyncHTTPClient().fetch(
            HTTPRequest(
                f"{base}/{path}{query}",
                headers={"Authorization": f"Bearer {key.token}", "Accept": "text/html"},
                follow_redirects=False,
            ),
            raise_error=False,
        )
        if answer.code not in (200, 404) or "text/html" not in answer.headers["Content-Type"]:
            raise HTTPError(404 if answer.code < 500 else 502)
        self.set_status(answer.code)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.finish(answer.body)

    @property
    def content_security_policy(self) -> str:
        """Return the policy: no script, no form, frames of this server only."""
        return POLICY
