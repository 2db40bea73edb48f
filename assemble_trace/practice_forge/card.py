"""The card: what the checks of one commit found out about a feature, to be shown on a page.

Everything in it was written by strangers, or beside their code; it is read as it comes, and the
templates escape it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import card_comparison as compared
from . import card_parts as parts
from .card_values import Loose, amount, from_fence, number, record, records, text, texts
from .records import CheckRun
from .report import JUDGED, STAGES

_BALLETS = re.compile(r"\s*Ballet says [A-Za-z]+(?:: [A-Za-z_, ]+)?\.\Z")
_MARKS = {
    "success": ("good", "✓", "passed"),
    "failure": ("bad", "✗", "failed"),
    "skipped": ("none", "–", "skipped"),
    "neutral": ("none", "–", "later"),
    "error": ("wait", "!", "not judged"),
}
_HEADINGS = {
    "accepted": ("good", "✓", "Accepted"),
    "rejected": ("bad", "✗", "Rejected"),
    "none": ("wait", "!", "No verdict"),
    "merge": ("none", "–", "After the merge"),
}
_MISSING = {
    "opinion": "second opinion",
    "comparison": "comparison with other features",
    "environment": "versions",
    "checks": "single checks",
}
_OLDER = "An earlier version of the evaluation wrote this report."


@dataclass(frozen=True)
class StageLine:
    """A stage in a line; ``note`` is a reason that the card does not give elsewhere."""

    tone: str
    mark: str
    word: str
    name: str
    ballet_error: str
    note: str
    failed: list[Loose]
    passed: list[Loose]


@dataclass(frozen=True)
class Card:
    """A verdict, how far to trust it, what the feature is worth, and what to try next."""

    tone: str
    mark: str
    word: str
    sentence: str
    stages: list[StageLine] = field(default_factory=list)
    bars: list[parts.Bar] = field(default_factory=list)
    opinion: parts.Opinion | None = None
    comparison: compared.Comparison | None = None
    score: compared.Score | None = None
    advice: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    iterations: parts.Table | None = None
    not_isolated: str = ""
    facts: str = ""


def card_of(runs: Sequence[CheckRun]) -> Card | None:
    """The card of a commit's check runs, once all of a kind are done; None if none are ours."""
    ours = [run for run in runs if run.external_id in STAGES]
    if not ours or any(run.status != "completed" for run in ours):
        return None
    report = next(filter(None, (from_fence(run.text) for run in ours)), None) or {}
    kind = _kind(ours, report)
    return made_of(report, kind, _trouble(ours))


def made_of(report: Loose, kind: str, trouble: str = "") -> Card:
    """The card of a report. ``kind`` is a verdict or ``merge``; ``trouble`` is what stopped it."""
    stages = [one for one in records(report.get("stages")) if text(one.get("key")) in STAGES]
    deciding = _deciding(stages, kind)
    opinion = record(report.get("opinion"))
    acceptance = next((one for one in stages if one["key"] == "acceptance"), {})
    measured: Loose = {}
    for one in stages:
        measured.update(record(one.get("numbers")))
    isolation = record(report.get("isolation"))
    return Card(
        *_HEADINGS[kind],
        sentence=_sentence(report, deciding, trouble),
        stages=_lines(stages, deciding, kind, bool(report.get("error"))),
        bars=parts.bars(record(acceptance.get("numbers")), record(opinion.get("noise"))),
        opinion=parts.opinion(opinion) if opinion else None,
        comparison=compared.comparison(record(report.get("comparison"))),
        score=compared.score(record(report.get("project"))) if kind == "merge" else None,
        advice=texts(report.get("advice")),
        missing=_missing(report),
        numbers=parts.named(measured),
        iterations=parts.iterations(records(measured.get("iterations"))),
        not_isolated=text(isolation.get("sentence")) or "Not isolated: it ran with limits only."
        if isolation.get("mode") == "none"
        else "",
        facts=_facts(report, isolation),
    )


def plainly(reason: str) -> str:
    """A reason without the name of Ballet's exception, which stands beside the stage."""
    return _BALLETS.sub("", reason)


