"""Stopping before each step: the pause is a record, and outlives whoever made it."""

from __future__ import annotations

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import TraceView
from assemble_trace.service import Service
from tests.faults.small import PATIENCE, Small, go_on, once, states


async def paused(service: Service, small: Small) -> TraceView:
    """Plan, and start step by step."""
    view, _ = await service.plan(small.request(), small.file)
    return await service.start(view.trace.id, stepwise=True)


async def step(service: Service, name: str) -> TraceView:
    """Press Next, and wait until it is paused again."""
    await service.next(name)
    await service.runner.wait(name)
    return await service.view(name)


@pytest.mark.asyncio
async def test_it_stops_before_each_step_and_says_what_comes(small: Small) -> None:
    service = small.service()
    view = await paused(service, small)
    name = view.trace.id
    assert (view.trace.status, states(view.trace)) == ("paused", ["paused"] + ["pending"] * 6)
    assert (view.can_next, view.can_resume, view.can_cancel) == (True, True, True)
    assert (view.can_withdraw, view.exists) == (False, [])
    small.proxy.seen.clear()
    for done in range(1, 7):
        view = await step(service, name)
        assert states(view.trace)[:done] == ["passed"] * done
        assert (view.trace.status, states(view.trace)[done]) == ("paused", "paused")
        assert view.shown[view.trace.steps[done].key]
        assert [one.method for one in small.proxy.seen if "/pulls" in one.path] == (
            ["GET", "POST"] if done == 6 else []
        )
    once(small, view.trace)
    assert [(one.kind, one.undone_by_withdrawal) for one in view.exists] == [
        ("fork", False), ("branch", True), ("pull_request", True),
    ]  # fmt: skip
    view = await step(service, name)
    assert (view.trace.status, view.can_next) == ("submitted", False)
    await service.close()


@pytest.mark.asyncio
async def test_a_pause_outlives_its_server_and_nobody_recovers_it(small: Small) -> None:
    first = small.service()
    view = await paused(first, small)
    for _ in range(4):
        view = await step(first, view.trace.id)
    planned = view.trace
    await first.close()

    second = small.service()
    assert second.store.abandoned() == []
    await second.recover(wait=True)
    found = await second.view(planned.id)
    assert (found.trace, found.can_next) == (planned, True)
    again, existing = await second.plan(small.request(), small.file)
    assert (existing, again.trace.id) == (True, planned.id)
    view = await step(second, planned.id)
    assert (view.trace.steps[4].status, view.trace.steps[5].status) == ("passed", "paused")
    trace = await go_on(second, planned.id)  # run to the end
    assert (trace.stepwise, states(trace)[:6]) == (False, ["passed"] * 6)
    once(small, trace)
    await second.close()


@pytest.mark.asyncio
async def test_stop_here_cancels_at_once_and_says_what_exists(small: Small) -> None:
    service = small.service()
    view = await paused(service, small)
    for _ in range(5):
        view = await step(service, view.trace.id)
    view = await service.cancel(view.trace.id)
    assert (view.trace.status, view.can_cancel) == ("cancelled", False)
    assert states(view.trace)[5:] == ["cancelled", "cancelled"]
    assert [(one.kind, one.name) for one in view.exists] == [
        ("fork", small.fork), ("branch", f"{view.trace.branch} on {small.fork}"),
    ]  # fmt: skip
    assert view.can_withdraw
    with pytest.raises(TraceError) as idle:
        await service.next(view.trace.id)
    assert idle.value.code == "nothing_to_do"
    trace = await go_on(service, view.trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_stopped_before_anything_was_sent_there_is_nothing_to_undo(small: Small) -> None:
    service = small.service()
    view = await paused(service, small)
    view = await service.cancel(view.trace.id)
    assert (view.exists, view.can_withdraw) == ([], False)
    with pytest.raises(TraceError) as nothing:
        await service.withdraw(view.trace.id)
    assert nothing.value.code == "nothing_to_withdraw"
    assert small.done("repository.fork") == []
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("restart", [False, True], ids=["same server", "restarted"])
@pytest.mark.parametrize("steps", [0, 2, 4], ids=["at lint", "at branch", "at push"])
async def test_an_upstream_that_moves_in_a_pause(small: Small, steps: int, restart: bool) -> None:
    service = small.service()
    view = await paused(service, small)
    name, planned = view.trace.id, view.trace.commit
    for _ in range(steps):
        view = await step(service, name)
    news = small.commit_upstream()
    if restart:
        await service.close()
        service = small.service()
    await go_on(service, name)
    view = await service.view(name)
    assert view.trace.plan is not None and view.proof is not None
    once(small, view.trace)
    assert view.proof.predicted == planned
    assert view.proof.actual == view.trace.commit == view.trace.steps[3].outcome["Commit"]
    said = view.trace.steps[2].outcome.get("Planned again")
    if steps < 4:  # nothing rested on the old commit yet
        assert (view.trace.base, view.proof.moved) == (news, said)
        assert view.trace.commit != planned
        assert said and news[:10] in said
    else:
        assert (view.trace.commit, view.proof.moved, said) == (planned, None, None)
    await service.close()


@pytest.mark.asyncio
async def test_what_moved_in_two_pauses_is_said_at_the_branch(small: Small) -> None:
    service = small.service(PATIENCE)
    view = await paused(service, small)
    news = small.commit_upstream()
    view = await step(service, view.trace.id)
    assert view.trace.base == news
    assert any(news in line.text for line in view.shown["branch"])
    view = await step(service, view.trace.id)
    view = await step(service, view.trace.id)
    assert view.trace.steps[2].outcome["Planned again"] == view.trace.moved
    assert view.proof and (view.proof.actual, view.proof.moved) == (None, view.trace.moved)
    await service.close()
