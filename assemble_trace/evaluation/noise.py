"""The noise floor: what the accepter's own statistic is for copies that cannot tell anything.

A copy has the feature's own values, but in shuffled rows: same columns, same scale, and no tie to
the target. What copies score, a feature can score that tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .accepter import SEED
from .case import Case, Unfit
from .columns import Unusual
from .grounds import decider
from .information import conditional_information, mutual_information
from .words import amount, percent

#: So many of the copies' statistics go into the report.
VALUES_SHOWN = 200

#: For a stock accepter: with so many copies noise is above all of them once in forty times.
COPIES = 39

#: For a stock accepter: so many rows are looked at; the fewer where there are many columns.
ROWS, ROWS_OF_MANY_COLUMNS, MANY_COLUMNS = 1000, 500, 20


def noise(case: Case, numbers: dict[str, Any] | None) -> dict[str, Any]:
    """The noise floor as the report holds it. Raises `Unfit` where there is none."""
    if numbers is None:
        raise Unfit(_no_statistic(numbers))
    if isinstance(numbers.get("shuffled"), list):
        return _of_own(numbers)
    try:
        if numbers.get("iterations"):
            return _of_gfssf(case, numbers)
        if decider(numbers) == "MutualInformationAccepter":
            return _of_information(case)
    except Unusual as error:
        raise Unfit(f"The scores of shuffled copies cannot be had ({error}).") from None
    raise Unfit(_no_statistic(numbers))


def _of_own(numbers: dict[str, Any]) -> dict[str, Any]:
    """Of an accepter that compares with shuffled copies itself."""
    found = {
        "statistic": float(numbers["statistic"]),
        "copies": int(numbers["permutations"]),
        "values": [float(value) for value in numbers["shuffled"][:VALUES_SHOWN]],
        "mean": float(numbers["shuffled_mean"]),
        "highest": float(numbers["shuffled_highest"]),
        "quantile95": float(numbers["shuffled_quantile95"]),
        "p_value": float(numbers["p_value"]),
        "unit": str(numbers.get("unit", "")),
    }
    return _said(found, percent)


def _of_gfssf(case: Case, numbers: dict[str, Any]) -> dict[str, Any]:
    """Of Ballet's stock accepter, with what it omitted where it decided."""
    iterations = numbers["iterations"]
    deciding = numbers.get("deciding")
    if deciding is None:
        margins = [float(one["margin"]) for one in iterations]
        deciding = int(np.argmax(margins))
    omitted = iterations[deciding]["omitted"]
    candidate = case.full(case.candidate)
    others: list[NDArray[Any]] = []
    left_out: list[NDArray[Any]] = []
    for feature in case.features:
        kept = left_out if omitted is not None and feature.source == omitted else others
        kept.append(case.full(feature))
    columns = sum(values.shape[1] for values in others)
    rows = _rows(len(candidate), columns)
    y = case.target_in_full[rows]
    z = np.hstack([values[rows] for values in others] or [np.zeros((len(rows), 1))])
    tells = [conditional_information(values[rows], y, z) for values in left_out]
    return _compared(
        candidate[rows],
        lambda x: conditional_information(x, y, z) - sum(tells),
        len(candidate),
    )


def _of_information(case: Case) -> dict[str, Any]:
    """Of Ballet's accepter that asks for mutual information with the target alone."""
    candidate = case.full(case.candidate)
    rows = _rows(len(candidate), 0)
    y = case.target_in_full[rows]
    return _compared(candidate[rows], lambda x: mutual_information(x, y)[0], len(candidate))


def _rows(many: int, columns: int) -> NDArray[Any]:
    """The rows to look at, in their order."""
    wanted = ROWS if columns <= MANY_COLUMNS else ROWS_OF_MANY_COLUMNS
    drawn: NDArray[Any] = np.sort(np.random.RandomState(SEED + 3).permutation(many)[:wanted])
    return drawn


def _compared(
    candidate: NDArray[Any], measure: Callable[[NDArray[Any]], float], rows: int
) -> dict[str, Any]:
    """The statistic beside those of copies with shuffled rows."""
    random = np.random.RandomState(SEED + 4)
    statistic = float(measure(candidate))
    values = [float(measure(candidate[random.permutation(len(candidate))])) for _ in range(COPIES)]
    found = {
        "statistic": statistic,
        "copies": COPIES,
        "values": values,
        "mean": float(np.mean(values)),
        "highest": max(values),
        "quantile95": float(np.quantile(values, 0.95)),
        "p_value": (1 + int(np.sum(np.array(values) >= statistic))) / (1 + COPIES),
        "unit": "nats",
    }
    said = _said(found, lambda value: f"{amount(value)} nats")
    if len(candidate) < rows:
        said["sentence"] += f" (Measured on {len(candidate):,} of {rows:,} rows.)"
    return said


def _said(found: dict[str, Any], words: Callable[[float], str]) -> dict[str, Any]:
    """Complete what was measured with what follows from it."""
    statistic, highest, copies = found["statistic"], found["highest"], found["copies"]
    found["above"] = statistic > highest
    if found["above"]:
        found["sentence"] = (
            f"The feature scores {words(statistic)}; the best of {copies:,} shuffled copies of it "
            f"scores {words(highest)}."
        )
        return found
    as_high = round(found["p_value"] * (copies + 1)) - 1
    found["sentence"] = (
        f"The feature scores {words(statistic)}; {as_high:,} of {copies:,} shuffled copies of it "
        "score as high or higher."
    )
    return found


def _no_statistic(numbers: dict[str, Any] | None) -> str:
    """Why there is no noise floor."""
    if numbers is None:
        return "The acceptance was not reached, so there is no score."
    name = decider(numbers)
    if name in ("AlwaysAccepter", "NeverAccepter", "RandomAccepter"):
        return f"This project's accepter ({name}) does not look at the feature."
    if name == "VarianceThresholdAccepter":
        return (
            "This project's accepter (VarianceThresholdAccepter) asks how much a feature varies, "
            "and that is the same for shuffled copies of it."
        )
    if name == "HeldOutGainAccepter":
        return "The feature could not be computed on rows that it was not fitted to."
    return f"This project's accepter ({name}) gives no score that copies could be compared by."
