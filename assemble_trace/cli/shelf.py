"""``assemble-trace traces keep|archive|list-again|delete``: where a record is."""

from __future__ import annotations

import asyncio
import os
import sys

import click

from assemble_trace.cli import common
from assemble_trace.errors import TraceError
from assemble_trace.models import ACTIVE, Shelf
from assemble_trace.service import Service


@click.command()
@click.argument("name", metavar="ID")
def keep(name: str) -> None:
    """Keep a record: it stays in the list, and cannot be deleted until list-again."""
    _put(name, "kept", "is kept. It cannot be deleted until: assemble-trace traces list-again")


@click.command()
@click.argument("name", metavar="ID")
def archive(name: str) -> None:
    """Put a record away: it is found by --text and --archived, and not listed otherwise."""
    _put(name, "archived", "is put away. List such with: assemble-trace traces list --archived")


@click.command("list-again")
@click.argument("name", metavar="ID")
def list_again(name: str) -> None:
    """Release a kept record, or put an archived one back into the list."""
    _put(name, "listed", "is in the list.")


@click.command()
@click.argument("name", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, yes: bool) -> None:
    """Delete a record. What was sent to the forge stays there."""
    common.refusing(_delete(name, yes), {"trace_not_found", "record_kept", "under_way"})


def _put(name: str, shelf: Shelf, said: str) -> None:
    short_id = common.refusing(_shelve(name, shelf), {"trace_not_found"})
    click.echo(f"{short_id} {said}")


async def _shelve(name: str, shelf: Shelf) -> str:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        return (await service.shelve(name, shelf)).trace.short_id
    finally:
        await service.close()


async def _delete(name: str, yes: bool) -> None:
    service = Service(common.data_folder(), environment=os.environ)
    try:
        trace = await asyncio.to_thread(service.store.trace, name)
        if trace.status in ACTIVE:
            raise TraceError(
                "under_way",
                "This submission has not come to rest, so its record is still being written.",
                advice="Wait until it has ended, or cancel it.",
            )
        stays = "Nothing was sent."
        if trace.pull_request:
            number = trace.pull_request.number
            stays = f"Pull request #{number} and its branch stay where they are."
        click.echo(f"The steps of {trace.short_id} are forgotten on this computer. {stays}")
        if not yes and not click.confirm("Delete this record?"):
            sys.exit(common.REFUSED)
        await service.delete(trace.id)
        click.echo(f"{trace.short_id} is deleted.")
    finally:
        await service.close()
