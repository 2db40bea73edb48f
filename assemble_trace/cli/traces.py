"""``assemble-trace traces``: what was submitted from here."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable

import click

from assemble_trace.cli import common
from assemble_trace.cli.submit import watch
from assemble_trace.errors import TraceError
from assemble_trace.models import TraceView
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
    "imported_record",
}


@click.group()
def traces() -> None:
    """List, show, resume, withdraw and export past submissions."""


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
