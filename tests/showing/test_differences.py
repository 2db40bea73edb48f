"""Differences, line by line."""

from __future__ import annotations

import pytest

from assemble_trace.models import FileChange
from assemble_trace.showing.differences import of_file


def marked(before: str | None, after: str) -> list[str]:
    """Return the lines of a difference with their marks in front."""
    change = FileChange(path="a.py", content=after, before=before)
    return [f"{line.mark}{line.text}" for line in of_file(change).lines]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (None, "", []),
        (None, "x = 1\n", ["+x = 1"]),
        ("x = 1\ny = 2\n", "x = 1\ny = 3\n", [" x = 1", "-y = 2", "+y = 3"]),
        ("x = 1\n", "x = 1\n", [" x = 1"]),
        ("x = 1\n\n\ny = 2\n", "y = 2\n", ["-x = 1", "-", "-", " y = 2"]),
        ("x = '\x0c'\n", "x = '\u202e'\n", ["-x = '\ufffd'", "+x = '\ufffd'"]),
    ],
)
def test_lines_are_added_removed_or_the_same(
    before: str | None, after: str, lines: list[str]
) -> None:
    assert marked(before, after) == lines


def test_a_file_is_new_where_there_was_none_before() -> None:
    assert of_file(FileChange(path="a.py", content="")).new
    assert not of_file(FileChange(path="a.py", content="x", before="")).new
