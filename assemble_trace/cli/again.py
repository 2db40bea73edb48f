"""``assemble-trace traces again``: the code of an old submission, to begin a new one with."""

from __future__ import annotations

import asyncio
import os
import shlex
from pathlib import Path

import click

from assemble_trace.cli import common
from assemble_trace.models import Trace
from assemble_trace.service import Service


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--output", metavar="FILE.py", type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a new file, not to the terminal.",
)  # fmt: skip
def again(name: str, output: Path | None) -> None:
    """Print the code of one submission, so that a new one can be made of it."""
    trace = common.refusing(_trace(name), {"trace_not_found"})
    code = code_of(trace)
    if not code:
        raise click.ClickException(f"The record of {trace.short_id} holds no code.")
    if output is None:
        click.echo(code, nl=False)
        click.echo("Save it inside the project, and then: assemble-trace submit FILE.py", err=True)
        return
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(code)
    except FileExistsError as problem:
        raise click.ClickException(f"{output} exists already: name another file.") from problem
    except OSError as problem:
        raise click.ClickException(f"{output} cannot be written: {problem.strerror}.") from problem
    click.echo(f"{output} holds the code of {trace.short_id}. Change it as you like, and then:")
    click.echo(f"  assemble-trace submit {shlex.quote(str(output))}")


def code_of(trace: Trace) -> str:
    """Return what was sent, with the lines that were put before it: one cell, or nothing."""
    added = trace.plan.added_lines if trace.plan else []
    code = "\n".join([*added, trace.source.text.strip("\n")]).strip("\n")
    return f"{code}\n" if code.strip() else ""


async def _trace(name: str) -> Trace:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return await asyncio.to_thread(service.store.trace, name)
    finally:
        await service.close()
