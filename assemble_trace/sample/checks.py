"""The checks that Ballet makes, and for each a cell that shows it on the sample project."""

from __future__ import annotations

import json
from textwrap import indent
from typing import Literal, NamedTuple

from assemble_trace.sample.content import content_root


class Check(NamedTuple):
    """A check: the class in Ballet, its stage (structure or api), what it asks, in a few words.

    ``also`` are the checks that fail by necessity where its failing example does.
    """

    name: str
    stage: Literal["structure", "api"]
    question: str
    also: tuple[str, ...]


def checks() -> list[Check]:
    """Every check, in the order in which Ballet makes them."""
    text = (content_root() / "checks" / "checks.json").read_text(encoding="utf-8")
    return [
        Check(entry["name"], stage, entry["question"], tuple(entry["also"]))
        for stage, entries in json.loads(text).items()
        for entry in entries
    ]


def example(check: Check, name: str) -> str:
    """The source of a check's example, ``failing`` or ``passing``.

    Of an api check it defines ``feature``; of a structure check ``path``, ``before`` and
    ``after``, the texts of the file there in both states, or None where there is no file.
    """
    file = content_root() / "checks" / check.name / f"{name}.py"
    return file.read_text(encoding="utf-8")


def cell(check: Check) -> str:
    """The source of a notebook cell that runs the check on both examples and prints what it says.

    The cell leaves no name and no file behind. It needs Ballet, and an api check the data of the
    sample project.
    """
    frame = content_root() / "checks" / "frames" / f"{check.stage}.py"
    source = frame.read_text(encoding="utf-8").replace("CHECK", check.name)
    for name in ("failing", "passing"):
        body = indent(example(check, name), "    ")
        source = source.replace(f"    {name.upper()}\n", body)
    return source.rstrip("\n")
