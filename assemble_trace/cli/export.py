"""``assemble-trace traces export``: a submission as a file, to take away."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from assemble_trace.cli import common
from assemble_trace.replay.exports import EXPORTS
from assemble_trace.replay.taking import Copy
from assemble_trace.service import Service

#: What is no fault of the environment, but cannot be done with this submission.
_REFUSALS = {"trace_not_found", "nothing_to_export", "bundle_too_large"}


@click.command(
    epilog="\b\n" + "\n".join(f"{key:<7} {one.good_for}" for key, one in EXPORTS.items())
)
@click.argument("name", metavar="ID")
@click.option(
    "--format", "format", type=click.Choice(list(EXPORTS)), default="sh", show_default=True,
    help="Below is what each is good for.",
)  # fmt: skip
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file, not to the terminal.",
)  # fmt: skip
def export(name: str, format: str, output: Path | None) -> None:
    """Take one submission away as a file: to do again, to read, to play or to hand on."""
    if output is None and format == "bundle" and sys.stdout.isatty():
        raise click.UsageError("A bundle is no text: name a file with --output.")
    copy = common.refusing(_copy(name, format), _REFUSALS)
    if output:
        output.write_bytes(copy.data)
    else:
        sys.stdout.buffer.write(copy.data)


async def _copy(name: str, format: str) -> Copy:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return service.taking.copy(name, format)
    finally:
        await service.close()
