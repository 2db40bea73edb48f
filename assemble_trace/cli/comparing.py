"""``assemble-trace traces compare``: two submissions beside each other, in a terminal."""

from __future__ import annotations

import os
from textwrap import wrap

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assemble_trace.cli import common
from assemble_trace.models import (
    ComparisonView,
    DiffLine,
    Point,
    StepComparison,
    StepStatus,
    TraceSummary,
)
from assemble_trace.replay.comparing import compare as compared
from assemble_trace.replay.comparing.numbers import length
from assemble_trace.replay.comparing.wording import capital
from assemble_trace.service import Service

#: Lines that are the same in both are shown so far around those that differ.
_AROUND = 2
_WIDE = 100


@click.command("compare")
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def compare(left: str, right: str, as_json: bool) -> None:
    """Put two submissions beside each other, and say where they part.

    Of what is typed, names that have to differ, such as the branch's, stand as ‹branch›.
    """
    found = common.refusing(_compare(left, right), {"trace_not_found"})
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return
    print_comparison(found, common.console())


async def _compare(left: str, right: str) -> ComparisonView:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return compared(await service.view(left), await service.view(right))
    finally:
        await service.close()


def print_comparison(found: ComparisonView, out: Console) -> None:
    """Print a comparison: the sentence first, then what stands beside each other."""
    width = min(out.width, _WIDE)
    _say(out, found.sentence, width)
    for remark in found.remarks:
        _say(out, remark, width, "  ")
    out.print()
    _print(out, _sides(found), width)
    _print(out, _steps(found), width)
    for step in found.steps:
        _details(out, step, found, width)
    _rows(out, "Numbers", found.numbers, found, width)
    _difference(out, "Code", found.code, found, width)


def _say(out: Console, sentence: str, width: int, indent: str = "") -> None:
    for line in wrap(sentence, width, initial_indent=indent, subsequent_indent=indent):
        out.print(Text(line))


def _table(found: ComparisonView, first: str) -> Table:
    """Return a table with a column for each of the two, of the same width."""
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(Text(first), ratio=2)
    for name in (found.left_name, found.right_name):
        table.add_column(Text(capital(name)), ratio=3, overflow="fold")
    return table


def _sides(found: ComparisonView) -> Table:
    table = _table(found, "")
    table.add_row("Submission", *map(_which, (found.left, found.right)))
    table.add_row("Title", *(Text(side.title) for side in (found.left, found.right)))
    table.add_row("Project", *(Text(side.project or "–") for side in (found.left, found.right)))
    table.add_row("Verdict", *map(_verdict, (found.left, found.right)))
    return table


def _which(side: TraceSummary) -> Text:
    when = side.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return Text(f"{side.short_id}, {when}")


def _verdict(side: TraceSummary) -> Text:
    return Text(side.status if side.verdict == "none" else side.verdict)


def _steps(found: ComparisonView) -> Table:
    table = _table(found, "Step (◂ they part)" if found.first else "Step")
    for step in found.steps:
        here = step.key == found.first
        table.add_row(
            Text(f"{step.title} ◂" if here else step.title, style="bold" if here else ""),
            Text(_came(step.left, step.left_seconds)),
            Text(_came(step.right, step.right_seconds)),
        )
    return table


def _came(status: StepStatus | None, seconds: float | None) -> str:
    if status is None:
        return "–"
    took = "" if seconds is None else f", {length(seconds)}"
    return f"{common.mark(status)} {status}{took}"


def _details(out: Console, step: StepComparison, found: ComparisonView, width: int) -> None:
    _rows(out, step.title, [one for one in step.points if not one.same], found, width)
    if step.left and step.right:
        _difference(out, f"Typed for {step.title}", step.commands, found, width)


def _rows(out: Console, title: str, points: list[Point], found: ComparisonView, width: int) -> None:
    if not points:
        return
    table = _table(found, title)
    for one in points:
        style = "" if one.same else "bold"
        sides = (Text(side or "–", style=style) for side in (one.left, one.right))
        table.add_row(Text(one.what), *sides)
    _print(out, table, width)


def _print(out: Console, table: Table, width: int) -> None:
    out.print(table, width=width, soft_wrap=False)
    out.print()


def _difference(
    out: Console, title: str, lines: list[DiffLine], found: ComparisonView, width: int
) -> None:
    """Print the lines that differ and a few around them; nothing where all are the same."""
    differ = [at for at, line in enumerate(lines) if line.mark != " "]
    if not differ:
        return
    out.print(Text(f"{title}: - {found.left_name}, + {found.right_name}", style="bold"))
    last = -1
    for at, line in enumerate(lines):
        if min(abs(at - one) for one in differ) > _AROUND:
            continue
        if at > last + 1:
            out.print(Text("  …"))
        last = at
        style = {"-": "red", "+": "green", " ": ""}[line.mark]
        out.print(
            Text(f"{line.mark} {line.text}", style=style), width=width, overflow="fold",
            soft_wrap=False,
        )  # fmt: skip
    if last < len(lines) - 1:
        out.print(Text("  …"))
    out.print()
