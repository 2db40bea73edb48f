"""Markdown by strangers, as harmless HTML: no raw HTML, no pictures, nothing to click.

The page is shown in a frame, where another site could not be opened: so a link's address
is written behind its text.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from tornado.escape import xhtml_escape

#: Longer texts are cut (characters).
_MAX = 200_000


class _Renderer(RendererHTML):
    """HTML without links."""

    def link_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The text of a link begins."""
        return "<span>"

    def link_close(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The text of a link is over: now its address, unless that was the text."""
        start = max(place for place in range(at) if tokens[place].type == "link_open")
        address = str(tokens[start].attrGet("href") or "")
        text = "".join(token.content for token in tokens[start + 1 : at])
        behind = "" if text == address else f" ({xhtml_escape(address)})"
        return f'</span><span class="quiet">{behind}</span>'


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
_MARKDOWN.enable("table").disable("image")


def to_html(text: str, *, level: int = 2) -> str:
    """Render; headings begin ``level`` below the page's own."""
    if len(text) > _MAX:
        text = text[:_MAX] + "\n\n…"
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + level)}"
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
