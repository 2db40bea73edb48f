"""Reads the command line and starts what it asks for; `request` describes it all."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from . import kept
from . import request as requests
from .memory import Memory


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="evaluation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("judge")
    zygote = commands.add_parser("zygote")
    zygote.add_argument("socket", type=int)
    zygote.add_argument("data", type=Path, nargs="?")
    reading = commands.add_parser("data")
    reading.add_argument("--checkout", type=Path, required=True)
    reading.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.command == "judge":
        return _judge(sys.stdin.buffer.read())
    if options.command == "zygote":
        from .zygote import Zygote

        return Zygote(options.socket, options.data).run()
    return _data(options.checkout.resolve(), options.output.resolve())


def _judge(text: bytes) -> int:
    try:
        request = requests.read(text)
    except requests.BadRequest as error:
        print(error, file=sys.stderr)
        return 2
    given = 1 if request.result_fd is None else request.result_fd
    descriptor = os.dup(given)
    if given > 2:
        os.close(given)
    kept.judge(request, descriptor, Memory(), lifeline=request.lifeline_fd)
    return 0


def _data(checkout: Path, output: Path) -> int:
    """Read the project's data into files; the last line of the output says what came of it."""
    answer = os.dup(1)
    sys.stdout.flush()
    os.dup2(2, 1)
    told: dict[str, Any]
    try:
        told = {**_read_data(checkout, output), "error": None}
    except BaseException as error:
        from .data import Unreadable, unreadable

        said = error if isinstance(error, Unreadable) else unreadable(error)
        told = {
            "error": {"kind": "data", "message": str(said), "needs_network": said.needs_network}
        }
    os.write(answer, json.dumps(told).encode() + b"\n")
    return 0 if told["error"] is None else 1


def _read_data(checkout: Path, output: Path) -> dict[str, int]:
    from . import data
    from .project import open_project

    os.chdir(checkout)
    project = open_project(checkout)
    read = data.Data()
    read.serve(project)
    counts = data.first_look(project)
    data.write(read, counts, output)
    return {"rows": counts[0], "validation_rows": counts[1]}
