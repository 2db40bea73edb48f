"""One step of two traces beside each other: what was typed, what came of it, how long it took."""

from __future__ import annotations

from difflib import SequenceMatcher

from assemble_trace.commands import plain
from assemble_trace.models import (
    STEP_KEYS,
    DiffLine,
    Point,
    StepComparison,
    StepKey,
    StepRecord,
    StepStatus,
)
from assemble_trace.replay.comparing.checks import Looked, looked
from assemble_trace.replay.comparing.names import Names
from assemble_trace.replay.comparing.sides import Side


def compared_steps(left: Side, right: Side) -> list[StepComparison]:
    """Align the steps of both by their keys, in the order in which they are done."""
    names = Names(left.trace), Names(right.trace)
    keys = [key for key in STEP_KEYS if left.step(key) or right.step(key)]
    return [_compared(key, left, right, names) for key in keys]


def lines_apart(left: list[str], right: list[str]) -> list[DiffLine]:
    """Return how one text becomes the other, every line once."""
    found: list[DiffLine] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right).get_opcodes():
        if tag == "equal":
            found += [DiffLine(mark=" ", text=plain(text)) for text in left[a:b]]
            continue
        found += [DiffLine(mark="-", text=plain(text)) for text in left[a:b]]
        found += [DiffLine(mark="+", text=plain(text)) for text in right[c:d]]
    return found


def point(what: str, left: str | None, right: str | None, *, same: bool | None = None) -> Point:
    """Return what both have of one thing; the same unless said otherwise if the words are."""
    mine = None if left is None else plain(left)
    theirs = None if right is None else plain(right)
    return Point(
        what=plain(what), left=mine, right=theirs, same=left == right if same is None else same
    )


def _compared(key: StepKey, left: Side, right: Side, names: tuple[Names, Names]) -> StepComparison:
    one, other = left.step(key), right.step(key)
    some = one or other
    assert some is not None
    typed = lines_apart(
        names[0].lines(one.commands) if one else [], names[1].lines(other.commands) if other else []
    )
    points = _outcomes(one, other, names)
    if key == "ci":
        points += _looks(left, right)
    if key != "ci" or not (left.report or right.report):  # a report says it, check by check
        points += _problems(one, other)
    same = all(
        (
            _status(one) == _status(other),
            all(found.same for found in points),
            all(line.mark == " " for line in typed),
        )
    )
    return StepComparison(
        key=key,
        title=plain(some.title),
        left=_status(one),
        right=_status(other),
        left_seconds=_seconds(one),
        right_seconds=_seconds(other),
        same=same,
        commands=typed,
        points=points,
    )


def _status(step: StepRecord | None) -> StepStatus | None:
    return step.status if step else None


def _seconds(step: StepRecord | None) -> float | None:
    if step is None or step.started_at is None or step.finished_at is None:
        return None
    return max(0.0, (step.finished_at - step.started_at).total_seconds())


def _outcomes(
    one: StepRecord | None, other: StepRecord | None, names: tuple[Names, Names]
) -> list[Point]:
    """Return what came back, of a step that both have done."""
    mine, theirs = _said(one), _said(other)
    found: list[Point] = []
    if mine and theirs:
        for label in dict.fromkeys([*mine, *theirs]):
            left, right = mine.get(label), theirs.get(label)
            same = names[0].without(left or "") == names[1].without(right or "")
            found.append(point(label, left, right, same=same))
    return found


def _problems(one: StepRecord | None, other: StepRecord | None) -> list[Point]:
    said = [step.error.message if step and step.error else None for step in (one, other)]
    return [point("What stopped it", *said)] if any(said) else []


def _said(step: StepRecord | None) -> dict[str, str]:
    outcome = step.outcome if step else {}
    return {
        label: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for label, value in outcome.items()
        if label not in {"checks", "Commit", "Tree"}
    }


def _looks(left: Side, right: Side) -> list[Point]:
    mine, theirs = looked(left), looked(right)
    told: tuple[set[str], set[str]] = (set(), set())
    found = []
    for name in in_order(list(mine), list(theirs)):
        one, other = mine.get(name), theirs.get(name)
        words = [_word(one, told[0]), _word(other, told[1])]
        same = bool(one and other) and one.said == other.said  # type: ignore[union-attr]
        found.append(point(name, *words, same=same))
    return found


def _word(one: Looked | None, told: set[str]) -> str | None:
    """Return what came of a look; a reason is given once, though a stage repeats its check's."""
    if one is None:
        return None
    new = one.good is False and one.why and one.why not in told
    told.add(one.why)
    return f"{one.said}: {one.why}" if new else one.said


def in_order(one: list[str], other: list[str]) -> list[str]:
    """Return what is in either list, each in its place."""
    found: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        found += one[a:b] if tag == "equal" else [*one[a:b], *other[c:d]]
    return list(dict.fromkeys(found))
