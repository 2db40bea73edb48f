"""Taking a submission back: the pull request is closed, the branch deleted, the fork stays."""

from __future__ import annotations

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import Trace, TraceView
from assemble_trace.service import Service
from tests.faults.small import Small, error, go_on, press, states


async def withdraw(service: Service, name: str) -> TraceView:
    """Press Withdraw, and wait until it rests."""
    view = await service.withdraw(name)
    await service.finished(view.trace.id)
    return await service.view(view.trace.id)


def heads(small: Small) -> list[str]:
    """Return the branches of the fork."""
    return [one["name"] for one in small.rest("GET", f"/repos/{small.fork}/branches")]


async def refusal(service: Service, trace: Trace) -> str:
    """Press Withdraw where it is refused, and return the code."""
    with pytest.raises(TraceError) as refused:
        await service.withdraw(trace.id)
    assert refused.value.advice
    return refused.value.code


@pytest.mark.asyncio
async def test_a_withdrawal_is_a_record_with_two_steps(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    assert (await service.view(first.id)).can_withdraw
    view = await withdraw(service, first.id)
    done = view.trace
    assert (done.kind, done.attempt, done.revises) == ("withdraw", 1, first.id)
    assert [(step.key, step.status) for step in done.steps] == [
        ("close", "passed"), ("delete_branch", "passed"),
    ]  # fmt: skip
    assert (done.status, view.can_withdraw, view.revision) == ("submitted", False, None)
    assert view.shown["close"][0].gh == f"gh pr close 1 --repo {small.upstream}"
    assert view.shown["close"][0].text.endswith(
        "--request PATCH --header 'Content-Type: application/json' --data"
        f""" '{{"state": "closed"}}' {small.api}/repos/{small.upstream}/pulls/1"""
    )
    path = f"repos/{small.fork}/git/refs/heads/{first.branch}"
    assert view.shown["delete_branch"][0].gh == f"gh api --method DELETE {path}"
    assert view.shown["delete_branch"][0].text.endswith(f"--request DELETE {small.api}/{path}")
    assert small.rest("GET", f"/repos/{small.upstream}/pulls/1")["state"] == "closed"
    assert heads(small) == ["main"]
    assert small.rest("GET", f"/repos/{small.fork}")["full_name"] == small.fork
    assert [one.kind for one in view.exists if one.undone_by_withdrawal] == []
    assert "branch" not in [one.kind for one in view.exists]

    earlier = await service.view(first.id)
    assert earlier.trace.pull_request and earlier.trace.pull_request.state == "closed"
    assert [(one.kind, one.actor) for one in earlier.trace.since_then] == [("closed", small.login)]
    assert (earlier.can_withdraw, earlier.can_resume, earlier.revision) == (False, False, None)
    assert [(one.kind, one.attempt) for one in earlier.attempts] == [("submit", 1), ("withdraw", 1)]
    assert await refusal(service, first) == "already_withdrawn"
    with pytest.raises(TraceError):
        await service.start(first.id)

    # and the unchanged cell is submitted anew
    again, existing = await service.plan(small.request(), small.file)
    assert (existing, again.trace.kind, again.trace.attempt) == (False, "submit", 1)
    anew = await go_on(service, again.trace.id)
    assert anew.pull_request and anew.pull_request.number == 2
    await service.close()


@pytest.mark.asyncio
async def test_what_is_closed_or_gone_already_is_skipped(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    small.rest("PATCH", f"/repos/{small.upstream}/pulls/1", {"state": "closed"})
    small.rest("DELETE", f"/repos/{small.fork}/git/refs/heads/{first.branch}")
    view = await withdraw(service, first.id)
    assert (view.trace.status, states(view.trace)) == ("submitted", ["skipped", "skipped"])
    assert "closed already" in view.trace.steps[0].outcome["Skipped"]
    assert str(first.branch) in view.trace.steps[1].outcome["Skipped"]
    await service.close()


@pytest.mark.asyncio
async def test_a_branch_with_anothers_commit_is_not_deleted(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    theirs = small.commit_on(str(first.branch))
    view = await withdraw(service, first.id)
    assert (view.trace.status, states(view.trace)) == ("failed", ["passed", "failed"])
    assert error(view.trace, "delete_branch") == "branch_moved"
    assert small.pushes(str(first.branch))[-1][1] == theirs
    assert len(heads(small)) == 2
    await service.close()


@pytest.mark.asyncio
async def test_what_was_merged_is_not_taken_back(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    small.rest("PUT", f"/repos/{small.upstream}/pulls/1/merge", {}, owner=True)
    assert await refusal(service, first) == "already_merged"
    assert len((await service.history()).submissions) == 1
    await service.refresh(first.id)
    assert not (await service.view(first.id)).can_withdraw
    await service.close()


@pytest.mark.asyncio
async def test_the_latest_attempt_is_taken_back_whichever_is_named(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    request = small.request(revises=first.id)
    request.text = f"{request.cells[0].source}# better\n"
    view, _ = await service.plan(request, small.file)
    second = await go_on(service, view.trace.id)
    done = (await withdraw(service, first.id)).trace
    assert (done.attempt, done.revises, states(done)) == (2, second.id, ["passed", "passed"])
    assert heads(small) == ["main"]
    for one in (first, second):
        shown = await service.view(one.id)
        assert shown.trace.pull_request and shown.trace.pull_request.state == "closed"
        assert not shown.can_withdraw
    await service.close()


@pytest.mark.asyncio
async def test_a_pull_request_that_was_opened_unnoticed_is_found_and_closed(small: Small) -> None:
    small.proxy.lose("POST", r"/pulls$")
    service = small.service()
    first = await press(service, small)
    view = await service.view(first.id)
    assert [one.kind for one in view.exists] == ["fork", "branch"]  # no more is known
    done = (await withdraw(service, first.id)).trace
    assert states(done) == ["passed", "passed"]
    assert done.pull_request and (done.pull_request.number, done.pull_request.state) == (
        1,
        "closed",
    )
    assert done.steps[0].commands
    await service.close()
