"""Where things stand in a card's pictures: all are 100 units wide and stretch to any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH = 100.0


@dataclass(frozen=True)
class Span:
    """A stretch that begins at ``x``, both in units."""

    x: float
    width: float


@dataclass(frozen=True)
class BarPlot:
    """A score from zero, what it had to reach, and where shuffled copies stand."""

    statistic: Span
    threshold: float | None
    copies: list[float]
    chance: Span | None


@dataclass(frozen=True)
class GainPlot:
    """No gain, what was saved, and between what it lies."""

    none: float
    saved: float
    interval: Span


def scale(values: Sequence[float]) -> Callable[[float], float]:
    """A function from values to units that leaves a little room at both ends."""
    low = min(values)
    span = (max(values) - low) or 1.0
    return lambda value: round(2 + (value - low) / span * (WIDTH - 4), 3)


def bar_plot(
    statistic: float, threshold: float | None, copies: Sequence[float], highest: float | None
) -> BarPlot:
    """The score's bar; ``highest`` is the best copy's score, None without copies."""
    chance = [*copies, *([] if highest is None else [highest])]
    at = scale([0.0, statistic, *([] if threshold is None else [threshold]), *chance])
    return BarPlot(
        _span(at(0.0), at(statistic)),
        None if threshold is None else at(threshold),
        [at(one) for one in copies],
        _span(at(min(chance)), at(max(chance))) if chance else None,
    )


def gain_plot(saved: float, low: float, high: float) -> GainPlot:
    """The interval of what was saved, beside no gain."""
    at = scale([0.0, saved, low, high])
    return GainPlot(at(0.0), at(saved), _span(at(low), at(high)))


def history_plot(errors: Sequence[float]) -> list[tuple[float, float]]:
    """A point an error: x in units, y from 0 at the top to 1 where the error is zero."""
    most = max(0.0, *errors) or 1.0
    at = scale([0.0, len(errors) - 1.0])
    return [(at(index), round(1 - max(0.0, one) / most, 4)) for index, one in enumerate(errors)]


def rank_plot(values: Sequence[float | None]) -> list[Span | None]:
    """Bars that begin at a common zero; none for what is not known."""
    at = scale([0.0, *(one for one in values if one is not None)])
    return [None if one is None else _span(at(0.0), at(one)) for one in values]


def _span(one: float, other: float) -> Span:
    return Span(min(one, other), round(max(0.5, abs(one - other)), 3))
