"""When each moment is played: waiting is taken out, and nothing is too quick to follow."""

from __future__ import annotations

from collections.abc import Sequence

from assemble_trace.models import Moment

#: The longest pause of a replay, in seconds.
LONGEST = 2.0
#: How long something is seen, at least, before what follows it. Seconds.
_SEEN = {
    "begun": 0.6,
    "typed": 0.4,
    "request": 0.08,
    "progress": 0.4,
    "ended": 0.6,
    "verdict": 1.2,
    "since": 1.0,
}
#: What a line takes to be read, more than that: seconds a character, and at most.
_CHARACTER, _LINE = 0.006, 0.9


def paced(moments: Sequence[Moment]) -> list[Moment]:
    """Return the moments with the time at which each is played.

    A request that asks again what was asked before is no reason to wait: such ones are spread
    over the pause in which they happened.
    """
    made: list[Moment] = []
    asked: set[tuple[str | None, str]] = set()
    between: list[Moment] = []
    before: Moment | None = None
    for moment in moments:
        if before is not None and _again(moment, asked):
            between.append(moment)
            continue
        played = idle = 0.0
        if before is not None:
            gap = max(moment.offset - before.offset, 0.0)
            idle = max(gap - LONGEST, 0.0)
            played = before.played + max(min(gap, LONGEST), _seen(before))
        now = moment.model_copy(update={"played": round(played, 3), "idle": round(idle, 3)})
        made += _spread(between, before, now)
        made.append(now)
        before, between = now, []
    return made + _spread(between, before, before)


def _again(moment: Moment, asked: set[tuple[str | None, str]]) -> bool:
    if moment.kind != "request":
        return False
    one = (moment.step, moment.text)
    known = one in asked
    asked.add(one)
    return known


def _seen(moment: Moment) -> float:
    more = min(len(moment.text) * _CHARACTER, _LINE) if moment.kind == "typed" else 0.0
    return _SEEN[moment.kind] + more


def _spread(between: list[Moment], before: Moment | None, after: Moment | None) -> list[Moment]:
    """Put moments into the pause between two others, as they lay in it."""
    if before is None or after is None:
        return between
    whole, pause = after.offset - before.offset, after.played - before.played
    return [
        one.model_copy(
            update={
                "played": round(
                    before.played + (pause * (one.offset - before.offset) / whole if whole else 0),
                    3,
                )
            }
        )
        for one in between
    ]
