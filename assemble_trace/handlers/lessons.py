"""The pages that explain steps, errors, terms and checks."""

from __future__ import annotations

from typing import cast

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from assemble_trace.errors import TraceError
from assemble_trace.handlers.base import RESOURCE, Handler
from assemble_trace.lessons import Kind, lesson
from assemble_trace.models import Model


class Page(Model):
    """A page of Markdown."""

    markdown: str


class LessonHandler(Handler):
    """A page of the lessons."""

    @authenticated
    @authorized("read", RESOURCE)
    async def get(self, kind: str, name: str) -> None:
        """Give the page of a step, of an error code, of a term or of a check."""
        page = lesson(cast(Kind, kind), name)
        if page is None:
            raise TraceError("page_not_found", f"There is no page about {name}.")
        self.give(Page(markdown=page))
