"""What a learner says and does through the panel is shown once, with the request that did it."""

from __future__ import annotations

import asyncio

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import PullRequest, Remark, SinceThen, Trace
from assemble_trace.service import Service
from tests.completeness.joined import join, log, now, others
from tests.faults.small import Small, press


async def open_one(service: Service, small: Small) -> tuple[Trace, int]:
    """Submit, and return the trace with the number of the log's last line."""
    trace = await press(service, small)
    assert trace.pull_request is not None
    return trace, now(small.forge)


def complete(small: Small, trace: Trace, actions: list[str]) -> None:
    """See that everything this person ever did here is shown, and what it was since."""
    assert [one.action for one in log(small.forge, actor=small.login)][-len(actions) :] == actions
    changes = [one for one in log(small.forge, actor=small.login) if one.request_id]
    assert not join(changes, [trace], small.login)


def mine(trace: Trace, small: Small) -> list[SinceThen]:
    """Return what the person themselves did since then."""
    return [one for one in trace.since_then if one.actor == small.login]


@pytest.mark.asyncio
async def test_a_comment_and_a_review_are_shown_with_their_requests(small: Small) -> None:
    service = small.service()
    trace, _ = await open_one(service, small)
    await service.remark(trace.id, "comment", Remark(body="Please look"))
    await service.remark(trace.short_id, "review", Remark(body="Mine", event="COMMENT"))
    trace = (await service.refresh(trace.id)).trace
    done = mine(trace, small)
    assert [(one.kind, one.text) for one in done] == [
        ("commented", "Please look"), ("reviewed", "Mine"),
    ]  # fmt: skip
    assert [one.request and (one.request.method, one.request.status) for one in done] == [
        ("POST", 201), ("POST", 200),
    ]  # fmt: skip
    complete(small, trace, ["comment.create", "review.create"])
    await service.close()


@pytest.mark.asyncio
async def test_the_same_words_twice_are_two_remarks(small: Small) -> None:
    service = small.service()
    trace, _ = await open_one(service, small)
    for _ in range(2):
        await service.remark(trace.id, "comment", Remark(body="Ping"))
    trace = (await service.refresh(trace.id)).trace
    ids = [one.request and one.request.request_id for one in mine(trace, small)]
    assert len(set(ids)) == 2 and None not in ids
    complete(small, trace, ["comment.create", "comment.create"])
    await service.close()


@pytest.mark.asyncio
async def test_a_remark_while_the_checks_are_awaited_is_shown_when_they_are_done(
    small: Small,
) -> None:
    service = small.service()
    fault = small.proxy.hold("GET", "/check-runs")
    view, _ = await service.plan(small.request(), small.file)
    name = view.trace.id
    await service.start(name)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    await service.remark(name, "comment", Remark(body="Early"))
    fault.release()
    await service.runner.wait(name)
    trace = (await service.refresh(name)).trace
    (one,) = mine(trace, small)
    assert one.request and one.request.status == 201
    complete(small, trace, ["comment.create"])
    await service.close()


@pytest.mark.asyncio
async def test_a_remark_whose_answer_was_lost_is_shown_as_what_it_was(small: Small) -> None:
    service = small.service()
    trace, _ = await open_one(service, small)
    small.proxy.lose("POST", "/comments$")
    with pytest.raises(TraceError) as lost:
        await service.remark(trace.id, "comment", Remark(body="Hello"))
    assert lost.value.code == "forge_unreachable"
    trace = (await service.view(trace.id)).trace
    (one,) = mine(trace, small)
    assert one.request and (one.request.status, one.request.request_id) == (None, None)
    complete(small, trace, ["comment.create"])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("status", [None, 403])
async def test_a_remark_that_was_never_made_is_not_shown(small: Small, status: int | None) -> None:
    service = small.service()
    trace, start = await open_one(service, small)
    small.proxy.refuse("POST", "/comments$", status)
    with pytest.raises(TraceError):
        await service.remark(trace.id, "comment", Remark(body="Hello"))
    trace = (await service.refresh(trace.id)).trace
    assert mine(trace, small) == []
    assert log(small.forge, actor=small.login, after=start) == []
    await service.remark(trace.id, "comment", Remark(body="Hello"))
    (one,) = mine((await service.view(trace.id)).trace, small)
    assert one.request and one.request.status == 201
    await service.close()


@pytest.mark.asyncio
async def test_what_is_said_on_the_forges_own_page_is_shown_without_a_request(
    small: Small,
) -> None:
    service = small.service()
    trace, _ = await open_one(service, small)
    where = f"/repos/{small.upstream}/issues/{number(trace.pull_request)}/comments"
    small.rest("POST", where, {"body": "From the page"})
    trace = (await service.refresh(trace.id)).trace
    assert [(one.kind, one.request) for one in mine(trace, small)] == [("commented", None)]
    complete(small, trace, ["comment.create"])
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("how", ["merged", "closed"])
async def test_what_the_owner_does_is_shown_as_theirs(small: Small, how: str) -> None:
    service = small.service()
    trace, start = await open_one(service, small)
    where = f"/repos/{small.upstream}"
    pull = f"{where}/pulls/{number(trace.pull_request)}"
    comments = f"{where}/issues/{number(trace.pull_request)}/comments"
    small.rest("POST", comments, {"body": "Thank you"}, owner=True)
    review = {"body": "Fine", "event": "APPROVE"}
    small.rest("POST", f"{pull}/reviews", review, owner=True)
    if how == "merged":
        small.rest("PUT", f"{pull}/merge", {}, owner=True)
    else:
        small.rest("PATCH", pull, {"state": "closed"}, owner=True)
    trace = (await service.refresh(trace.id)).trace
    assert [(one.actor, one.kind) for one in trace.since_then] == [
        ("ames", "commented"), ("ames", "reviewed"), ("ames", how),
    ]  # fmt: skip
    assert not others(log(small.forge, after=start), [trace], small.login)
    assert log(small.forge, actor=small.login, after=start) == []  # looking changes nothing
    less = trace.model_copy(update={"since_then": trace.since_then[1:]})
    assert others(log(small.forge, after=start), [less], small.login).left_out
    again = trace.since_then[0].model_copy(update={"key": "made up"})
    more = trace.model_copy(update={"since_then": [*trace.since_then, again]})
    assert others(log(small.forge, after=start), [more], small.login).invented
    await service.close()


@pytest.mark.asyncio
async def test_merging_ones_own_upstream_by_the_panel_is_shown_with_its_request(
    small: Small,
) -> None:
    """The owner of the upstream submits to it, and merges."""
    from assemble_trace import practice_forge

    small.login = small.upstream.partition("/")[0]
    small.token = practice_forge.token(small.forge, small.login)
    start, service = now(small.forge), small.service()
    trace = await press(service, small)
    assert trace.steps[1].status == "skipped"
    trace = (await service.remark(trace.id, "merge", Remark())).trace
    assert trace.pull_request is not None and trace.pull_request.state == "merged"
    (one,) = mine(trace, small)
    assert one.kind == "merged"
    assert one.request and (one.request.method, one.request.status) == ("PUT", 200)
    changes = log(small.forge, actor=small.login, after=start)
    assert [change.action for change in changes] == [
        "push", "pull_request.open", "pull_request.merge", "push",
    ]  # fmt: skip
    assert not join(changes, [trace], small.login)
    await service.close()


def number(pull: PullRequest | None) -> int:
    """Return a pull request's number."""
    assert pull is not None
    return pull.number
