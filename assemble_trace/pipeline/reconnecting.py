"""Taking up a submission: its connection, its objects, and an upstream that moved meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from assemble_trace.linting import Finding, LintRequest
from assemble_trace.models import StepKey, StepRecord, Submission
from assemble_trace.pipeline.connections import Connection
from assemble_trace.pipeline.freezing import freeze
from assemble_trace.steps.base import fork_url
from assemble_trace.steps.lint import plan_source

Look = Callable[[LintRequest], Awaitable[Finding]]
#: The steps whose work rests on the plan's base.
_RESTING: tuple[StepKey, ...] = ("branch", "commit", "push")


async def reconnect(
    connection: Connection,
    fresh: bool,
    look: Look,
    submission: Submission,
    records: Mapping[str, StepRecord],
) -> bool:
    """Return whether the plan was made again on the upstream's new tip.

    What the commit is built on is fetched again over a ``fresh`` connection, as after a
    restart. The plan is made again only where the upstream moved before a step began that
    rests on it.
    """
    plan = submission.plan
    assert plan is not None
    if submission.kind == "withdraw" or records["push"].status in {"passed", "skipped"}:
        return False  # nothing is built any more
    workspace = connection.workspace
    if plan.parent:
        if fresh:
            await asyncio.to_thread(workspace.fetch_commit, fork_url(submission), plan.parent)
        return False
    url = plan.upstream.clone_url
    untouched = all(records[key].started_at is None for key in _RESTING)
    if fresh:
        tip = await asyncio.to_thread(workspace.fetch, url, plan.base_branch)
        if tip != plan.base and not untouched:
            await asyncio.to_thread(workspace.fetch_commit, url, plan.base)
    if not untouched:
        return False
    head = await connection.forge.head(plan.upstream.full_name, plan.base_branch)
    if head in (None, plan.base):
        return False
    await _plan_again(submission, connection, look)
    return True


async def _plan_again(submission: Submission, connection: Connection, look: Look) -> None:
    assert submission.plan is not None
    plan = submission.plan.model_copy(deep=True)  # as it was, until the new one is whole
    before, workspace = plan.base, connection.workspace
    plan.base = await asyncio.to_thread(workspace.fetch, plan.upstream.clone_url, plan.base_branch)
    workspace.made.clear()
    request = LintRequest(
        source=plan_source(submission, plan.added_lines), line_length=plan.project.line_length
    )
    finding = await look(request)
    await asyncio.to_thread(freeze, plan, finding.formatted, connection)
    submission.plan = plan
    said = (
        f"The upstream moved from {before[:10]} to {plan.base[:10]} since the plan was made,"
        " so it was made again on the new tip."
    )
    submission.moved = f"{submission.moved} {said}" if submission.moved else said
