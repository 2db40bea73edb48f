"""``assemble-trace replay``: plays a past submission in the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import click

from assemble_trace.cli import common
from assemble_trace.errors import TraceError
from assemble_trace.models import STEP_KEYS, Replay
from assemble_trace.replay.bundles import MOST_BYTES, read
from assemble_trace.replay.playing import Playing
from assemble_trace.replay.terminal import frames
from assemble_trace.replay.terminal.pen import Pen
from assemble_trace.replay.timeline import timeline
from assemble_trace.store import open_store

#: What is played is at most so wide, in columns, and at least.
_WIDE, _NARROW = 80, 40
#: What a shell says of a program that was stopped by Ctrl-C.
_STOPPED = 130


@click.command()
@click.argument("name", metavar="ID|FILE")
@click.option(
    "--speed", type=click.FloatRange(0.1, 100), default=1.0, show_default=True,
    help="How many times as fast.",
)  # fmt: skip
@click.option(
    "--step", type=click.Choice([*STEP_KEYS, "since"]), help="Begin at this step.", metavar="KEY"
)
def replay(name: str, speed: float, step: str | None) -> None:
    """Play a past submission, or a bundle's, as it happened. Nothing is run or sent.

    Waiting is left out. In a pipe it comes at once, as plain text. Ctrl-C stops.
    """
    told = played(name)
    mark = next((one for one in told.marks if one.key == step), None)
    if step and mark is None:
        there = ", ".join(one.key for one in told.marks) or "none"
        click.echo(f"This submission did not come to {step}. Its steps: {there}", err=True)
        sys.exit(common.REFUSED)
    live = sys.stdout.isatty()
    colour = live and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = max(min(shutil.get_terminal_size((_WIDE, 24)).columns, _WIDE), _NARROW)
    begun = time.monotonic()
    try:
        for frame in frames(told, Pen(width, wraps=live, colour=colour), mark):
            if live:
                time.sleep(max(begun + frame.played / speed - time.monotonic(), 0))
            click.echo(frame.text, nl=False, color=colour)
    except KeyboardInterrupt:
        click.echo("\x1b[0m" if colour else "", color=colour)
        sys.exit(_STOPPED)


def played(name: str) -> Replay:
    """Return a past submission, or a bundle's, as it can be played; else end with exit code 1."""
    try:
        return _bundle(Path(name)) if Path(name).is_file() else _kept(name)
    except TraceError as problem:
        if problem.code.startswith("store_"):
            raise
        click.echo(f"{problem.message}\n{problem.advice}", err=True)
        sys.exit(common.REFUSED)


def _kept(name: str) -> Replay:
    store = open_store(f"sqlite:///{common.data_folder() / 'traces.db'}")
    try:
        return Playing(store).replay(name)
    finally:
        store.close()


def _bundle(file: Path) -> Replay:
    """Play what a bundle holds; it is not read in."""
    with file.open("rb") as opened:
        bundle = read(opened.read(MOST_BYTES + 1))
    return timeline(bundle.view(), bundle.happened())
