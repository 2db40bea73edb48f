"""``assemble-trace traces import``: reads in what happened elsewhere."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from assemble_trace.cli import common
from assemble_trace.errors import TraceError
from assemble_trace.models import ImportView
from assemble_trace.replay.bundles import MOST_BYTES
from assemble_trace.replay.rebuilding import REFUSALS, Rebuilds
from assemble_trace.service import Service


@click.command("import")
@click.argument(
    "files", metavar="[FILE]...", nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@click.option(
    "--from-pull-request", "pull_request", metavar="URL|REPO#N",
    help="Rebuild the trace of a pull request that somebody made by hand.",
)  # fmt: skip
@click.option(
    "--from-git", "folder", metavar="PATH",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Rebuild the trace of a branch of a repository on this computer.",
)  # fmt: skip
@click.option("--branch", metavar="B", help="Which branch, with --from-git.")
def import_(
    files: tuple[Path, ...], pull_request: str | None, folder: Path | None, branch: str | None
) -> None:
    """Read in bundles, or rebuild what was made by hand.

    FILE is a bundle, made with export --format bundle. Nothing that is read in is run, and
    nothing changes where it comes from. Exit code 1 where something was not read; the rest is.
    """
    if sum((bool(files), pull_request is not None, folder is not None)) != 1:
        raise click.UsageError("Name bundles, or --from-pull-request, or --from-git.")
    if (branch is None) != (folder is None):
        raise click.UsageError("--from-git and --branch go together.")
    if pull_request is not None:
        sys.exit(common.run(_rebuilt(lambda rebuilds: rebuilds.pull_request(pull_request))))
    if folder is not None and branch is not None:
        sys.exit(common.run(_rebuilt(lambda rebuilds: rebuilds.branch(folder, branch))))
    sys.exit(common.run(_bundles(files)))


def said(found: ImportView) -> str:
    """Return what came of reading something in, for people."""
    trace = found.view.trace
    title = trace.plan.title if trace.plan else "(refused)"
    what = "is here already" if found.known else "was read in"
    if trace.rebuilt:
        what = "was rebuilt again" if found.known else "was rebuilt"
    lines = [f"{trace.short_id} {what}: {title}", *found.remarks]
    if found.digest:
        lines.append(f"digest {found.digest}")
    return "\n  ".join(lines)


async def _rebuilt(rebuild: Callable[[Rebuilds], Awaitable[ImportView]]) -> int:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        common.console().print(said(await rebuild(service.rebuilds)))
        return common.ACCEPTED
    except TraceError as problem:
        if problem.code not in REFUSALS:
            raise
        common.console(stderr=True).print(f"{problem.message}\n  {problem.advice}")
        return common.REFUSED
    finally:
        await service.close()


async def _bundles(files: tuple[Path, ...]) -> int:
    service = Service(common.data_folder(), environment=os.environ)
    out, err = common.console(), common.console(stderr=True)
    code = common.ACCEPTED
    try:
        for file in files:
            try:
                found = await service.imports.bundle(await asyncio.to_thread(_read, file))
                out.print(said(found))
            except TraceError as problem:
                if problem.code.startswith("store_"):
                    raise
                err.print(f"{file}: {problem.message}\n  {problem.advice}")
                code = common.REFUSED
        return code
    finally:
        await service.close()


def _read(file: Path) -> bytes:
    """Return a file's bytes, but of none more than a bundle may have, and one."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