def _kind(runs: Sequence[CheckRun], report: Loose) -> str:
    """Accepted is three times success; what the report says of itself does not count."""
    ends = {run.external_id: run.conclusion for run in runs}
    if set(ends) == {"pruning"}:
        return "merge"
    if [ends.get(key) for key in JUDGED] == ["success"] * len(JUDGED):
        return "accepted"
    failed = [one for one in records(report.get("stages")) if one.get("status") == "failure"]
    return (
        "rejected" if any(ends.get(text(one.get("key"))) == "failure" for one in failed) else "none"
    )


def _trouble(runs: Sequence[CheckRun]) -> str:
    good = ("success", "skipped", "neutral")
    return next((run.title or "" for run in runs if run.conclusion not in good), "")


def _deciding(stages: list[Loose], kind: str) -> Loose | None:
    """The stage whose reason is the card's sentence."""
    if kind == "merge":
        wanted = [one for one in stages if one["key"] == "pruning" and one.get("status") != "error"]
    elif kind == "accepted":
        wanted = [one for one in stages if one["key"] == "acceptance"]
    else:
        wanted = [one for one in stages if one.get("status") == "failure" and kind == "rejected"]
    return wanted[0] if wanted else None


def _sentence(report: Loose, deciding: Loose | None, trouble: str) -> str:
    decided = plainly(text((deciding or {}).get("reason")))
    error = record(report.get("error"))
    said = text(error.get("message"))
    if decided or (said and error.get("kind") != "unfinished"):
        return decided or said
    return trouble or said


def _lines(stages: list[Loose], deciding: Loose | None, kind: str, error: bool) -> list[StageLine]:
    """The stages, without what comes only after a merge or came before it."""
    idle = "skipped" if kind == "merge" else "neutral"
    return [_line(one, one is deciding, error) for one in stages if one.get("status") != idle]


def _line(stage: Loose, deciding: bool, error: bool) -> StageLine:
    status = text(stage.get("status"))
    bad = status in ("failure", "error")
    quiet = deciding or not bad or (error and status == "error")
    checks = records(stage.get("checks"))
    return StageLine(
        *_MARKS.get(status, _MARKS["failure"]),
        name=STAGES[stage["key"]],
        ballet_error=text(stage.get("ballet_error")) if bad else "",
        note="" if quiet else plainly(text(stage.get("reason"))),
        failed=[_check(one) for one in checks if one.get("passed") is not True],
        passed=[_check(one) for one in checks if one.get("passed") is True],
    )


def _check(check: Loose) -> Loose:
    wanted = ("name", "description", "path", "advice", "exception")
    said = {name: text(check.get(name)) for name in wanted}
    # Ballet's checks assert; only what is said beside it tells anything.
    said["exception"] = re.sub(r"\AAssertionError:?\s*", "", said["exception"])
    return said


def _missing(report: Loose) -> list[tuple[str, str]]:
    if report.get("version") == 1:
        return [(_MISSING[part], _OLDER) for part in ("opinion", "comparison")]
    missing = record(report.get("missing"))
    return [(_MISSING.get(part, part), str(why)) for part, why in missing.items()]


def _facts(report: Loose, isolation: Loose) -> str:
    """How shut in, on how much, for how long and with what it was judged."""
    data = record(report.get("data"))
    rows = number(data.get("rows")) or number(report.get("rows"))
    sampled, seconds = number(data.get("sampled")), number(report.get("seconds"))
    facts = []
    if rows and sampled and sampled < rows:
        facts.append(f"looked at {amount(sampled, 1)} of {amount(rows, 1)} rows")
    elif rows:
        facts.append(f"{amount(rows, 1)} rows")
    if seconds:
        facts.append(f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s")
    environment = record(report.get("environment"))
    facts += [f"{name} {version}" for name, version in environment.items()]
    shut_in = "" if isolation.get("mode") == "none" else text(isolation.get("sentence"))
    return " ".join(filter(None, [shut_in, text(data.get("cost")), " · ".join(facts)]))
