"""A withdrawal that is cut off: what was done is found, and nothing is done twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from assemble_trace.models import Trace
from assemble_trace.service import Service
from tests.faults.small import Small, error, go_on, press, states

#: The two changes, the step that makes each, and its place.
CHANGES = {"close": ("PATCH", r"/pulls/1$"), "delete_branch": ("DELETE", r"/git/refs/heads/")}


def undone_once(small: Small, first: Trace) -> None:
    """See that exactly one pull request was closed and one branch deleted, and no fork."""
    assert len(small.done("pull_request.closed")) == 1
    assert small.pushes(str(first.branch)) == [[None, first.commit], [first.commit, None]]
    assert small.rest("GET", f"/repos/{small.fork}")["full_name"] == small.fork


async def the_withdrawal(service: Service) -> Trace:
    """Return the record of the one withdrawal that there is."""
    found = [one.id for one in (await service.history()).submissions if one.kind == "withdraw"]
    assert len(found) == 1
    return (await service.view(found[0])).trace


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [None, 502], ids=["reset", "502"])
@pytest.mark.parametrize("step", CHANGES)
async def test_a_lost_answer_is_found_out_by_pressing_again(
    small: Small, step: str, status: int | None
) -> None:
    service = small.service()
    first = await press(service, small)
    fault = small.proxy.lose(*CHANGES[step], status=status)
    view = await service.withdraw(first.id)
    await service.runner.wait(view.trace.id)
    stopped = (await service.view(view.trace.id)).trace
    assert fault.happened.is_set()
    assert error(stopped, step) == ("forge_failed" if status else "forge_unreachable")
    assert stopped.status == "failed"

    again = await service.withdraw(first.id)  # the same record goes on
    assert again.trace.id == stopped.id
    await service.finished(stopped.id)
    done = await the_withdrawal(service)
    assert done.status == "submitted"
    assert set(states(done)) <= {"passed", "skipped"}
    undone_once(small, first)
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("step", CHANGES)
async def test_a_killed_withdrawal_is_interrupted_and_resume_finishes_it(
    small: Small, step: str
) -> None:
    service = small.service()
    first = await press(service, small)
    await service.close()
    fault = small.proxy.hold(*CHANGES[step])
    process = subprocess.Popen(
        [sys.executable, "-m", "assemble_trace.cli", "traces", "withdraw", first.short_id],
        env=small.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert await asyncio.to_thread(fault.happened.wait, 120)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    small.proxy.heal()

    service = small.service()
    small.expire_leases(service)
    await service.recover(wait=True)
    stopped = await the_withdrawal(service)
    assert (stopped.status, error(stopped, step)) == ("interrupted", "interrupted")
    assert (await service.view(stopped.id)).can_resume
    done = await go_on(service, stopped.id)
    assert done.status == "submitted"
    undone_once(small, first)
    await service.close()
