"""Which rows Ballet's accepter is asked about: all, unless that takes longer than minutes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .estimates import Estimates, Stock, estimates
from .information import clamped

#: Pairs of rows times columns (and what is done for each pair anyway) that minutes allow for:
#: 100,000 rows by 50 columns, or 50,000 rows by 200 columns.
BUDGET = 6e11
ALWAYS = 8
SEED = 20110902
#: A sample is judged once more in so many parts, to see how much the statistic depends on rows.
PARTS = 4


class Sample:
    """The values to judge by: of the candidate, the target and the accepted features."""

    def __init__(self, candidate: Any, target: Any, accepted: list[Any]) -> None:
        self.given = [np.array(one) for one in (candidate, target, *accepted)]
        self.of_rows = len(self.given[1])
        columns = sum(one.shape[1] for one in self.given if one.ndim == 2)
        self.rows = min(self.of_rows, int(math.sqrt(BUDGET / (columns + ALWAYS))))
        self.drawn = np.arange(self.of_rows)
        if self.rows < self.of_rows:
            self.drawn = np.random.RandomState(SEED).permutation(self.of_rows)[: self.rows]

    def estimates(self) -> Estimates:
        """What answers for the rows that were drawn."""
        return estimates(*self._rows(self.drawn))

    def stock(self) -> Stock:
        """Ballet's own functions for the same rows."""
        return Stock(*self._rows(self.drawn))

    def said(self) -> dict[str, Any]:
        """How many rows were drawn of how many; nothing if all were."""
        if self.rows == self.of_rows:
            return {}
        return {"sampled_rows": self.rows, "of_rows": self.of_rows}

    def certainty(self, omitted: int | None) -> dict[str, Any]:
        """What the sample costs in certainty, measured; nothing without one.

        ``omitted`` is the accepted feature (by position) without which the case was decided.
        """
        if self.rows == self.of_rows:
            return {}
        found = [self._statistic(self.drawn[part::PARTS], omitted) for part in range(PARTS)]
        return {
            **self.said(),
            "sampled_statistics": found,
            "sampled_sentence": (
                f"Judged by {self.rows:,} of {self.of_rows:,} rows, drawn by a fixed seed, for all "
                f"rows would take too long. In {PARTS} parts of these rows the statistic lay "
                f"between {min(found):.4f} and {max(found):.4f} nats: a margin much smaller than "
                "that range could have come out otherwise with other rows."
            ),
        }

    def _rows(self, rows: Any) -> tuple[Any, Any, list[Any]]:
        candidate, target, *accepted = (one[np.sort(rows)] for one in self.given)
        return candidate, target, accepted

    def _statistic(self, rows: Any, omitted: int | None) -> float:
        candidate, target, accepted = self._rows(rows)
        kept = [one for number, one in enumerate(accepted) if number != omitted]
        statistic = clamped(estimates(candidate, target, kept).of_candidate(None).information)
        if omitted is not None:
            of_omitted = estimates(accepted[omitted], target, kept).of_candidate(None)
            statistic -= clamped(of_omitted.information)
        return statistic
