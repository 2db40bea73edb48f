"""The numbers by which Ballet's stock accepters decided, as the report holds them."""

from __future__ import annotations

from typing import Any, Dict, List

from .information import Entropies, clamped


class Recording(List[Dict[str, Any]]):
    """The iterations of one judgement, in order, and what they have in common."""

    def __init__(self) -> None:
        super().__init__()
        self.forget()

    def forget(self) -> None:
        """Begin anew, for another accepter."""
        self.clear()
        self.common: dict[str, Any] = {}
        #: The numbers of an accepter that asks for mutual information with the target alone.
        self.mutual: dict[str, float] | None = None
        #: The numbers of an accepter that has no iterations.
        self.simple: dict[str, Any] = {}

    def begin(self, lambdas: tuple[float, float], entropy_y: float) -> None:
        """A judgement begins, with the target's entropy in nats."""
        self.forget()
        self.common = {
            "entropy_y": entropy_y,
            "lambda_1": float(lambdas[0]),
            "lambda_2": float(lambdas[1]),
        }

    def best(self) -> int:
        """The iteration that came closest to acceptance; the first of equals, as with Ballet."""
        return max(range(len(self)), key=lambda number: float(self[number]["margin"]))

    def summary(self, accepter: Any) -> dict[str, Any]:
        """The deciding iteration's numbers, all iterations, and what they have in common."""
        if self.simple:
            return dict(self.simple)
        if self.mutual is not None and not self:
            threshold = getattr(accepter, "threshold", None)
            if threshold is None:
                return {}
            margin = self.mutual["statistic"] - threshold
            return {**self.mutual, "threshold": threshold, "margin": margin, "unit": "nats"}
        if not self:
            return {}
        best = self.best()
        return {
            **{key: self[best][key] for key in ("statistic", "threshold", "margin")},
            "unit": "nats",
            **self.common,
            "deciding": best,
            "iterations": list(self),
        }


def iteration(
    omitted: Any,
    columns: tuple[int, int],
    lambdas: tuple[float, float],
    threshold: float,
    of_candidate: Entropies,
    of_omitted: Entropies | None,
) -> dict[str, Any]:
    """One iteration; ``columns`` are those of the candidate and of the omitted feature."""
    candidate_cmi = clamped(of_candidate.information)
    omitted_cmi = 0.0 if of_omitted is None else clamped(of_omitted.information)
    statistic = candidate_cmi - omitted_cmi
    found: dict[str, Any] = {
        "omitted": None if omitted is None else omitted.source,
        "candidate_cmi": candidate_cmi,
        "omitted_cmi": omitted_cmi,
        "candidate_columns": columns[0],
        "omitted_columns": columns[1],
        "lambda_1": float(lambdas[0]),
        "lambda_2": float(lambdas[1]),
        **of_candidate._asdict(),
    }
    if of_omitted is not None:
        found.update({f"omitted_{key}": value for key, value in of_omitted._asdict().items()})
    margin = statistic - float(threshold)
    return {**found, "statistic": statistic, "threshold": float(threshold), "margin": margin}
