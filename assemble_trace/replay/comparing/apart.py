"""Where two traces part, in one sentence that a beginner understands."""

from __future__ import annotations

from typing import Literal

from assemble_trace.models import STEP_KEYS, StepKey, StepRecord
from assemble_trace.replay.comparing.judged import judged_apart
from assemble_trace.replay.comparing.sides import Side
from assemble_trace.replay.comparing.wording import because, capital, in_a_row

State = Literal["good", "bad", "stopped", "under way", "not reached"]
#: The step at which they part, if they do, and the sentence that says how.
Apart = tuple[StepKey | None, str]

_STATES: dict[str, State] = {
    "passed": "good",
    "skipped": "good",
    "failed": "bad",
    "cancelled": "stopped",
    "interrupted": "stopped",
    "running": "under way",
    "waiting": "under way",
    "paused": "under way",
    "pending": "not reached",
}
#: So many names are listed, and more are told as one.
_FEW = 3


def apart(left: Side, right: Side) -> Apart:
    """Find the first step of which something else came. Two projects are said first."""
    if left.trace.id == right.trace.id:
        return None, f"These are one and the same submission, {left.trace.short_id}."
    step, sentence = _first(left, right)
    return step, f"{_projects(left, right)}{capital(sentence)}."


def same_project(left: Side, right: Side) -> bool:
    """Say whether both were sent to the same upstream, as far as is known."""
    one, other = left.trace.plan, right.trace.plan
    return not one or not other or one.upstream.full_name == other.upstream.full_name


def _projects(left: Side, right: Side) -> str:
    one, other = left.trace.plan, right.trace.plan
    if not one or not other or same_project(left, right):
        return ""
    upstreams = f"{one.upstream.full_name} and {other.upstream.full_name}"
    return f"They belong to two projects, {upstreams}, so their numbers mean different things. "


def _first(left: Side, right: Side) -> Apart:
    if (left.trace.kind == "withdraw") != (right.trace.kind == "withdraw"):
        back, sent = (left, right) if left.trace.kind == "withdraw" else (right, left)
        return None, f"{back.name} takes a submission back, so it has other steps than {sent.name}"
    passed: list[str] = []
    for key in STEP_KEYS:
        one, other = left.step(key), right.step(key)
        if one is None or other is None:  # nobody knows what came of it, so it tells nothing
            continue
        so_far = _so_far(passed, one.title)
        if _state(one) != _state(other):
            if key == "ci" and {_state(one), _state(other)} == {"good", "bad"}:
                return judged_apart(left, right, so_far)
            return key, so_far + _differently(left, one, right, other)
        if _state(one) != "good":
            return _alike(left, one, right, other, so_far, key)
        if key == "ci":
            return judged_apart(left, right, so_far)
        passed.append(one.title)
    return None, "both were done, step by step" if passed else "they have no step in common"


def _state(step: StepRecord) -> State:
    return _STATES[step.status]


def _so_far(passed: list[str], title: str) -> str:
    if not passed:
        return ""
    steps = in_a_row(passed) if len(passed) <= _FEW else f"every step before {title}"
    return f"both passed {steps}; "


def _differently(left: Side, one: StepRecord, right: Side, other: StepRecord) -> str:
    """Tell of the one that did not pass first, since that is what the other is asked about."""
    if _state(one) == "good":
        left, one, right, other = right, other, left, one
    return f"{left.name} {_came(one, one.title)}; {right.name} {_came(other, 'it')}"


def _came(step: StepRecord, title: str) -> str:
    """Return what came of a step; ``title`` is what the sentence calls the step."""
    if step.status in {"passed", "skipped"}:
        return f"passed {title}"
    reason = because(step.error.message) if step.error else ""
    return {
        "failed": f"failed {title}{reason}",
        "cancelled": f"was cancelled before {title}",
        "interrupted": f"was interrupted at {title}, so what came of it is not known",
        "running": f"is still at {title}",
        "waiting": f"is still waiting at {title}",
        "paused": f"is paused before {title}",
        "pending": f"has not got to {title}",
    }[step.status]


def _alike(
    left: Side, one: StepRecord, right: Side, other: StepRecord, so_far: str, key: StepKey
) -> Apart:
    """Tell of two that stand at the same step: for the same reason, or each for its own."""
    if one.error and other.error and _state(one) == "bad":
        if key == "ci":
            return judged_apart(left, right, so_far)
        if one.error.code == other.error.code:
            return None, f"{so_far}both failed {one.title}{because(one.error.message)}"
        return key, (
            f"{so_far}both failed {one.title}, each for another reason: {left.name}"
            f"{because(one.error.message)}; {right.name}{because(other.error.message)}"
        )
    if _state(one) == "not reached":
        return None, f"{so_far}neither of them has got to {one.title}"
    return None, (
        f"{so_far}neither of them got past {one.title}: {left.name} {_came(one, 'it')},"
        f" and {right.name} {_came(other, 'it')}"
    )
