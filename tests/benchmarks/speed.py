"""How much sooner the verdict of Ballet's stock accepter comes than with plain Ballet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.figures import Figure, Shard
from tests.benchmarks.synthetic import Verdict, make

#: The growth table: rows by accepted features. A verdict is due in minutes.
ROWS, ACCEPTED, MINUTES = (1_000, 10_000, 100_000), (0, 10, 50, 200), 10


def rejected(rows: int, accepted: int) -> Callable[[bool], list[Figure]]:
    """Return the measuring of a rejected candidate: everything has to be computed."""

    def measure(small: bool) -> list[Figure]:
        many, beside = (100, 2) if small else (rows, accepted)
        with tempfile.TemporaryDirectory() as folder:
            place = make(Path(folder), many, beside)
            ours, plain = place.cold(), place.plain()
        _same(plain, ours)
        how = f"whole cold processes: plain {plain.seconds:.1f} s, ours {ours.seconds:.1f} s"
        name = f"a rejection, {rows:,} rows beside {accepted} features, sooner"
        return [Figure(name, 20, False, "times", plain.seconds / ours.seconds, how)]

    return measure


def grown(rows: int, accepted: int) -> Callable[[bool], list[Figure]]:
    """Return the measuring of one place in the growth table, with all omissions."""

    def measure(small: bool) -> list[Figure]:
        many, beside = (100, min(2, accepted)) if small else (rows, accepted)
        with tempfile.TemporaryDirectory() as folder:
            found = make(Path(folder), many, beside).cold()
        numbers = found.numbers
        how = f"whole cold process, at most {found.peak_bytes / 1e6:,.0f} MB of memory"
        if "sampled_rows" in numbers:
            how += f", by a sample of {numbers['sampled_rows']:,} rows"
        name = f"a verdict for {rows:,} rows beside {accepted} features"
        return [Figure(name, 60 * MINUTES, True, "s", found.seconds, how)]

    return measure


def _same(plain: Verdict, ours: Verdict) -> None:
    assert plain.accepted == ours.accepted
    pairs = zip(plain.entropies, ours.entropies, strict=True)
    assert all(abs(one - other) <= 1e-9 for one, other in pairs)


REJECTED = [
    Shard(f"rejected-{rows}-{beside}", rejected(rows, beside))
    for rows, beside in ((1_000, 50), (10_000, 10))
]
GROWTH = [
    Shard(f"growth-{rows}-{beside}", grown(rows, beside)) for rows in ROWS for beside in ACCEPTED
]
