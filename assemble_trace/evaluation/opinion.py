"""The second opinion: how far to trust the verdict, said beside it and never part of it.

The verdict is the accepter's and stays as it is. Beside it stand two looks that do not depend on
each other: the noise floor (`noise`), what the accepter's own number is for copies of the feature
that cannot tell anything, and the held-out gain (`gain`), what the feature is worth to a model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .case import Case, Unfit
from .gain import gain
from .noise import noise

#: A gain below this share of the error is called tiny, however certain it is.
TINY = 0.001


def second_opinion(
    case: Case, numbers: dict[str, Any] | None, accepted: bool | None
) -> dict[str, Any]:
    """The opinion as the report holds it. ``numbers`` are the acceptance's, ``accepted`` is its
    verdict, None if there was none.
    """
    why: dict[str, str] = {}
    found: dict[str, Any] = {
        "noise": _tried(lambda: noise(case, numbers), "noise", why),
        "gain": _tried(lambda: gain(case), "gain", why),
    }
    found["agrees"], found["sentence"] = judged(accepted, found["noise"], found["gain"])
    found["why"] = why
    return found


def _tried(
    measure: Callable[[], dict[str, Any]], part: str, why: dict[str, str]
) -> dict[str, Any] | None:
    try:
        return measure()
    except Unfit as error:
        why[part] = str(error)
        return None


def judged(
    accepted: bool | None, noise: dict[str, Any] | None, gain: dict[str, Any] | None
) -> tuple[bool | None, str]:
    """Whether the two looks agree with the verdict, and what to make of the three together.

    The first is None if they leave it open.
    """
    if noise is None and gain is None:
        return None, "There is no second opinion: neither of its two parts could be measured."
    if accepted is None:
        return None, "Ballet gave no verdict that a second opinion could stand beside."
    above = None if noise is None else bool(noise["above"])
    better = None if gain is None else gain["better"]
    unknown = gain is None
    if accepted:
        return _accepted(above, better, unknown, gain)
    return _rejected(above, better, unknown, gain)


def _accepted(
    above: bool | None, better: bool | None, unknown: bool, gain: dict[str, Any] | None
) -> tuple[bool | None, str]:
    doubt = (
        "Ballet accepted it, but shuffled copies of it score as high: do not trust this acceptance."
    )
    if above is False:
        if unknown:
            return False, doubt
        if better:
            return False, (
                doubt + " The feature may be good all the same: a simple model predicts new rows "
                "better with it than without it."
            )
        if better is None:
            return False, doubt + " Nor could it be shown that it helps to predict new rows."
        return False, doubt + " A simple model even predicts new rows worse with it."
    if better is False:
        return False, (
            "Ballet accepted it, but a simple model predicts new rows worse with it than without "
            "it: look at the feature again before you rely on it."
        )
    trusted = "its score is above that of every shuffled copy" if above else ""
    if better:
        size = " (though by very little)" if gain is not None and gain["share"] < TINY else ""
        helps = f"a simple model predicts new rows better with it{size}"
        both = f"{trusted}, and {helps}" if trusted else helps
        return True, f"Ballet accepted it, and rightly as far as can be seen: {both}."
    if unknown:
        return True, f"Ballet accepted it, and {trusted}. What it is worth could not be measured."
    open_ = "whether a simple model predicts new rows better with it is not certain"
    if trusted:
        return None, f"Ballet accepted it, and {trusted}, so it tells something; but {open_}."
    return None, f"Ballet accepted it, but {open_}: it may add nothing."


def _rejected(
    above: bool | None, better: bool | None, unknown: bool, gain: dict[str, Any] | None
) -> tuple[bool | None, str]:
    if better:
        if gain is not None and gain["share"] < TINY:
            return True, (
                "Ballet rejected it. A simple model does predict new rows better with it, but by "
                "so little that the rejection is reasonable."
            )
        if above is False and not _clear(gain):
            return None, (
                "Ballet rejected it, and shuffled copies of it score as high; yet a simple model "
                "predicts new rows a little better with it. A clearer version of the same idea may "
                "be accepted."
            )
        if above is False:
            return False, (
                "Ballet rejected it, since its score is no higher than that of shuffled copies; "
                "but a simple model predicts new rows clearly better with it: the score misses "
                "what this feature is worth."
            )
        return False, (
            "Ballet rejected it, but a simple model predicts new rows better with it than without "
            "it: the feature is worth more than the verdict says."
        )
    if above:
        if better is False:
            return True, (
                "Ballet rejected it. It scores above every shuffled copy, so it tells something, "
                "but a simple model predicts new rows worse with it."
            )
        return None, (
            "Ballet rejected it. It scores above every shuffled copy, so it tells something; but "
            "that it helps a simple model to predict new rows could not be shown."
        )
    if above is False and unknown:
        return True, (
            "Ballet rejected it, and rightly as far as can be seen: shuffled copies of it score as "
            "high."
        )
    if above is None and better is None:
        return None, (
            "Ballet rejected it, and whether a simple model predicts new rows better with it is "
            "not certain."
        )
    copies = "shuffled copies of it score as high, and " if above is False else ""
    clearly = "worse with it" if better is False else "no better with it, as far as can be seen"
    return (
        True,
        f"Ballet rejected it, and rightly: {copies}a simple model predicts new rows {clearly}.",
    )


def _clear(gain: dict[str, Any] | None) -> bool:
    """Whether the gain is more than twice what its interval reaches to either side."""
    return gain is not None and gain["low"] > gain["saved"] / 2
