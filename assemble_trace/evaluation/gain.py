"""The held-out gain: how much less wrong a simple model is with the feature than without it.

Each row is predicted twice by models that have not seen it, without and with the feature beside
all accepted ones, and the two absolute errors are subtracted. The mean of the n differences is
what the feature saves. Its standard error is s / sqrt(n) * sqrt(1 + k / (k - 1)) for k folds: the
second factor, 1.5 for five, allows for the models of the folds having been fitted to mostly the
same rows (C. Nadeau, Y. Bengio, Inference for the generalization error, Machine Learning 52,
2003, whose n_test / n_train is 1 / (k - 1)). The interval is 1.96 standard errors to either side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .accepter import FOLDS
from .case import Case
from .target import Target
from .trial import trial
from .words import amount, percent

CONFIDENCE = 0.95
STANDARD_ERRORS = 1.96


def gain(case: Case) -> dict[str, Any]:
    """The gain as the report holds it. Raises `Unfit` where it cannot be measured."""
    case.values(case.candidate)  # if it fails, this says why
    target = Target(case)
    held = trial(case, [case.standing(), [case.candidate]], target.y)
    without, beside = target.errors(held.first[1:])
    saved, half = interval(without - beside)
    error = float(without.mean())
    if abs(saved) + half < 1e-9 * max(error, 1e-300):
        saved = half = 0.0  # rounding, as for a copy of an accepted feature
    low, high = saved - half, saved + half
    better = True if low > 0 else False if high < 0 else None
    found = {
        "metric": target.metric,
        "unit": target.unit,
        "error_without": error,
        "error_with": float(beside.mean()),
        "saved": saved,
        "low": low,
        "high": high,
        "confidence": CONFIDENCE,
        "folds": FOLDS,
        "share": saved / error if error > 0 else 0.0,
        "better": better,
    }
    found["sentence"] = _sentence(found, target.classes) + case.note()
    return found


def interval(saved: NDArray[Any]) -> tuple[float, float]:
    """The mean of what rows save, and how far the truth may be from it (95% confidence)."""
    error = saved.std(ddof=1) / np.sqrt(len(saved)) * np.sqrt(1 + FOLDS / (FOLDS - 1))
    return float(saved.mean()), float(STANDARD_ERRORS * error)


def _sentence(found: dict[str, Any], classes: bool) -> str:
    half = (found["high"] - found["low"]) / 2
    if classes:
        said = (
            "Without this feature a simple model gives a wrong answer for {} of the rows that it "
            "has not seen, with it for {}: "
        ).format(percent(found["error_without"]), percent(found["error_with"]))
        saved, spread = percent(abs(found["saved"])), percent(half)
    else:
        said = (
            "Without this feature a simple model is off by {} on average ({}, on rows that it has "
            "not seen), with it by {}: "
        ).format(amount(found["error_without"]), found["unit"], amount(found["error_with"]))
        saved, spread = amount(abs(found["saved"])), amount(half)
    if found["saved"] == 0 and half == 0:
        return said + "no difference."
    direction = "less" if found["saved"] >= 0 else "more"
    said += f"{saved} {direction}, give or take {spread}."
    if found["better"] is None:
        said += " That can be chance."
    return said
