"""The forge's pages: plain HTML without scripts, with relative links only.

They are read by a browser that may sit behind any number of prefixes, so no link may
begin with a slash, and nothing is loaded from anywhere.
"""

from __future__ import annotations

import posixpath
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from tornado.escape import xhtml_escape
from tornado.template import Loader

from . import page_views as views
from .forge import Forge
from .problems import Problem
from .records import User
from .server import Handler

_TEMPLATES = Path(__file__).with_name("templates")
_STYLE = "".join((_TEMPLATES / name).read_text("utf-8") for name in ("style.css", "card.css"))
_LOADER = Loader(str(_TEMPLATES))

#: The page may do nothing but be looked at.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def routes(shared: dict[str, Any]) -> list[tuple[str, type[Handler], dict[str, Any]]]:
    """The pages' addresses."""
    name = r"/([^/]+)/([^/]+)"
    return [
        (r"/", PageHandler, {**shared, "view": views.index}),
        (name, PageHandler, {**shared, "view": views.repository}),
        (
            rf"{name}/pull/(\d+)(|/commits|/files|/checks)",
            PageHandler,
            {**shared, "view": views.pull},
        ),
        (rf"{name}/commit/([0-9a-f]{{40}})", PageHandler, {**shared, "view": views.commit}),
        (rf"{name}/blob/([0-9a-f]{{40}})/(.+)", PageHandler, {**shared, "view": views.blob}),
    ]


class PageHandler(Handler):
    """One page."""

    view: views.View

    def initialize(self, state: Any, view: views.View | None = None) -> None:
        """Which page it is, the route says."""
        super().initialize(state)
        self.view = view or views.index

    def set_default_headers(self) -> None:
        """Every page is confined, errors included."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    async def get(self, *parts: str) -> None:
        """Show it."""
        actor = await self.actor()
        arguments = [unquote(part) for part in parts]
        page = await self.state.run(self._render, self.state.forge, actor, arguments)
        self.finish(page)

    def _render(self, forge: Forge, actor: User | None, arguments: list[str]) -> bytes:
        template, values = self.view(forge, actor, *arguments)
        return render(template, self.request.path, values)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """An error is a page too."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        message = error.message if isinstance(error, Problem) else "Server Error"
        status = error.status if isinstance(error, Problem) else status_code
        self.set_status(status)
        values = {"message": message, "status": status}
        self.finish(render("error.html", self.request.path, values))


def render(template: str, path: str, values: dict[str, Any]) -> bytes:
    """Fill a template; ``path`` is where the page is, so that links can be relative to it."""
    here = posixpath.dirname(path)

    def to(target: str) -> str:
        folder, _, last = ("/" + quote(target)).rpartition("/")
        # Never without a slash: a first segment with a colon would be taken for a scheme.
        return f"{posixpath.relpath(folder or '/', here)}/{last}"

    return _LOADER.load(template).generate(style=_STYLE, to=to, time=_time, size=_size, **values)


def _time(text: str) -> str:
    """A time as people write it, with the exact one beside it."""
    at = datetime.fromisoformat(text)
    zone = " UTC" if not at.utcoffset() else ""
    shown = f"{at.day} {at:%b %Y, %H:%M}{zone}"
    return f'<time datetime="{xhtml_escape(text)}">{shown}</time>'


def _size(count: int | None) -> str:
    if count is None:
        return ""
    return f"{count} B" if count < 1000 else f"{count / 1000:.1f} kB"
