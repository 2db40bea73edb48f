"""A ridge regression on groups of columns, judged on rows that it has not seen.

All that opinion and comparison want of it comes out of one factorisation a fold: what it predicts
with the first groups only, and what it predicts without any one of them.

With A = (X'X + a I)^-1 and b = A X'y, leaving out the columns B of a group changes b by
-A[:, B] A[B, B]^-1 b[B], which makes it the ridge regression on the other columns. The leading
block of a Cholesky factor is the factor of the leading block, so the first groups come for the
price of two triangular solves each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky

Array = NDArray[np.float64]


class Predicted(NamedTuple):
    """Predictions for rows by targets: ``first[j]`` with the first j groups (``first[0]`` is the
    mean), ``without[g]`` with all groups but one.
    """

    first: Array
    without: Array


def predict(groups: list[Array], y: Array, train: NDArray[np.bool_], penalty: float) -> Predicted:
    """Fit on the rows ``train``, predict the others.

    ``groups`` are arrays of rows by columns, standardised on ``train``; ``y`` is rows by targets.
    """
    test = ~train
    mean = y[train].mean(axis=0)
    sizes = [group.shape[1] for group in groups]
    ends = np.cumsum([0, *sizes])
    shape = (int(test.sum()), y.shape[1])
    first = np.zeros((len(groups) + 1, *shape))
    without = np.zeros((len(groups), *shape))
    if ends[-1]:
        X = np.hstack(groups)
        gram = X[train].T @ X[train]
        gram[np.diag_indices_from(gram)] += penalty
        right = X[train].T @ (y[train] - mean)
        lower = cholesky(gram, lower=True)
        unseen = X[test]
        weights, changes = [], []
        for end in ends[1:]:
            part = np.zeros((ends[-1], y.shape[1]))
            if end:
                part[:end] = cho_solve((lower[:end, :end], True), right[:end])
            weights.append(part)
        inverse = cho_solve((lower, True), np.eye(ends[-1]))
        for start, size in zip(ends, sizes):
            end = start + size
            change = np.zeros((ends[-1], y.shape[1]))
            if end > start:
                own = np.linalg.solve(inverse[start:end, start:end], weights[-1][start:end])
                change = inverse[:, start:end] @ own
            changes.append(change)
        first[1:] = _stacked(unseen @ np.hstack(weights), len(groups), shape)
        without[:] = first[-1] - _stacked(unseen @ np.hstack(changes), len(groups), shape)
    return Predicted(first + mean, without + mean)


def standardised(values: Array, train: NDArray[np.bool_]) -> Array:
    """Columns with mean 0 and variance 1 on ``train``; what is missing gets the median.

    A column without spread becomes zeros.
    """
    columns = np.empty(values.shape)
    for number, column in enumerate(values.T):
        known = column[train & ~np.isnan(column)]
        if not len(known):
            columns[:, number] = 0
            continue
        column = np.where(np.isnan(column), np.median(known), column)
        with np.errstate(over="ignore", invalid="ignore"):
            spread = column[train].std()
            useful = np.isfinite(spread) and spread > 1e-12 * np.abs(column[train]).max()
            centred = column - column[train].mean()
            columns[:, number] = centred / spread if useful else 0
    return np.nan_to_num(columns)


def _stacked(flat: Array, groups: int, shape: tuple[int, int]) -> Array:
    """From rows by (groups and targets) to groups by rows by targets."""
    return flat.reshape(shape[0], groups, shape[1]).transpose(1, 0, 2)
