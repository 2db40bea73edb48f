"""Where each branch points before and after a step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assemble_trace.models import Plan, Reference, StepRecord, Trace

#: Statuses after which a step changed nothing that is known.
_BROKEN = {"failed", "cancelled", "interrupted"}


@dataclass(frozen=True)
class _Where:
    """Where branches point: the fork's main line, the new branch there and here."""

    main: str | None = None
    sent: str | None = None
    here: str | None = None


def references(trace: Trace, plan: Plan, step: StepRecord) -> list[Reference]:
    """Return the branches around a step, as its plan and the outcomes before it tell."""
    before = _first(trace, plan)
    for earlier in trace.steps[: trace.steps.index(step)]:
        before = _after(plan, before, earlier)
    after = before if step.status in _BROKEN else _after(plan, before, step)
    if step.status == "skipped":  # it was so already
        before = after
    own = plan.fork == plan.upstream.full_name
    fork = trace.fork.full_name if trace.fork else plan.fork
    found = [
        Reference(
            place="upstream", repository=plan.upstream.full_name, name=plan.base_branch,
            before=plan.base, after=plan.base,
        )
    ]  # fmt: skip
    if not own:
        found.append(_pair("fork", fork, plan.base_branch, before.main, after.main))
    found.append(_pair("upstream" if own else "fork", fork, plan.branch, before.sent, after.sent))
    found.append(_pair("here", None, plan.branch, before.here, after.here))
    return [one for one in found if one.before or one.after]


def _pair(
    place: str, repository: str | None, name: str, before: str | None, after: str | None
) -> Reference:
    return Reference.model_validate(
        {"place": place, "repository": repository, "name": name, "before": before, "after": after}
    )


def _first(trace: Trace, plan: Plan) -> _Where:
    if trace.kind != "withdraw":
        return _Where(sent=plan.parent)
    steps = {step.key: step.outcome for step in trace.steps}
    held = steps.get("delete_branch", {}).get("It held")
    return _Where(sent=held if isinstance(held, str) else plan.commit)


def _after(plan: Plan, before: _Where, step: StepRecord) -> _Where:
    match step.key:
        case "fork":
            return replace(before, main=plan.base)
        case "branch":
            return replace(before, here=plan.start)
        case "commit":
            return replace(before, here=plan.commit)
        case "push":
            return replace(before, sent=plan.commit)
        case "delete_branch":
            return replace(before, sent=None)
        case _:
            return before
