"""From the chosen cells to a slice: reads, gathers, and writes it down with its reasons."""

from __future__ import annotations

import sys
from math import inf

from assemble_trace.errors import TraceError
from assemble_trace.linting.slices.gathering import Gathering
from assemble_trace.linting.slices.reading import Code, Unreadable, read
from assemble_trace.linting.slices.remarks import remarks
from assemble_trace.linting.slices.timeline import Timeline
from assemble_trace.linting.slices.writing import write
from assemble_trace.models import SliceRequest, SliceView

#: Calls in calls while code is followed, several for each level of its nesting.
_DEEP = 20_000


def cut(request: SliceRequest) -> SliceView:
    """Return the chosen cells with what they need.

    Raises `TraceError` ``empty_cell``, ``not_code``, ``notebook_command`` or ``syntax_error``.
    """
    said: list[str] = []
    chosen = _chosen(request, said)
    others: list[Code] = []
    for cell in request.others:
        if cell.type != "code" or not cell.source.strip():
            continue
        try:
            others.append(read(cell))
        except Unreadable as problem:
            said.append(f"Cell {cell.index + 1} {problem}; it was passed over.")
    counts = [one.cell.execution_count for one in chosen]
    limits = [inf if count is None else float(count) for count in counts]
    shallow = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEEP)
    try:
        gathering = Gathering(Timeline(others, chosen), limits)
    finally:
        sys.setrecursionlimit(shallow)
    lines = write(gathering, chosen)
    used = {one.code for one in gathering.taken} | set(chosen)
    said += remarks(gathering, [code for code in [*others, *chosen] if code in used])
    return SliceView(text="\n".join(line.text for line in lines), lines=lines, remarks=said)


def _chosen(request: SliceRequest, said: list[str]) -> list[Code]:
    """Read the chosen cells, in notebook order."""
    if all(not cell.source.strip() for cell in request.cells):
        raise TraceError(
            "empty_cell",
            "The cell is empty: there is nothing to gather code for.",
            advice="Select the cell that holds your feature.",
        )
    other = next((cell for cell in request.cells if cell.type != "code"), None)
    if other:
        raise TraceError(
            "not_code",
            f"Cell {other.index + 1} is a {other.type} cell, which holds text and no code.",
            advice="Select the code cell that holds your feature.",
        )
    chosen = []
    for cell in sorted(request.cells, key=lambda cell: cell.index):
        try:
            chosen.append(read(cell))
        except Unreadable as problem:
            raise TraceError(
                "syntax_error",
                f"Cell {cell.index + 1} {problem}.",
                advice="Correct the cell, run it, and try again.",
                details={"cell_index": cell.index},
            ) from problem
    if not any(code.tree.body for code in chosen):
        raise TraceError(
            "notebook_command" if any(code.left_out for code in chosen) else "empty_cell",
            "The cell holds no Python of its own.",
            advice="Select the cell that holds your feature.",
        )
    return chosen
