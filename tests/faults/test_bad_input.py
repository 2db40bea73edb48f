"""What goes wrong between plan and verdict ends as a recorded step with a code."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from assemble_trace import practice_forge
from assemble_trace.models import Trace
from assemble_trace.pipeline import Refused
from assemble_trace.service import Service
from tests.faults.small import PATIENCE, Small, error, go_on, once, press, states


def in_forge(small: Small, statement: str, *values: object) -> None:
    """Change a row of the forge's own database."""
    with closing(sqlite3.connect(small.forge / "forge.db", timeout=30)) as connection:
        connection.execute(statement, values)
        connection.commit()


@contextmanager
def setting(forge: Path, **values: float) -> Iterator[None]:
    """Change a setting of the forge, and change it back."""
    before = practice_forge.settings.load(forge)
    practice_forge.settings.change(forge, **values)
    try:
        yield
    finally:
        practice_forge.settings.change(forge, **{name: getattr(before, name) for name in values})


def fork_folder(small: Small) -> Path:
    """Make the fork, and return its folder on the forge's disk."""
    fork = small.rest("POST", f"/repos/{small.upstream}/forks")
    with closing(sqlite3.connect(small.forge / "forge.db")) as connection:
        (name,) = connection.execute(
            "select uuid from repositories where id = ?", (fork["id"],)
        ).fetchone()
    return small.forge / "repositories" / f"{name}.git"


async def refusal(service: Service, small: Small) -> Trace:
    """Plan, and return the record of the refusal."""
    with pytest.raises(Refused) as refused:
        await service.plan(small.request(), small.file)
    assert refused.value.advice
    return (await service.view(refused.value.submission)).trace


@pytest.mark.asyncio
async def test_forge_down_at_plan(small: Small) -> None:
    small.proxy.refuse("GET", ".", times=-1)
    service = small.service()
    trace = await refusal(service, small)
    assert (trace.status, error(trace, "fork")) == ("failed", "forge_unreachable")
    await service.close()


