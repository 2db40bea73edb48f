"""``assemble-trace traces sandbox`` and ``check-sandbox``: a step done by hand, and judged."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from assemble_trace.cli import common
from assemble_trace.commands import quote
from assemble_trace.replay.sandboxes.tasks import BY_HAND
from assemble_trace.service import Service

T = TypeVar("T")

#: What is no fault of the environment, but cannot be done with this step.
_REFUSALS = {
    "trace_not_found",
    "step_not_found",
    "sandbox_missing",
    "sandbox_impossible",
    "objects_missing",
}


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--step", "key", type=click.Choice(BY_HAND), required=True, help="The step to do by hand."
)
def sandbox(name: str, key: str) -> None:
    """Make a repository, in the current folder, in which a step can be done by hand."""
    made = _with(lambda service: service.sandboxes.open(Path.cwd(), name, key))
    out = common.console()
    out.print(made.goal)
    for remark in made.remarks:
        out.print(remark)
    out.print()
    for line in (f"cd {quote(made.path or made.directory)}", *(one.text for one in made.lines)):
        out.print("  $ " + line.replace("\n", "\n    "))
    out.print("\nThen see whether it is done:")
    out.print("  $ assemble-trace traces check-sandbox .")


@click.command("check-sandbox")
@click.argument(
    "path", metavar="PATH", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def check_sandbox(path: Path) -> None:
    """Judge a sandbox by how things stand in it. Exit code 1 says: not done yet."""
    judged = _with(lambda service: service.sandboxes.check_folder(path))
    out = common.console()
    out.print(judged.sentence)
    for one in judged.findings:
        said = one.found if one.good else f"{one.found} (wanted: {one.wanted})"
        out.print(f" {'✓' if one.good else '✗'} {one.what}: {said}")
    sys.exit(common.ACCEPTED if judged.done else common.REFUSED)


def _with(ask: Callable[[Service], Awaitable[T]]) -> T:
    """Ask the service something that may be refused."""

    async def asked() -> T:
        service = Service(common.data_folder(), environment=os.environ)
        try:
            return await ask(service)
        finally:
            await service.close()

    return common.refusing(asked(), _REFUSALS)
