"""Pieces of sentences: names in a row, and a reason after what it is the reason for."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Words that are written small in the middle of a sentence, which names are not.
_SMALL = {
    "A", "After", "All", "An", "Another", "At", "Both", "Each", "Every", "In", "It", "Its", "No",
    "Nobody", "None", "Nothing", "One", "Only", "Some", "The", "There", "This", "You", "Your",
}  # fmt: skip
#: Where a reason could stop: its first sentence, and of that the first part, says it.
_PART = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])|;\s+")
#: A longer reason is cut: the whole of it is told beside the step.
_LONG = 240


def because(reason: str) -> str:
    """Return a reason as the end of a sentence, without its full stop; nothing for no reason."""
    first = _PART.split(" ".join(reason.split()))[0].rstrip(" .")
    if not first:
        return ""
    if len(first) > _LONG:
        first = first[:_LONG].rpartition(" ")[0] + " …"
    word = first.partition(" ")[0]
    if word in _SMALL:
        first = first[0].lower() + first[1:]
    return f": {first}" if first[0].isupper() else f" because {first}"


def in_a_row(names: Sequence[str]) -> str:
    """Return names as they are said: ``Lint``, ``Lint and Fork``, ``Lint, Fork and Branch``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def capital(sentence: str) -> str:
    """Begin a sentence as sentences begin."""
    return sentence[:1].upper() + sentence[1:]
