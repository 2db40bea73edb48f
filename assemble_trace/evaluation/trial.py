"""What simple models predict for rows that they have not seen, with these features and with those.

The model is a ridge regression on standardised columns (penalty 1), features and model fitted anew
in each of five folds. No prediction leaves the range that the target had in the fitting rows: a
single wild value in a column must not decide what a feature is worth.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .accepter import scores
from .case import MOST_COLUMNS, Case, Unfit
from .model import predict, standardised

PENALTY = 1.0

#: For scores: only directions with less than a millionth of a column's variance are damped.
SCORES_PENALTY = 1e-6


class Held(NamedTuple):
    """Predictions for all rows: models by rows by targets, as in `model.Predicted`."""

    first: NDArray[Any]
    without: NDArray[Any]


def trial(case: Case, groups: list[list[Any]], y: NDArray[Any]) -> Held:
    """Predict ``y`` (rows by targets) from groups of features. Raises `Unfit` if it cannot be."""
    return _trial(case, groups, y, False)


def trial_of_scores(case: Case, groups: list[list[Any]], y: NDArray[Any]) -> Held:
    """The same from normal scores and their squares, as our accepter does, with no range."""
    return _trial(case, groups, y, True)


def _trial(case: Case, groups: list[list[Any]], y: NDArray[Any], as_scores: bool) -> Held:
    columns = sum(case.width(feature) for group in groups for feature in group)
    columns *= 2 if as_scores else 1
    if columns > MOST_COLUMNS:
        raise Unfit(f"The features have too many columns ({columns:,}) for a quick look.")
    first = np.empty((len(groups) + 1, *y.shape))
    without = np.empty((len(groups), *y.shape))
    for number, test in enumerate(case.evidence.tests):
        train = ~test
        blocks = [_block(case, group, number, train, as_scores) for group in groups]
        penalty = SCORES_PENALTY * train.sum() if as_scores else PENALTY
        predicted = predict(blocks, y, train, penalty)
        lowest, highest = (-np.inf, np.inf)
        if not as_scores:
            lowest, highest = y[train].min(axis=0), y[train].max(axis=0)
        first[:, test] = np.clip(predicted.first, lowest, highest)
        without[:, test] = np.clip(predicted.without, lowest, highest)
    return Held(first, without)


def _block(
    case: Case, group: list[Any], number: int, train: NDArray[Any], as_scores: bool
) -> NDArray[Any]:
    transform = scores if as_scores else standardised
    parts = [transform(case.values(feature)[number], train) for feature in group]
    return np.hstack([np.empty((len(train), 0)), *parts])
