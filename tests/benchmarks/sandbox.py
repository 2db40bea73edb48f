"""How the sandbox holds: every attack, in each mode, as everybody."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.figures import Figure, Shard
from tests.sandbox.people import WALL, attacked, ways


def measure(small: bool) -> list[Figure]:
    """Make all attacks and count those that got something, inside or outside."""
    found = [attacked(*way) for way in (ways()[:1] if small else ways())]
    runs = [result for one in found for result in one["results"].values()]
    got = sum("GOT" in run["said"] or run["end"] is None for run in runs)
    got += sum(_outside(one["seen"]) for one in found)
    over = max(run["end"]["whole"] for run in runs if run["end"]) - WALL
    how = f"{len(runs) // len(found)} attacks in {len(found)} settings (mode × user)"
    return [
        Figure("sandbox attacks that succeed", 0, True, "attacks", got, how),
        Figure(
            "longest that an attack lives beyond its limit", 5, True, "s", max(0.0, over),
            f"{how}; limit {WALL:.0f} s",
        ),
    ]  # fmt: skip


def _outside(seen: dict[str, Any]) -> int:
    """How many things went wrong that show only from outside."""
    bad = [seen["forged"], seen["changed"], seen["heard"], seen["left"], seen["shared"]]
    bad += [seen["not_cleared"], seen["victim"] is not None, not seen["complete"]]
    return sum(map(bool, [*bad, not seen["home_is_there"]]))


SANDBOX = Shard("sandbox", measure)
