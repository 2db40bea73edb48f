"""Attempts at one contribution: which is the latest, what it left, and what can follow it."""

from __future__ import annotations

from collections.abc import Sequence

from assemble_trace.models import AT_WORK, Attempt, Exists, PullRequest, Revision, Trace

_DONE = {"passed", "skipped"}


def attempts(family: Sequence[Trace]) -> list[Trace]:
    """Return the pressed attempts of a family, oldest first."""
    return [
        one
        for one in family
        if one.kind != "withdraw" and one.plan is not None and one.status != "planned"
    ]


def shown_attempts(family: Sequence[Trace]) -> list[Attempt]:
    """Return a family in short, withdrawals too; a single submission has no attempts to show."""
    known = [Attempt.model_validate(one.model_dump(include=set(Attempt.model_fields)))
             for one in family if one.status != "planned"]  # fmt: skip
    return known if len(known) > 1 else []


def latest(family: Sequence[Trace], branch: str | None = None) -> Trace | None:
    """Return the newest attempt of a family, or the newest on a branch."""
    found = [one for one in attempts(family) if branch is None or one.branch == branch]
    return found[-1] if found else None


def pull_of(trace: Trace) -> PullRequest | None:
    """Return the pull request that an attempt belongs to: its own, or the one it continues."""
    if trace.pull_request or not trace.plan or not trace.plan.parent:
        return trace.pull_request
    return trace.plan.follows


def holder(family: Sequence[Trace]) -> Trace | None:
    """Return the newest attempt that belongs to a pull request."""
    return next((one for one in reversed(attempts(family)) if pull_of(one)), None)


def withdrawn(family: Sequence[Trace], branch: str | None) -> bool:
    """Say whether the submission on a branch was taken back."""
    return any(
        one.kind == "withdraw" and one.status == "submitted" and one.branch == branch
        for one in family
    )


def merged(family: Sequence[Trace], pull: PullRequest) -> bool:
    """Say whether any record knows that a pull request was merged."""
    known = [one.pull_request for one in family if one.pull_request]
    return any(one.number == pull.number and one.state == "merged" for one in known)


def merged_attempt(trace: Trace, family: Sequence[Trace]) -> int | None:
    """Return which attempt was merged with a trace's pull request: the last that was sent to it.

    None where it was not merged.
    """
    into = [one for one in attempts(family) if _sent(one) and _place(one) == _place(trace)]
    if all(news.kind != "merged" for one in (trace, *into) for news in one.since_then):
        return None
    return max(one.attempt for one in into or [trace])


def _place(trace: Trace) -> tuple[str, int] | None:
    pull = pull_of(trace)
    return (pull.repository, pull.number) if pull else None


def _sent(trace: Trace) -> bool:
    return any(one.key == "push" and one.status == "passed" for one in trace.steps)


def superseded(trace: Trace, family: Sequence[Trace]) -> bool:
    """Say whether a later attempt took a trace's place on its branch, or a withdrawal did."""
    if trace.kind == "withdraw" or trace.status == "planned":
        return False
    last = latest(family, trace.branch)
    return withdrawn(family, trace.branch) or bool(last and last.id != trace.id)


def revision(trace: Trace, family: Sequence[Trace]) -> Revision | None:
    """Say how the next attempt would be made after a trace, as far as the records know."""
    last, owner = latest(family), holder(family)
    if not last or not owner or last.id != trace.id or trace.status in AT_WORK | {"paused"}:
        return None
    pull = pull_of(owner)
    if pull is None or withdrawn(family, owner.branch) or merged(family, pull):
        return None
    closed = [one for one in owner.since_then if one.kind == "closed"]
    return how(trace, pull, closed[-1].actor if closed else "")


def how(of: Trace, pull: PullRequest, closed_by: str) -> Revision:
    """Say how a further attempt is made at a pull request that is open or closed, and why."""
    number = f"#{pull.number}"
    if pull.state == "open":
        why = (
            f"{number} is still open, so a new commit goes onto the same branch, and with that"
            " into the same pull request."
        )
    else:
        who = f"{closed_by} closed {number}" if closed_by else f"{number} was closed"
        why = f"{who} without merging it, so a new pull request is opened, which links to it."
    url = f"{of.plan.project.git}/{pull.repository}/pull/{pull.number}" if of.plan else None
    shown = pull.model_copy(update={"url": url})
    same = pull.state == "open"
    return Revision(of=of.id, short_id=of.short_id, pull_request=shown, same=same, why=why)


def exists(trace: Trace, family: Sequence[Trace]) -> list[Exists]:
    """Return what of a trace exists on the forge, as far as its outcomes tell for certain."""
    plan = trace.plan
    if plan is None or trace.status == "planned":
        return []
    status = {step.key: step.status for step in trace.steps}
    gone = withdrawn(family, trace.branch) or status.get("delete_branch") in _DONE
    found: list[Exists] = []
    fork = trace.fork.full_name if trace.fork else plan.fork
    if fork != plan.upstream.full_name and (trace.fork or plan.parent):
        found.append(Exists(kind="fork", name=fork, undone_by_withdrawal=False))
    pull = pull_of(trace)
    taken = pull is not None and merged([*family, trace], pull)
    sent = status.get("push") == "passed" or plan.parent is not None
    if trace.kind == "withdraw":  # it was begun because of what its attempt had sent
        sent = any(one.id == trace.revises and exists(one, []) for one in family)
    if sent and not gone:
        name = f"{plan.branch} on {fork}"
        found.append(Exists(kind="branch", name=name, undone_by_withdrawal=not taken))
    if pull:
        name = f"{pull.repository}#{pull.number}"
        still = pull.state == "open" and not gone and not taken
        found.append(Exists(kind="pull_request", name=name, undone_by_withdrawal=still))
    return found


def can_withdraw(trace: Trace, family: Sequence[Trace]) -> bool:
    """Say whether a withdrawal of a trace is offered: nobody at work, and something to undo."""
    if trace.kind == "withdraw" or trace.status in AT_WORK | {"paused", "planned"}:
        return False
    if superseded(trace, family):
        return False
    return any(one.undone_by_withdrawal for one in exists(trace, family))
