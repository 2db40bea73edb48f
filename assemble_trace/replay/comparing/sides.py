"""The two that are compared: what each is called, and what its report says."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assemble_trace.commands import plain
from assemble_trace.errors import TraceError
from assemble_trace.models import StepKey, StepRecord, Trace, TraceSummary, TraceView
from assemble_trace.reports import Report, from_json

#: No name that a forge or a project gives is longer.
_LONG = 60


@dataclass(frozen=True)
class Side:
    """One of the two. ``name`` is what sentences call it: ``yours``, ``attempt 3``, ``ada's``.

    ``report`` is None where there is none; ``unread`` says that there is one nobody can read.
    """

    view: TraceView
    name: str
    report: Report | None
    unread: bool

    @property
    def trace(self) -> Trace:
        """The record itself."""
        return self.view.trace

    def step(self, key: StepKey) -> StepRecord | None:
        """The step of that key, if the record has one."""
        return next((step for step in self.trace.steps if step.key == key), None)


def sides(left: TraceView, right: TraceView) -> tuple[Side, Side]:
    """Give both a name that tells them apart, and read their reports."""
    first, second = _names(left, right)
    return _side(left, first), _side(right, second)


def summary(view: TraceView) -> TraceSummary:
    """Return the line of the history that a trace would be."""
    trace = view.trace
    begun = [step for step in trace.steps if step.status != "pending"]
    failed = next((step.error.code for step in trace.steps if step.error), None)
    cells = trace.source.cells
    first = cells[0].source.strip().partition("\n")[0][:80] if cells else ""
    title = (trace.plan.title if trace.plan else "") or first or "(empty cell)"
    short = trace.model_dump(include={"id", "created_at", "kind", "attempt", "status", "verdict"})
    return TraceSummary(
        **short,
        title=" ".join(plain(title).split()),
        short_id=plain(trace.short_id),
        path=plain(trace.source.path),
        project=plain(trace.project) if trace.project else None,
        step=begun[-1].key if begun else None,
        error=plain(failed) if failed else None,
        shelf=view.shelf,
        imported=view.imported,
        person=plain(trace.plan.identity.login) if view.imported and trace.plan else None,
        sequence=trace.sequence,
    )


def _side(view: TraceView, name: str) -> Side:
    found = view.trace.evaluation
    try:
        report = None if found is None else from_json(json.dumps(found))
    except TraceError:
        return Side(view, name, None, unread=True)
    return Side(view, name, report, unread=False)


def _names(left: TraceView, right: TraceView) -> tuple[str, str]:
    """Attempts by their number, people by theirs, and what is of one person by its feature."""
    one, other = left.trace, right.trace
    if one.id == other.id:
        return "this one", "the same one"
    for names in (_attempts(left, right), _people(left, right), _features(one, other)):
        if names and names[0] != names[1]:
            return _brief(names[0]), _brief(names[1])
    return _brief(one.short_id), _brief(other.short_id)


def _brief(name: str) -> str:
    """Return a name in one line; whoever reads a bundle believes nothing about its length."""
    words = " ".join(plain(name).split())
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"


def _attempts(left: TraceView, right: TraceView) -> tuple[str, str] | None:
    one, other = left.trace, right.trace
    known = {attempt.id for attempt in left.attempts}
    if other.id not in known and other.revises != one.id and one.revises != other.id:
        return None
    return _attempt(one), _attempt(other)


def _attempt(trace: Trace) -> str:
    return "the withdrawal" if trace.kind == "withdraw" else f"attempt {trace.attempt}"


def _people(left: TraceView, right: TraceView) -> tuple[str, str] | None:
    """Whoever practises has the same login everywhere, so there it tells nobody apart."""
    one, other = _login(left.trace), _login(right.trace)
    practice = any(view.trace.plan and view.trace.plan.identity.practice for view in (left, right))
    here = left.imported is None, right.imported is None
    if one == other and not (practice and here[0] != here[1]):
        return None
    names = [f"{login}'s" if login else "" for login in (one, other)]
    if here[0] != here[1]:
        yours = here.index(True)
        theirs = names[1 - yours] if one != other else ""
        names[yours], names[1 - yours] = "yours", theirs or "theirs"
    return (names[0], names[1]) if all(names) else None


def _login(trace: Trace) -> str:
    return trace.plan.identity.login if trace.plan else ""


def _features(one: Trace, other: Trace) -> tuple[str, str] | None:
    if one.plan is None or other.plan is None or not one.plan.feature or not other.plan.feature:
        return None
    return f"“{one.plan.feature}”", f"“{other.plan.feature}”"
