"""A submission as a notebook that narrates it, and in which it can be done again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assemble_trace.commands import quote
from assemble_trace.models import Shown, StepRecord, Trace
from assemble_trace.replay.exports.account import came_back, heading, judged, step
from assemble_trace.replay.exports.markdown import fenced, words
from assemble_trace.replay.exports.material import Material

Cell = dict[str, Any]

#: Steps whose lines speak to the forge as somebody: they need a token.
_SIGNED = {"fork", "push", "pull_request", "ci", "close", "delete_branch"}

_BEFORE = """\
Each step says what it is for, then what a person would type, then what came back. The cells \
can be run, from top to bottom, where bash, git and curl are: they do for real what the \
submission did, in a new folder beside this notebook. What is there already is not made twice, \
and a forge may refuse it.

Whoever only wants to read need not run anything."""

_READ_ONLY = """\
This record was made elsewhere. Its lines are shown to be read, and are no cells to be run."""

_FOLDER = """\
# A new folder for everything, and git as it is on a machine that nobody has set up.
import os
import tempfile

os.chdir(tempfile.mkdtemp(prefix={prefix!r}, dir="."))
os.environ["GIT_CONFIG_GLOBAL"] = os.devnull
os.environ["GIT_CONFIG_NOSYSTEM"] = "1"
os.environ["GIT_TERMINAL_PROMPT"] = "0"
print(os.getcwd())"""

_TOKEN = """\
# The forge asks who you are. What you type here is kept in this kernel's memory only.
import getpass
import os

if not os.environ.get("GITHUB_TOKEN"):
    os.environ["GITHUB_TOKEN"] = getpass.getpass("Token: ")"""

_SAME = """\
made=$(git rev-parse HEAD)
if [ "$made" = {commit} ]; then
  printf 'the same commit: %s\\n' "$made"
else
  printf 'another commit: %s was made, %s was submitted\\n' "$made" {commit}
fi"""


def notebook(material: Material) -> bytes:
    """Return a notebook, format 4.5, without outputs."""
    cells = list(_cells(material))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    made = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(made, indent=1) + "\n").encode()


def _cells(material: Material) -> Iterator[Cell]:
    view, trace = material.view, material.trace
    runs = view.imported is None and trace.plan is not None
    told = [*heading(trace), _BEFORE if runs else _READ_ONLY if view.imported else ""]
    yield _text(*told, "\n".join(f"> {words(one)}" for one in material.replay.missing))
    yield _text("The code that was sent:", fenced(trace.source.text, "python"))
    if runs:
        yield _code(_FOLDER.format(prefix=f"{trace.short_id}-"))
    folder: str | None = None
    signed = False
    for record in trace.steps:
        lines = view.shown.get(record.key, [])
        yield _text(*step(view, record))
        if lines and runs and record.status != "skipped":
            if record.key in _SIGNED and not signed:
                signed = True
                yield _code(_TOKEN)
            # the linters may not be there; the commit does not rest on them
            tags = ["raises-exception"] if record.key == "lint" else []
            yield _code(_bash(record, trace, lines, folder), *tags)
        elif lines:
            yield _text(fenced("\n".join(one.text for one in lines), "bash"))
        folder = next((one.cwd for one in reversed(record.commands) if one.cwd), folder)
        if back := list(came_back(record)):
            yield _text(*back)
    if said := list(judged(trace)):
        yield _text(*said)


def _bash(record: StepRecord, trace: Trace, lines: list[Shown], folder: str | None) -> str:
    """Return a step's lines as a cell: a shell of its own, which begins where the last ended."""
    parts = ["%%bash", "set -euo pipefail"]
    if folder is not None and lines[0].kind != "shell":
        parts.append(f"cd -- {quote(folder)}")
    parts += [one.text for one in lines]
    if record.key == "commit" and trace.commit:
        parts.append(_SAME.format(commit=quote(trace.commit)))
    return "\n".join(parts)


def _text(*parts: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(filter(None, parts))}


def _code(source: str, *tags: str) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": list(tags)} if tags else {},
        "outputs": [],
        "source": source,
    }
