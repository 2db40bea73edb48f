"""``assemble-trace traces list``: what was submitted from here, and finding it again."""

from __future__ import annotations

import os
from typing import Any, get_args

import click
from pydantic import ValidationError

from assemble_trace.cli import common
from assemble_trace.models import (
    STEP_KEYS,
    HistoryQuery,
    SubmissionStatus,
    TraceList,
    TraceSummary,
    Verdict,
)
from assemble_trace.service import Service

_PAGE = 200


@click.command("list")
@click.option("--text", metavar="WORDS", help="Words of title, path, code, error, #12, short id.")
@click.option("--project", metavar="NAME", help="Of one project.")
@click.option("--status", multiple=True, type=click.Choice(get_args(SubmissionStatus)[1:]))
@click.option("--verdict", type=click.Choice(get_args(Verdict)))
@click.option("--step", type=click.Choice(STEP_KEYS), help="Those that stand at this step.")
@click.option("--error", metavar="CODE", help="Those that stand at this error.")
@click.option("--archived", is_flag=True, help="Those that were put away.")
@click.option("--kept", is_flag=True, help="Those that are kept.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_traces(archived: bool, kept: bool, as_json: bool, **wanted: Any) -> None:
    """List past submissions, newest first."""
    if archived and kept:
        raise click.UsageError("A record is either kept or archived: ask for one of them.")
    asked = {name: value for name, value in wanted.items() if value}
    if archived or kept:
        asked["shelf"] = "archived" if archived else "kept"
    try:
        query = HistoryQuery(**asked, limit=_PAGE)
    except ValidationError as problem:
        raise click.UsageError("The words to look for are too long: 200 characters.") from problem
    found = common.run(_history(query))
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return
    out = common.console()
    for one in found.submissions:
        out.print(_line(one))
    if found.next:
        out.print(f"{len(found.submissions)} of {found.total} are shown: ask for less.")
    elif not found.submissions and asked:
        out.print("Nothing like this was submitted from here.")
    elif not found.submissions:
        out.print("Nothing was submitted from here yet. Begin with: assemble-trace demo")


def _line(one: TraceSummary) -> str:
    when = one.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    title = f"withdrawal of: {one.title}" if one.kind == "withdraw" else one.title
    marks = [f"attempt {one.attempt}"] if one.attempt > 1 else []
    marks += [one.shelf] if one.shelf != "listed" else []
    if one.imported:
        marks.append(f"imported, from {one.person}" if one.person else "imported")
    which = f" ({', '.join(marks)})" if marks else ""
    stands = f"{one.status:<11} {one.verdict:<9}"
    if one.kind == "branch":
        stands = f"{'branch':<21}"
    return f"{one.short_id:<20} {when}  {stands} {title}{which}"


async def _history(query: HistoryQuery) -> TraceList:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return await service.history(query)
    finally:
        await service.close()
