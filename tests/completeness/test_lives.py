"""Submissions that pause, are stopped, revised and taken back are complete, too."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from assemble_trace.models import PlanRequest, Trace
from assemble_trace.service import Service
from tests.completeness.joined import join, log, now, others, sent, shown
from tests.conftest import Practice, feature
from tests.faults.small import Small, error, go_on, press

MISSING = """
from ballet import Feature

feature = Feature("Lot Frontage", None, name="Lot frontage as it is")
"""


def complete(small: Small, after: int, traces: list[Trace], actions: list[str]) -> None:
    """See that both sides hold the same, that it is what was expected, and what was sent."""
    changes = log(small.forge, actor=small.login, after=after)
    assert [one.action for one in changes] == actions
    assert not join(changes, traces, small.login)
    assert shown(traces) == sent(small.proxy)


async def again(service: Service, *traces: Trace) -> list[Trace]:
    """Return traces as they stand now."""
    return [(await service.view(one.id)).trace for one in traces]


def edited(small: Small, **more: object) -> PlanRequest:
    """Return the plan request for the same cell with other code."""
    request = small.request(**more)
    request.cells[0].source = request.cells[0].source.replace("'x'", "'y'")
    return request


@pytest.mark.asyncio
async def test_a_stepwise_submission_is_complete_at_each_pause(small: Small) -> None:
    start, service = now(small.forge), small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id, stepwise=True)
    await service.runner.wait(view.trace.id)
    grown = []
    while True:
        trace = (await service.view(view.trace.id)).trace
        changes = log(small.forge, actor=small.login, after=start)
        grown.append(len(changes))
        assert not join(changes, [trace], small.login)
        assert shown([trace]) == sent(small.proxy)
        if trace.status != "paused":
            break
        if len(grown) == 3:  # paused before the branch: another process goes on
            await service.close()
            service = small.service()
        await service.next(view.trace.id)
        await service.runner.wait(view.trace.id)
    assert grown == [0, 0, 1, 1, 1, 2, 3, 3]
    complete(small, start, [trace], ["repository.fork", "push", "pull_request.open"])
    await service.close()


@pytest.mark.asyncio
async def test_stopped_after_the_push_and_undone(small: Small) -> None:
    start, service = now(small.forge), small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id, stepwise=True)
    await service.runner.wait(view.trace.id)
    for _ in range(5):
        await service.next(view.trace.id)
        await service.runner.wait(view.trace.id)
    await service.cancel(view.trace.id)
    stopped = (await service.view(view.trace.id)).trace
    assert stopped.status == "cancelled"
    complete(small, start, [stopped], ["repository.fork", "push"])
    undone = await service.withdraw(stopped.id)
    await service.finished(undone.trace.id)
    traces = await again(service, stopped, undone.trace)
    assert [step.status for step in traces[1].steps] == ["skipped", "passed"]
    complete(small, start, traces, ["repository.fork", "push", "push"])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("lost", ["none", "PATCH", "DELETE"])
async def test_withdrawn(small: Small, lost: str) -> None:
    start, service = now(small.forge), small.service()
    first = await press(service, small)
    small.proxy.lose(lost, "/")
    undone = await service.withdraw(first.id)
    trace = await service.finished(undone.trace.id)
    if lost != "none":
        assert trace.status == "failed"
        await go_on(service, trace.id)
        trace = await service.finished(trace.id)
    assert trace.status == "submitted"
    (first,) = await again(service, first)
    assert [(one.actor, one.kind) for one in first.since_then] == [(small.login, "closed")]
    made = ["repository.fork", "push", "pull_request.open"]
    complete(small, start, [first, trace], [*made, "pull_request.closed", "push"])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("lost", [False, True], ids=["heard", "answer lost"])
async def test_revised_in_the_same_pull_request(small: Small, lost: bool) -> None:
    start, service = now(small.forge), small.service()
    first = await press(service, small)
    if lost:
        small.proxy.lose("POST", "/git-receive-pack$")
    second = await press(service, small, edited(small, revises=first.id))
    if lost:
        assert error(second, "push") == "forge_unreachable"
        second = await go_on(service, second.id)
    assert (second.attempt, second.pull_request) == (2, first.pull_request)
    (pushed,) = [one for one in second.steps[4].requests if one.changes]
    assert pushed.refs == [f"{first.commit} {second.commit} refs/heads/{first.branch}"]
    traces = await again(service, first, second)
    complete(
        small, start, traces,
        ["repository.fork", "push", "pull_request.open", "push", "pull_request.synchronize"],
    )  # fmt: skip
    await service.close()


@pytest.mark.asyncio
async def test_revised_in_a_new_pull_request_after_the_owner_closed_it(small: Small) -> None:
    start, service = now(small.forge), small.service()
    first = await press(service, small)
    assert first.pull_request is not None
    pull = f"/repos/{small.upstream}/pulls/{first.pull_request.number}"
    small.rest("PATCH", pull, {"state": "closed"}, owner=True)
    second = await press(service, small, edited(small, revises=first.id))
    assert second.pull_request is not None
    assert second.pull_request.number != first.pull_request.number
    traces = await again(service, first, second)
    one = ["push", "pull_request.open"]
    complete(small, start, traces, ["repository.fork", *one, *one])
    await service.close()


@pytest.mark.asyncio
async def test_judged_rejected_revised_and_merged(practice: Practice) -> None:
    """With the project's own CI: a maintainer's and CI's doings are shown as theirs."""
    start, service = now(practice.forge), practice.service()
    traces = []
    for request in (practice.request("random-noise"), practice.request(), feature(MISSING)):
        if traces and traces[-1].verdict == "rejected":
            request.revises = traces[-1].id
        view, _ = await service.plan(request, practice.notebook)
        await service.start(view.trace.id)
        traces.append(await service.finished(view.trace.id))
    assert [one.verdict for one in traces] == ["rejected", "accepted", "rejected"]
    assert traces[0].pull_request and traces[1].pull_request
    assert traces[0].pull_request.number == traces[1].pull_request.number
    assert error(traces[2], "ci") == "api_failed"
    pulls = [one.pull_request.number for one in traces if one.pull_request]
    said: Counter[int] = Counter()
    while not said >= Counter(pulls):  # the maintainer speaks a moment after the checks
        await asyncio.sleep(0.1)
        changes = log(practice.forge, after=start)
        said = Counter(one.details["number"] for one in changes if one.action == "comment.create")
    for trace in traces:
        await service.refresh(trace.id)
    traces = await again(service, *traces)
    mine = [one for one in changes if one.actor == "learner"]
    assert [one.action for one in mine] == [
        "repository.fork", "push", "pull_request.open",
        "push", "pull_request.synchronize",
        "push", "push", "pull_request.open",
    ]  # fmt: skip
    assert not join(mine, traces, "learner")
    assert not others(changes, traces[:2], "learner")
    assert not others(changes, traces[2:], "learner")
    for trace in traces:
        assert {one.actor for one in trace.since_then} <= {"maintainer", "CI"}
        judged = {
            one.details["name"]
            for one in changes
            if one.action == "check_run.create" and one.details["sha"] == trace.commit
        }
        assert judged == {one["name"] for one in trace.steps[-1].outcome["checks"]}
    merged = next(one for one in changes if one.action == "pull_request.merge")
    after = [one for one in changes if one.action.startswith("check_run.create")]
    assert [one for one in after if one.details["sha"] == merged.details["commit"]]
    told = {one.kind: one.actor for one in traces[1].since_then}
    assert (told["merged"], told["pruned"], told["score"]) == ("maintainer", "CI", "CI")
    await service.close()
