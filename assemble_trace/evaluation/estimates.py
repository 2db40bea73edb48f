"""The entropies that Ballet's accepter and pruner ask for, by our way or by Ballet's own."""

from __future__ import annotations

from typing import Any, Union

import numpy as np
from ballet.util import asarray2d
from ballet.validation.entropy import _compute_epsilon, _estimate_entropy
from numpy.typing import NDArray

from .columns import Unusual, columns, joined
from .information import FEWEST_ROWS, Entropies, entropies
from .neighbours import distances, needed
from .omissions import Omission, Omissions


def estimates(candidate: Any, target: Any, accepted: list[Any]) -> Estimates:
    """What answers for these values, each rows by columns."""
    try:
        return Fast(candidate, target, accepted)
    except Unusual:
        return Stock(candidate, target, accepted)


class Fast:
    """All omissions are computed together when the first of them is asked for."""

    def __init__(self, candidate: Any, target: Any, accepted: list[Any]) -> None:
        self.target = columns(target, 0)
        self.candidate = columns(candidate, 1)
        self.accepted = [columns(one, 2 + number) for number, one in enumerate(accepted)]
        if self.target.rows < FEWEST_ROWS:
            raise Unusual(f"{self.target.rows} rows")
        self._known: tuple[int, NDArray[Any]] | None = None
        self._omissions: dict[int, Omission] | None = None
        self._standing: tuple[list[int], dict[int, Entropies]] | None = None

    def of_candidate(self, omitted: int | None) -> Entropies:
        """For I(candidate; target | accepted ones but the omitted)."""
        if omitted is not None:
            found = self._omission(omitted).candidate
            assert found is not None
            return found
        given = joined(self.accepted, self.target.rows)
        whole = joined([self.candidate, self.target, given], self.target.rows)
        if whole.continuous:
            k = needed(whole.marks, whole.rows)
            self._known = k, distances(whole.continuous, k)
        return entropies(self.candidate, self.target, given, self._known)

    def of_omitted(self, omitted: int) -> Entropies:
        """For I(omitted; target | the other accepted ones)."""
        return self._omission(omitted).omitted

    def of_standing(self, feature: int, standing: list[int]) -> Entropies:
        """For I(feature; target | the candidate and the other accepted ones that still stand)."""
        if self._standing is None or self._standing[0] != standing:
            others = [self.accepted[one] for one in standing] + [self.candidate]
            places = [place for place, one in enumerate(standing) if one >= feature]
            found = Omissions(None, self.target, others).all(places)
            of_each = {standing[place]: one.omitted for place, one in found.items()}
            self._standing = list(standing), of_each
        return self._standing[1][feature]

    def _omission(self, omitted: int) -> Omission:
        if self._omissions is None:
            asked = Omissions(self.candidate, self.target, self.accepted, self._known)
            self._omissions = asked.all(list(range(len(self.accepted))))
        return self._omissions[omitted]


class Stock:
    """Ballet's own functions, for values of which only they say what becomes of them."""

    def __init__(self, candidate: Any, target: Any, accepted: list[Any]) -> None:
        self.candidate = np.array(candidate)
        self.target = target
        self.accepted = [np.array(one) for one in accepted]

    def of_candidate(self, omitted: int | None) -> Entropies:
        """For I(candidate; target | accepted ones but the omitted)."""
        return self._entropies(self.candidate, self._but(omitted))

    def of_omitted(self, omitted: int) -> Entropies:
        """For I(omitted; target | the other accepted ones)."""
        return self._entropies(self.accepted[omitted], self._but(omitted))

    def of_standing(self, feature: int, standing: list[int]) -> Entropies:
        """For I(feature; target | the candidate and the other accepted ones that still stand)."""
        others = [self.accepted[one] for one in standing if one != feature]
        return self._entropies(self.accepted[feature], [*others, self.candidate])

    def _but(self, omitted: int | None) -> list[Any]:
        return [one for number, one in enumerate(self.accepted) if number != omitted]

    def _entropies(self, x: Any, given: list[Any]) -> Entropies:
        z = asarray2d(np.concatenate(given, axis=1)) if given else np.zeros((len(x), 1))
        y = self.target
        xyz = np.concatenate((x, y, z), axis=1)
        epsilon = _compute_epsilon(xyz)
        sets = (np.concatenate((x, z), axis=1), np.concatenate((y, z), axis=1), xyz, z)
        return Entropies(*(_estimate_entropy(one, epsilon) for one in sets))


Estimates = Union[Fast, Stock]
