"""The numbers of both: what was measured, on what, and how long all of it took."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assemble_trace.models import Point, Trace
from assemble_trace.replay.comparing.sides import Side
from assemble_trace.replay.comparing.steps import point
from assemble_trace.reports import Report

#: Numbers that are closer than this count as the same, as a share of the larger.
_CLOSE = 1e-9
#: Beyond this a number is no measurement.
_MOST = 1e15
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def compared_numbers(left: Side, right: Side) -> list[Point]:
    """Return each number that at least one of them has."""
    mine, theirs = dict(_numbers(left)), dict(_numbers(right))
    found = []
    for what in dict.fromkeys([*mine, *theirs]):
        (one, first), (other, second) = mine.get(what, _NOT), theirs.get(what, _NOT)
        same = close(first, second) if first is not None and second is not None else one == other
        found.append(point(what, one, other, same=same))
    return found


#: A number that is not there: neither in words nor as a value.
_NOT: tuple[str | None, float | None] = (None, None)


def close(one: float, other: float) -> bool:
    """Say whether two numbers are the same but for how they were computed."""
    return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE)


def measured(report: Report | None, name: str) -> float | None:
    """Return a number of the stage that accepts, such as ``statistic``."""
    stage = report.stage_of("acceptance") if report else None
    value = (stage.numbers or {}).get(name) if stage else None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _MOST:
        return None
    return float(value) if math.isfinite(value) else None


def unit(report: Report | None) -> str:
    """Return the unit of the statistic."""
    stage = report.stage_of("acceptance") if report else None
    return str(stage.numbers.get("unit") or "") if stage and stage.numbers else ""


def figure(value: float) -> str:
    """Write a measured number with as many digits as it deserves."""
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def length(seconds: float) -> str:
    """Write a span of time as short as it can be said."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    if whole < _DAY:
        return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
    return f"{whole // _DAY} d {whole % _DAY // _HOUR} h"


_Number = tuple[str, tuple[str, float | None]]


def _numbers(side: Side) -> Iterator[_Number]:
    report = side.report
    if report:
        yield from _acceptance(report)
        yield from _second_opinion(report)
        yield from _data(report)
    if (took := _took(side.trace)) is not None:
        yield "From press to verdict", (length(took), None)


def _acceptance(report: Report) -> Iterator[_Number]:
    for name, what in (("statistic", "Statistic"), ("threshold", "Needed to be accepted")):
        if (value := measured(report, name)) is not None:
            yield what, (f"{figure(value)} {unit(report)}".rstrip(), value)


def _second_opinion(report: Report) -> Iterator[_Number]:
    opinion = report.opinion
    if opinion and opinion.noise:
        yield "Probability of chance", (figure(opinion.noise.p_value), opinion.noise.p_value)
    if opinion and opinion.gain:
        gain = opinion.gain
        between = f"{figure(gain.saved)} ({figure(gain.low)} to {figure(gain.high)})"
        yield "Error saved on unseen rows", (f"{between} {gain.unit}".rstrip(), gain.saved)
    others = report.comparison
    if others and others.of and others.rank_by_gain:
        yield "Place by gain", (f"{others.rank_by_gain} of {others.of}", None)
    if others and others.redundant_with:
        share, name = others.redundant_with.share, others.redundant_with.name
        yield "Told already by another", (f"{share:.0%}, by {name}", None)


def _data(report: Report) -> Iterator[_Number]:
    rows = (report.data.rows if report.data else None) or report.rows
    if rows:
        yield "Rows", (f"{rows:,}", None)
    if report.data and report.data.sampled:
        yield "Rows looked at", (f"{report.data.sampled:,}", None)


def _took(trace: Trace) -> float | None:
    begun = [step.started_at for step in trace.steps if step.started_at]
    done = [step.finished_at for step in trace.steps if step.finished_at]
    if not begun or not done or trace.verdict == "none":
        return None
    return max(0.0, (max(done) - min(begun)).total_seconds())
