"""Columns as Ballet's estimator sees them: each is continuous or discrete, by Ballet's own rule."""

from __future__ import annotations

from typing import Any, Iterable, NamedTuple

import numpy as np
from ballet.validation.entropy import _is_column_disc
from numpy.typing import NDArray

#: Whole numbers up to here are themselves as floats.
LARGEST = 2**53
#: From so many columns on, scikit-learn measures distances of float32 as float32.
MANY_COLUMNS = 15


class Unusual(Exception):
    """The values are such that only Ballet's own code says what it makes of them."""


class Columns(NamedTuple):
    """The columns of one or several features, all of ``rows`` values.

    ``labels`` are equal in two rows where all discrete columns are, ``marks`` where all
    continuous ones are; None if there are no such columns. Both are 64 bit sums of a hash of each
    column, so that those of several features are the sums of theirs.
    """

    rows: int
    continuous: list[NDArray[Any]]
    labels: NDArray[Any] | None
    marks: NDArray[Any] | None

    def codes(self) -> NDArray[Any] | None:
        """The labels as small whole numbers, in floats."""
        if self.labels is None:
            return None
        codes: NDArray[Any] = np.unique(self.labels, return_inverse=True)[1].reshape(-1)
        return codes.astype(float)

    def take(self, rows: NDArray[Any]) -> Columns:
        """The columns in other rows, or in another order."""
        return Columns(
            len(rows),
            [column[rows] for column in self.continuous],
            None if self.labels is None else self.labels[rows],
            None if self.marks is None else self.marks[rows],
        )


def columns(values: Any, place: int) -> Columns:
    """A feature's values, rows by columns, as columns. ``place`` tells features apart.

    Raises `Unusual` if the values are not plain finite numbers.
    """
    array = np.asarray(values)
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2 or not array.size or array.dtype.kind not in "biuf":
        raise Unusual(f"{array.dtype} of the shape {array.shape}")
    if array.dtype.kind == "f":
        usual = array.dtype == np.float64 or (
            array.dtype == np.float32 and array.shape[1] <= MANY_COLUMNS
        )
        if not usual or not bool(np.isfinite(array).all()):
            raise Unusual(f"{array.dtype}, or not finite")
    elif array.dtype.itemsize == 8 and bool((np.abs(array.astype(float)) >= LARGEST).any()):
        raise Unusual("very large whole numbers")
    continuous = []
    labels: NDArray[Any] | None = None
    marks: NDArray[Any] | None = None
    for number in range(array.shape[1]):
        column = np.ascontiguousarray(array[:, number], dtype=float) + 0.0  # no negative zero
        salt = (place << 24) + number
        if _is_column_disc(column):
            found = _mixed(np.unique(column, return_inverse=True)[1].reshape(-1), salt)
            labels = found if labels is None else labels + found
        else:
            continuous.append(column)
            found = _mixed(column.view(np.int64), salt)
            marks = found if marks is None else marks + found
    return Columns(len(array), continuous, labels, marks)


def joined(parts: Iterable[Columns], rows: int) -> Columns:
    """Several features' columns side by side."""
    continuous: list[NDArray[Any]] = []
    labels: NDArray[Any] | None = None
    marks: NDArray[Any] | None = None
    for part in parts:
        continuous += part.continuous
        labels = _added(labels, part.labels)
        marks = _added(marks, part.marks)
    return Columns(rows, continuous, labels, marks)


def _added(one: NDArray[Any] | None, other: NDArray[Any] | None) -> NDArray[Any] | None:
    if one is None or other is None:
        return one if other is None else other
    total: NDArray[Any] = one + other
    return total


def _mixed(numbers: NDArray[Any], salt: int) -> NDArray[Any]:
    """Scatter whole numbers over 64 bits (the finalizer of splitmix64, Steele et al. 2014)."""
    step = np.uint64((0x9E3779B97F4A7C15 * (2 * salt + 1)) % 2**64)
    mixed: NDArray[Any] = numbers.astype(np.uint64) + step
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor) + step
    scattered: NDArray[Any] = mixed ^ (mixed >> np.uint64(31))
    return scattered
