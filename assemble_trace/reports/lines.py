r"""The lines of a log of ``ballet validate``: cleaned, and what each of them says.

A line of Ballet's is ``[2026-11-24 10:00:00,123] {ballet: main.py:63} INFO - words``. GitHub
Actions puts a time before each line (``2026-11-24T10:00:00.1234567Z ``), colours some, and adds
lines of its own, such as ``##[group]``. The log of a job may begin with a byte order mark. Anything
may stand between, because a contributed feature may print what it likes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

#: More of a log than this is not read (characters).
MAX_LOG = 16_000_000
#: More of a line than this is not looked at (characters).
MAX_LINE = 4_000

_ACTIONS = re.compile(r"\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z ?")
_COLOURS = re.compile(r"\x1b(?:\[[0-9;?]{0,20}[A-Za-z]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\))")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SAID = re.compile(
    r"\[(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3})\] \{ballet: [\w.]{1,80}:\d{1,6}\} "
    r"(?P<level>[A-Z]{1,10}) - (?P<words>.*)"
)


@dataclass(frozen=True)
class Line:
    """One line. ``at`` is set where Ballet says it, and None where it is anybody's."""

    words: str
    at: datetime | None = None


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a log, at most `MAX_LOG` characters of it."""
    for raw in io.StringIO(text[:MAX_LOG], newline="\n"):
        shown = raw[:MAX_LINE].rstrip("\r\n")
        shown = _ACTIONS.sub("", shown, count=1) if _ACTIONS.match(shown) else shown
        if "\x1b" in shown:
            shown = _COLOURS.sub("", shown)
        shown = _CONTROLS.sub("", shown)
        said = _SAID.match(shown)
        if said is None:
            yield Line(shown)
            continue
        try:
            at = datetime.strptime(said["at"], "%Y-%m-%d %H:%M:%S,%f")
        except ValueError:
            yield Line(shown)
            continue
        yield Line(said["words"], at)


def number(text: str) -> float | None:
    """Return a number as Python prints it, or None: also for infinities and what is not one."""
    if not re.fullmatch(r"-?\d{1,30}(\.\d{0,30})?(e[+-]?\d{1,3})?", text.strip()):
        return None
    return float(text)
