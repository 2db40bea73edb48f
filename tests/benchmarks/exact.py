"""Whether exported scripts make what the tool made: see `tests.scripts.exact`."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.figures import Figure, Shard
from tests.scripts.exact import exact
from tests.scripts.generated import case

#: How many shards there are, and how many submissions each makes.
SHARDS, EACH = 10, 50


def measured(shard: int) -> Callable[[bool], list[Figure]]:
    """Return the measuring of one shard. Its submissions are those of a thousand numbers."""

    def measure(small: bool) -> list[Figure]:
        wanted = 2 if small else EACH
        with tempfile.TemporaryDirectory() as folder:
            equal, foreseen = asyncio.run(_count(Path(folder), 1000 * shard, wanted))
        how = "generated cells, names, messages and time zones, under a hostile ~/.gitconfig"
        return [
            Figure("exported scripts that make the same", wanted, False, "submissions", equal, how),
            Figure(
                "commits that come out as the plan foretold", wanted, False, "submissions",
                foreseen, "the same submissions; the upstream did not move after the plan",
            ),
        ]  # fmt: skip

    return measure


async def _count(folder: Path, first: int, wanted: int) -> tuple[int, int]:
    """Make so many submissions, and count the equal ones and those that came out as foreseen.

    What is refused with a reason is no submission, so the next number takes its place.
    """
    equal = foreseen = made = 0
    number = first
    with exact(folder / "exact") as place:
        while made < wanted:
            outcome = await place.compare(case(number))
            if outcome.differences:
                print(f"submission {number} differs:", *outcome.differences, sep="\n  ")
            if outcome.refused is None:
                made += 1
                equal += not outcome.differences
                foreseen += outcome.foreseen
            number += 1
        await place.service.close()
    return equal, foreseen


EXACT = [Shard(f"exact-{shard}", measured(shard)) for shard in range(SHARDS)]
