"""The command line: for those whose front end is the terminal."""

from __future__ import annotations

import sys

import click

from assemble_trace.cli import (
    again,
    comparing,
    demo,
    doctor,
    evaluate,
    export,
    forge,
    history,
    importing,
    opening,
    project,
    replay,
    sandbox,
    shelf,
    submit,
    traces,
)
from assemble_trace.cli.common import ENVIRONMENT
from assemble_trace.errors import TraceError

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assemble-trace")
def commands() -> None:
    """Submit a notebook cell as a pull request, and see how it is made.

    Exit codes: 0 accepted (or submitted, with --no-wait), 1 refused or rejected, 2 wrong
    usage, 3 the environment. All state lives under JUPYTER_DATA_DIR.
    """


commands.add_command(demo.demo)
commands.add_command(submit.submit)
commands.add_command(traces.traces)
commands.add_command(replay.replay)
traces.traces.add_command(history.list_traces)
traces.traces.add_command(shelf.keep)
traces.traces.add_command(shelf.archive)
traces.traces.add_command(shelf.list_again)
traces.traces.add_command(shelf.delete)
traces.traces.add_command(again.again)
traces.traces.add_command(export.export)
traces.traces.add_command(opening.open_)
traces.traces.add_command(importing.import_)
traces.traces.add_command(comparing.compare)
traces.traces.add_command(sandbox.sandbox)
traces.traces.add_command(sandbox.check_sandbox)
commands.add_command(evaluate.evaluate)
commands.add_command(project.project)
commands.add_command(forge.forge)
commands.add_command(doctor.doctor)


def main() -> None:
    """Run a command; what goes wrong is said in two sentences, never as a traceback."""
    try:
        commands(standalone_mode=True)
    except TraceError as problem:
        click.echo(f"{problem.message}", err=True)
        if problem.advice:
            click.echo(problem.advice, err=True)
        sys.exit(ENVIRONMENT)
