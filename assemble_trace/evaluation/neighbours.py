"""Distances to neighbours and neighbours within a radius, in Chebyshev's metric, exactly.

Every distance is the largest of some absolute differences, so no way of finding it rounds, and
what is found here is what scikit-learn finds, to the last bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .columns import Columns
from .nearness import Axis, Nearness

#: Ballet's number of neighbours, the k of Kraskov et al. 2004.
NEIGHBOURS = 3
#: A tree finds neighbours well among few rows or in few columns.
FEW_ROWS, FEW_COLUMNS = 3000, 3
#: One row in so many gives a bound on the distance first.
THINNED = 16
#: Pairs that are looked at together.
PAIRS = 1_000_000
LOOKED_AT = 48


def needed(marks: NDArray[Any] | None, rows: int) -> int:
    """Which neighbour Ballet asks for: the first that no row shares its place with."""
    if marks is None:
        return NEIGHBOURS
    alike = int(np.unique(marks, return_counts=True)[1].max())
    return min(max(NEIGHBOURS, alike), rows - 1)


def distances(
    columns: list[NDArray[Any]],
    k: int,
    rows: NDArray[Any] | None = None,
    bound: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """The distance of each row (of ``rows``) to its k-th neighbour, not counting itself.

    ``bound`` are distances that are known to be no smaller, one a row.
    """
    table = np.column_stack(sorted(columns, key=lambda column: -float(np.std(column))))
    few = len(table) <= FEW_ROWS or len(columns) <= FEW_COLUMNS
    if few or rows is not None:
        asked = table if rows is None else table[rows]
        return _asked(table, asked, k)
    if bound is None:
        bound = _asked(table[::THINNED], table, k)
    near = Nearness(len(table), [Axis(column, False) for column in table.T], [])
    found = np.empty(len(table))
    for part in parts(bound, near):
        one, other = listed(near, part, bound[part])
        far = largest(list(table.T), part[one], other)
        kept = far <= bound[part][one]
        found[part] = nth(one[kept], far[kept], k, len(part))
    return found


def _asked(table: NDArray[Any], asked: NDArray[Any], k: int) -> NDArray[Any]:
    # the row itself is its own first neighbour
    found: NDArray[Any] = cKDTree(table).query(asked, k=[k + 1], p=np.inf, workers=-1)[0][:, 0]
    return found


def parts(radius: NDArray[Any], *nearness: Nearness) -> list[NDArray[Any]]:
    """All rows in parts so small that the pairs of each fit into memory."""
    rows = len(radius)
    load = max(pairs_a_row(near, radius) for near in nearness)
    many = int(max(64, PAIRS // max(1.0, load)))
    return [np.arange(start, min(start + many, rows)) for start in range(0, rows, many)]


def some(rows: int) -> NDArray[Any]:
    """A few rows from everywhere."""
    spread: NDArray[Any] = np.linspace(0, rows - 1, min(LOOKED_AT, rows)).astype(int)
    return spread


def pairs_a_row(near: Nearness, radius: NDArray[Any]) -> float:
    """About how many rows are near one row."""
    asked = some(near.rows)
    return sum(len(one) for one, _ in near.pairs(asked, radius[asked])) / len(asked)


def listed(
    near: Nearness, asked: NDArray[Any], radius: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """All pairs of ``asked``."""
    found = list(near.pairs(asked, radius))
    return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])


def largest(columns: list[NDArray[Any]], one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """The distance of each pair of rows; 0 if there are no columns."""
    far = np.zeros(len(one))
    for column in columns:
        np.maximum(far, np.abs(column[one] - column[other]), out=far)
    return far


def apart(columns: Columns, one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """The distance of each pair of rows, infinite where a discrete column differs."""
    far = largest(columns.continuous, one, other)
    if columns.labels is not None:
        far[columns.labels[one] != columns.labels[other]] = np.inf
    return far


def nth(row: NDArray[Any], far: NDArray[Any], k: int, rows: int) -> NDArray[Any]:
    """Each row's k-th smallest distance after its first, which is that to itself."""
    order = np.lexsort((far, row))
    first = np.searchsorted(row[order], np.arange(rows))
    found: NDArray[Any] = far[order][first + k]
    return found


def within(
    columns: Columns, radius: NDArray[Any], rows: NDArray[Any] | None = None
) -> NDArray[Any]:
    """How many rows lie within each row's radius, itself and the boundary included.

    Only rows count whose discrete columns are equal. With ``rows``, for those only.
    """
    reach = float(radius.min()) if len(radius) else 0.0
    kept = [column for column in columns.continuous if float(np.ptp(column)) > reach]
    codes = columns.codes()
    if codes is None and len(kept) <= 1:
        if not kept:
            return np.full(len(radius), columns.rows)
        middle = kept[0] if rows is None else kept[0][rows]
        return _on_a_line(np.sort(kept[0]), middle, radius)
    if codes is not None:  # too far for any radius
        kept.append(codes * (2.0 * float(radius.max(initial=0.0)) + 1.0))
    table = np.column_stack(kept)
    asked = table if rows is None else table[rows]
    found = cKDTree(table).query_ball_point(asked, radius, p=np.inf, workers=-1, return_length=True)
    return np.asarray(found)


def _on_a_line(ordered: NDArray[Any], middle: NDArray[Any], radius: NDArray[Any]) -> NDArray[Any]:
    """Count the values whose difference, as floats have it, is no larger than the radius."""
    first = np.searchsorted(ordered, middle - radius, "left")
    last = np.searchsorted(ordered, middle + radius, "right")
    edge = len(ordered) - 1
    # the bounds were rounded; the differences decide
    while True:
        more = (first > 0) & (middle - ordered[np.maximum(first - 1, 0)] <= radius)
        less = (middle - ordered[np.minimum(first, edge)] > radius) & (first <= edge)
        if not (more | less).any():
            break
        first = first - more + (less & ~more)
    while True:
        more = (last <= edge) & (ordered[np.minimum(last, edge)] - middle <= radius)
        less = (last > 0) & (ordered[np.maximum(last - 1, 0)] - middle > radius)
        if not (more | less).any():
            break
        last = last + more - (less & ~more)
    counted: NDArray[Any] = last - first
    return counted
