"""One feature under judgement, with the data and the features that it stands beside.

Opinion and comparison look at the same few things, and a feature's values may come from another
process. So each is asked for here, once for each fold, and kept. The folds, and which rows are
drawn where there are many, are those of our accepter, so that what it asked for need not be
computed again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .accepter import MOST_CLASSES, Evidence
from .project import described

#: Together the features may have so many columns; a simple model of more is not quick.
MOST_COLUMNS = 1000


class Unfit(Exception):
    """Something cannot be measured; the message says why."""


class Case:
    """The data, the accepted features in Ballet's order, and the candidate (None after a merge).

    ``y_val`` is the encoded target of ``X_df_val``. ``paths`` are the features' files, relative to
    the project: one for each accepted feature, then the candidate's.
    """

    def __init__(
        self,
        X_df: Any,
        y_df: Any,
        X_df_val: Any,
        y_val: Any,
        encoder: Any,
        features: list[Any],
        candidate: Any | None,
        paths: list[str],
    ) -> None:
        self.data = (X_df, y_df, X_df_val, y_val)
        self.encoder = encoder
        self.features = list(features)
        self.candidate = candidate
        self.paths = list(paths)
        self._evidence: Evidence | None = None
        self._values: dict[int, list[NDArray[Any]]] = {}
        self._failed: dict[int, str] = {}

    @property
    def evidence(self) -> Evidence:
        """The rows and folds. Raises `Unfit` if the target cannot be used."""
        if self._evidence is None:
            try:
                self._evidence = Evidence(*self.data)
            except ValueError as error:
                raise Unfit(str(error)) from None
        return self._evidence

    @property
    def rows_given(self) -> int:
        """How many rows there are. `rows` of them are looked at."""
        return len(self.data[2])

    @property
    def rows(self) -> int:
        """How many rows are looked at."""
        return len(self.evidence.y)

    def note(self) -> str:
        """A sentence that says that not all rows were looked at, or nothing."""
        if self.rows == self.rows_given:
            return ""
        return f" (Measured on {self.rows:,} of {self.rows_given:,} rows.)"

    def values(self, feature: Any) -> list[NDArray[Any]]:
        """The feature's values for all rows, for each fold, fitted without that fold.

        Arrays of rows by columns; infinite values count as missing. Raises `Unfit` if the
        feature fails on rows that it was not fitted to.
        """
        key = id(feature)
        if key in self._failed:
            raise Unfit(self._failed[key])
        if key not in self._values:
            try:
                self._values[key] = _shared(self.evidence.values(feature))
            except Unfit:
                raise
            except Exception as error:
                text = " ".join(str(error).split())[:200]
                self._failed[key] = (
                    "The feature fails on rows that it was not fitted to "
                    f"({type(error).__name__}: {text})."
                )
                raise Unfit(self._failed[key]) from None
        return self._values[key]

    def full(self, feature: Any) -> NDArray[Any]:
        """The feature's values as stock accepters see them: fitted to all rows that are fitted to.

        Rows by columns. Raises `Unfit` if the feature fails.
        """
        X_df, y_df, X_df_val, _ = self.data
        try:
            pipeline = feature.as_feature_engineering_pipeline().fit(X_df, y=y_df)
            values = np.asarray(pipeline.transform(X_df_val), dtype=float)
        except Exception as error:
            text = " ".join(str(error).split())[:200]
            raise Unfit(f"A feature fails ({type(error).__name__}: {text}).") from None
        return values.reshape(len(X_df_val), -1)

    @property
    def target_in_full(self) -> NDArray[Any]:
        """The encoded target of all rows: rows by columns."""
        y = np.asarray(self.data[3])
        return y.reshape(len(y), -1)

    def standing(self) -> list[Any]:
        """The accepted features whose values can be had."""
        found = []
        for feature in self.features:
            try:
                self.values(feature)
            except Unfit:
                continue
            found.append(feature)
        return found

    def width(self, feature: Any) -> int:
        """How many columns the feature has."""
        return int(self.values(feature)[0].shape[1])

    def described(self, feature: Any) -> dict[str, Any]:
        """The feature's name, file, author and description."""
        everyone = [*self.features, self.candidate]
        number = next(place for place, one in enumerate(everyone) if one is feature)
        return described(self.paths[number], feature)

    @property
    def encoded(self) -> NDArray[Any]:
        """The encoded target of the rows that are looked at: rows by columns, as it is."""
        drawn = self.evidence.drawn
        return self.target_in_full if drawn is None else self.target_in_full[drawn]

    @property
    def classes(self) -> bool:
        """Whether the target is a class: not a number, or whole numbers with few values.

        Several columns are one class a row if each row has a single 1 among zeros.
        """
        y = self.encoded
        try:
            numbers = y.astype(float)
        except (TypeError, ValueError):
            return y.shape[1] == 1
        if y.shape[1] > 1:
            return bool(np.isin(numbers, (0, 1)).all() and (numbers.sum(axis=1) == 1).all())
        return bool((numbers == np.round(numbers)).all()) and len(np.unique(y)) <= MOST_CLASSES


def _shared(folds: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """The same, but folds that are equal to the first one take no memory of their own."""
    kept: list[NDArray[Any]] = []
    for values in folds:
        values = np.where(np.isfinite(values), values, np.nan)
        same = bool(kept) and np.array_equal(values, kept[0], equal_nan=True)
        kept.append(kept[0] if same else values)
    return kept
