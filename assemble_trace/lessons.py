"""The lessons: pages that explain steps, errors, terms and checks, at three depths."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["steps", "errors", "glossary", "checks"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Depth = Literal["what", "why", "inside"]
DEPTHS: tuple[Depth, ...] = get_args(Depth)

#: The folder of the pages: in an installed package, or in a checkout.
_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_content", _PACKAGE.parent / "lessons")
_NAME = re.compile(r"[A-Za-z][A-Za-z_-]*")


def lesson(kind: Kind, name: str) -> str | None:
    """Return a page as Markdown; None where there is none. A strange name has no page."""
    if not _NAME.fullmatch(name):
        return None
    for root in _ROOTS:
        page = root / kind / f"{name}.md"
        if page.is_file():
            return page.read_text(encoding="utf-8")
    return None


def parts(page: str) -> dict[Depth, str]:
    """Return the parts of a page by their depths. What stands before the first is left out."""
    found: dict[Depth, str] = {}
    for title, text in re.findall(r"^## (What|Why|Inside)\n(.*?)(?=^## |\Z)", page, re.M | re.S):
        found[title.lower()] = text.strip()
    return found
