"""The project's score with and without the features that a merge brought in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .accepter import FOLDS
from .case import Case, Unfit
from .target import Target, encoded_name
from .trial import trial


def project_score(case: Case, new: list[str]) -> dict[str, Any]:
    """Held-out error before and after, and the features that now stand.

    A ridge regression on the standardised features predicts the encoded target, with features
    and model fitted anew in each fold. ``case`` has no candidate; ``new`` are the paths of the
    files that were merged in.
    """
    described = [case.described(feature) for feature in case.features]
    result: dict[str, Any] = {
        "metric": None,
        "score_before": None,
        "score_after": None,
        "higher_is_better": False,
        "features": described,
    }
    try:
        target = Target(case)
        standing = case.standing()
        added = [one for one in standing if case.described(one)["path"] in new]
        others = [one for one in standing if not any(one is other for other in added)]
        before, after = trial(case, [others, added], target.y).first[1:]
    except Unfit:
        return result
    if target.classes:
        result["metric"] = f"{target.metric}, {FOLDS}-fold cross-validation"
        result["score_before"] = float(target.errors(before).mean())
        result["score_after"] = float(target.errors(after).mean())
        return result
    name = encoded_name(case.encoder, case.data[1])
    result["metric"] = f"RMSE of {name}, {FOLDS}-fold cross-validation"
    result["score_before"] = _rmse(target.y, before)
    result["score_after"] = _rmse(target.y, after)
    if target.decoded:
        typical = [float(np.median(target.errors(one))) for one in (before, after)]
        result["typical_error"] = {"before": typical[0], "after": typical[1], "unit": target.unit}
    return result


def _rmse(y: NDArray[Any], predicted: NDArray[Any]) -> float:
    return float(np.sqrt(((y - predicted) ** 2).mean()))
