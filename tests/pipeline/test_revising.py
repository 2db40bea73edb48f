"""A further attempt: on the same branch, in the same pull request, or in one that follows."""

from __future__ import annotations

import pytest

from assemble_trace.models import PlanRequest, Trace
from assemble_trace.pipeline import Refused
from assemble_trace.service import Service
from tests.faults.small import Small, git, go_on, press, states


def changed(small: Small, **more: object) -> PlanRequest:
    """Return the request for the same cell with other code."""
    request = small.request(**more)  # type: ignore[arg-type]
    return request.model_copy(update={"text": f"{request.cells[0].source}# better\n"})


async def revise(service: Service, small: Small, of: Trace, **more: object) -> Trace:
    """Press Revise with changed code, and wait until it rests."""
    view, existing = await service.plan(changed(small, revises=of.id, **more), small.file)
    assert not existing
    return await go_on(service, view.trace.id)


async def refusal(service: Service, small: Small, request: PlanRequest) -> str:
    """Plan what is refused, and return the code."""
    with pytest.raises(Refused) as refused:
        await service.plan(request, small.file)
    trace = (await service.view(refused.value.submission)).trace
    assert (trace.status, trace.plan, trace.kind, trace.revises) == ("failed", None, "submit", None)
    assert refused.value.advice
    return refused.value.code


def pull(small: Small, number: int = 1) -> dict[str, object]:
    """Return a pull request as the forge has it."""
    found: dict[str, object] = small.rest("GET", f"/repos/{small.upstream}/pulls/{number}")
    return found


