"""``assemble-trace traces``: what was submitted from here."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from assemble_trace.cli import common
from assemble_trace.cli.submit import watch
from assemble_trace.errors import TraceError
from assemble_trace.models import ScriptView, TraceList, TraceView
from assemble_trace.scripts import FORMATS, Format
from assemble_trace.service import Service

#: What is no fault of the environment, but cannot be done with this submission.
_REFUSALS = {
    "trace_not_found",
    "nothing_to_do",
    "already_running",
    "under_way",
    "already_merged",
    "already_withdrawn",
    "nothing_to_withdraw",
}


@click.group()
def traces() -> None:
    """List, show, resume, withdraw and export past submissions."""


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
        which = f" (attempt {one.attempt})" if one.attempt > 1 else ""
        title = f"withdrawal of: {one.title}" if one.kind == "withdraw" else one.title
        out.print(f"{one.short_id:<20} {when}  {one.status:<11} {one.verdict:<9} {title}{which}")


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
    """Go on with a submission that was interrupted, paused, failed or was cancelled."""
    sys.exit(common.run(_press(name, Service.start)))


@traces.command()
@click.argument("name", metavar="ID")
def withdraw(name: str) -> None:
    """Take a submission back: close its pull request and delete its branch."""
    sys.exit(common.run(_press(name, Service.withdraw)))


@traces.command()
@click.argument("name", metavar="ID")
@click.option(
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="sh",
    show_default=True,
    help="sh is for bash, ps1 for PowerShell.",
)
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file, not to the terminal.",
)  # fmt: skip
def export(name: str, format: Format, output: Path | None) -> None:
    """Print one submission as a script that makes the same commit and pull request."""
    try:
        found = common.run(_script(name, format))
    except TraceError as problem:
        if problem.code not in {"trace_not_found", "nothing_to_export"}:
            raise
        click.echo(f"{problem.message}\n{problem.advice}", err=True)
        sys.exit(common.REFUSED)
    if output:
        output.write_bytes(found.script.encode())
    else:
        sys.stdout.buffer.write(found.script.encode())


async def _script(name: str, format: Format) -> ScriptView:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return await service.script(name, format)
    finally:
        await service.close()


async def _press(name: str, button: Callable[[Service, str], Awaitable[TraceView]]) -> int:
    """Press something and watch what comes of it. Returns the exit code."""
    service = Service(common.data_folder(), environment=os.environ)
    try:
        view = await button(service, name)
        view, code = await watch(service, view.trace.id, common.console())
        return code
    except TraceError as problem:
        if problem.code not in _REFUSALS:
            raise
        click.echo(f"{problem.message}\n{problem.advice}", err=True)
        return common.REFUSED
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
