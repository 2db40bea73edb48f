"""Taking a submission back: a record of its own, with steps of its own."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, datetime

from assemble_trace.errors import TraceError
from assemble_trace.models import AT_WORK, Submission, Trace
from assemble_trace.pipeline.connections import Connections
from assemble_trace.pipeline.revising import already_withdrawn, under_way
from assemble_trace.pipeline.words import short_id
from assemble_trace.recorder import Recorder
from assemble_trace.showing import lineage
from assemble_trace.steps import WITHDRAWAL
from assemble_trace.steps.pull_request import already_merged
from assemble_trace.store.attempts import family


async def withdrawal_of(name: str, recorder: Recorder, connections: Connections) -> str:
    """Return the id of the record by which a submission is taken back, ready to be started.

    It is the latest attempt on the branch that is taken back, whichever was named. One that
    was begun before is gone on with. Raises `TraceError` where there is nothing to take back.
    """
    trace = await asyncio.to_thread(recorder.store.trace, name)
    found = await asyncio.to_thread(family, recorder.store, trace.id)
    target = lineage.latest(found, trace.branch)
    if target is None or target.plan is None:
        raise _nothing()
    if target.status in AT_WORK | {"paused"}:
        raise under_way(target)
    if lineage.withdrawn(found, target.branch):
        raise already_withdrawn()
    for one in found:
        if one.kind == "withdraw" and one.branch == target.branch:
            return one.id
    pull = lineage.pull_of(target)
    if pull is not None:
        connection = await connections.open(target.plan.project.api)
        pull = await connection.forge.pull_request(pull)
        if pull.state == "merged":
            raise already_merged(pull)
    if not lineage.can_withdraw(target, found):
        raise _nothing()
    made = _record(target)
    made.pull_request = pull
    steps = [step.record() for step in WITHDRAWAL]
    for step, record in zip(WITHDRAWAL, steps, strict=True):
        record.commands = step.commands(made)
    await recorder.create(made, steps, None)
    return made.id


def _record(target: Trace) -> Submission:
    return Submission(
        id=str(uuid.uuid4()),
        short_id=short_id(),
        created_at=datetime.now(UTC),
        kind="withdraw",
        attempt=target.attempt,
        revises=target.id,
        source=target.source,
        plan=target.plan,
        fork=target.fork,
    )


def _nothing() -> TraceError:
    return TraceError(
        "nothing_to_withdraw",
        "Nothing of this submission is on the forge that could be taken back.",
        advice="Its record can be deleted; that changes nothing on the forge.",
    )