@pytest.mark.asyncio
async def test_a_second_attempt_is_a_commit_in_the_same_pull_request(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    before = pull(small)
    preview = await service.preview(changed(small, revises=first.id), small.file)
    assert preview.revision and preview.revision.same and preview.revision.of == first.id
    planned = preview.view.trace
    assert (planned.kind, planned.attempt, planned.revises) == ("revise", 2, first.id)
    assert planned.plan is not None and planned.plan.parent == first.commit
    assert planned.plan.follows and planned.plan.follows.number == 1
    assert planned.branch == first.branch
    assert planned.pull_request is None
    assert planned.plan.files[0].before == first.plan.files[-1].content  # type: ignore[union-attr]
    assert [line.text for line in preview.view.shown["branch"]][:3] == [
        f"git clone --depth=1 --branch={first.branch} {small.proxy.url}/{small.fork}.git"
        f" {planned.plan.directory}",
        f"cd {planned.plan.directory}",
        f"git fetch --depth=1 origin {first.commit}",
    ]
    assert preview.view.shown["branch"][3].text.startswith("git switch --force-create")
    assert preview.view.shown["pull_request"][0].gh == f"gh pr view 1 --repo {small.upstream}"
    small.commit_upstream()  # which changes nothing here

    second = await go_on(service, planned.id)
    assert states(second)[:6] == ["passed"] * 6
    assert second.commit == planned.commit == planned.predicted
    assert second.steps[1].outcome["Found or made"] == "found: you had it already"
    assert "attempt 2" in second.steps[5].outcome["Opened"]
    assert small.pushes(str(first.branch)) == [
        [None, first.commit],
        [first.commit, second.commit],
    ]
    assert len(small.done("pull_request.open")) == 1
    after = pull(small)
    assert (after["title"], after["body"]) == (before["title"], before["body"])
    assert after["head"]["sha"] == second.commit  # type: ignore[index]
    assert after["commits"] == 2
    message = small.rest("GET", f"/repos/{small.fork}/commits/{second.commit}")["commit"]["message"]
    assert message == "Revise one (attempt 2)"

    view = await service.view(second.id)
    assert [(one.attempt, one.kind) for one in view.attempts] == [(1, "submit"), (2, "revise")]
    assert [(one.mark, one.text) for one in view.difference[0].lines if one.mark != " "] == [
        ("+", "# better")
    ]
    assert [(one.new, len(one.lines)) for one in view.changes] == [(False, 4)]
    earlier = await service.view(first.id)
    assert (earlier.can_resume, earlier.can_withdraw, earlier.revision) == (False, False, None)
    listed = (await service.history()).submissions
    assert [(one.kind, one.attempt) for one in listed] == [("revise", 2), ("submit", 1)]
    await service.close()


@pytest.mark.asyncio
async def test_a_revision_is_taken_up_by_another_server_at_any_step(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    view, _ = await service.plan(changed(small, revises=first.id), small.file)
    await service.start(view.trace.id, stepwise=True)
    for _ in range(7):
        await service.close()
        service = small.service()
        await service.next(view.trace.id)
        await service.runner.wait(view.trace.id)
    second = (await service.view(view.trace.id)).trace
    assert states(second)[:6] == ["passed"] * 6
    assert small.pushes(str(first.branch))[-1] == [first.commit, second.commit]
    await service.close()


@pytest.mark.asyncio
async def test_a_lost_answer_of_the_second_push_is_found_out(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    small.proxy.lose("POST", r"/git-receive-pack$")
    second = await revise(service, small, first)
    assert second.status == "failed"
    view = await service.view(second.id)
    assert [one.kind for one in view.exists] == ["fork", "branch", "pull_request"]
    second = await go_on(service, second.id)
    assert second.steps[4].outcome["Sent"] == "it was there already"
    assert len(small.pushes(str(first.branch))) == 2
    await service.close()


@pytest.mark.asyncio
async def test_a_closed_pull_request_is_followed_by_a_new_one(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    small.rest("PATCH", f"/repos/{small.upstream}/pulls/1", {"state": "closed"}, owner=True)
    preview = await service.preview(changed(small, revises=first.id), small.file)
    assert preview.revision and not preview.revision.same
    assert preview.revision.why.startswith("ames closed #1")
    second = await go_on(service, preview.view.trace.id)
    assert second.plan is not None and second.pull_request is not None
    assert (second.attempt, second.revises, second.plan.parent) == (2, first.id, None)
    assert second.pull_request.number == 2
    assert second.branch == f"{first.branch}-2"
    assert second.plan.feature == "one"
    assert "Follows #1" in str(pull(small, 2)["body"])
    view = await service.view(second.id)
    assert {one.new for one in view.changes} == {True}
    assert [one.text for one in view.difference[0].lines if one.mark == "+"] == ["# better"]
    refreshed = await service.refresh(first.id)
    assert [(one.kind, one.actor) for one in refreshed.trace.since_then] == [("closed", "ames")]
    await service.close()


@pytest.mark.asyncio
async def test_closed_between_plan_and_press_nothing_is_pushed(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    view, _ = await service.plan(changed(small, revises=first.id), small.file)
    small.rest("PATCH", f"/repos/{small.upstream}/pulls/1", {"state": "closed"}, owner=True)
    second = await go_on(service, view.trace.id)
    failed = next(step for step in second.steps if step.status == "failed")
    assert (failed.key, failed.error and failed.error.code) == ("branch", "pull_request_closed")
    assert len(small.pushes(str(first.branch))) == 1
    third = await revise(service, small, second)
    assert (third.attempt, third.pull_request and third.pull_request.number) == (3, 2)
    await service.close()


@pytest.mark.asyncio
async def test_what_somebody_else_added_is_never_built_on(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    view, _ = await service.plan(changed(small, revises=first.id), small.file)
    theirs = small.commit_on(str(first.branch))
    second = await go_on(service, view.trace.id)
    assert (second.status, states(second)[2]) == ("failed", "failed")
    assert second.steps[2].error and second.steps[2].error.code == "branch_moved"
    third = changed(small, revises=first.id).model_copy(update={"text": "third = 3\n"})
    assert await refusal(service, small, third) == "branch_moved"
    assert small.pushes(str(first.branch))[-1][1] == theirs
    await service.close()


@pytest.mark.asyncio
async def test_what_cannot_be_revised_is_said_so(small: Small) -> None:
    service = small.service()
    first = await press(service, small)
    same = small.request(revises=first.id)
    view, existing = await service.plan(same, small.file)
    assert (existing, view.trace.id) == (True, first.id)
    assert await refusal(
        service, small, changed(small, revises=first.id, feature="other")
    ) == "revision_fixed"  # fmt: skip
    view, _ = await service.plan(changed(small, revises=first.id), small.file)
    await service.start(view.trace.id, stepwise=True)
    third = changed(small, revises=first.id).model_copy(update={"text": "third = 3\n"})
    assert await refusal(service, small, third) == "under_way"
    await service.cancel(view.trace.id)
    small.rest("PUT", f"/repos/{small.upstream}/pulls/1/merge", {}, owner=True)
    assert await refusal(service, small, third) == "already_merged"
    await service.close()


@pytest.mark.asyncio
async def test_without_a_rejection_a_changed_cell_is_a_submission_of_its_own(small: Small) -> None:
    service = small.service()
    await press(service, small)
    preview = await service.preview(changed(small), small.file)
    assert preview.revision is None
    assert (preview.view.trace.kind, preview.view.trace.attempt) == ("submit", 1)
    await service.close()


def test_git_finds_the_second_commit_on_top_of_the_first(small: Small, tmp_path: object) -> None:
    """What is pushed for a second attempt is whole: git itself can clone and check it."""
    import asyncio
    from pathlib import Path

    async def both() -> tuple[Trace, Trace]:
        service = small.service()
        first = await press(service, small)
        second = await revise(service, small, first)
        await service.close()
        return first, second

    first, second = asyncio.run(both())
    clone = Path(str(tmp_path)) / "clone"
    url = f"{small.proxy.target}/{small.fork}.git"
    git(clone.parent, "clone", "--quiet", "--branch", str(second.branch), url, str(clone))
    git(clone, "fsck", "--strict")
    assert git(clone, "rev-parse", "HEAD", "HEAD~1").split() == [second.commit, first.commit]
