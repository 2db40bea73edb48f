"""Keeps the numbers by which Ballet's stock accepter decides, on accept as well as on reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ballet.validation.feature_acceptance.validator as validator


@contextmanager
def listening() -> Iterator[list[dict[str, Any]]]:
    """Collect the iterations of `GFSSFAccepter.judge` for the length of the block.

    One iteration asks for the candidate's conditional mutual information, then, unless
    nothing is omitted, for the omitted feature's, and last for the threshold.
    """
    iterations: list[dict[str, Any]] = []
    information: list[float] = []
    estimate = validator.estimate_conditional_information
    threshold = validator._compute_threshold

    def estimated(*args: Any) -> Any:
        value = estimate(*args)
        information.append(float(value))
        return value

    def thresholded(lmbda_1: float, lmbda_2: float, columns: int, omitted: int) -> Any:
        value = threshold(lmbda_1, lmbda_2, columns, omitted)
        candidate_cmi = information[0]
        omitted_cmi = information[1] if len(information) > 1 else 0.0
        information.clear()
        statistic = candidate_cmi - omitted_cmi
        iterations.append(
            {
                "candidate_cmi": candidate_cmi,
                "omitted_cmi": omitted_cmi,
                "candidate_columns": columns,
                "omitted_columns": omitted,
                "lambda_1": float(lmbda_1),
                "lambda_2": float(lmbda_2),
                "statistic": statistic,
                "threshold": float(value),
                "margin": statistic - float(value),
            }
        )
        return value

    estimating = _replaced("estimate_conditional_information", estimated)
    with estimating, _replaced("_compute_threshold", thresholded):
        yield iterations


@contextmanager
def _replaced(name: str, function: Callable[..., Any]) -> Iterator[None]:
    original = getattr(validator, name)
    setattr(validator, name, function)
    try:
        yield
    finally:
        setattr(validator, name, original)


def summary(accepter: Any, iterations: list[dict[str, Any]]) -> dict[str, Any]:
    """The iteration that came closest to acceptance, and all of them, naming who was omitted."""
    omitted = [None] + [feature.source for feature in getattr(accepter, "features", [])]
    for number, iteration in enumerate(iterations):
        iteration["omitted"] = omitted[number] if number < len(omitted) else None
    best = max(iterations, key=lambda iteration: float(iteration["margin"]))
    return {
        "statistic": best["statistic"],
        "threshold": best["threshold"],
        "margin": best["margin"],
        "unit": "nats",
        "iterations": iterations,
    }
