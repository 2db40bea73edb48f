"""``assemble-trace submit``: the same pipeline, watched from a terminal."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import click
from rich.console import Console

from assemble_trace.cli import common
from assemble_trace.cli.cells import request
from assemble_trace.models import PlanRequest, TraceView
from assemble_trace.pipeline import Refused
from assemble_trace.service import Service


@click.command()
@click.argument(
    "file", metavar="NOTEBOOK", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--cell", metavar="ID|INDEX", help="Which cell: its id, or its index from 0.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be done; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the trace as JSON.")
@click.option("--revise", metavar="ID", help="Make this a further attempt at a submission.")
@click.option("--fresh", is_flag=True, help="Open a new pull request, even after a rejection.")
@click.option("--no-wait", is_flag=True, help="Do not wait for CI.")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A clone of the project, if the file lies elsewhere.",
)
def submit(
    file: Path,
    cell: str | None,
    only_plan: bool,
    as_json: bool,
    revise: str | None,
    fresh: bool,
    no_wait: bool,
    project: Path | None,
) -> None:
    """Submit a cell of NOTEBOOK (or of a .py file with # %% cells) as a pull request.

    A cell that was rejected before, and was changed since, becomes a further attempt.
    """
    if revise and fresh:
        raise click.UsageError("--revise and --fresh say opposite things: use one of them.")
    wanted = request(file, cell).model_copy(update={"revises": revise, "fresh": fresh})
    sys.exit(common.run(_submit(wanted, file.absolute(), project, only_plan, as_json, no_wait)))


async def _submit(
    wanted: PlanRequest,
    file: Path,
    project: Path | None,
    only_plan: bool,
    as_json: bool,
    no_wait: bool,
) -> int:
    out = common.console(stderr=as_json)
    service = Service(common.data_folder(), environment=os.environ)
    try:
        view, code = await press(
            service, wanted, file, project.absolute() if project else None, out,
            only_plan=only_plan, no_wait=no_wait,
        )  # fmt: skip
    finally:
        await service.close()
    if as_json:
        common.print_json(view)
    elif only_plan:
        common.print_trace(view, out)
    return code


async def press(
    service: Service,
    wanted: PlanRequest,
    file: Path,
    project: Path | None,
    out: Console,
    *,
    only_plan: bool = False,
    no_wait: bool = False,
) -> tuple[TraceView, int]:
    """Plan and submit, with one line a step as it ends. Returns the trace and the exit code."""
    try:
        preview = await service.preview(wanted, file, project)
    except Refused as refusal:
        view = await service.view(refusal.submission)
        out.print(f"{refusal.message}\n{refusal.advice}")
        return view, common.exit_code(view.trace)
    view, existing = preview.view, preview.existing
    name = view.trace.id
    if preview.revision and view.trace.kind == "revise":
        earlier, why = preview.revision.short_id, preview.revision.why
        out.print(f"This continues {earlier} as attempt {view.trace.attempt}: {why}")
    if only_plan:
        if not existing:
            await service.delete(name)
        return view, common.ACCEPTED
    if existing:
        out.print(f"This was submitted before, as {view.trace.short_id}.")
    else:
        out.print(f"{view.trace.short_id}  {view.trace.plan.title if view.trace.plan else ''}")
        await service.start(name)
    return await watch(service, name, out, no_wait=no_wait)


async def watch(
    service: Service, name: str, out: Console, *, no_wait: bool = False
) -> tuple[TraceView, int]:
    """Print a submission's steps until it rests. Returns the trace and the exit code."""
    await _steps(service, name, out, no_wait)
    view = await service.view(name)
    trace = view.trace
    if no_wait and trace.pull_request:
        return view, common.ACCEPTED
    if trace.status == "paused":
        out.print(f"It is paused. Go on with: assemble-trace traces resume {trace.short_id}")
        return view, common.REFUSED
    if trace.kind == "withdraw":
        return view, common.ACCEPTED if trace.status == "submitted" else common.exit_code(trace)
    if trace.pull_request and trace.pull_request.url:
        out.print(f"verdict: {trace.verdict}   {trace.pull_request.url}")
    return view, common.exit_code(trace)


async def _steps(service: Service, name: str, out: Console, no_wait: bool) -> None:
    """Print steps as they end, until the submission rests. Another process may run it."""
    printed: set[str] = set()
    said = ""
    while True:
        await service.recover(wait=not no_wait, only=name)  # whoever ran it may be gone
        trace = await asyncio.to_thread(service.store.trace, name)
        for step in trace.steps:
            done = step.status not in {"pending", "running", "waiting", "paused"}
            if done and step.key not in printed:
                printed.add(step.key)
                out.print(common.step_line(step))
                if step.error and step.error.advice:
                    out.print(f"   {step.error.advice}")
            elif step.progress and step.progress != said and not done:
                said = step.progress
                out.print(common.step_line(step))
        if no_wait and trace.steps[-1].status == "waiting":
            return
        if trace.status not in {"running", "waiting", "planned"}:
            break
        await asyncio.sleep(0.1)
    trace = await service.finished(name)
    for event in trace.since_then:
        out.print(f" ● since then: {event.actor} {event.kind}. {event.text}".rstrip())
