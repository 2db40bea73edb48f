"""What Ballet's accepter and pruner ask one after another, for all omitted features at once.

For each omitted feature f of the accepted ones A, Ballet asks for I(candidate; y | A without f)
and for I(f; y | A without f). The second has the same epsilon for every f, that of (y, A), and
two of its four entropies are the same; the first shares its pairs of near rows (`together`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import Columns, joined
from .information import Entropies, Sums, counted, entropies, entropy_of, inner
from .neighbours import NEIGHBOURS, distances, needed
from .together import Question, Tally, Together


class Omission(NamedTuple):
    """The entropies for the candidate and for the omitted feature, given all the others."""

    candidate: Entropies | None
    omitted: Entropies


class Omissions:
    """Accepted features to be omitted one by one, beside the target and perhaps a candidate.

    ``known`` are, if they are, k and the distances to the k-th neighbours with nothing omitted.
    """

    def __init__(
        self,
        candidate: Columns | None,
        target: Columns,
        accepted: list[Columns],
        known: tuple[int, NDArray[Any]] | None = None,
    ) -> None:
        self.known = known
        self.rows = target.rows
        self.candidate = candidate
        self.target = target
        self.accepted = accepted
        self.everything = self._joined(*accepted)
        self.with_target = self._joined(target, *accepted)
        self.near: NDArray[Any] | None = None

    def all(self, features: list[int]) -> dict[int, Omission]:
        """What Ballet finds when it omits each of these features, given by position."""
        target, candidate = self.with_target, self.candidate
        k = needed(target.marks, self.rows)
        bound = None
        if candidate is None:
            if target.continuous:
                self.near = bound = distances(target.continuous, k)
            wanted: dict[int, int | None] = dict.fromkeys(features)
        else:
            wanted = {feature: self._needed(candidate, feature) for feature in features}
            whole = self._joined(candidate, target)
            if whole.continuous:
                most = max([NEIGHBOURS, k, *(one for one in wanted.values() if one)])
                if self.known is not None and self.known[0] == most:
                    bound = self.known[1]
                else:
                    bound = distances(whole.continuous, most)
            if target.continuous:
                self.near = distances(target.continuous, k, bound=bound)
        if bound is None:
            return {feature: self._alone(feature) for feature in features}
        asked = Question(candidate, self.target, self.accepted, wanted, bound, self.near)
        together = Together(asked)
        found = {feature: self._alone(feature) for feature in together.crowded}
        for feature in together.features:
            found[feature] = self._made(
                feature, together.candidates[feature], together.omitted[feature]
            )
        return found

    def _needed(self, candidate: Columns, feature: int) -> int | None:
        whole = self._joined(candidate, self.target, self._others(feature))
        return needed(whole.marks, self.rows) if whole.continuous else None

    def _others(self, feature: int) -> Columns:
        return self._joined(*self.accepted[:feature], *self.accepted[feature + 1 :])

    def _joined(self, *parts: Columns) -> Columns:
        return joined(parts, self.rows)

    def _alone(self, feature: int) -> Omission:
        others = self._others(feature)
        candidate = None
        if self.candidate is not None:
            candidate = entropies(self.candidate, self.target, others)
        tally = Tally()
        if self.near is not None:
            counts = counted(self.accepted[feature], self.target, others, inner(self.near))
            for which, count in enumerate(counts):
                tally.add(which, count)
        return Omission(candidate, self._of_omitted(others, tally))

    def _made(self, feature: int, candidate: Tally, omitted: Tally) -> Omission:
        others = self._others(feature)
        found = None
        if self.candidate is not None:
            x, y = self.candidate, self.target
            sets = [[x, others], [y, others], [x, y, others], [others]]
            found = self._entropies([self._joined(*one) for one in sets], candidate, candidate.logs)
        return Omission(found, self._of_omitted(others, omitted))

    def _of_omitted(self, others: Columns, tally: Tally) -> Entropies:
        logs = 0.0
        if self.near is not None:
            with np.errstate(divide="ignore"):
                logs = float(np.log(2.0 * self.near).sum())
        sets = [self.everything, self._joined(self.target, others), self.with_target, others]
        return self._entropies(sets, tally, logs)

    def _entropies(self, sets: list[Columns], tally: Tally, logs: float) -> Entropies:
        mean = logs / self.rows
        return Entropies(
            *(
                entropy_of(one, Sums(total / self.rows, mean))
                for one, total in zip(sets, tally.digammas)
            )
        )
