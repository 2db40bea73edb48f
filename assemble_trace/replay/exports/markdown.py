"""Markdown into which anything can be put: what people wrote stays what they wrote."""

from __future__ import annotations

import re

from assemble_trace.commands import plain
from assemble_trace.lessons import Kind, lesson, parts
from assemble_trace.replay import saying

#: What Markdown, HTML or a formula in it could take for more than a character.
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~$])")
#: Where formulas are drawn, a backslash or a dollar in the finished page begins one.
_WRITTEN = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "<span>$</span>"}
_WRITTEN["\\"] = "<span>&#92;</span>"
_LINK = re.compile(r"\[([^\]\[]*)\]\([^)]*\)", re.DOTALL)


def words(text: object) -> str:
    """Return a text in one line, in which nothing is markup."""
    return _SPECIAL.sub(_escaped, saying.line(text))


def _escaped(found: re.Match[str]) -> str:
    return _WRITTEN.get(found[1], f"\\{found[1]}")


def code(text: object) -> str:
    """Return a text in one line as code."""
    line = saying.line(text)
    ticks = max((len(run) for run in re.findall("`+", line)), default=0) + 1
    room = " " if ticks > 1 else ""
    return f"{'`' * ticks}{room}{line}{room}{'`' * ticks}" if line else ""


def fenced(text: str, language: str) -> str:
    """Return lines as a block of code that they cannot end."""
    ticks = max([2, *(len(run) for run in re.findall("`+", text))]) + 1
    shown = "\n".join(plain(one) for one in re.split("\r\n|[\n\r]", text))
    return f"{'`' * ticks}{language}\n{shown}\n{'`' * ticks}"


def explained(kind: Kind, name: str) -> str:
    """Return what a page says first, without its links; nothing where there is no page."""
    page = lesson(kind, name)
    return _LINK.sub(r"\1", parts(page).get("what", "")) if page else ""
