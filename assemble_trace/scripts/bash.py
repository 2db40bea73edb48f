"""A trace as a script for bash."""

from __future__ import annotations

from collections.abc import Callable

from assemble_trace.commands import CREDENTIAL_HELPER, quote, show
from assemble_trace.models import Shown, StepKey, Trace
from assemble_trace.scripts.common import (
    Addresses,
    addresses,
    fork_of,
    heading,
    held,
    introduction,
    piece,
    plan_of,
    working,
)

#: What the script looks at before and after the lines of some steps.
_AROUND: dict[StepKey, tuple[str, str]] = {
    "commit": ("", "commit.sh"),
    "ci": ("", "ci.sh"),
    "delete_branch": ("delete_branch.sh", ""),
}


def _lines(trace: Trace) -> dict[StepKey, str]:
    """Return each step's lines, as they stand in the script."""
    steps = working(trace)
    shown = show(((step.key, step.commands) for step in steps), _word(addresses(plan_of(trace))))
    return {step.key: "".join(_text(step.key, one) for one in shown[step.key]) for step in steps}


def whole(trace: Trace) -> str:
    """Return the whole script."""
    plan, lines = plan_of(trace), _lines(trace)
    where = addresses(plan)
    parts = ["#!/usr/bin/env bash\n"]
    parts += [f"# {line}".rstrip() + "\n" for line in introduction(trace, "bash, git, curl")]
    values = {
        "API": quote(where.api),
        "GIT": quote(where.git),
        "HELPER": quote(CREDENTIAL_HELPER),
        "FORK": f'"$GIT"{quote(f"/{fork_of(trace)}.git")}',
        "REF": quote(f"refs/heads/{plan.branch}"),
        "HELD": "|".join(held(plan)),
    }
    parts.append(piece("begin.sh", values))
    withdrawing = trace.kind == "withdraw"
    if not withdrawing:
        there = f"There is {plan.directory} already: run this in an empty folder."
        parts.append(f"commit={plan.commit}\n")
        parts.append(f"[ ! -e {quote(plan.directory)} ] || stop {quote(there)}\n")
    for step in working(trace):
        parts.append(f"\n# {heading(step)}\n")
        if step.key != "lint":
            parts.append(f"step {quote(step.title)}\n")
        before, after = _AROUND.get(step.key, ("", ""))
        parts.append(before and piece(before, values))
        parts.append(lines[step.key])
        parts.append(after and piece(after, values))
    parts.append(piece("withdrawn.sh" if withdrawing else "end.sh", values))
    return "".join(parts)


def _text(key: StepKey, shown: Shown) -> str:
    """Write a line. Lint changes nothing anywhere, so it stays a comment."""
    if key == "lint":
        return f"# {shown.text}\n" if shown.kind == "instead" else ""
    other = f"# or: {shown.gh}\n" if shown.gh else ""
    return f"{other}{shown.text}\n"


def _word(where: Addresses) -> Callable[[str], str]:
    def word(text: str) -> str:
        found = where.split(text)
        return f'"${found[0]}"{quote(found[1])}' if found else quote(text)

    return word
