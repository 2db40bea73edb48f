"""Pages of the lessons as HTML, and the meanings of the words that they link to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assemble_trace.lessons import Kind, lesson, parts

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TERM = re.compile(r"(?:\.\./glossary/)?([a-z0-9_-]+)\.md")


@dataclass(frozen=True)
class Explanation:
    """A page by its depths, as HTML, and the terms that it links to."""

    name: str
    parts: dict[str, str] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Meaning:
    """What a term means, as HTML."""

    term: str
    word: str
    text: str


def explanation(kind: Kind, name: str) -> Explanation:
    """Return the page of a step or an error; one without parts where there is none."""
    page = lesson(kind, name)
    if page is None:
        return Explanation(f"{kind}/{name}")
    rendered = {depth: _html(text) for depth, text in parts(page).items()}
    terms = [term for _, found in rendered.values() for term in found]
    return Explanation(f"{kind}/{name}", {key: text for key, (text, _) in rendered.items()}, terms)


def meanings(pages: list[Explanation]) -> list[Meaning]:
    """Return what the terms of some pages mean, and the terms in those meanings."""
    found: dict[str, Meaning] = {}
    left = [term for page in pages for term in page.terms]
    while left:
        term = left.pop()
        page = None if term in found else lesson("glossary", term)
        if page is not None:
            title, _, text = page.partition("\n")
            shown, terms = _html(text)
            found[term] = Meaning(term, title.removeprefix("# "), shown)
            left += terms
    return [found[term] for term in sorted(found)]


def _html(text: str) -> tuple[str, list[str]]:
    """Return Markdown as HTML, and its terms. No link leads out of the page."""
    tokens = _MARKDOWN.parse(text)
    terms: list[str] = []
    for token in tokens:
        if token.children:
            token.children = _tamed(token.children, terms)
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})), terms


def _tamed(tokens: list[Token], terms: list[str]) -> list[Token]:
    """Return tokens in which a link leads to a term of this page, or is plain text."""
    kept, open_ = [], False
    for token in tokens:
        if token.type == "link_open":
            term = _TERM.fullmatch(str(token.attrGet("href")))
            open_ = term is not None
            if term:
                terms.append(term[1])
                token.attrs = {"href": f"#term-{term[1]}"}
        if token.type not in {"link_open", "link_close"} or open_:
            kept.append(token)
    return kept
