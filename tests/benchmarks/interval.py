"""Whether the interval around the held-out gain holds the truth, where the truth is known."""

from __future__ import annotations

from typing import Any

import numpy as np

from assemble_trace.evaluation.accepter import FOLDS
from assemble_trace.evaluation.gain import interval
from assemble_trace.evaluation.model import predict
from assemble_trace.evaluation.trial import PENALTY
from tests.benchmarks.figures import Figure, Shard

#: Rows, the effect of the new columns' first, how many they are, and the errors' distribution.
SETTINGS = [
    (400, 0.0, 1, "normal"),
    (400, 0.05, 1, "normal"),
    (400, 0.1, 1, "normal"),
    (400, 0.3, 1, "normal"),
    (400, 0.0, 10, "normal"),
    (150, 0.0, 1, "normal"),
    (2000, 0.03, 1, "normal"),
    (400, 0.1, 1, "t"),
]

#: How many columns are known before, and how many new rows stand for the truth.
KNOWN, NEW = 5, 4000


def held(setting: tuple[int, float, int, str], seeds: int) -> tuple[float, float, float]:
    """Shares of intervals that hold the truth, with and without the factor, and of low > 0."""
    rows, effect, width, errors = setting
    random = np.random.RandomState(rows + width)
    within = bare = better = 0
    for _ in range(seeds):
        X = random.normal(size=(rows + NEW, KNOWN + width))
        drawn = random.normal if errors == "normal" else lambda size: random.standard_t(4, size)
        y = X[:, :KNOWN].sum(axis=1) / 2 + effect * X[:, KNOWN] + drawn(size=rows + NEW)
        saved, truth = _saved(X, y[:, None], rows, random)
        mean, half = interval(saved)
        within += abs(mean - truth) <= half
        bare += abs(mean - truth) <= half / np.sqrt(1 + FOLDS / (FOLDS - 1))
        better += mean > half
    return within / seeds, bare / seeds, better / seeds


def _saved(X: Any, y: Any, rows: int, random: Any) -> tuple[Any, float]:
    """What each row saves when it is held out, and what the same models save on new rows."""
    fold = random.permutation(np.arange(rows) % FOLDS)
    saved, truth = np.empty(rows), 0.0
    for number in range(FOLDS):
        train = np.zeros(len(X), dtype=bool)
        train[:rows] = fold != number
        first = predict([X[:, :KNOWN], X[:, KNOWN:]], y, train, PENALTY).first
        wrong = np.abs(first[1:, :, 0] - y[~train, 0])
        less = wrong[0] - wrong[1]
        saved[fold == number] = less[:-NEW]
        truth += float(less[-NEW:].mean()) / FOLDS
    return saved, truth


def measure(small: bool) -> list[Figure]:
    """Simulate each setting, and count."""
    seeds = 40 if small else 300
    settings = SETTINGS[:2] if small else SETTINGS
    found = [held(setting, seeds) for setting in settings]
    noise = [one[2] for one, setting in zip(found, settings, strict=True) if not setting[1]]
    how = f"{len(settings)} settings, {seeds} data sets each"
    least, bare = (100 * min(one[part] for one in found) for part in (0, 1))
    most = (100 * max(one[part] for one in found) for part in (0, 1))
    highest, highest_bare = most
    return [
        Figure("intervals around the gain that hold the truth, at least", 95, False, "%", least,
               f"{how}; at most {highest:.1f}%"),
        Figure("the same without the correction for shared rows, at least", 95, True, "%", bare,
               f"{how}; at most {highest_bare:.1f}%"),
        Figure("noise whose gain is called certain", 2.5, True, "%", 100 * max(noise), how),
    ]  # fmt: skip


INTERVAL = Shard("interval", measure)
