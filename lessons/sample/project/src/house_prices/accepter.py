"""An accepter and a pruner for Ballet projects that ask what a contributor means by "good".

Does a simple model predict rows that it has not seen better with the feature than without it,
and better than chance alone would make it?

This file stands alone: it needs numpy, pandas, scipy and ballet, and a project carries its own
copy of it, named in ballet.yml::

    validation:
      feature_accepter: house_prices.accepter.HeldOutGainAccepter
      feature_pruner: house_prices.accepter.HeldOutGainPruner

The measure
-----------
The rows are dealt into five folds, by a fixed seed. For each fold, T are the other folds' rows:

1. The features are fitted to T alone (if the project validates on other rows than it fits on,
   to the fitting rows), so that a feature that learns from the target cannot see the answers.
2. Each column is replaced by its normal score z = Phi^-1(rank in T / |T|) and by z squared, and
   both are brought to mean 0 and variance 1 in T. Only the order of the values counts, not the
   scale, and a relation that rises and falls again is seen as well.
3. What the accepted features' columns Z explain is taken away by least squares on T from the
   candidate's columns and from the target y, which leaves C~ and y~ (Frisch and Waugh 1933).
   Directions of C~ that keep less than a millionth of their variance are dropped: a copy of an
   accepted feature has nothing left.
4. y~ is predicted from C~ by least squares on T, and the prediction is judged on the fold.

The statistic is the share of squared error that the candidate removes on held-out rows::

    G = 1 - sum_folds |y~ - prediction|^2 / sum_folds |y~|^2

The threshold is the largest G among 1,999 shuffled copies, in which the candidate's rows and the
target's belong to each other by chance only (residuals are permuted, as in Freedman and Lane
1983), and never less than 0. The feature is accepted if G is larger. If the feature carries no
information beyond the accepted ones, all 2,000 values are alike in distribution, and the chance
that the first is the largest is 1 in 2,000 (Phipson and Smyth 2010).

The pruner calls an accepted feature redundant if, given all the others, its G is not above 0.

Of more than 20,000 rows, so many are drawn by a fixed seed and only these are used, so that time
and memory are bounded. The smallest G that can be told from chance shrinks in proportion to the
rows; ``numbers`` says how many there were, and what this costs in certainty.

Targets: numbers, in one or several columns (each is given the same weight), or classes. A target
is taken as classes if it is not numeric, or if it is whole numbers with at most ten different
values; then y is one 0/1 column a class, and the squared error is the Brier score.

Sources
-------
R. Frisch, F. V. Waugh, Partial time regressions as compared with individual trends, Econometrica
1(4), 1933. D. Freedman, D. Lane, A nonstochastic interpretation of reported significance levels,
Journal of Business & Economic Statistics 1(4), 1983. B. Phipson, G. K. Smyth, Permutation
p-values should never be zero, Statistical Applications in Genetics and Molecular Biology 9(1),
2010.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from ballet.util.log import logger
from ballet.validation.base import FeatureAccepter, FeaturePruner
from numpy.typing import NDArray
from scipy.special import ndtri

FOLDS = 5
PERMUTATIONS = 1999
NUMBERS_AT_ONCE = 600000
SEED = 20110901
NOTHING_LEFT = 1e-6
MOST_CLASSES = 10
FEWEST_ROWS = 50
MOST_ROWS = 20000
SHUFFLED_SHOWN = 200


class Left(NamedTuple):
    """What the accepted features leave over, in one fold: rows by columns, and by targets."""

    candidate: NDArray[Any]
    target: NDArray[Any]


class Evidence:
    """The folds, the target and each feature's columns; made once, asked many times.

    Raises `ValueError` if the target has missing values or the rows are too few.
    """

    def __init__(self, X_df: Any, y_df: Any, X_df_val: Any, y_val: Any) -> None:
        self.rows_given = rows = len(y_val)
        if rows < FEWEST_ROWS:
            raise ValueError(
                f"The accepter needs at least {FEWEST_ROWS} rows, and there are {rows}."
            )
        self.same_rows = X_df is X_df_val or X_df.equals(X_df_val)
        self.drawn: NDArray[Any] | None = None
        if rows > MOST_ROWS:
            drawn = np.random.RandomState(SEED + 2).permutation(rows)[:MOST_ROWS]
            self.drawn = drawn = np.sort(drawn)
            X_df_val, y_val, rows = take(X_df_val, drawn), take(y_val, drawn), MOST_ROWS
            if self.same_rows:
                X_df, y_df = X_df_val, take(y_df, drawn)
        self.y = targets(y_val)
        self.fitting = (X_df, y_df)
        self.X = X_df_val
        fold = np.random.RandomState(SEED).permutation(np.arange(rows) % FOLDS)
        self.tests = [fold == number for number in range(FOLDS)]
        self._columns: dict[int, list[NDArray[Any]]] = {}

    def columns(self, feature: Any) -> list[NDArray[Any]]:
        """The feature's standardised columns for each fold: arrays of rows by columns."""
        if id(feature) not in self._columns:
            self._columns[id(feature)] = [
                scores(values, ~test) for values, test in zip(self.values(feature), self.tests)
            ]
        return self._columns[id(feature)]

    def values(self, feature: Any) -> list[NDArray[Any]]:
        """The feature's own values for all rows, for each fold, fitted without that fold."""
        X_fit, y_fit = self.fitting
        if not self.same_rows:
            return [_computed(feature, X_fit, y_fit, self.X)] * FOLDS
        fitting = [np.flatnonzero(~test) for test in self.tests]
        return [
            _computed(feature, take(X_fit, rows), take(y_fit, rows), self.X) for rows in fitting
        ]

    def usable(self, features: Any) -> list[Any]:
        """Those of the features that can be computed on rows that they were not fitted to."""
        found = []
        for feature in features:
            try:
                self.columns(feature)
            except Exception as error:
                logger.info("Left out, because it fails on new rows: %s (%s)", feature, error)
            else:
                found.append(feature)
        return found

    def residuals(self, feature: Any, others: list[Any]) -> list[Left]:
        """For each fold what is left of the feature, orthonormal on T, and of the target."""
        left = []
        for number, test in enumerate(self.tests):
            train = ~test
            known = [np.ones((len(test), 1))] + [self.columns(one)[number] for one in others]
            Z = np.hstack(known)
            candidate = self.columns(feature)[number]
            both = np.hstack([candidate, self.y])
            gram = Z[train].T @ Z[train]
            gram[np.diag_indices_from(gram)] += 1e-9 * train.sum()
            both = both - Z @ np.linalg.solve(gram, Z[train].T @ both[train])
            width = candidate.shape[1]
            left.append(Left(_orthonormal(both[:, :width], train), both[:, width:]))
        return left

    def gain(self, left: list[Left]) -> float:
        """The statistic G: the share of held-out squared error that the feature removes."""
        removed = sum(
            float(_removed(C, y[:, :, None], test).sum()) for (C, y), test in zip(left, self.tests)
        )
        return removed / self._error(left)

    def shuffled(self, left: list[Left]) -> NDArray[Any]:
        """G of `PERMUTATIONS` shuffled copies."""
        found = []
        random = np.random.RandomState(SEED + 1)
        at_once = max(1, NUMBERS_AT_ONCE // len(self.y))
        for start in range(0, PERMUTATIONS, at_once):
            many = min(at_once, PERMUTATIONS - start)
            order = np.stack([random.permutation(len(self.y)) for _ in range(many)], axis=1)
            removed = np.zeros(many)
            for (C, y), test in zip(left, self.tests):
                if C.shape[1]:
                    shuffled = np.stack([column[order] for column in y.T], axis=1)
                    removed += _removed(C, shuffled, test)
            found.append(removed)
        return np.concatenate(found) / self._error(left)

    def _error(self, left: list[Left]) -> float:
        error = sum(float((y[test] ** 2).sum()) for (_, y), test in zip(left, self.tests))
        return max(error, float(np.finfo(float).tiny))


class HeldOutGainAccepter(FeatureAccepter):  # type: ignore[misc]
    """Accepts a feature that predicts held-out rows better than its shuffled copies do.

    After `judge`, ``numbers`` holds statistic, threshold, margin and all else in plain JSON.
    """

    numbers: dict[str, Any] | None = None

    def judge(self) -> bool:
        """Whether the feature is accepted. Raises `ValueError` on targets it cannot use."""
        logger.info("Judging feature using %s", self)
        evidence = Evidence(self.X_df, self.y_df, self.X_df_val, self.y_val)
        features = evidence.usable(self.features)
        try:
            columns = evidence.columns(self.candidate_feature)
        except Exception as error:
            return self._refuse(error)
        left = evidence.residuals(self.candidate_feature, features)
        constant = all(C.shape[1] == 0 for C in columns)
        nothing = all(C.shape[1] == 0 for C, _ in left)
        statistic = evidence.gain(left)
        chance = evidence.shuffled(left)
        threshold = max(0.0, float(chance.max()))
        accepted = statistic > threshold
        self.numbers = {
            "accepter": "HeldOutGainAccepter",
            "statistic": statistic,
            "threshold": threshold,
            "margin": statistic - threshold,
            "unit": "of the squared error that was left on held-out rows",
            "p_value": (1 + int((chance >= statistic).sum())) / (1 + PERMUTATIONS),
            "shuffled": chance[:SHUFFLED_SHOWN].tolist(),
            "shuffled_mean": float(chance.mean()),
            "shuffled_highest": float(chance.max()),
            "shuffled_quantile95": float(np.quantile(chance, 0.95)),
            "permutations": PERMUTATIONS,
            "folds": FOLDS,
            "rows": len(evidence.y),
            "columns": max(C.shape[1] for C, _ in left),
            "accepted_features": len(features),
            "left_out": len(list(self.features)) - len(features),
            "sentence": _sentence(statistic, threshold, accepted, constant, nothing),
        }
        if evidence.drawn is not None:
            self.numbers["sampled_rows"] = len(evidence.y)
            self.numbers["of_rows"] = evidence.rows_given
            said = _cost(len(evidence.y), evidence.rows_given, threshold)
            self.numbers["sampled_sentence"] = said
        logger.info(
            "Held-out gain: statistic=%.6f, threshold=%.6f, margin=%.6f, p=%.4f: %s",
            statistic,
            threshold,
            statistic - threshold,
            self.numbers["p_value"],
            "accepted" if accepted else "rejected",
        )
        return accepted

    def _refuse(self, error: Exception) -> bool:
        """Refuse a feature that cannot be computed on rows that it was not fitted to."""
        said = f"{type(error).__name__}: {error}"
        logger.info("Held-out gain: the feature fails on rows that it has not seen (%s)", said)
        self.numbers = {
            "accepter": "HeldOutGainAccepter",
            "sentence": f"The feature fails on rows that it was not fitted to ({said}).",
        }
        return False


class HeldOutGainPruner(FeaturePruner):  # type: ignore[misc]
    """Finds accepted features without which the model predicts held-out rows no worse.

    After `prune`, ``numbers`` holds each feature's statistic in plain JSON, by its source.
    """

    numbers: dict[str, Any] | None = None

    def prune(self) -> list[Any]:
        """The redundant features; one that is found is not held against those after it."""
        logger.info("Pruning features using %s", self)
        evidence = Evidence(self.X_df, self.y_df, self.X_df_val, self.y_val)
        standing = evidence.usable(self.features)
        redundant = []
        gains = {}
        for feature in list(standing):
            others = [one for one in standing if one is not feature] + [self.candidate_feature]
            gain = evidence.gain(evidence.residuals(feature, others))
            gains[str(feature.source)] = gain
            logger.info("Held-out gain of %s: %.6f", feature.source, gain)
            if gain <= 0:
                standing.remove(feature)
                redundant.append(feature)
        self.numbers = {"pruner": "HeldOutGainPruner", "gains": gains, "threshold": 0.0}
        return redundant


def targets(y: Any) -> NDArray[Any]:
    """The target as float columns of equal weight; one 0/1 column a class if it is discrete.

    Raises `ValueError` if values are missing.
    """
    y = np.asarray(y)
    y = y.reshape(len(y), -1)
    columns = []
    for column in y.T:
        if pd.isnull(column).any():
            raise ValueError("The accepter does not support missing targets.")
        try:
            numbers = column.astype(float)
        except (TypeError, ValueError):
            numbers = None
        kinds = np.unique(column if numbers is not None else column.astype(str))
        whole = numbers is not None and bool(np.all(numbers == np.round(numbers)))
        if numbers is None or (whole and len(kinds) <= MOST_CLASSES):
            source = column if numbers is not None else column.astype(str)
            columns += [(source == kind).astype(float) for kind in kinds]
        else:
            spread = numbers.std()
            columns.append((numbers - numbers.mean()) / (spread if spread > 0 else 1.0))
    return np.stack(columns, axis=1)


def take(table: Any, rows: NDArray[Any]) -> Any:
    """The rows with these numbers, of a table or of an array."""
    return table.iloc[rows] if hasattr(table, "iloc") else np.asarray(table)[rows]


def _computed(feature: Any, X_fit: Any, y_fit: Any, X: Any) -> NDArray[Any]:
    pipeline = feature.as_feature_engineering_pipeline().fit(X_fit, y=y_fit)
    values = np.asarray(pipeline.transform(X), dtype=float)
    return values.reshape(len(X), -1)


def scores(values: NDArray[Any], train: NDArray[Any]) -> NDArray[Any]:
    """Normal scores and their squares, standardised on the rows ``train``; constants vanish."""
    rows = int(train.sum())
    columns = []
    for column in values.T:
        known = column[train & ~np.isnan(column)]
        if not len(known):
            continue
        column = np.where(np.isnan(column), np.median(known), column)
        ordered = np.sort(column[train])
        below = np.searchsorted(ordered, column, "left")
        position = (below + np.searchsorted(ordered, column, "right")) / (2.0 * rows)
        z = ndtri(np.clip(position, 0.5 / rows, 1 - 0.5 / rows))
        columns += [z, z**2]
    kept = []
    for column in columns:
        spread = column[train].std()
        if spread > 1e-9:
            kept.append((column - column[train].mean()) / spread)
    return np.stack(kept, axis=1) if kept else np.empty((len(values), 0))


def _orthonormal(C: NDArray[Any], train: NDArray[Any]) -> NDArray[Any]:
    """The columns turned so that they are orthonormal on ``train``, without empty directions."""
    if not C.shape[1]:
        return C
    variance, axes = np.linalg.eigh(C[train].T @ C[train])
    kept = variance > NOTHING_LEFT * train.sum()
    turned: NDArray[Any] = C @ (axes[:, kept] / np.sqrt(variance[kept]))
    return turned


def _removed(C: NDArray[Any], y: NDArray[Any], test: NDArray[Any]) -> NDArray[Any]:
    """Squared error removed on the rows ``test``, for each copy: ``y`` is rows, targets, copies."""
    removed = np.zeros(y.shape[2])
    for target in range(y.shape[1]):
        one = y[:, target, :]
        prediction = C[test] @ (C[~test].T @ one[~test])
        removed += (2 * one[test] * prediction - prediction**2).sum(axis=0)
    return removed


def _cost(rows: int, given: int, threshold: float) -> str:
    """What it costs in certainty that only some of the rows were used."""
    return (
        f"{rows:,} of {given:,} rows were used. A feature that saves less than "
        f"{100 * threshold:.2f}% of the error cannot be told from chance with them; with all rows "
        f"it would be about {100 * threshold * rows / given:.2f}%."
    )


def _sentence(
    statistic: float, threshold: float, accepted: bool, constant: bool, nothing: bool
) -> str:
    """What the numbers mean, for a beginner."""
    if constant:
        return "The feature has the same value in every row, so nothing can be learned from it."
    if nothing:
        return "The features accepted before already say everything that this one says."
    share = f"{100 * statistic:.2f}%"
    chance = f"the best of {PERMUTATIONS:,} shuffled copies of it saves {100 * threshold:.2f}%"
    if accepted:
        said = "This feature saves a simple model {} of its error on rows that it has not seen; {}."
        return said.format(share, chance)
    if statistic <= 0:
        said = "This feature saves a simple model no error on rows that it has not seen ({}); {}."
        return said.format(share, chance)
    said = "This feature saves a simple model only {} of its error on rows that it has not seen; "
    return said.format(share) + chance + ", so it may be chance."
