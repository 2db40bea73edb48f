"""``assemble-trace traces``: what was submitted from here."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys

import click

from assemble_trace.cli import common
from assemble_trace.cli.submit import watch
from assemble_trace.errors import TraceError
from assemble_trace.models import TraceList, TraceView
from assemble_trace.service import Service


@click.group()
def traces() -> None:
    """List, show and resume past submissions."""


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


@traces.command()
@click.argument("name", metavar="ID")
def resume(name: str) -> None:
    """Go on with a submission that was interrupted, failed or was cancelled."""
    try:
        code = common.run(_resume(name))
    except TraceError as problem:
        if problem.code not in {"trace_not_found", "nothing_to_do", "already_running"}:
            raise
        click.echo(f"{problem.message}\n{problem.advice}", err=True)
        code = common.REFUSED
    sys.exit(code)


async def _resume(name: str) -> int:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        view = await service.start(name)
        view, code = await watch(service, view.trace.id, common.console())
        return code
    finally:
        await service.close()


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
        trace = await asyncio.to_thread(service.store.trace, name)
        if trace.verdict != "none":
            with contextlib.suppress(TraceError):  # the forge is away: what is known is shown
                await service.refresh(trace.id)
        return await service.view(trace.id)
    finally:
        await service.close()
