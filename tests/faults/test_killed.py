"""A process that runs a submission is killed without a word."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time

import pytest
from sqlalchemy import text

from assemble_trace.errors import TraceError
from assemble_trace.models import Trace
from assemble_trace.pipeline import runner
from assemble_trace.service import Service
from tests.faults.small import Small, error, go_on, once, states

#: Where it is when it dies: the forge has heard this request, nobody hears its answer.
POINTS = {
    "fork": ("POST", r"/forks$"),
    "sync": ("POST", r"/merge-upstream$"),
    "push": ("POST", r"/git-receive-pack$"),
    "before the pull request": ("GET", r"/pulls\?head"),
    "after the pull request": ("POST", r"/pulls$"),
}


def kill(process: subprocess.Popen[str]) -> None:
    """End a process as a crash does."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


async def only(service: Service) -> Trace:
    """Return the one trace that there is."""
    listed = (await service.history()).submissions
    assert len(listed) == 1
    return (await service.view(listed[0].id)).trace


@pytest.mark.asyncio
@pytest.mark.parametrize("point", POINTS)
async def test_a_killed_submission_is_interrupted_and_resume_finishes_it(
    small: Small, point: str
) -> None:
    fault = small.proxy.hold(*POINTS[point])
    process = small.submitting()
    assert await asyncio.to_thread(fault.happened.wait, 60)
    kill(process)
    small.proxy.heal()

    service = small.service()
    trace = await only(service)
    await service.recover(wait=True)
    assert (await only(service)).status == "running"  # its lease still holds
    with pytest.raises(TraceError) as refused:
        await service.start(trace.id)
    assert refused.value.code == "already_running"

    small.expire_leases(service)
    await service.recover(wait=True)
    view = await service.view(trace.id)
    assert (view.trace.status, view.can_resume) == ("interrupted", True)
    stopped = [step for step in view.trace.steps if step.status == "interrupted"]
    assert [step.error and step.error.code for step in stopped] == ["interrupted"]

    trace = await go_on(service, trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_a_wait_for_ci_whose_owner_was_killed_is_taken_up_again(small: Small) -> None:
    process = small.submitting()
    service = small.service()
    while not any(one.status == "waiting" for one in (await service.history()).submissions):
        assert process.poll() is None
        await asyncio.sleep(0.05)
    kill(process)
    trace = await only(service)
    small.rest(
        "POST", f"/repos/{small.upstream}/statuses/{trace.commit}", owner=True,
        body={"state": "success", "context": "tests", "description": "All well"},
    )  # fmt: skip
    await service.recover(wait=True)
    assert (await only(service)).status == "waiting"  # not ours yet

    small.expire_leases(service)
    await service.recover(wait=True)
    await service.runner.wait(trace.id)
    trace = await only(service)
    assert (trace.status, states(trace)) == ("submitted", ["passed"] * 7)
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_a_running_terminal_submission_is_not_disturbed(small: Small) -> None:
    fault = small.proxy.hold("POST", r"/pulls$")
    process = small.submitting("--no-wait")
    assert await asyncio.to_thread(fault.happened.wait, 60)
    service = small.service()  # as Lab does when it starts
    watching = asyncio.create_task(service.watch(0.05))
    await asyncio.sleep(0.5)
    assert (await only(service)).status == "running"
    fault.release()
    said, _ = await asyncio.to_thread(process.communicate)
    watching.cancel()
    assert process.returncode == 0, said
    trace = await only(service)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_whoever_lost_the_lease_stops_and_writes_no_more(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "RENEW", 0.05)
    fault = small.proxy.hold("POST", r"/pulls$")
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    with service.store.engine.begin() as connection:
        connection.execute(
            text("UPDATE submissions SET lease_owner = 'another', lease_until = :until"),
            {"until": time.time() + 60},
        )
    before = (await only(service)).sequence
    await service.runner.wait(view.trace.id)
    fault.release()
    after = await only(service)
    assert (after.status, after.sequence) == ("running", before)
    await service.close()


@pytest.mark.asyncio
async def test_closing_the_server_interrupts_and_the_next_one_resumes(small: Small) -> None:
    fault = small.proxy.hold("POST", r"/git-receive-pack$")
    first = small.service()
    view, _ = await first.plan(small.request(), small.file)
    await first.start(view.trace.id)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    closing = asyncio.create_task(first.close())
    await asyncio.sleep(0.2)
    fault.release()
    await closing

    second = small.service()
    stopped = await only(second)
    assert (stopped.status, error(stopped, "push")) == ("interrupted", "interrupted")
    trace = await go_on(second, stopped.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await second.close()
