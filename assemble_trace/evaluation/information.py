"""Ballet's stock estimator of entropy and information, with the same numbers and much faster.

The estimator is that of Kraskov, Stögbauer and Grassberger (Physical Review E 69, 2004) as
`ballet.validation.entropy` has it: epsilon is twice the distance to the k-th neighbour in the
continuous columns of all parts together, and

    H(S) = H(d) - mean digamma(n_S + 1) + sum_g p_g digamma(n_g) + c mean log epsilon

for discrete columns d with groups g of n_g rows, c continuous columns, and n_S rows (itself
included, as Ballet counts) nearer than epsilon / 2 in the same group. Values that are not plain
finite numbers, or very few, raise `Unusual`: then Ballet's own functions are to be asked.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import scipy.stats
from numpy.typing import NDArray
from scipy.special import digamma

from .columns import Columns, Unusual, columns, joined
from .nearness import Axis, Nearness
from .neighbours import apart, distances, listed, needed, pairs_a_row, parts, within

#: With fewer rows Ballet's own functions are fast, and have ways of their own.
FEWEST_ROWS = 8
#: Neighbours a row from which on they are counted without being listed, and as a share of rows.
FEW_NEAR, CROWDED = 64, 1 / 16


class Entropies(NamedTuple):
    """What one conditional mutual information is made of, in nats."""

    h_xz: float
    h_yz: float
    h_xyz: float
    h_z: float

    @property
    def information(self) -> float:
        """I(x; y | z), before Ballet sets what is negative to 0."""
        return self.h_xz + self.h_yz - self.h_xyz - self.h_z


class Sums(NamedTuple):
    """What an entropy needs of the rows: means of digamma(n + 1) and of log epsilon."""

    digammas: float
    log_epsilon: float


def entropy(values: Any) -> float:
    """Ballet's ``estimate_entropy`` in nats, before it sets what is negative to 0.

    ``values`` are rows by columns. Raises `Unusual`.
    """
    x = columns(values, 0)
    _enough(x.rows)
    if not x.continuous:
        return entropy_of(x, None)
    near = distances(x.continuous, needed(x.marks, x.rows))
    return entropy_of(x, _sums(within(x, inner(near)), near))


def mutual_information(x: Any, y: Any) -> tuple[float, dict[str, float]]:
    """Ballet's ``estimate_mutual_information`` and the entropies that it is made of, in nats."""
    one, other = columns(x, 1), columns(y, 2)
    _enough(one.rows)
    found = entropies(one, other, joined([], one.rows))
    parts_ = {"h_x": found.h_xz, "h_y": found.h_yz, "h_xy": found.h_xyz}
    return clamped(found.h_xz + found.h_yz - found.h_xyz), parts_


def conditional_information(x: Any, y: Any, z: Any) -> float:
    """Ballet's ``estimate_conditional_information`` in nats; each is rows by columns.

    Raises `Unusual`.
    """
    one, other, given = columns(x, 1), columns(y, 2), columns(z, 3)
    _enough(one.rows)
    return clamped(entropies(one, other, given).information)


def entropies(
    x: Columns, y: Columns, z: Columns, known: tuple[int, NDArray[Any]] | None = None
) -> Entropies:
    """The four entropies of I(x; y | z), all with the epsilon of the three together.

    ``known`` are k and the distances to the k-th neighbours, if they are.
    """
    whole = joined([x, y, z], x.rows)
    sets = (joined([x, z], x.rows), joined([y, z], x.rows), whole, z)
    if not whole.continuous:
        return Entropies(*(entropy_of(one, None) for one in sets))
    if known is None:
        near = distances(whole.continuous, needed(whole.marks, whole.rows))
    else:
        near = known[1]
    counts = counted(x, y, z, inner(near))
    return Entropies(*(entropy_of(one, _sums(count, near)) for one, count in zip(sets, counts)))


def counted(x: Columns, y: Columns, z: Columns, radius: NDArray[Any]) -> list[NDArray[Any]]:
    """Rows within each row's radius in (x, z), (y, z), (x, y, z) and z."""
    near = Nearness(z.rows, axes(z), [])
    if near.axes and pairs_a_row(near, radius) < max(FEW_NEAR, CROWDED * z.rows):
        counts = [np.zeros(z.rows, dtype=np.int64) for _ in range(4)]
        for part in parts(radius, near):
            one, other = listed(near, part, radius[part])
            for count, more in zip(counts, together(x, y, z, part, one, other, radius[part])):
                count[part] = more
        return counts
    sets = ([x, z], [y, z], [x, y, z], [z])
    return [_within(joined(one, z.rows), radius) for one in sets]


def together(
    x: Columns,
    y: Columns,
    z: Columns,
    part: NDArray[Any],
    one: NDArray[Any],
    other: NDArray[Any],
    radius: NDArray[Any],
) -> list[NDArray[Any]]:
    """The counts for the rows ``part``, of pairs of a position in it and another row."""
    rows, reach = part[one], radius[one]
    kept = apart(z, rows, other) <= reach
    one, other, rows, reach = one[kept], other[kept], rows[kept], reach[kept]
    in_x, in_y = apart(x, rows, other) <= reach, apart(y, rows, other) <= reach
    return [
        np.bincount(one[chosen], minlength=len(part))
        for chosen in (in_x, in_y, in_x & in_y, slice(None))
    ]


def axes(columns: Columns) -> list[Axis]:
    """What `Nearness` compares: the continuous columns, and the codes of the discrete ones."""
    found = [Axis(column, False) for column in columns.continuous]
    codes = columns.codes()
    return found if codes is None else [*found, Axis(codes, True)]


def _within(columns: Columns, radius: NDArray[Any]) -> NDArray[Any]:
    # the entropy of discrete columns alone asks for no neighbours
    return within(columns, radius) if columns.continuous else np.zeros(len(radius), dtype=int)


def entropy_of(columns: Columns, sums: Sums | None) -> float:
    """H of the columns, in nats; ``sums`` matter only if some of them are continuous."""
    of_groups, weight = groups(columns.labels, columns.rows)
    if not columns.continuous or sums is None:
        return of_groups
    with np.errstate(invalid="ignore"):  # no distance at all: the logarithm is infinite
        return of_groups - sums.digammas + weight + len(columns.continuous) * sums.log_epsilon


def groups(labels: NDArray[Any] | None, rows: int) -> tuple[float, float]:
    """The entropy of the groups of equal labels, and the mean digamma of their sizes."""
    if labels is None:
        return 0.0, float(digamma(rows))
    sizes = np.unique(labels, return_counts=True)[1]
    share = sizes * 1.0 / rows
    return float(scipy.stats.entropy(share)), float(np.dot(share, digamma(sizes)))


def inner(near: NDArray[Any]) -> NDArray[Any]:
    """The largest radius that excludes the neighbour itself."""
    shorter: NDArray[Any] = np.nextafter(near, 0)
    return shorter


def _sums(count: NDArray[Any], near: NDArray[Any]) -> Sums:
    with np.errstate(divide="ignore"):
        return Sums(float(np.mean(digamma(count + 1))), float(np.mean(np.log(2.0 * near))))


def clamped(value: float) -> float:
    """What is negative is 0 to Ballet."""
    return 0.0 if value < 0 else value


def _enough(rows: int) -> None:
    if rows < FEWEST_ROWS:
        raise Unusual(f"{rows} rows")
