"""The part of a card that compares: a feature among others, a project before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .card_parts import Table
from .card_plots import Span, history_plot, rank_plot
from .card_values import Loose, amount, figure, number, record, records, step_of, text

#: A longer ranking is shortened.
LONG = 12
#: The height of a history (units).
TALL = 44


@dataclass(frozen=True)
class Ranked:
    """A feature in its place by gain; ``gap`` if others are left out above it."""

    rank: int
    name: str
    author: str
    gain: str
    gain_bar: Span | None
    information: str
    information_bar: Span | None
    this: bool
    gap: bool


@dataclass(frozen=True)
class History:
    """The project's error as features came in: ``line`` and ``dots`` are paths of a picture."""

    before: str
    after: str
    line: str
    dots: str
    last: str
    table: Table


@dataclass(frozen=True)
class Comparison:
    """The feature among the accepted ones."""

    sentence: str
    redundancy: str
    unit: str
    glance: list[Ranked]
    ranking: list[Ranked]
    history: History | None


@dataclass(frozen=True)
class Score:
    """The project's score before and after a merge."""

    metric: str
    before: str
    after: str
    direction: str


def comparison(found: Loose) -> Comparison | None:
    """The feature among the accepted ones; None if nothing was compared."""
    if not found:
        return None
    unit = text(found.get("unit"))
    redundant = record(found.get("redundant_with"))
    ranking = _ranking(records(found.get("features")))
    told = text(redundant.get("sentence"))
    if redundant and not told:
        share = 100 * (number(redundant.get("share")) or 0)
        who = f"{text(redundant.get('name'))} by {text(redundant.get('author'))}"
        told = f"{who} tells {share:.0f}% of what this feature tells."
    return Comparison(
        text(found.get("sentence")),
        told,
        unit,
        _glance(ranking),
        ranking,
        _history(records(found.get("history")), unit),
    )


def _ranking(features: list[Loose]) -> list[Ranked]:
    worth = [(number(one.get("gain")), one) for one in features]
    worth.sort(key=lambda pair: (pair[0] is None, -(pair[0] or 0)))
    gains = [gain for gain, _ in worth]
    informations = [number(one.get("information")) for _, one in worth]
    most = max((abs(gain) for gain in gains if gain is not None), default=0.0)
    step = step_of(most) / 100 if most else 1e-4
    spans = zip(rank_plot(gains), rank_plot(informations), strict=True)
    return [
        Ranked(
            index + 1,
            text(one.get("name")) or text(one.get("path")),
            text(one.get("author")),
            "–" if gains[index] is None else amount(gains[index] or 0, step),
            gain_bar,
            "–" if informations[index] is None else figure(informations[index] or 0),
            information_bar,
            one.get("this") is True,
            False,
        )
        for index, ((_, one), (gain_bar, information_bar)) in enumerate(
            zip(worth, spans, strict=True)
        )
    ]


def _glance(ranking: list[Ranked]) -> list[Ranked]:
    """The first, the last, and this one's neighbours."""
    if len(ranking) <= LONG:
        return ranking
    mine = next((one.rank for one in ranking if one.this), -1)
    kept = [
        one
        for one in ranking
        if one.rank <= 5 or one.rank == len(ranking) or (mine > 0 and abs(one.rank - mine) <= 1)
    ]
    ranks = [0, *(one.rank for one in kept)]
    return [
        replace(one, gap=one.rank > before + 1) for before, one in zip(ranks, kept, strict=False)
    ]


def _history(moments: list[Loose], unit: str) -> History | None:
    known = [(one, number(one.get("error"))) for one in moments]
    points = [(one, error) for one, error in known if error is not None]
    if len(points) < 2:
        return None
    errors = [error for _, error in points]
    step = step_of(abs(errors[-1]) / 10)
    at = [(x, round(4 + y * (TALL - 8), 3)) for x, y in history_plot(errors)]
    rows = [
        [text(one.get("name")) or "no features", text(one.get("author")) or "–", amount(e, step)]
        for one, e in points
    ]
    return History(
        amount(errors[0], step),
        amount(errors[-1], step),
        "M" + "L".join(f"{x} {y}" for x, y in at),
        "".join(f"M{x} {y}h0" for x, y in at),
        f"M{at[-1][0]} {at[-1][1]}h0",
        Table(["Feature", "By", f"Error, {unit}" if unit else "Error"], rows),
    )


def score(project: Loose) -> Score | None:
    """The project's score, if it was measured after a merge."""
    before, after = number(project.get("score_before")), number(project.get("score_after"))
    if after is None:
        return None
    higher = project.get("higher_is_better") is True
    return Score(
        text(project.get("metric")),
        "–" if before is None else figure(before),
        figure(after),
        "higher is better" if higher else "lower is better",
    )
