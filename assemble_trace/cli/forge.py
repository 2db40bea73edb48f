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
def serve(directory: Path | None, port: int | None) -> None:
    """Serve the forge here, in the foreground, until it is interrupted."""
    practice_forge.serve(directory or _directory(), port=port)


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
