"""Ballet's stock accepters that ask for no information, and the one that is made of several.

What they log, accept and reject stays the same; what they looked at is kept in a recording.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from ballet.util.log import logger

from .recording import Recording

#: What a part of a compound accepter says of itself; the rest may stand for the whole.
OF_A_PART = ("name", "accepted", "counted", "accepters", "agg", "sentence")


def full_name(accepter: Any) -> str:
    """The accepter's class, as ballet.yml names it."""
    return f"{type(accepter).__module__}.{type(accepter).__name__}"


def numbers_of(accepter: Any, recording: Recording, accepted: bool | None) -> dict[str, Any]:
    """What an accepter measured: what was recorded, and what it keeps in ``numbers`` itself.

    An accepter that asks for more than the stock accepter from which it was made may decide
    against what was recorded; then that is not what it decided by.
    """
    recorded, own = recording.summary(accepter), getattr(accepter, "numbers", None)
    margin = recorded.get("margin", 0.0)
    if accepted is not None and (margin < 0 if accepted else margin > 0):
        for key in ("statistic", "threshold", "margin"):
            del recorded[key]
    return {**recorded, **(own if isinstance(own, dict) else {})}


def random(judge: Callable[[Any], Any], accepter: Any, recording: Recording) -> Any:
    """`RandomAccepter.judge`, and the probability with which it accepts."""
    recording.forget()
    recording.simple = {"probability": accepter.p}
    return judge(accepter)


def variance(accepter: Any, recording: Recording) -> Any:
    """`VarianceThresholdAccepter.judge`, line for line, and the least variance of a column."""
    logger.info("Judging feature using %s", accepter)
    pipeline = accepter.candidate_feature.as_feature_engineering_pipeline()
    fitted = pipeline.fit(accepter.X_df, y=accepter.y_df)
    found = np.var(fitted.transform(accepter.X_df_val), axis=0)
    delta = found - accepter.threshold
    outcome = np.all(delta > 0)
    logger.info(
        "Feature variance is %s vs. threshold %s (%s above threshold)",
        found, accepter.threshold, delta,
    )  # fmt: skip
    columns = [float(one) for one in np.ravel(found)]
    recording.forget()
    if columns:
        least = float(np.min(columns))
        recording.simple = {
            "statistic": least,
            "threshold": accepter.threshold,
            "margin": least - accepter.threshold,
            "unit": "variance",
            "columns": len(columns),
            "variances": columns,
        }
    return outcome


def compound(judge: Callable[[Any], Any], accepter: Any, recording: Recording) -> Any:
    """`CompoundAccepter.judge`, and what each of its parts said."""
    parts: list[dict[str, Any]] = []

    def heard(part: Any, ask: Callable[[], Any]) -> Callable[[], Any]:
        def asked() -> Any:
            recording.forget()
            answer = ask()
            accepted = bool(answer)
            about = {"name": full_name(part), "accepted": accepted, "counted": True}
            parts.append({**about, **numbers_of(part, recording, accepted), **about})
            return answer

        return asked

    for part in accepter.accepters:
        part.judge = heard(part, part.judge)
    try:
        outcome = judge(accepter)
    finally:
        for part in accepter.accepters:
            del part.judge
        recording.forget()
    if bool(outcome) != accepter.agg(one["accepted"] for one in parts):
        # Ballet keeps the answers by class, so that of two parts of one class the last counts
        last = {one["name"].rpartition(".")[2]: place for place, one in enumerate(parts)}
        for place, one in enumerate(parts):
            one["counted"] = place in last.values()
    recording.simple = _whole(accepter.agg, parts, bool(outcome))
    return outcome


def _whole(agg: Any, parts: list[dict[str, Any]], accepted: bool) -> dict[str, Any]:
    """The numbers of a compound accepter: on top those of a part that decided as the whole did.

    Of several it is one that tells of the target, by which copies of the feature can be compared.
    """
    for one in parts:
        one.pop("accepter", None)
    whole: dict[str, Any] = {"agg": "any" if agg is any else "all"}
    alike = [one for one in parts if one["counted"] and one["accepted"] == accepted]
    if alike:
        first = max(
            alike, key=lambda one: (one.get("statistic") is not None, one.get("unit") != "variance")
        )
        whole["decided_by"] = first["name"]
        whole.update({key: value for key, value in first.items() if key not in OF_A_PART})
        for key in [key for key in whole if isinstance(whole[key], (list, dict))]:
            del first[key]  # what is long is there once
    return {**whole, "accepters": parts}
