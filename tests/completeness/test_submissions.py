"""Whatever becomes of a submission: what the forge's log holds is what the trace shows."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import pytest

from assemble_trace.models import HistoryQuery, Request, Trace
from assemble_trace.pipeline.planner import Refused
from assemble_trace.service import Service
from tests.completeness.joined import join, log, now, rows, sent, shown
from tests.faults.small import Small, error, go_on, press, states

#: Each changing request, and the step that makes it.
CHANGES = [
    ("fork", r"/forks$"),
    ("fork", r"/merge-upstream$"),
    ("push", r"/git-receive-pack$"),
    ("pull_request", r"/pulls$"),
]
NAMES = ["fork", "sync", "push", "pull_request"]


def complete(small: Small, after: int, traces: list[Trace], actions: list[str]) -> None:
    """See that both sides hold the same, that it is what was expected, and what was sent."""
    changes = log(small.forge, actor=small.login, after=after)
    assert [one.action for one in changes] == actions
    assert not join(changes, traces, small.login)
    assert shown(traces) == sent(small.proxy)


async def all_of(service: Service) -> list[Trace]:
    """Return every trace."""
    listed = (await service.history(HistoryQuery(limit=200))).submissions
    return [(await service.view(one.id)).trace for one in listed]


@pytest.mark.asyncio
async def test_a_first_submission_makes_the_fork(small: Small) -> None:
    start, service = now(small.forge), small.service()
    trace = await press(service, small)
    complete(small, start, [trace], ["repository.fork", "push", "pull_request.open"])
    await service.close()


@pytest.mark.asyncio
async def test_a_second_one_finds_it(small: Small) -> None:
    start, service = now(small.forge), small.service()
    first = await press(service, small)
    second = await press(service, small, small.request("two"))
    one = ["push", "pull_request.open"]
    complete(small, start, [first, second], ["repository.fork", *one, *one])
    await service.close()


@pytest.mark.asyncio
async def test_a_fork_that_is_behind_is_brought_up_to_date(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    small.commit_upstream()
    small.proxy.seen.clear()
    start = now(small.forge)
    second = await press(service, small, small.request("two"))
    assert first.base != second.base
    complete(small, start, [second], ["push", "push", "pull_request.open"])
    await service.close()


@pytest.mark.asyncio
async def test_an_upstream_that_moved_is_planned_again(small: Small) -> None:
    start, service = now(small.forge), small.service()
    view, _ = await service.plan(small.request(), small.file)
    small.commit_upstream()
    trace = await go_on(service, view.trace.id)
    assert "moved" in trace.steps[2].outcome["Planned again"]
    complete(small, start, [trace], ["repository.fork", "push", "pull_request.open"])
    await service.close()


@pytest.mark.asyncio
async def test_a_look_that_refuses_and_a_plan_that_is_not_pressed_change_nothing(
    small: Small,
) -> None:
    start, service = now(small.forge), small.service()
    request = small.request()
    request.cells[0].source = "x = (\n"
    with pytest.raises(Refused) as refused:
        await service.plan(request, small.file)
    view, _ = await service.plan(small.request(), small.file)
    traces = [(await service.view(refused.value.submission)).trace, view.trace]
    assert error(traces[0], "lint") == "syntax_error"
    complete(small, start, traces, [])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [None, 502], ids=["reset", "502"])
@pytest.mark.parametrize(("step", "path"), CHANGES, ids=NAMES)
async def test_a_change_whose_answer_was_lost_is_shown_once(
    small: Small, step: str, path: str, status: int | None
) -> None:
    start, service = now(small.forge), small.service()
    small.proxy.lose("POST", path, status=status)
    stopped = await press(service, small)
    assert error(stopped, step)
    before = [one.action for one in log(small.forge, actor=small.login, after=start)]
    complete(small, start, [stopped], before)
    trace = await go_on(service, stopped.id)
    assert states(trace)[:6] == ["passed"] * 6
    lost = [one for one in rows([trace]) if one.request_id is None]
    assert [one.status for one in lost] == [status]
    complete(small, start, [trace], ["repository.fork", "push", "pull_request.open"])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [None, 422], ids=["reset", "422"])
@pytest.mark.parametrize(("step", "path"), CHANGES, ids=NAMES)
async def test_a_change_that_the_forge_never_made_is_not_claimed(
    small: Small, step: str, path: str, status: int | None
) -> None:
    start, service = now(small.forge), small.service()
    small.proxy.refuse("POST", path, status)
    stopped = await press(service, small)
    assert error(stopped, step)
    before = [one.action for one in log(small.forge, actor=small.login, after=start)]
    complete(small, start, [stopped], before)
    trace = await go_on(service, stopped.id)
    complete(small, start, [trace], ["repository.fork", "push", "pull_request.open"])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(("step", "path"), CHANGES, ids=NAMES)
async def test_a_killed_process_leaves_word_of_what_it_sent(
    small: Small, step: str, path: str
) -> None:
    start = now(small.forge)
    fault = small.proxy.hold("POST", path)
    process = small.submitting()
    assert await asyncio.to_thread(fault.happened.wait, 60)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    small.proxy.heal()

    service = small.service()
    small.expire_leases(service)
    await service.recover(wait=True)
    (stopped,) = await all_of(service)
    assert stopped.status == "interrupted"
    lost = [one for one in rows([stopped]) if one.request_id is None]
    assert [(one.status, one.path.rpartition("/")[2]) for one in lost] == [(None, path.strip("/$"))]
    changes = log(small.forge, actor=small.login, after=start)
    assert not join(changes, [stopped], small.login)
    trace = await go_on(service, stopped.id)
    assert states(trace)[:6] == ["passed"] * 6
    changes = log(small.forge, actor=small.login, after=start)
    assert [one.action for one in changes] == ["repository.fork", "push", "pull_request.open"]
    assert not join(changes, [trace], small.login)
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(("step", "path"), CHANGES, ids=NAMES)
async def test_a_server_that_is_closed_leaves_word_of_what_it_sent(
    small: Small, step: str, path: str
) -> None:
    start, service = now(small.forge), small.service()
    fault = small.proxy.hold("POST", path)
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    closing = asyncio.create_task(service.close())
    await asyncio.sleep(0.2)
    fault.release()
    await closing

    second = small.service()
    (stopped,) = await all_of(second)
    assert error(stopped, step) == "interrupted"
    lost = [one for one in rows([stopped]) if one.request_id is None]
    assert [one.path.rpartition("/")[2] for one in lost] == [path.strip("/$")]
    changes = log(small.forge, actor=small.login, after=start)
    assert not join(changes, [stopped], small.login)
    trace = await go_on(second, stopped.id)
    changes = log(small.forge, actor=small.login, after=start)
    assert [one.action for one in changes] == ["repository.fork", "push", "pull_request.open"]
    assert not join(changes, [trace], small.login)
    await second.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(("step", "path"), CHANGES, ids=NAMES)
async def test_a_submission_that_is_stopped_shows_how_far_it_came(
    small: Small, step: str, path: str
) -> None:
    start, service = now(small.forge), small.service()
    fault = small.proxy.hold("POST", path)
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    await service.cancel(view.trace.id)
    fault.release()
    await service.runner.wait(view.trace.id)
    trace = (await service.view(view.trace.id)).trace
    assert trace.status == "cancelled"
    done = [one.action for one in log(small.forge, actor=small.login, after=start)]
    assert done and len(done) <= 3
    complete(small, start, [trace], done)
    await service.close()


@pytest.mark.asyncio
async def test_a_fault_of_our_own_loses_no_request(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, service = now(small.forge), small.service()

    async def fault(*_: Any, **__: Any) -> None:
        raise RuntimeError("a mistake of ours")

    from assemble_trace.forges.github import GithubForge

    monkeypatch.setattr(GithubForge, "sync_fork", fault)
    trace = await press(service, small)
    assert error(trace, "fork") == "internal_error"
    complete(small, start, [trace], ["repository.fork"])
    await service.close()


@pytest.mark.asyncio
async def test_what_cannot_be_written_down_is_not_sent(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, service = now(small.forge), small.service()

    def full(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(service.runner._recorder, "write_ahead", full)
    trace = await press(service, small)
    assert trace.steps[1].status == "failed"
    complete(small, start, [trace], [])
    await service.close()


@pytest.mark.asyncio
async def test_many_at_once_do_not_show_each_others_requests(small: Small) -> None:
    start, service = now(small.forge), small.service()
    await press(service, small)
    await asyncio.gather(*(press(service, small, small.request(f"f{n}")) for n in range(5)))
    traces = await all_of(service)
    assert len(traces) == 6
    changes = log(small.forge, actor=small.login, after=start)
    assert not join(changes, traces, small.login)
    for trace in traces:
        made: list[Request] = rows([trace])
        ids = {one.request_id for one in made}
        mine = [one for one in changes if one.request_id in ids]
        assert [one.action for one in mine][-2:] == ["push", "pull_request.open"]
        assert not join(mine, [trace], small.login)
    await service.close()
