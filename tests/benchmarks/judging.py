"""Whether the accepter keeps out what tells nothing, and lets in what tells something.

All on the sample project's data, beside its four accepted features or, every other time, in a
project without any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assemble_trace.evaluation.gain import gain
from tests.benchmarks.figures import Figure, Shard
from tests.evaluation.bench import GOOD, Altered, Bench

#: How many seeds each figure has, and how many a shard takes.
SEEDS, EACH = 300, 100

Random = np.random.RandomState

#: Noise of many kinds: columns of numbers that know nothing of the homes.
NOISE: list[Callable[[Random, int], Any]] = [
    lambda random, rows: random.normal(size=(rows, 1)),
    lambda random, rows: random.standard_cauchy(size=(rows, 1)),
    lambda random, rows: random.randint(0, 2, size=(rows, 1)),
    lambda random, rows: random.poisson(3, size=(rows, 1)),
    lambda random, rows: random.normal(size=(rows, 10)),
]

#: What a person may do to an accepted feature and call it new. Only the last brings noise.
DUPLICATES: list[Callable[[Random, Any], Any]] = [
    lambda random, values: values,
    lambda random, values: 3 - 2 * values,
    lambda random, values: np.arctan(values / 10),
    lambda random, values: np.hstack([values, values**3]),
    lambda random, values: values + 1e-3 * values.std() * random.normal(size=values.shape),
]


def noise(bench: Bench, seed: int) -> Any:
    """Noise of one kind after the other."""
    made = NOISE[seed % len(NOISE)](Random(seed), len(bench.X)).astype(float)
    return Altered(bench.features[0], lambda values: made[_places(bench, values)])


def permuted(bench: Bench, seed: int) -> Any:
    """A column of the data, one after the other, with its rows permuted."""
    names = sorted(bench.X.select_dtypes("number").columns)
    values = bench.X[names[seed % len(names)]].fillna(0).to_numpy(dtype=float)
    return bench.column(Random(seed).permutation(values))


def duplicate(bench: Bench, seed: int) -> Any:
    """An accepted feature, one after the other, altered in one way after the other."""
    alter = DUPLICATES[seed % len(DUPLICATES)]
    return Altered(bench.features[seed % 4], lambda values: alter(Random(seed), values))


def _places(bench: Bench, values: Any) -> Any:
    assert len(values) == len(bench.X), "noise is known for all rows at once only"
    return slice(None)


def rejected(
    what: str, least: int, make: Callable[[Bench, int], Any], first: int, alone: bool
) -> Callable[[bool], list[Figure]]:
    """Return the measuring of one shard of a figure."""

    def measure(small: bool) -> list[Figure]:
        bench, many = Bench(), 3 if small else EACH
        seeds = range(first, first + many)
        accepted = []
        for seed in seeds:
            beside = [] if alone and seed % 2 else bench.features
            if bench.judge(make(bench, seed), beside).verdict:
                accepted.append(seed)
        if accepted:
            print(f"{what} accepted with the seeds {accepted}")
        target = least * many / SEEDS
        how = "the sample project's data and accepter, one judgement a seed"
        return [Figure(f"{what} rejected", target, False, "seeds", many - len(accepted), how)]

    return measure


def good(small: bool) -> list[Figure]:
    """Judge the good features, and measure again how they were chosen."""
    bench, names = Bench(), list(GOOD)[: 2 if small else None]
    accepted = sum(bench.judge(bench.plain(name)).verdict for name in names)
    columns = names if small else bench.numbers()
    gains = {name: gain(bench.case(bench.plain(name)))["saved"] for name in columns}
    best = sorted(gains, key=gains.__getitem__, reverse=True)[: len(names)]
    weakest = min(gains[name] for name in names)
    how = f"the least of them saves ${weakest:,.0f} of the mean error, held out"
    chosen = "the columns of numbers with the largest held-out gain are those in the list"
    return [
        Figure("good features accepted", len(names), False, "features", accepted, how),
        Figure("good features that are the best", len(names), False, "features",
               len(set(best) & set(names)), chosen),
    ]  # fmt: skip


def _shards(key: str, what: str, least: int, make: Any, alone: bool) -> list[Shard]:
    return [
        Shard(f"{key}-{first}", rejected(what, least, make, first, alone))
        for first in range(0, SEEDS, EACH)
    ]


JUDGING = [
    *_shards("noise", "noise features", 299, noise, True),
    *_shards("permuted", "columns with permuted rows", 299, permuted, True),
    *_shards("duplicates", "duplicates of accepted features", 285, duplicate, False),
    Shard("good", good),
]
