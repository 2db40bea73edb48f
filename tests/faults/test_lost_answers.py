"""The forge acts, and its answer never arrives: nothing may be done twice."""

from __future__ import annotations

import pytest

from tests.faults.small import Small, error, go_on, once, press, states

#: Each changing request, and the step that makes it.
CHANGES = [
    ("fork", r"/forks$"),
    ("fork", r"/merge-upstream$"),
    ("push", r"/git-receive-pack$"),
    ("pull_request", r"/pulls$"),
]


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [None, 502], ids=["reset", "502"])
@pytest.mark.parametrize(("step", "path"), CHANGES, ids=["fork", "sync", "push", "pull_request"])
async def test_a_lost_answer_is_found_out_by_resume(
    small: Small, step: str, path: str, status: int | None
) -> None:
    fault = small.proxy.lose("POST", path, status=status)
    service = small.service()
    stopped = await press(service, small)
    assert fault.happened.is_set()
    assert stopped.status == "failed"
    assert error(stopped, step) == ("forge_failed" if status else "forge_unreachable")
    assert small.proxy.count("POST", path) == 1  # not sent again blindly

    trace = await go_on(service, stopped.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_every_answer_lost_once_is_one_of_each_in_the_end(small: Small) -> None:
    for _, path in CHANGES:
        small.proxy.lose("POST", path)
    service = small.service()
    trace = await press(service, small)
    presses = 0
    while trace.status == "failed":
        presses += 1
        assert presses <= len(CHANGES)
        trace = await go_on(service, trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_it_is_looked_up_before_it_is_repeated(small: Small) -> None:
    small.proxy.lose("POST", r"/pulls$")
    service = small.service()
    stopped = await press(service, small)
    small.proxy.seen.clear()
    trace = await go_on(service, stopped.id)
    asked = [one for one in small.proxy.seen if "/pulls" in one.path]
    assert [one.method for one in asked] == ["GET"]
    assert trace.steps[5].outcome["Opened"] == "it was there already"
    await service.close()
