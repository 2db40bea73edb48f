"""Real submissions, played back: whole, interrupted, paused, cancelled, taken back, refused."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import Replay
from assemble_trace.pipeline import Refused
from assemble_trace.service import Service
from tests.faults.small import Small, go_on, press
from tests.replay.readers import consistent, readable


def kinds(replay: Replay, key: str) -> list[tuple[str, str | None]]:
    """Return what happened in a step, without lines and requests."""
    return [
        (one.kind, one.status)
        for one in replay.moments
        if one.step == key and one.kind not in {"typed", "request"}
    ]


def played(service: Service, name: str) -> Replay:
    replay = service.playing.replay(name)
    consistent(replay)
    readable(service.store, name)
    return replay


@pytest.mark.asyncio
async def test_a_whole_submission(small: Small) -> None:
    service = small.service()
    trace = await press(service, small)

    replay = played(service, trace.id)

    assert [mark.key for mark in replay.marks] == [step.key for step in trace.steps]
    assert kinds(replay, "push") == [("begun", "running"), ("ended", "passed")]
    assert [one.text.split(" ")[0] for one in replay.moments if one.step == "push"
            and one.kind == "request"] == ["GET", "POST"]  # fmt: skip
    assert ("progress", "waiting") in kinds(replay, "ci")
    assert replay.missing == []
    await service.close()


@pytest.mark.asyncio
async def test_one_that_was_killed_and_resumed(small: Small) -> None:
    fault = small.proxy.hold("POST", r"/git-receive-pack$")
    process = small.submitting()
    assert await asyncio.to_thread(fault.happened.wait, 60)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    small.proxy.heal()
    service = small.service()
    small.expire_leases(service)
    await service.recover(wait=True)
    name = (await service.history()).submissions[0].id

    cut = played(service, name)

    assert kinds(cut, "push") == [("begun", "running"), ("ended", "interrupted")]
    assert cut.missing[0].startswith("The program that did it ended in the middle of Push:")
    assert "What the forge answered to a request of Push was not heard." in cut.missing

    await go_on(service, name)

    whole = played(service, name)
    assert kinds(whole, "push") == [
        ("begun", "running"), ("ended", "interrupted"), ("begun", "running"), ("ended", "passed"),
    ]  # fmt: skip
    assert [mark.key for mark in whole.marks].count("push") == 1
    assert whole.missing == cut.missing
    await service.close()


@pytest.mark.asyncio
async def test_one_that_was_paused_and_then_cancelled(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    name = view.trace.id
    with pytest.raises(TraceError, match="nothing happened yet"):
        service.taking.copy(name, "cast")
    await service.start(name, stepwise=True)
    await service.next(name)
    await service.runner.wait(name)
    await service.cancel(name)
    await service.runner.wait(name)

    replay = played(service, name)

    assert kinds(replay, "lint") == [
        ("progress", "paused"), ("begun", "running"), ("ended", "passed"),
    ]  # fmt: skip
    assert kinds(replay, "fork") == [("progress", "paused"), ("ended", "cancelled")]
    assert kinds(replay, "push") == [("ended", "cancelled")]
    await service.close()


@pytest.mark.asyncio
async def test_one_that_was_taken_back_and_its_withdrawal(small: Small) -> None:
    service = small.service()
    trace = await press(service, small)
    view = await service.withdraw(trace.id)
    await service.finished(view.trace.id)

    replay = played(service, view.trace.id)

    assert [mark.key for mark in replay.marks] == ["close", "delete_branch"]
    first = played(service, trace.id)
    assert "since" in [mark.key for mark in first.marks]
    await service.close()


@pytest.mark.asyncio
async def test_one_that_was_refused(small: Small) -> None:
    service = small.service()
    request = small.request()
    request.cells[0].source = "def ("
    with pytest.raises(Refused) as refused:
        await service.plan(request, small.file)
    assert refused.value.submission is not None

    replay = played(service, refused.value.submission)

    assert [one.kind for one in replay.moments][-1] == "ended"
    assert replay.moments[-1].error is not None
    assert replay.moments[-1].error.code == "syntax_error"
    await service.close()
