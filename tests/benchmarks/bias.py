"""How far Ballet's own estimator of information is off, and what its own accepter makes of it.

``python -m tests.benchmarks.bias`` prints the figures that docs/explanation/judging.md gives.
Everything is measured with Ballet's functions as they are, none of ours.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
from ballet.validation.entropy import estimate_mutual_information
from ballet.validation.feature_acceptance.validator import GFSSFAccepter
from sklearn.feature_selection import mutual_info_regression

from tests.benchmarks.figures import Figure, Shard, table
from tests.evaluation.bench import GOOD, Bench

#: The rows of the sample's data that are judged: Ballet's accepter takes its time.
ROWS = 1000

Random = np.random.RandomState


def normals(random: Random, rows: int) -> tuple[Any, Any]:
    """Two columns that know nothing of each other."""
    return random.normal(size=(rows, 1)), random.normal(size=(rows, 1))


def binary(random: Random, rows: int) -> tuple[Any, Any]:
    """A column, and a coin."""
    return random.normal(size=(rows, 1)), random.randint(0, 2, size=(rows, 1))


def bias(draw: Callable[[Random, int], tuple[Any, Any]], rows: int, seeds: int) -> float:
    """The median estimate, in nats, where the truth is 0."""
    draws = [draw(Random(seed), rows) for seed in range(seeds)]
    return statistics.median(float(estimate_mutual_information(x, y)) for x, y in draws)


def estimator(small: bool) -> list[Figure]:
    """Measure what is found where there is nothing; scikit-learn finds next to nothing."""
    seeds = 2 if small else 10
    how = "the estimate of Ballet, in nats; the truth is 0"
    figures = [
        Figure(f"information found in independent normals, {rows:,} rows", 0.1, False, "nats",
               bias(normals, rows, seeds if rows < 5000 else 3), how)
        for rows in ((200,) if small else (200, 1000, 5000))
    ]  # fmt: skip
    figures.append(
        Figure("information found in noise on a coin, 1,000 rows", 0.1, False, "nats",
               bias(binary, 200 if small else 1000, seeds), how)
    )  # fmt: skip
    found = []
    for seed in range(seeds):
        x, y = normals(Random(seed), 1000)
        found.append(float(mutual_info_regression(x, y[:, 0], random_state=0)[0]))
    figures.append(
        Figure("the same by scikit-learn, 1,000 rows", 0.05, True, "nats",
               statistics.median(found), "its estimate for the independent normals")
    )  # fmt: skip
    return figures


def accepter(small: bool) -> list[Figure]:
    """Let Ballet's accepter judge noise, and good features, on the sample project's data."""
    bench, seeds, rows = Bench(), 1 if small else 20, 200 if small else ROWS
    how = f"Ballet's own accepter, {rows:,} homes"
    noise = [bench.column(Random(seed).normal(size=len(bench.X))) for seed in range(seeds)]
    first = sum(stock(bench, one, [], rows) for one in noise)
    beside = sum(stock(bench, one, bench.features, rows) for one in noise)
    names = list(GOOD)[: 1 if small else None]
    good = sum(stock(bench, bench.plain(name), bench.features, rows) for name in names)
    return [
        Figure("noise accepted as a first feature by Ballet's accepter", 0.5 * seeds, False,
               "features", first, f"{how}; of {seeds}"),
        Figure("noise accepted beside four features by Ballet's accepter", 0, False,
               "features", beside, f"{how}; of {seeds}"),
        Figure("good features accepted beside four by Ballet's accepter", 0, False,
               "features", good, f"{how}; of {len(names)}"),
    ]  # fmt: skip


def stock(bench: Bench, feature: Any, accepted: list[Any], rows: int) -> bool:
    """The verdict of Ballet's accepter, on the first rows."""
    X, prices, y = bench.X.iloc[:rows], bench.prices.iloc[:rows], bench.y.iloc[:rows]
    return bool(GFSSFAccepter(X, prices, X, y, accepted, feature).judge())


BIAS = [Shard("bias", estimator), Shard("stock", accepter)]

if __name__ == "__main__":
    print(table([figure for shard in BIAS for figure in shard.measure(False)]))
