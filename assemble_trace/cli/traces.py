"""``assemble-trace traces``: what was submitted from here."""

from __future__ import annotations

import os
import sys

import click

from assemble_trace.cli import common
from assemble_trace.errors import TraceError
from assemble_trace.models import TraceList, TraceView
from assemble_trace.service import Service


@click.group()
def traces() -> None:
    """List and show past submissions."""


@traces.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_(as_json: bool) -> None:
    """List past submissions, newest first."""
    found = common.run(_history())
    if as_json:
        click.echo(found.model_dump_json(indent=2))
        return
    out = common.console()
    if not found.submissions:
        out.print("Nothing was submitted from here yet. Begin with: assemble-trace demo")
    for one in found.submissions:
        when = one.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        out.print(f"{one.short_id:<20} {when}  {one.status:<11} {one.verdict:<9} {one.title}")


@traces.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the trace as JSON.")
def show(name: str, as_json: bool) -> None:
    """Show one submission, by its id or its short id; a wait for CI is taken up again."""
    try:
        view = common.run(_show(name))
    except TraceError as problem:
        if problem.code != "trace_not_found":
            raise
        click.echo(f"{problem.message}\n{problem.advice}", err=True)
        sys.exit(common.REFUSED)
    if as_json:
        common.print_json(view)
    else:
        common.print_trace(view, common.console())


async def _history() -> TraceList:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return await service.history(limit=200)
    finally:
        await service.close()


async def _show(name: str) -> TraceView:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        await service.recover(wait=False)
        return await service.view(name)
    finally:
        await service.close()
