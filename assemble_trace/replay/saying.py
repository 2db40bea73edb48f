"""What a record says, in words for people: its heading, and what came back from its steps."""

from __future__ import annotations

from typing import Any

from assemble_trace.commands import plain
from assemble_trace.models import StepRecord, Trace


def line(value: object) -> str:
    """Return a text in one line, without characters that cannot be seen."""
    return " ".join(plain(str(value)).split())


def title(trace: Trace) -> str:
    """Return what a submission is called."""
    if trace.plan is None:
        return "A cell that was not sent"
    called = line(trace.plan.title)
    return f"Withdrawal of: {called}" if trace.kind == "withdraw" else called


def facts(trace: Trace) -> list[str]:
    """Return what else says which submission it is, and how it ended."""
    pull = trace.pull_request
    where = f"{pull.repository}#{pull.number}" if pull else trace.project
    when = trace.created_at.strftime("%Y-%m-%d %H:%M UTC")
    ended: str = trace.status if trace.verdict == "none" else trace.verdict
    ended = "a branch, not submitted" if trace.kind == "branch" else ended
    return [line(one) for one in (trace.short_id, where, when, ended) if one]


def rows(outcome: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what came back from a step, but for the checks, which `checks` returns."""
    return [
        (line(label), words(value))
        for label, value in outcome.items()
        if label != "checks" and value is not None
    ]


def words(value: object) -> str:
    """Return a value in words."""
    return ", ".join(map(words, value)) if isinstance(value, list) else line(value)


def checks(outcome: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    """Return the check runs of an outcome: name, conclusion or status, and what each said."""
    found = (outcome or {}).get("checks")
    known = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [
        (
            line(one.get("name") or "A check"),
            line(one.get("conclusion") or one.get("status") or ""),
            line(one.get("title") or ""),
        )
        for one in known
    ]


def took(record: StepRecord) -> str:
    """Return how long a step took, or nothing where that is not known."""
    if record.started_at is None or record.finished_at is None:
        return ""
    return lasting((record.finished_at - record.started_at).total_seconds())


def lasting(seconds: float) -> str:
    """Return a time as a person would say it."""
    if seconds < 1:
        return f"{max(seconds, 0) * 1000:.0f} ms"
    if round(seconds) < 60:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days"
