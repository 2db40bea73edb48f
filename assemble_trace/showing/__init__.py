"""What is shown of a trace: everything that is derived from the records, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assemble_trace.commands import show
from assemble_trace.models import AT_WORK, Proof, Shelf, Trace, TraceView
from assemble_trace.showing import lineage
from assemble_trace.showing.agreement import agreement
from assemble_trace.showing.differences import changes, difference

__all__ = ["lineage", "view"]

#: Statuses in which nobody is at work and something may be left to do.
_STOPPED = {"interrupted", "failed", "cancelled", "submitted", "paused"}


def view(
    trace: Trace,
    family: Sequence[Trace] = (),
    *,
    shelf: Shelf = "listed",
    imported: datetime | None = None,
) -> TraceView:
    """Derive what is shown from a trace and from those that belong with it, oldest first.

    What was ``imported`` can be looked at; nothing can be done with it. Nobody is at work on it,
    and a practice forge's page is on another computer.
    """
    page = None
    acting = imported is None
    if not acting:
        _rest(trace)
    if trace.pull_request and trace.plan and (acting or not trace.plan.identity.practice):
        path = f"{trace.pull_request.repository}/pull/{trace.pull_request.number}"
        trace.pull_request.url = f"{trace.plan.project.git}/{path}"
        practice = trace.plan.identity.practice
        page = f"forge/{path}" if practice else trace.pull_request.url
    unfinished = trace.steps[-1].status not in {"passed", "skipped"}
    unjudged = unfinished and trace.verdict == "none"
    lasting = trace.plan is not None and not lineage.superseded(trace, family)
    earlier = next((one for one in family if one.id == trace.revises), None)
    revised = earlier if trace.kind == "revise" else None
    return TraceView(
        trace=trace,
        shown=show((step.key, step.commands) for step in trace.steps),  # type: ignore[arg-type]
        forge_page=page,
        can_resume=acting and lasting and trace.status in _STOPPED and unjudged,
        can_cancel=acting and trace.status in {"running", "waiting", "paused"},
        can_next=acting and trace.status == "paused",
        can_withdraw=acting and lineage.can_withdraw(trace, family),
        revision=lineage.revision(trace, family) if acting else None,
        proof=_proof(trace),
        changes=changes(trace.plan) if trace.plan and trace.kind != "withdraw" else [],
        difference=difference(revised, trace.plan) if revised and trace.plan else [],
        attempts=lineage.shown_attempts(family),
        exists=lineage.exists(trace, family) if acting else [],
        merged=lineage.merged_attempt(trace, family),
        agreement=agreement(trace.trial, trace.evaluation, trace.verdict, _trouble(trace)),
        shelf=shelf,
        imported=imported,
    )


def _rest(trace: Trace) -> None:
    """Show what was under way as interrupted."""
    if trace.status in AT_WORK:
        trace.status = "interrupted"
    for step in trace.steps:
        if step.status in AT_WORK:
            step.status = "interrupted"


def _trouble(trace: Trace) -> str:
    """What CI said of itself, once it is over and has said so."""
    ci = next((step for step in trace.steps if step.key == "ci"), None)
    if ci is None or ci.status not in {"passed", "failed"}:
        return ""
    return ci.error.message if ci.error else str(ci.outcome.get("Note", ""))


def _proof(trace: Trace) -> Proof | None:
    """Compare what the preview foretold with what the commit step made, once it has."""
    if trace.predicted is None:
        return None
    made = next((step for step in trace.steps if step.key == "commit"), None)
    actual = made.outcome.get("Commit") if made and made.status == "passed" else None
    moved = trace.moved if trace.plan and trace.plan.commit != trace.predicted else None
    return Proof(predicted=trace.predicted, actual=actual, moved=moved)
