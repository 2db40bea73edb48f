"""A report as it is told in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from assemble_trace.reports import NAMES, Report
from assemble_trace.reports.report import Gain, ReportStage, StageKey

_MARKS = {"success": "✓", "failure": "✗", "error": "!", "skipped": "–", "neutral": "–"}
#: Numbers that have a line of their own, or are of no use in one.
_TOLD = {"statistic", "threshold", "margin", "unit", "iterations", "deciding", "sentence"}


def account(report: Report, asked: tuple[StageKey, ...]) -> list[str]:
    """Return the lines that tell what a report says of the stages that were asked for.

    What stopped the evaluation stands at the first stage that says so, and nowhere else.
    """
    lines: list[str] = []
    if report.feature:
        by = f", by {report.feature.author}" if report.feature.author else ""
        lines.append(f"{report.feature.name}{by}: {report.feature.path}")
    for stage in report.stages:
        if stage.key in asked:
            stopped = f"   {report.error.message}" if report.error else None
            lines += [one for one in _stage(stage) if one != stopped or one not in lines]
    if report.opinion:
        lines += ["Second opinion", *_opinion(report)]
    if report.comparison and report.comparison.sentence:
        lines += ["Compared to others", f"   {report.comparison.sentence}"]
    if report.data and report.data.cost:
        lines.append(f"   {report.data.cost}")
    if report.advice:
        lines += ["To try next", *(f"   {one}" for one in report.advice)]
    isolated = report.isolation.sentence if report.isolation else ""
    if isolated and f"   {isolated}" not in lines:
        lines.append(isolated)
    return lines


def ending(verdict: str, report: Report, lines: list[str]) -> list[str]:
    """Return the last lines: the verdict, and the reason for want of one if no line before says it.

    ``verdict`` may give the reason itself.
    """
    reason = report.error.message if report.error else ""
    if f"   {reason}" in lines:
        return [verdict.replace(f": {reason}", ".", 1)]
    told = not reason or reason in verdict
    return [verdict] if told else [f"It could not be judged: {reason}", verdict]


def _stage(stage: ReportStage) -> Iterator[str]:
    took = f"{stage.seconds:.1f} s" if stage.seconds else ""
    yield f"{_MARKS[stage.status]} {NAMES[stage.key]:<20} {stage.status:<8} {took:>7}".rstrip()
    if stage.reason:
        yield f"   {stage.reason}"
    for check in stage.checks:
        if not check.passed:
            where = f" ({check.path})" if check.path else ""
            yield f"   ✗ {check.name}{where}: {check.exception or check.description}"
            if check.advice:
                yield f"     {check.advice}"
    numbers = stage.numbers or {}
    unit = numbers.get("unit") or ""
    for name in ("statistic", "threshold", "margin"):
        if isinstance(value := numbers.get(name), int | float):
            yield f"   {name:<10} {value:.6g} {unit}".rstrip()
    for name, value in numbers.items():
        if name not in _TOLD and isinstance(value, str | int | float):
            shown = f"{value:.6g}" if isinstance(value, float) else value
            yield f"   {name}: {shown}"
    if iterations := numbers.get("iterations"):
        yield f"   comparisons: {len(iterations)}; --output writes the numbers of each"


def _opinion(report: Report) -> Iterator[str]:
    opinion = report.opinion
    assert opinion is not None
    if opinion.noise:
        noise = opinion.noise
        yield (
            f"   noise floor: {noise.copies} shuffled copies score {noise.mean:.4g} on average,"
            f" {noise.highest:.4g} at most; p = {noise.p_value:.3g}"
        )
    if opinion.gain:
        yield f"   held-out gain: {_gain(opinion.gain)}"
    for part, why in opinion.why.items():
        yield f"   {part}: {why}"
    if opinion.sentence:
        yield f"   {opinion.sentence}"


def _gain(gain: Gain) -> str:
    return (
        f"error {gain.error_without:,.4g} → {gain.error_with:,.4g} {gain.unit}".rstrip()
        + f", saved {gain.saved:,.4g} ({gain.low:,.4g} to {gain.high:,.4g})"
    )
