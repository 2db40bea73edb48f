"""The pairs of rows that matter when any one feature is omitted, found once for all of them.

When a feature is omitted, no row's k-th neighbour is farther than before. So a pair matters to
some omission only if it lies within that bound in all accepted features but at most one. Where a
single feature holds most rows apart there are too many such pairs: it is called crowded, and its
omission is left to be computed by itself.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

from .columns import Columns
from .information import axes, inner
from .nearness import Axis, Nearness
from .neighbours import apart, largest, listed, nth, parts, some

#: Pairs a row, as a share of all rows, above which a feature is crowded.
CROWDED, CROWDED_AT_LEAST = 0.125, 256


class Question(NamedTuple):
    """What is asked. ``needed`` are the neighbours k for each omission; None: no distances at all.

    ``bound`` is a radius for each row that no k-th neighbour is beyond, ``near`` the distances
    of the omitted features' own epsilon (None: all their columns are discrete).
    """

    candidate: Columns | None
    target: Columns
    accepted: list[Columns]
    needed: dict[int, int | None]
    bound: NDArray[Any]
    near: NDArray[Any] | None


class Pairs(NamedTuple):
    """Pairs of a position in a part of the rows, and a row.

    ``farthest`` is the accepted feature in which they are farthest apart, ``first`` how far,
    ``second`` how far they are in all the others.
    """

    one: NDArray[Any]
    other: NDArray[Any]
    first: NDArray[Any]
    second: NDArray[Any]
    farthest: NDArray[Any]

    def take(self, chosen: Any) -> Pairs:
        """Some of the pairs."""
        return Pairs(*(values[chosen] for values in self))


class Tally:
    """Sums over all rows: of digamma(count + 1) in (x, z), (y, z), (x, y, z), z; of log epsilon."""

    def __init__(self) -> None:
        self.digammas = [0.0] * 4
        self.logs = 0.0

    def add(self, which: int, count: NDArray[Any]) -> None:
        """Add some rows' counts."""
        self.digammas[which] += float(digamma(count + 1).sum())


class Together:
    """Answers for all features that are not crowded, in `candidates` and `omitted`."""

    def __init__(self, question: Question) -> None:
        self.asked = question
        self.rows = question.target.rows
        features = list(question.needed)
        # neighbours are looked for in the continuous columns alone, and counted among equals
        self.apart = question.candidate is not None and any(
            one.labels is not None
            for one in [question.target, question.candidate, *question.accepted]
        )
        self.crowded = self._crowded(features, discrete=True)
        if self.apart:
            self.crowded |= self._crowded(features, discrete=False)
        self.features = [one for one in features if one not in self.crowded]
        self.candidates = {one: Tally() for one in self.features}
        self.omitted = {one: Tally() for one in self.features}
        if self.features:
            self._count()

    def _count(self) -> None:
        nearness = [self._nearness(self.features, discrete=True)]
        if self.apart:
            nearness.append(self._nearness(self.features, discrete=False))
        for part in parts(self.asked.bound, *nearness):
            found = [
                self._pairs(near, part, discrete) for near, discrete in zip(nearness, (True, False))
            ]
            _Part(self, part, found[0], found[-1]).count()

    def _crowded(self, features: list[int], discrete: bool) -> set[int]:
        """The features without which a row has too many pairs, as far as some rows tell."""
        part = some(self.rows)
        pairs = self._pairs(self._nearness(features, discrete), part, discrete)
        far = pairs.first > self.asked.bound[part][pairs.one]
        limit = len(part) * max(CROWDED_AT_LEAST, CROWDED * self.rows)
        core = int((~far).sum())
        load = np.bincount(pairs.farthest[far], minlength=len(self.asked.accepted))
        return {one for one in features if core + int(load[one]) > limit}

    def _nearness(self, free: list[int], discrete: bool) -> Nearness:
        required: list[Axis] = []
        optional = []
        for number, feature in enumerate(self.asked.accepted):
            found = axes(feature if discrete else feature._replace(labels=None))
            if number in free:
                optional.append(found)
            else:
                required += found
        if not discrete and self.asked.candidate is not None:
            for one in (self.asked.candidate, self.asked.target):
                required += axes(one._replace(labels=None))
        return Nearness(self.rows, required, optional)

    def _pairs(self, near: Nearness, part: NDArray[Any], discrete: bool) -> Pairs:
        reach = self.asked.bound[part]
        one, other = listed(near, part, reach)
        rows = part[one]
        first = np.zeros(len(one))
        second = np.zeros(len(one))
        farthest = np.full(len(one), -1, dtype=np.int32)
        for number, feature in enumerate(self.asked.accepted):
            far = (apart(feature, rows, other) if discrete
                   else largest(feature.continuous, rows, other))  # fmt: skip
            np.maximum(second, np.minimum(first, far), out=second)
            farthest[far > first] = number
            np.maximum(first, far, out=first)
        return Pairs(one, other, first, second, farthest).take(second <= reach[one])


