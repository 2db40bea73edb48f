"""Which rows lie near which in many columns at once, found 64 pairs at a time.

For each column the rows are sorted, and for every few positions in that order a row of bits says
which rows come before. The rows within a radius are then the difference of two such rows of bits,
and the rows near in several columns are their conjunction. What is found is a little too much,
never too little; whoever asks looks at the pairs themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Rows that are compared at once: those that are asked for, and those that may be near.
TILE = 8192
BLOCK_BYTES = 1 << 18
#: Positions in the sorted order that have a row of bits.
CHECKPOINTS = 512
#: Tiles are kept for the next call if all of them together are no larger.
KEPT_BYTES = 1 << 28


class Axis(NamedTuple):
    """One column. A column that is ``exact`` admits no radius: near is what is equal."""

    values: NDArray[Any]
    exact: bool


class Tile:
    """The rows from ``start`` on, at most `TILE` of them, in the order of each axis."""

    def __init__(self, axes: list[Axis], start: int, stop: int) -> None:
        self.start = start
        self.rows = stop - start
        self.words = -(-self.rows // 64)
        self.step = max(1, -(-self.rows // CHECKPOINTS))
        self.tables = [self._table(axis.values[start:stop]) for axis in axes]
        everything = np.zeros(self.words * 64, dtype=np.uint8)
        everything[: self.rows] = 1
        self.everything = np.packbits(everything, bitorder="little").view("<u8")

    def _table(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        order = np.argsort(values, kind="stable")
        position = np.empty(self.rows, dtype=np.int64)
        position[order] = np.arange(self.rows)
        checkpoints = -(-self.rows // self.step) + 1
        row = np.arange(self.rows)
        # each bit is set once, so that adding is the same as setting
        cell = (position // self.step + 1) * (self.words * 8) + row // 8
        bits = np.bincount(cell, weights=1 << (row % 8), minlength=checkpoints * self.words * 8)
        packed = bits.astype(np.uint8).view("<u8").reshape(checkpoints, self.words)
        return values[order[:: self.step]], np.bitwise_or.accumulate(packed, axis=0)

    def near(
        self, axis: int, low: NDArray[Any], high: NDArray[Any], into: NDArray[Any]
    ) -> NDArray[Any]:
        """Bits of the rows between ``low`` and ``high``, for each pair of those, and some more."""
        checkpoints, before = self.tables[axis]
        first = np.maximum(np.searchsorted(checkpoints, low, "left") - 1, 0)
        last = np.searchsorted(checkpoints, high, "right")
        np.take(before, last, axis=0, out=into, mode="clip")
        into ^= before[first]
        return into


class Nearness:
    """Rows to compare. ``required`` axes must all be near, of the ``optional`` groups of axes all
    but at most one.
    """

    def __init__(self, rows: int, required: list[Axis], optional: list[list[Axis]]) -> None:
        self.rows = rows
        self.required = len(required)
        self.optional = [len(group) for group in optional]
        self.axes = required + [axis for group in optional for axis in group]
        self.kept: dict[int, Tile] = {}
        size = len(self.axes) * -(-rows // TILE) * CHECKPOINTS * min(rows, TILE) // 8
        self.keeps = size <= KEPT_BYTES

    def pairs(
        self, asked: NDArray[Any], radius: NDArray[Any]
    ) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        """Pairs of a position in ``asked`` and a row near that one, by that one's ``radius``."""
        bounds = []
        for axis in self.axes:
            middle = axis.values[asked]
            if axis.exact:
                bounds.append((middle, middle))
            else:  # a little wider, for the sums are rounded
                wide = radius * (1 + 1e-12) + np.abs(middle) * 1e-15
                bounds.append((middle - wide, middle + wide))
        for start in range(0, self.rows, TILE):
            tile = self._tile(start)
            at_once = max(64, BLOCK_BYTES // (8 * tile.words))
            for begin in range(0, len(asked), at_once):
                part = slice(begin, begin + at_once)
                found = self._found(tile, [(low[part], high[part]) for low, high in bounds],
                                    len(asked[part]))  # fmt: skip
                one, other = _set_bits(found)
                yield one + begin, other + start

    def _tile(self, start: int) -> Tile:
        if start in self.kept:
            return self.kept[start]
        tile = Tile(self.axes, start, min(start + TILE, self.rows))
        if self.keeps:
            self.kept[start] = tile
        return tile

    def _found(
        self, tile: Tile, bounds: list[tuple[NDArray[Any], NDArray[Any]]], many: int
    ) -> NDArray[Any]:
        all_near = np.repeat(tile.everything[None, :], many, axis=0)
        bits = np.empty_like(all_near)
        for axis in range(self.required):
            all_near &= tile.near(axis, *bounds[axis], bits)
        if not self.optional:
            return all_near
        one_far = all_near.copy()
        more = np.empty_like(all_near)
        axis = self.required
        for width in self.optional:
            if not width:
                continue
            tile.near(axis, *bounds[axis], bits)
            for number in range(axis + 1, axis + width):
                bits &= tile.near(number, *bounds[number], more)
            axis += width
            one_far &= bits
            one_far |= all_near
            all_near &= bits
        return one_far


def _set_bits(words: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Row and number of each bit that is set."""
    flat = words.ravel()
    filled = np.flatnonzero(flat != 0)
    bits = np.unpackbits(flat[filled].view(np.uint8), bitorder="little")
    places = np.flatnonzero(bits.view(bool))
    word = filled[places >> 6]
    return word // words.shape[1], (word % words.shape[1]) * 64 + (places & 63)
