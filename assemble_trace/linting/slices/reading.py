"""Reads a notebook's cells as Python: leaves out what only a notebook understands."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field

from assemble_trace.models import Cell

_COMMAND = re.compile(
    r"\s*(%{1,2}[A-Za-z_]|!|\?)|\s*[\w.]+\s*=\s*(!|%[A-Za-z_])|\s*%?[\w.]+\?{1,2}\s*$"
)
#: Cell magics whose body is Python that runs in the notebook like any other.
_PYTHON_BODY = {"capture", "prun", "time"}
#: Code nested deeper than this is not followed.
_DEEPEST = 200
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(eq=False)
class Code:
    """A code cell as Python. ``left_out`` are the lines, from 1, that only a notebook knows."""

    cell: Cell
    lines: list[str]
    tree: ast.Module
    left_out: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How people count it, from 1."""
        return self.cell.index + 1


class Unreadable(Exception):
    """The cell is not Python. Its argument says why, after "Cell 3"."""


def read(cell: Cell) -> Code:
    """Parse a cell, without its notebook commands. Raises `Unreadable`."""
    lines = _NEWLINE.split(cell.source)
    tree = _parse(lines)
    if isinstance(tree, ast.Module):
        return Code(cell, lines, tree)
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and first[2:].split(maxsplit=1)[:1] not in [
        [name] for name in _PYTHON_BODY
    ]:
        raise Unreadable(f"is for {first.split()[0]}, not Python of the notebook's own")
    left_out = _leave_out(lines)
    if left_out:
        tree = _parse(lines)
    if isinstance(tree, ast.Module):
        return Code(cell, lines, tree, left_out)
    raise Unreadable(f"cannot be read as Python ({tree})")


def _parse(lines: list[str]) -> ast.Module | str:
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as problem:
        return f"line {problem.lineno}: {problem.msg}"
    except (ValueError, RecursionError, MemoryError) as problem:
        return str(problem) or type(problem).__name__
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return tree
    return "it is nested too deeply"


def _leave_out(lines: list[str]) -> list[int]:
    """Replace notebook commands by nothing, or by ``pass`` inside a block."""
    found: list[int] = []
    going_on = False
    for number, line in enumerate(lines, 1):
        if not going_on and not (_COMMAND.match(line) and _begins_here(lines[: number - 1])):
            continue
        found.append(number)
        continued = going_on
        going_on = line.rstrip().endswith("\\")
        indent = line[: len(line) - len(line.lstrip())]
        lines[number - 1] = f"{indent}pass" if indent and not continued else ""
    return found


def _begins_here(before: list[str]) -> bool:
    """Say whether a new statement can begin after these lines."""
    if before and before[-1].rstrip().endswith("\\"):
        return False
    try:
        for _ in tokenize.generate_tokens(io.StringIO("\n".join(before) + "\n").readline):
            pass
    except tokenize.TokenError as problem:
        return "EOF in multi-line" not in str(problem)
    except SyntaxError:
        return True
    return True
