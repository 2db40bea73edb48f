"""``assemble-trace traces open``: a past submission in the browser, without Lab."""

from __future__ import annotations

import os
import re
import tempfile
import webbrowser
from pathlib import Path

import click

from assemble_trace.cli.replay import played
from assemble_trace.models import Replay
from assemble_trace.replay.exports import EXPORTS, Material


@click.command("open")
@click.argument("name", metavar="ID|FILE")
def open_(name: str) -> None:
    """Show a past submission, or a bundle's, in the browser, where it plays.

    Nothing is run or sent. The page is a file that only you can read; its path is printed.
    """
    file = _written(played(name))
    click.echo(file)
    if not webbrowser.open(file.as_uri()):
        click.echo("No browser was found here: open that file with any browser.", err=True)


def _written(replay: Replay) -> Path:
    """Write the page to a file of its own, for this person alone."""
    html = EXPORTS["html"]
    stem = re.sub(r"[^0-9A-Za-z-]", "-", replay.view.trace.short_id)[:64]
    file = Path(tempfile.mkdtemp(prefix="assemble-trace-"), f"{stem}.{html.ending}")
    made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "wb") as opened:
        opened.write(html.make(Material(replay, bytes)))
    return file
