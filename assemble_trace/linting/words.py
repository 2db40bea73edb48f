"""What is asked of the lint worker, and what it answers."""

from __future__ import annotations

from pydantic import Field

from assemble_trace.models import ErrorRecord, Model, SliceView

#: A cell larger than this many bytes is refused unread.
LARGEST = 100_000
#: A notebook with more bytes of code than this is not sliced.
LARGEST_NOTEBOOK = 1_000_000


class LintRequest(Model):
    """Code to look at. ``others`` are (index, source) of the notebook's other code cells."""

    source: str
    line_length: int
    others: list[tuple[int, str]] = Field(default_factory=list)


class Suggestion(Model):
    """Code that defines an undefined name, and the cell that it stands in, counted from 0."""

    line: str
    cell_index: int


class Undefined(Model):
    """A name that nothing in the cell defines. ``line`` and ``column`` count from 1."""

    name: str
    line: int
    column: int
    suggestions: list[Suggestion]


class Finding(Model):
    """What the worker found. ``code`` is empty where nothing stands in the way.

    ``formatted`` is the code as black leaves it; ``warnings`` are pyflakes' other remarks.
    ``assigned`` is the name of the feature's variable, ``keywords`` its plain text arguments,
    ``inputs`` the columns that it takes, ``features`` how many features the cell makes.
    """

    code: str = ""
    message: str = ""
    advice: str = ""
    line: int | None = None
    column: int | None = None
    undefined: list[Undefined] = Field(default_factory=list)
    formatted: str = ""
    warnings: list[str] = Field(default_factory=list)
    assigned: str = ""
    keywords: dict[str, str] = Field(default_factory=dict)
    inputs: list[str] = Field(default_factory=list)
    features: int = 0


class SliceAnswer(Model):
    """A slice, or why there is none."""

    view: SliceView | None = None
    error: ErrorRecord | None = None
