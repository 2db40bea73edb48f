"""How much of what a feature tells another one tells already, on one scale for all features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .accepter import scores
from .case import Case
from .model import predict

#: Only directions with less than a millionth of a column's variance are damped.
PENALTY = 1e-6


def shared(case: Case, feature: Any, other: Any) -> float:
    """The share of the feature's variance that the other one predicts, between 0 and 1.

    Columns are taken as normal scores, so that only the order of the values counts. The other
    one's scores and their squares predict the feature's, fitted without the rows that they are
    judged on: noise shares nothing, however many columns it has.
    """
    left = total = 0.0
    for number, test in enumerate(case.evidence.tests):
        train = ~test
        wanted = _ranks(case.values(feature)[number], train)
        known = scores(case.values(other)[number], train)
        predicted = predict([known], wanted, train, PENALTY * train.sum()).first
        left += float(((wanted[test] - predicted[1]) ** 2).sum())
        total += float(((wanted[test] - predicted[0]) ** 2).sum())
    return max(0.0, 1.0 - left / total) if total > 0 else 0.0


def _ranks(values: NDArray[Any], train: NDArray[Any]) -> NDArray[Any]:
    """The feature's own normal scores, without their squares; constants vanish."""
    kept = [np.empty((len(values), 0))]
    for number in range(values.shape[1]):
        kept.append(scores(values[:, number : number + 1], train)[:, :1])
    return np.hstack(kept)