class _Part:
    """Some of the rows: their pairs to count, and their pairs to find neighbours in."""

    def __init__(self, of: Together, part: NDArray[Any], pairs: Pairs, found: Pairs) -> None:
        self.of = of
        self.part = part
        self.bound = of.asked.bound[part]
        self.counting = _Sorted(pairs, self.bound)
        pairs = self.counting.pairs
        rows = part[pairs.one]
        self.far_y = apart(of.asked.target, rows, pairs.other)
        candidate = of.asked.candidate
        if candidate is not None:
            self.far_x = apart(candidate, rows, pairs.other)
            finding = _Sorted(found, self.bound)
            rows = part[finding.pairs.one]
            far = largest(
                candidate.continuous + of.asked.target.continuous, rows, finding.pairs.other
            )
            near = np.flatnonzero(far <= self.bound[finding.pairs.one])
            self.far = far[near]
            self.finding = _Sorted(finding.pairs.take(near), self.bound)

    def count(self) -> None:
        """Add what these rows count to the tallies."""
        asked = self.of.asked
        near = None if asked.near is None else inner(asked.near[self.part])
        if near is not None:
            self._count_shared(near)
        for feature in self.of.features:
            chosen, far = self.counting.without(feature)
            if near is not None:
                tally = self.of.omitted[feature]
                one, y = self._within(chosen, far, near, [self.far_y])
                tally.add(3, self._many(one))
                tally.add(1, self._many(one[y]))
            k = asked.needed[feature]
            if asked.candidate is not None and k is not None:
                self._count_candidate(feature, k, chosen, far)

    def _count_shared(self, near: NDArray[Any]) -> None:
        """Nothing is omitted in (f, z) and (f, y, z), which are the same for every f."""
        chosen = np.arange(self.counting.core)
        one, y = self._within(chosen, self.counting.pairs.first[chosen], near, [self.far_y])
        all_, with_target = self._many(one), self._many(one[y])
        for tally in self.of.omitted.values():
            tally.add(0, all_)
            tally.add(2, with_target)

    def _count_candidate(
        self, feature: int, k: int, chosen: NDArray[Any], far: NDArray[Any]
    ) -> None:
        pairs, others = self.finding.without(feature)
        found = np.maximum(others, self.far[pairs])
        one = self.finding.pairs.one[pairs]
        kept = found <= self.bound[one]
        near = nth(one[kept], found[kept], k, len(self.part))
        tally = self.of.candidates[feature]
        with np.errstate(divide="ignore"):
            tally.logs += float(np.log(2.0 * near).sum())
        one, x, y = self._within(chosen, far, inner(near), [self.far_x, self.far_y])
        for which, inside in enumerate((x, y, x & y, slice(None))):
            tally.add(which, self._many(one[inside]))

    def _within(
        self, chosen: NDArray[Any], far: NDArray[Any], near: NDArray[Any],
        further: list[NDArray[Any]],
    ) -> list[NDArray[Any]]:  # fmt: skip
        """Positions of the chosen pairs that are within, and which are so in further distances."""
        one = self.counting.pairs.one[chosen]
        kept = far <= near[one]
        one, chosen = one[kept], chosen[kept]
        return [one, *(distance[chosen] <= near[one] for distance in further)]

    def _many(self, one: NDArray[Any]) -> NDArray[Any]:
        return np.bincount(one, minlength=len(self.part))


class _Sorted:
    """Pairs, first the ``core`` ones that are near in all features, then by the farthest one."""

    def __init__(self, pairs: Pairs, bound: NDArray[Any]) -> None:
        key = np.where(pairs.first <= bound[pairs.one], -1, pairs.farthest)
        order = np.argsort(key, kind="stable")
        self.pairs = pairs.take(order)
        self.key = key[order]
        self.core = int(np.searchsorted(self.key, 0))

    def without(self, feature: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """The pairs that can be near when the feature is omitted, and how far they are then."""
        own = np.searchsorted(self.key, [feature, feature + 1])
        chosen = np.concatenate([np.arange(self.core), np.arange(own[0], own[1])])
        same = self.pairs.farthest[chosen] == feature
        return chosen, np.where(same, self.pairs.second[chosen], self.pairs.first[chosen])
