"""Cells from files: a notebook's, or a script's with ``# %%`` lines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click

from assemble_trace.errors import TraceError
from assemble_trace.models import Cell, PlanRequest
from assemble_trace.projects import find

_MARK = re.compile(r"^# ?%%(?P<rest>.*)$", re.MULTILINE)


def request(file: Path, which: str | None) -> PlanRequest:
    """Return what to plan for a cell of a file: by id, or by index counted from 0.

    Raises `click.ClickException` (exit code 2) when there is no such file or cell.
    """
    cells = _notebook(file) if file.suffix == ".ipynb" else _script(file)
    if which is None:
        if len(cells) != 1:
            raise click.UsageError(
                f"{file.name} has {len(cells)} cells: say which with --cell ID or --cell INDEX."
            )
        chosen = cells[0]
    else:
        found = [cell for cell in cells if cell.id == which]
        if not found and which.isdigit() and int(which) < len(cells):
            found = [cells[int(which)]]
        if not found:
            raise click.UsageError(
                f"{file.name} has no cell {which!r}; its cells are 0 to {len(cells) - 1}."
            )
        chosen = found[0]
    try:  # as Lab names it: from the folder of the project
        path = str(file.absolute().relative_to(find(file.absolute()).root))
    except (TraceError, ValueError):
        path = file.name
    others = [cell for cell in cells if cell is not chosen and cell.type == "code"]
    return PlanRequest(path=path, cells=[chosen], others=others)


def _notebook(file: Path) -> list[Cell]:
    try:
        cells: list[dict[str, Any]] = json.loads(_read(file))["cells"]
        return [
            Cell(
                id=str(cell.get("id", index)),
                index=index,
                type=cell["cell_type"],
                source="".join(cell["source"]),
            )
            for index, cell in enumerate(cells)
        ]
    except (ValueError, KeyError, TypeError) as problem:
        raise click.UsageError(f"{file.name} is not a notebook (nbformat 4).") from problem


def _script(file: Path) -> list[Cell]:
    text = _read(file)
    marks = list(_MARK.finditer(text))
    if not marks:
        return [Cell(id="0", index=0, source=text)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    cells = []
    if text[: marks[0].start()].strip():
        cells.append(Cell(id="0", index=0, source=text[: marks[0].start()]))
    for mark, end in zip(marks, ends, strict=True):
        kind = "markdown" if "[markdown]" in mark["rest"] else "code"
        index = len(cells)
        source = text[mark.end() : end].strip("\n")
        cells.append(Cell(id=str(index), index=index, type=kind, source=source))  # type: ignore[arg-type]
    return cells


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise click.UsageError(f"{file} cannot be read as text.") from problem
