"""The parts of a card that speak of the feature alone: score, chance, second opinion, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .card_plots import BarPlot, GainPlot, bar_plot, gain_plot
from .card_values import (
    Loose,
    amount,
    figure,
    number,
    numbers,
    record,
    shown,
    step_of,
    text,
)

#: Only so many iterations are shown.
MOST_ITERATIONS = 300

_WHY = {
    "noise": "What chance reaches is not known",
    "gain": "What the feature is worth is not known",
}


@dataclass(frozen=True)
class Table:
    """The figures of a picture: names of columns, then rows."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Bar:
    """A score against what it had to reach and what chance reaches."""

    plot: BarPlot
    statistic: str
    threshold: str
    chance: str
    copies: str
    caption: str


@dataclass(frozen=True)
class Gain:
    """What the feature saves on unseen rows, in words, as a picture and as a table."""

    metric: str
    before: str
    after: str
    unit: str
    words: str
    confidence: str
    plot: GainPlot
    table: Table


@dataclass(frozen=True)
class Opinion:
    """What a second look says; ``disagrees`` if it is not what the verdict says."""

    disagrees: bool
    sentence: str
    gain: Gain | None
    why: list[tuple[str, str]]


def bars(measured: Loose, noise: Loose) -> list[Bar]:
    """The bars to draw. Chance has a bar of its own where it was measured on something else."""
    statistic, threshold = number(measured.get("statistic")), number(measured.get("threshold"))
    own, unit = number(noise.get("statistic")), text(measured.get("unit"))
    if own is None or number(noise.get("highest")) is None:
        own, noise = None, {}
    alone = [] if own is None else [_bar(own, None, text(noise.get("unit")), noise)]
    if statistic is None or threshold is None:
        return alone
    close = own is not None and abs(own - statistic) <= 1e-4 * abs(statistic)
    if close and text(noise.get("unit")) == unit:
        return [_bar(statistic, threshold, unit, noise)]
    return [_bar(statistic, threshold, unit, {}), *alone]


def _bar(statistic: float, threshold: float | None, unit: str, noise: Loose) -> Bar:
    highest = number(noise.get("highest"))
    alone = "" if threshold is not None else text(noise.get("sentence"))
    plot = bar_plot(statistic, threshold, numbers(noise.get("values")), highest)
    return Bar(
        plot,
        figure(statistic),
        "" if threshold is None else figure(threshold),
        "" if highest is None else figure(highest),
        amount(number(noise.get("copies")) or 0, 1),
        ". ".join(filter(None, [unit, alone])),
    )


def opinion(found: Loose) -> Opinion:
    """The second opinion, beside the verdict and never part of it."""
    why = record(found.get("why"))
    return Opinion(
        found.get("agrees") is False,
        text(found.get("sentence")),
        _gain(record(found.get("gain"))),
        [(_WHY.get(part, part), str(reason)) for part, reason in why.items()],
    )


def _gain(found: Loose) -> Gain | None:
    before, after = number(found.get("error_without")), number(found.get("error_with"))
    low, high = number(found.get("low")), number(found.get("high"))
    if before is None or after is None or low is None or high is None:
        return None
    saved = number(found.get("saved"))
    saved = before - after if saved is None else saved
    half = (high - low) / 2
    step = step_of(half)
    even = abs(high - saved - half) <= 0.1 * half
    metric, unit = text(found.get("metric")) or "error", text(found.get("unit"))
    confidence = f"{100 * (number(found.get('confidence')) or 0.95):.4g}"
    rows = [
        ["Without the feature", amount(before, step)],
        ["With it", amount(after, step)],
        ["Saved", amount(saved, step)],
        [f"At least ({confidence}% sure)", amount(low, step)],
        ["At most", amount(high, step)],
    ]
    return Gain(
        metric[:1].upper() + metric[1:],
        amount(before, step),
        amount(after, step) + (f" ± {amount(half, step)}" if even else ""),
        "" if unit in metric else unit,
        text(found.get("sentence")) or _saved(saved, low, high, step, found.get("better") is None),
        confidence,
        gain_plot(saved, low, high),
        Table([metric, unit], rows),
    )


def _saved(saved: float, low: float, high: float, step: float, unsure: bool) -> str:
    """What was saved, for a report that does not say it."""
    said, ends = ("Better", (low, high)) if saved >= 0 else ("Worse", (-high, -low))
    between = " and ".join(amount(end, step) for end in ends)
    chance = ", which may be chance" if unsure else ""
    return f"{said} by {amount(abs(saved), step)} (between {between}){chance}."


def named(measured: Loose) -> list[tuple[str, str]]:
    """What accepter and pruner measured, as they named it."""
    left_out = ("iterations",)
    return [
        (str(name), shown(value))
        for name, value in measured.items()
        if value is not None and name not in left_out
    ]


def iterations(found: Sequence[Loose]) -> Table | None:
    """What happened each time that the stock accepter left one feature out."""
    if not found:
        return None
    head = list(dict.fromkeys(name for one in found for name in one))
    rows = [
        ["–" if one.get(name) is None else shown(one[name]) for name in head]
        for one in found[:MOST_ITERATIONS]
    ]
    return Table(head, rows)
