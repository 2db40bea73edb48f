"""Writes a slice down, line by line, each with where it came from and what for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import inf

from assemble_trace.linting.slices.gathering import Gathering
from assemble_trace.linting.slices.reading import Code
from assemble_trace.linting.slices.timeline import Statement, first_line
from assemble_trace.models import SliceLine


def write(gathering: Gathering, chosen: list[Code]) -> list[SliceLine]:
    """Return the lines: what was gathered, in execution order, then the chosen cells."""
    lines: list[SliceLine] = []
    for one in sorted(gathering.lifted, key=lambda one: one.time):
        lines += _whole(one, "selected")
    bound: dict[str, str] = {
        name: what for one in gathering.lifted for name, what in one.imports.items()
    }
    taken = gathering.taken
    for one in sorted(taken, key=lambda one: (taken[one], one.time[1] != inf, one.time)):
        again = {name for name, what in one.imports.items() if bound.get(name) == what}
        wanted = (one.names if one.imports and not one.does.star else set(one.imports)) - again
        for name in one.does.binds | one.does.maybe:
            bound.pop(name, None)
        bound |= one.imports
        if not one.imports or one.does.star or wanted == set(one.imports):
            lines += _whole(one, "gathered")
        elif wanted:
            lines.append(_trimmed(one, wanted))
    lifted = {
        (one.code, number)
        for one in gathering.lifted
        for number in range(one.node.lineno, (one.node.end_lineno or 0) + 1)
    }
    for code in chosen:
        kept = [
            SliceLine(text=text, kind="selected", cell_index=code.cell.index, line=number, names=[])
            for number, text in enumerate(code.lines, 1)
            if number not in code.left_out and (code, number) not in lifted
        ]
        kept = list(_without_margin(kept))
        if lines and kept:
            lines.append(SliceLine(text="", kind="blank"))
        lines += kept
    return lines


def _whole(one: Statement, kind: str) -> list[SliceLine]:
    """Return a statement as it stands in its cell, with the comment right above it."""
    first, last = first_line(one.node), one.node.end_lineno or one.node.lineno
    source = one.code.lines
    if one.alone:
        while first > 1 and source[first - 2].startswith("#") and not _divides(source[first - 2]):
            first -= 1
        texts = source[first - 1 : last]
    else:
        segment = ast.get_source_segment("\n".join(source), one.node) or ""
        texts = segment.split("\n")
    return [
        SliceLine(
            text=text,
            kind="gathered" if kind == "gathered" else "selected",
            cell_index=one.code.cell.index,
            line=first + place,
            names=sorted(one.names),
        )
        for place, text in enumerate(texts)
    ]


def _trimmed(one: Statement, wanted: set[str]) -> SliceLine:
    """Return an import with the names alone that are wanted."""
    node = one.node
    assert isinstance(node, ast.Import | ast.ImportFrom)
    names = [
        alias for alias in node.names if (alias.asname or (alias.name.partition(".")[0])) in wanted
    ]
    short: ast.stmt = ast.Import(names=names)
    if isinstance(node, ast.ImportFrom):
        short = ast.ImportFrom(module=node.module, names=names, level=node.level)
    return SliceLine(
        text=ast.unparse(short),
        kind="gathered",
        cell_index=one.code.cell.index,
        line=node.lineno,
        names=sorted(wanted),
    )


def _divides(line: str) -> bool:
    """Say whether a comment is one that divides cells."""
    return line.replace(" ", "").startswith("#%%")


def _without_margin(lines: list[SliceLine]) -> Iterator[SliceLine]:
    """Yield the lines without empty ones at the beginning and the end."""
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    if filled:
        yield from lines[filled[0] : filled[-1] + 1]
