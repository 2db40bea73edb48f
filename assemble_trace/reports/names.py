"""Which check run is which stage, by its name: GitHub Actions gives a job no other mark."""

from __future__ import annotations

import re

from .report import StageKey

#: Stage → what its check run is called.
NAMES: dict[StageKey, str] = {
    "structure": "Project structure",
    "api": "Feature API",
    "acceptance": "Feature acceptance",
    "pruning": "Feature pruning",
}
#: What a check run may be called besides: Ballet's own template called its four jobs so.
_ENDINGS = re.compile(r" (validation|evaluation)$")


def stage_named(name: str) -> StageKey | None:
    """Return the stage that a check run's name stands for, or None.

    A job of a reusable workflow is called ``caller / job``.
    """
    last = _ENDINGS.sub("", name.rpartition(" / ")[2].strip().casefold())
    return next((key for key, known in NAMES.items() if known.casefold() == last), None)
