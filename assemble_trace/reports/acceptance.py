"""The numbers of an acceptance, out of a log."""

from __future__ import annotations

from typing import Any

from .heard import StageLog
from .lines import number

#: Ballet's names → ours.
_NAMES = {
    "candidate_cmi": "candidate_cmi",
    "omitted_cmi": "omitted_cmi",
    "candidate_cols": "candidate_columns",
    "omitted_cols": "omitted_columns",
    "statistic": "statistic",
    "threshold": "threshold",
    "delta": "margin",
}
_ROUNDED = "The log rounds thresholds to five digits."
_NO_THRESHOLD = "On acceptance, the log does not say how much was needed."
_NONE = "This log gives no numbers of the acceptance."


def acceptance_numbers(
    log: StageLog, accepted: bool
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Return the numbers that a log gives, and what is missing of them.

    Conditional mutual information is H(x,z) + H(y,z) - H(x,y,z) - H(z), and 0 where that is
    negative: from the entropies, which are logged in full, it is exact.
    """
    said = log.said
    numbers: dict[str, Any] = {"accepter": said["judge"]} if "judge" in said else {}
    for name, unit in (
        ("information", "nats"), ("gain", "of the squared error that was left on held-out rows"),
    ):  # fmt: skip
        if name in said and f"{name}_threshold" in said:
            statistic, threshold = float(said[name]), float(said[f"{name}_threshold"])
            numbers |= {"statistic": statistic, "threshold": threshold, "unit": unit}
            return numbers | {"margin": statistic - threshold}, {}
    if "cmi" not in said:
        return numbers or None, {"numbers": _NONE}
    numbers |= {key: said[key] for key in ("lambda_1", "lambda_2") if key in said}
    iterations = [_iteration(one) for one in log.iterations]
    if accepted:
        iterations.append(_deciding(log, len(iterations)))
    _exact(iterations, log.entropies)
    whole = all("statistic" in one for one in iterations) and bool(iterations)
    if not whole:
        return numbers | {"unit": "nats"}, {"numbers": _NONE}
    deciding = len(iterations) - 1
    if not accepted:
        deciding = max(range(len(iterations)), key=lambda i: iterations[i].get("margin", -1e300))
    best = iterations[deciding]
    numbers |= {key: best[key] for key in ("statistic", "threshold", "margin") if key in best}
    why = _ROUNDED if "threshold" in best else _NO_THRESHOLD
    return numbers | {"unit": "nats", "iterations": iterations, "deciding": deciding}, {
        "threshold": why
    }


def _iteration(words: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, ours in _NAMES.items():
        value = number(words.get(name, ""))
        if value is not None:
            found[ours] = int(value) if ours.endswith("columns") else value
    omitted = words.get("omitted_feature", "None").strip()
    return {"omitted": None if omitted == "None" else omitted, **found}


def _deciding(log: StageLog, index: int) -> dict[str, Any]:
    """Return the iteration that accepted: the log has no line for it, only what it omitted."""
    omitted = str(log.said.get("omitted", "None"))
    found: dict[str, Any] = {"omitted": None if omitted == "None" else omitted}
    if index == 0:
        value = float(log.said["cmi"])
        return found | {"candidate_cmi": value, "omitted_cmi": 0.0, "statistic": value}
    return found


def _exact(iterations: list[dict[str, Any]], entropies: list[dict[str, float]]) -> None:
    """Put entropies to iterations where the log has all of them: one estimate, then two each."""
    if len(entropies) != max(0, 2 * len(iterations) - 1) or any(len(one) != 4 for one in entropies):
        return
    for index, iteration in enumerate(iterations):
        first = entropies[max(0, 2 * index - 1)]
        iteration |= first | {"candidate_cmi": _information(first)}
        if index:
            second = entropies[2 * index]
            iteration |= {f"omitted_{key}": value for key, value in second.items()}
            iteration["omitted_cmi"] = _information(second)
        iteration["statistic"] = iteration["candidate_cmi"] - iteration.get("omitted_cmi", 0.0)
        if "threshold" in iteration:
            iteration["margin"] = iteration["statistic"] - iteration["threshold"]


def _information(one: dict[str, float]) -> float:
    return max(0.0, one["h_xz"] + one["h_yz"] - one["h_xyz"] - one["h_z"])
