"""Where CI's judgements of two submissions part: at a check, at a stage, or in the numbers."""

from __future__ import annotations

from assemble_trace.models import StepKey
from assemble_trace.replay.comparing.checks import Looked, bare, looked
from assemble_trace.replay.comparing.numbers import close, figure, measured, unit
from assemble_trace.replay.comparing.sides import Side
from assemble_trace.replay.comparing.steps import in_order
from assemble_trace.replay.comparing.wording import because, in_a_row
from assemble_trace.reports import NAMES


def judged_apart(left: Side, right: Side, so_far: str) -> tuple[StepKey | None, str]:
    """Say what CI found first of one and not of the other; ``so_far`` is what both passed."""
    mine, theirs = looked(left), looked(right)
    common = [
        name for name in in_order(list(mine), list(theirs)) if name in mine and name in theirs
    ]
    for name in common:
        if mine[name].good != theirs[name].good:
            return "ci", _at(left, mine[name], right, theirs[name], _with(so_far, common, name))
    one, other = left.trace.verdict, right.trace.verdict
    if one != other:
        return "ci", f"{so_far}{left.name} {_verdict(left)}; {right.name} {_verdict(right)}"
    if one == "none":
        return None, f"{so_far}neither of them was judged: {left.name} {_verdict(left)}"
    if one == "rejected":
        return None, _both_rejected(left, right, mine, theirs, so_far)
    return None, _both_accepted(left, right)


def _with(so_far: str, common: list[str], name: str) -> str:
    """Add the stages that both passed to what both passed."""
    stages = [one for one in common[: common.index(name)] if one in NAMES.values()]
    if not stages:
        return so_far
    before = so_far.removesuffix("; ")
    return (
        f"{before}, and in CI {in_a_row(stages)}; "
        if before
        else (f"both passed {in_a_row(stages)}; ")
    )


def _at(left: Side, one: Looked, right: Side, other: Looked, so_far: str) -> str:
    """Tell of the one that did not pass first."""
    if one.good is True:
        left, one, right, other = right, other, left, one
    name = f"“{one.name}”"
    if one.good is None:
        first = f"{left.name} was not judged at {name}{because(one.why)}"
    else:
        first = f"{left.name} failed {name}{because(one.why)}"
    if other.good is None:
        return f"{so_far}{first}; {right.name} was not judged there{because(other.why)}"
    if other.good is False:
        return f"{so_far}{first}; {right.name} failed it{because(other.why)}"
    return f"{so_far}{first}; {right.name} passed it{_reached(left, right, one)}"


def _reached(left: Side, right: Side, at: Looked) -> str:
    """Return the numbers of the stage that measures, or by what the other was rejected later."""
    one, other = measured(left.report, "statistic"), measured(right.report, "statistic")
    if at.name == NAMES["acceptance"] and one is not None and other is not None:
        if unit(left.report) != unit(right.report):
            return ""
        return f", with a statistic of {figure(other)} where {left.name} has {figure(one)}"
    if right.trace.verdict == "rejected" and (name := _failed(looked(right))):
        return f", and was rejected by “{name}”"
    return ""


def _failed(found: dict[str, Looked]) -> str:
    """Return the first check that failed, or the stage."""
    return next((one.name for one in found.values() if one.good is False), "")


def _verdict(side: Side) -> str:
    step = side.step("ci")
    reason = because(bare(step.error.message)) if step and step.error else ""
    if side.trace.verdict == "none":
        return f"was not judged{reason}"
    return f"was {side.trace.verdict}{reason}"


def _both_rejected(
    left: Side, right: Side, mine: dict[str, Looked], theirs: dict[str, Looked], so_far: str
) -> str:
    name = _failed(mine)
    if not name or name != _failed(theirs):
        return f"{so_far}both were rejected: {left.name}{_why(left)}, and {right.name}{_why(right)}"
    one, other = because(mine[name].why), because(theirs[name].why)
    if one == other:
        return f"both were rejected by the same check, “{name}”, for the same reason"
    return f"both were rejected by the same check, “{name}”: {left.name}{one}; {right.name}{other}"


def _why(side: Side) -> str:
    step = side.step("ci")
    return because(bare(step.error.message)) if step and step.error else " for an unknown reason"


def _both_accepted(left: Side, right: Side) -> str:
    one, other = measured(left.report, "statistic"), measured(right.report, "statistic")
    if one is None or other is None or unit(left.report) != unit(right.report):
        return "both were accepted, and no check tells them apart"
    if close(one, other):
        return f"both were accepted, with the same statistic, {figure(one)}"
    return (
        f"both were accepted: {left.name} with a statistic of {figure(one)},"
        f" {right.name} with {figure(other)}"
    )
