"""The feature among the accepted ones: what each is worth, whose it is, and how it came to this."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .case import MOST_COLUMNS, Case, Unfit
from .history import came_in
from .redundancy import shared
from .target import Target
from .trial import trial, trial_of_scores
from .words import amount, percent

#: A share below this is that of noise.
NOTHING = 0.01


def comparison(case: Case, checkout: Path, revision: str) -> dict[str, Any]:
    """The comparison as the report holds it. Raises `Unfit` where there can be none.

    ``revision`` is the commit whose main line tells in what order the accepted features came in.
    """
    candidate = case.candidate
    case.values(candidate)
    standing = case.standing()
    paths = [str(case.described(feature)["path"]) for feature in standing]
    times = came_in(checkout, revision, [path for path in paths if path])
    newness = {path: place for place, path in enumerate(times)}  # the newest comes first
    order = sorted(
        range(len(standing)), key=lambda place: newness.get(paths[place], len(paths)), reverse=True
    )
    features = [*(standing[place] for place in order), candidate]
    at = [*(times.get(paths[place]) for place in order), None]
    target = Target(case)
    groups = [[feature] for feature in features]
    held = trial(case, groups, target.y)
    errors = target.errors(held.first).mean(axis=1)
    gains = target.errors(held.without).mean(axis=1) - errors[-1]
    information = _information(case, groups)
    entries = []
    for place, feature in enumerate(features):
        entry = case.described(feature)
        entry["gain"] = float(gains[place])
        entry["information"] = None if information is None else float(information[place])
        entry["columns"] = case.width(feature)
        entry["this"] = feature is candidate
        entries.append(entry)
    start = {"name": "", "author": None, "at": None, "error": float(errors[0])}
    history: list[dict[str, Any]] = [start]
    history += [
        {"name": one["name"], "author": one["author"], "at": when, "error": float(error)}
        for one, when, error in zip(entries, at, errors[1:])
    ]
    found: dict[str, Any] = {
        "features": sorted(entries, key=lambda one: -one["gain"]),
        "rank_by_gain": _rank(gains),
        "rank_by_information": None if information is None else _rank(information),
        "of": len(features),
        "unit": target.unit,
        "redundant_with": _redundant(case, features[:-1]),
        "history": history,
    }
    found["sentence"] = _sentence(found, target, len(case.features) - len(standing)) + case.note()
    if standing and not times:
        found["sentence"] += " In what order the features came in is not known here."
    return found


def _information(case: Case, groups: list[list[Any]]) -> NDArray[Any] | None:
    """The share of the squared error left by the others that each feature removes."""
    y = case.evidence.y
    try:
        held = trial_of_scores(case, groups, y)
    except Unfit:
        return None
    left = ((y - held.first[-1]) ** 2).sum()
    before = ((y - held.without) ** 2).sum(axis=(1, 2))
    share: NDArray[Any] = 1 - left / np.maximum(before, np.finfo(float).tiny)
    return share


def _rank(values: NDArray[Any]) -> int:
    """The rank of the last one, from 1; equal ones share the better rank."""
    return 1 + int((values[:-1] > values[-1] + 1e-9 * np.abs(values).max()).sum())


def _redundant(case: Case, others: list[Any]) -> dict[str, Any] | None:
    narrow = [one for one in others if case.width(one) <= MOST_COLUMNS]
    if not narrow or case.width(case.candidate) > MOST_COLUMNS:
        return None
    shares = [shared(case, case.candidate, one) for one in narrow]
    most = int(np.argmax(shares))
    if shares[most] < NOTHING:
        return None
    entry = case.described(narrow[most])
    del entry["description"]
    share = shares[most]
    whose = f"“{entry['name']}”" + (f" by {entry['author']}" if entry["author"] else "")
    if share < 0.1:
        said = (
            "No accepted feature tells much of what this one tells; "
            f"{whose} comes nearest, with {percent(share)}."
        )
    elif share < 0.9:
        said = f"{whose} tells {percent(share)} of what this feature tells."
    else:
        said = f"{whose} tells {percent(share)} of what this feature tells: they are nearly one."
    return {**entry, "share": share, "sentence": said}


def _sentence(found: dict[str, Any], target: Target, left_out: int) -> str:
    many, rank = found["of"], found["rank_by_gain"]
    if many == 1:
        said = "It is the first feature of this project, so there is none to compare it with."
    else:
        this = next(one for one in found["features"] if one["this"])
        size = percent(abs(this["gain"])) if target.classes else amount(abs(this["gain"]))
        what = "of the answers" if target.classes else found["unit"]
        does = "saves" if this["gain"] >= 0 else "costs"
        said = (
            f"Given all the others, this feature {does} a simple model {size} ({what}) of its "
            f"error; that is rank {rank} of {many}."
        )
        if found["rank_by_information"] is not None:
            said += f" By information it is rank {found['rank_by_information']}."
        if found["redundant_with"] is None:
            said += " No accepted feature tells even a hundredth of what it tells."
    if left_out:
        one = "feature that fails on new rows is" if left_out == 1 else "features that fail are"
        said += f" {left_out} accepted {one} left out."
    return said
