"""A further attempt: which submission it follows, and how it is built upon it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from assemble_trace.errors import TraceError
from assemble_trace.models import (
    AT_WORK,
    FileChange,
    Identity,
    PlanRequest,
    PullRequest,
    Revision,
    Submission,
    Trace,
)
from assemble_trace.pipeline.connections import Connection
from assemble_trace.pipeline.naming import word
from assemble_trace.showing import lineage
from assemble_trace.steps.pull_request import already_merged
from assemble_trace.store import Store
from assemble_trace.store.attempts import family, of_cell
from assemble_trace.workspace import branch_moved


@dataclass(frozen=True)
class Earlier:
    """What a further attempt follows: the latest one, the one whose pull request it was."""

    family: list[Trace]
    last: Trace
    owner: Trace
    pull: PullRequest
    revision: Revision

    @property
    def attempt(self) -> int:
        """Return the number of the attempt that follows."""
        return self.last.attempt + 1

    def at(self, commit: str) -> Trace | None:
        """Return the attempt that made a commit."""
        made = lineage.attempts(self.family)
        return next((one for one in made if one.commit == commit), None)


async def find_earlier(
    store: Store,
    connection: Connection,
    request: PlanRequest,
    identity: Identity,
    upstream: str,
) -> Earlier | None:
    """Find what a plan could continue: as asked for, or else what was rejected of this cell.

    Raises `TraceError` where it was asked for and cannot be.
    """
    if request.revises:
        trace = await asyncio.to_thread(store.trace, request.revises)
        found = await asyncio.to_thread(family, store, trace.id)
        _check_owner(trace, identity, upstream)
        return await _look(found, connection)
    for name in await asyncio.to_thread(of_cell, store, request.path, request.cells[0].id):
        found = await asyncio.to_thread(family, store, name)
        last = lineage.latest(found)
        if last is None or not _same_place(last, identity, upstream):
            continue
        return await _look(found, connection) if _rejected(found) else None
    return None


def _rejected(found: list[Trace]) -> bool:
    """Say whether a family was rejected last, and neither merged nor taken back."""
    owner = lineage.holder(found)
    verdicts = [one.verdict for one in lineage.attempts(found) if one.verdict != "none"]
    pull = lineage.pull_of(owner) if owner else None
    return (
        owner is not None
        and pull is not None
        and verdicts[-1:] == ["rejected"]
        and not lineage.merged(found, pull)
        and not lineage.withdrawn(found, owner.branch)
    )


async def _look(found: list[Trace], connection: Connection) -> Earlier:
    """Ask the forge how the pull request stands now, and decide how to go on with it."""
    last, owner = lineage.latest(found), lineage.holder(found)
    if last and last.status in AT_WORK | {"paused"}:
        raise under_way(last)
    pull = lineage.pull_of(owner) if owner else None
    if last is None or owner is None or pull is None:
        raise TraceError(
            "no_pull_request",
            "This submission has no pull request yet.",
            advice="Press Resume to go on with it, or submit the cell anew.",
        )
    if lineage.withdrawn(found, owner.branch):
        raise already_withdrawn()
    state = await connection.forge.pull_state(pull)
    if state.pull_request.state == "merged":
        raise already_merged(state.pull_request)
    closed = [one.actor for one in state.happenings if one.kind == "closed"]
    revision = lineage.how(last, state.pull_request, closed[-1] if closed else "")
    return Earlier(found, last, owner, state.pull_request, revision)


async def continue_branch(
    submission: Submission, earlier: Earlier, request: PlanRequest, code: str, link: Connection
) -> None:
    """Turn a plan into a further commit on the branch of an open pull request.

    The branch must hold what was sent from here last; that becomes the parent.
    """
    plan, owner = submission.plan, earlier.owner
    assert plan is not None and owner.plan is not None
    plan.fork = owner.fork.full_name if owner.fork else owner.plan.fork
    plan.fork_exists, submission.fork = True, owner.fork
    plan.base, plan.branch, plan.feature = owner.plan.base, owner.plan.branch, owner.plan.feature
    plan.follows = earlier.pull
    if request.feature.strip() not in {"", plan.feature} or request.branch.strip() not in {
        "",
        plan.branch,
    }:
        raise TraceError(
            "revision_fixed",
            "A further attempt in the same pull request keeps its feature name and its branch.",
            advice=f"Leave them as {plan.feature!r} and {plan.branch!r}, or ask for a new pull"
            " request.",
        )
    head = await link.forge.head(plan.fork, plan.branch)
    before = earlier.at(head) if head else None
    if head is None or before is None or before.plan is None:
        raise branch_moved(plan.branch, head)
    file = before.plan.files[-1]
    if file.content == code:
        raise TraceError(
            "nothing_changed",
            f"The code is still the same as in attempt {before.attempt}.",
            advice="Change the cell first; or press Resume there, if it did not come to its end.",
        )
    plan.parent = head
    plan.files = [FileChange(path=file.path, content=code, before=file.content)]
    proposed = f"Revise {plan.feature} (attempt {earlier.attempt})"
    word(plan, request.title or proposed, owner.plan.body)
    url = owner.fork.clone_url if owner.fork else plan.upstream.clone_url
    await asyncio.to_thread(link.workspace.fetch_commit, url, head)


def under_way(trace: Trace) -> TraceError:
    """Return the error for a submission that has not come to rest."""
    return TraceError(
        "under_way",
        f"{trace.short_id} is still under way.",
        advice="Wait until it comes to rest, or stop it first.",
    )


def already_withdrawn() -> TraceError:
    """Return the error for a submission that was taken back."""
    return TraceError(
        "already_withdrawn",
        "This submission was withdrawn: its pull request is closed, its branch is gone.",
        advice="To send it again, press Submit on its cell.",
    )


def _same_place(trace: Trace, identity: Identity, upstream: str) -> bool:
    plan = trace.plan
    return (
        plan is not None
        and (plan.identity.api, plan.identity.id) == (identity.api, identity.id)
        and plan.upstream.full_name == upstream
    )


def _check_owner(trace: Trace, identity: Identity, upstream: str) -> None:
    if trace.plan is not None and not _same_place(trace, identity, upstream):
        made = trace.plan
        raise TraceError(
            "not_yours",
            f"{trace.short_id} was submitted to {made.upstream.full_name} by"
            f" {made.identity.login}, and you are {identity.login} at {upstream}.",
            advice="Sign in as whoever made it, and open the notebook of the same project.",
        )