@pytest.mark.asyncio
async def test_forge_down_in_the_middle(small: Small) -> None:
    small.proxy.refuse("GET", r"/ada.*git-receive-pack", times=-1)
    service = small.service()
    trace = await press(service, small)
    assert (trace.status, error(trace, "push")) == ("failed", "forge_unreachable")
    assert (await service.view(trace.id)).can_resume
    small.proxy.heal()
    trace = await go_on(service, trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_token_revoked_between_plan_and_press(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    in_forge(
        small,
        "update tokens set revoked_at = '2026-01-01T00:00:00Z' where user_id ="
        " (select id from users where login = ?)",
        small.login,
    )
    trace = await go_on(service, view.trace.id)
    assert trace.status == "failed"
    assert [step.error.code for step in trace.steps if step.error] == ["token_refused"]
    assert error(trace, "fork") == "token_refused"
    assert not small.done("repository.fork")
    await service.close()


@pytest.mark.asyncio
async def test_a_wrong_token_is_a_recorded_refusal(small: Small) -> None:
    small.token = "ghp_" + "wrong" * 8
    service = small.service()
    trace = await refusal(service, small)
    assert (trace.status, error(trace, "fork")) == ("failed", "token_refused")
    await service.close()


@pytest.mark.asyncio
async def test_fork_never_ready_then_resumed(small: Small) -> None:
    service = small.service(replace(PATIENCE, fork=0.3))
    with setting(small.forge, fork_ready_seconds=3600):
        trace = await press(service, small)
        assert (trace.status, error(trace, "fork")) == ("failed", "fork_not_ready")
        again = await go_on(service, trace.id)
        assert (again.status, error(again, "fork")) == ("failed", "fork_not_ready")
    in_forge(small, "update repositories set ready_at = 0 where parent_id is not null")
    trace = await go_on(service, trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_upstream_archived(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    small.rest("PATCH", f"/repos/{small.upstream}", {"archived": True}, owner=True)
    trace = await go_on(service, view.trace.id)
    assert trace.status == "failed"
    assert [step.error.code for step in trace.steps if step.error] == ["upstream_archived"]
    refused = await refusal(service, small)
    assert error(refused, "fork") == "upstream_archived"
    await service.close()


@pytest.mark.asyncio
async def test_branch_taken_by_something_else(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    fork_folder(small)
    body = {"ref": f"refs/heads/{view.trace.branch}", "sha": view.trace.base}
    small.rest("POST", f"/repos/{small.fork}/git/refs", body)
    trace = await go_on(service, view.trace.id)
    assert (trace.status, error(trace, "branch")) == ("failed", "branch_taken")
    assert not small.done("pull_request.open")

    # a new plan proposes a name that is free; the taken one, typed by hand, is refused
    view, existing = await service.plan(small.request(), small.file)
    assert (existing, view.trace.branch) == (False, f"{trace.branch}-2")
    with pytest.raises(Refused) as refused:
        await service.plan(small.request(branch=trace.branch), small.file)
    assert refused.value.code == "branch_taken"
    await service.close()


@pytest.mark.asyncio
async def test_branch_taken_while_the_push_was_on_its_way(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    fault = small.proxy.hold("GET", r"/ref/heads/ada")
    await service.start(view.trace.id)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    body = {"ref": f"refs/heads/{view.trace.branch}", "sha": view.trace.base}
    small.rest("POST", f"/repos/{small.fork}/git/refs", body)
    fault.release()
    await service.runner.wait(view.trace.id)
    trace = (await service.view(view.trace.id)).trace
    assert (trace.status, error(trace, "push")) == ("failed", "branch_taken")
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "configuration",
    ["[receive]\n\tmaxInputSize = 10\n", "[receive]\n\thideRefs = refs/heads\n"],
    ids=["whole push", "one branch"],
)
async def test_push_refused(small: Small, configuration: str) -> None:
    config = fork_folder(small) / "config"
    before = config.read_text()
    config.write_text(before + configuration)
    service = small.service()
    trace = await press(service, small)
    assert (trace.status, error(trace, "push")) == ("failed", "push_refused")
    config.write_text(before)
    trace = await go_on(service, trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_no_ci_at_all(small: Small) -> None:
    service = small.service()
    trace = await press(service, small)
    assert (trace.status, trace.verdict) == ("submitted", "none")
    assert error(trace, "ci") == "no_ci"
    view = await service.view(trace.id)
    assert view.can_resume and view.forge_page
    await service.close()


@pytest.mark.asyncio
async def test_a_forge_that_is_away_during_ci_is_waited_for(small: Small) -> None:
    small.proxy.refuse("GET", "/check-runs")
    service = small.service()
    trace = await press(service, small)
    assert error(trace, "ci") == "no_ci"  # it was heard again, and has no checks
    await service.close()


@pytest.mark.asyncio
async def test_asking_once_while_the_forge_is_away_leaves_the_wait(small: Small) -> None:
    service = small.service(replace(PATIENCE, appear=60))
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id)
    while (await service.view(view.trace.id)).trace.status != "waiting":
        await asyncio.sleep(0.05)
    await service.close()
    small.proxy.refuse("GET", ".", times=-1)
    other = small.service()
    await other.recover(wait=False)
    assert (await other.view(view.trace.id)).trace.status == "waiting"
    await other.close()


@pytest.mark.asyncio
async def test_cancel_between_steps_then_resume(small: Small) -> None:
    fault = small.proxy.hold("POST", r"/forks$")
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.start(view.trace.id)
    assert await asyncio.to_thread(fault.happened.wait, 60)
    await service.cancel(view.trace.id)
    fault.release()
    await service.runner.wait(view.trace.id)
    view = await service.view(view.trace.id)
    assert view.trace.status == "cancelled" and view.can_resume
    assert states(view.trace) == ["passed"] * 2 + ["cancelled"] * 5
    assert not small.done("push") or not small.pushes(view.trace.branch or "")

    trace = await go_on(service, view.trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_cancel_while_waiting_for_ci_or_for_the_fork(small: Small) -> None:
    service = small.service(replace(PATIENCE, fork=60, appear=60))
    with setting(small.forge, fork_ready_seconds=3600):
        view, _ = await service.plan(small.request(), small.file)
        await service.start(view.trace.id)
        while not (await service.view(view.trace.id)).trace.steps[1].progress:
            await asyncio.sleep(0.05)
        await service.cancel(view.trace.id)
        await service.runner.wait(view.trace.id)
    trace = (await service.view(view.trace.id)).trace
    assert (trace.status, trace.steps[1].status) == ("cancelled", "cancelled")
    in_forge(small, "update repositories set ready_at = 0 where parent_id is not null")

    await service.start(trace.id)
    while (await service.view(trace.id)).trace.status != "waiting":
        await asyncio.sleep(0.05)
    await service.cancel(trace.id)
    await service.runner.wait(trace.id)
    trace = (await service.view(trace.id)).trace
    assert (trace.status, trace.steps[6].status) == ("cancelled", "cancelled")
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_two_presses_at_once_are_one_pull_request(small: Small) -> None:
    one, two = small.service(), small.service()
    view, _ = await one.plan(small.request(), small.file)
    name = view.trace.id
    answers = await asyncio.gather(
        *(service.start(name) for service in (one, one, two, two)), return_exceptions=True
    )
    codes = {getattr(answer, "code", "started") for answer in answers}
    assert codes <= {"started", "already_running"}
    assert codes != {"already_running"}
    await one.runner.wait(name)
    await two.runner.wait(name)
    trace = (await one.view(name)).trace
    assert states(trace)[:6] == ["passed"] * 6
    once(small, trace)
    await one.close()
    await two.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("restarted", [False, True], ids=["same server", "restarted server"])
async def test_upstream_moves_between_plan_and_press(small: Small, restarted: bool) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    news = small.commit_upstream()
    if restarted:
        await service.close()
        service = small.service()
    trace = await go_on(service, view.trace.id)
    assert states(trace)[:6] == ["passed"] * 6
    assert trace.base == news != view.trace.base
    assert trace.commit != view.trace.commit
    assert news[:10] in trace.steps[2].outcome["Planned again"]
    commit = small.rest("GET", f"/repos/{small.upstream}/git/commits/{trace.commit}")
    assert [parent["sha"] for parent in commit["parents"]] == [news]
    once(small, trace)
    await service.close()


@pytest.mark.asyncio
async def test_the_same_cell_again_is_the_same_submission(small: Small) -> None:
    service = small.service()
    trace = await press(service, small)
    view, existing = await service.plan(small.request(), small.file)
    assert (existing, view.trace.id) == (True, trace.id)
    view, existing = await service.plan(small.request("two"), small.file)
    assert not existing
    await service.close()
