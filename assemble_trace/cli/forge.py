"""``assemble-trace forge``: the practice forge of this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assemble_trace import practice_forge
from assemble_trace.cli import common
from assemble_trace.service import LEARNER


def _directory() -> Path:
    return common.data_folder() / "forge"


@click.group()
def forge() -> None:
    """Start, look at, or stop the practice forge."""


@forge.command()
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it keeps everything. Left out: this person's own.",
)
@click.option("--port", type=click.IntRange(1024, 65535), help="Its port, kept for good.")
@click.option(
    "--personal", is_flag=True, help="It serves you alone: run code that cannot be shut in, too."
)
@click.option(
    "--data-network/--no-data-network",
    default=None,
    help="Let projects use the network to read their data, and for nothing else.",
)
@click.option(
    "--dask-scheduler",
    metavar="ADDRESS",
    help="Run the checks on this Dask cluster, tcp://HOST:PORT; kept, until given as ''.",
)
def serve(
    directory: Path | None,
    port: int | None,
    personal: bool,
    data_network: bool | None,
    dask_scheduler: str | None,
) -> None:
    """Serve the forge here, in the foreground, until it is interrupted.

    Served like this, it is taken for one that several people share. It says how contributed code
    is shut in.
    """
    where = directory or _directory()
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    chosen = {"data_network": data_network, "dask_scheduler": dask_scheduler}
    given = {name: value for name, value in chosen.items() if value is not None}
    practice_forge.settings.change(where, shared=not personal, **given)
    practice_forge.serve(where, port=port, say=click.echo)


@forge.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(as_json: bool) -> None:
    """Say whether the forge runs, and where."""
    found = practice_forge.status(_directory())
    if found is None:
        click.echo("The practice forge does not run. Start it with: assemble-trace demo", err=True)
        sys.exit(common.REFUSED)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        click.echo(f"running at {found.url}, process {found.pid}, keeps everything in"
                   f" {found.directory}")  # fmt: skip


@forge.command()
def stop() -> None:
    """Stop the forge. Everything stays; it starts again when it is needed."""
    stopped = practice_forge.stop(_directory())
    click.echo("The practice forge was stopped." if stopped else "It was not running.")


@forge.command()
@click.argument("operation")
def credential(operation: str) -> None:
    """Answer git as a credential helper: the learner's token, for this forge alone."""
    asked = dict(
        line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line and line.strip()
    )
    found = practice_forge.status(_directory())
    if operation != "get" or found is None:
        return
    if f"{asked.get('protocol')}://{asked.get('host')}" != found.url:
        return
    click.echo(f"username={LEARNER}")
    click.echo(f"password={practice_forge.token(_directory(), LEARNER)}")
