"""What all steps have in common: order, words, and commands that are pure."""

from __future__ import annotations

from pathlib import Path

import pytest

from assemble_trace.models import STEP_KEYS, EnvRef
from assemble_trace.pipeline.runner import submission_of
from assemble_trace.steps import STEPS, WITHDRAWAL, steps_of
from tests.faults.small import Small

LESSONS = Path(__file__).resolve().parents[2] / "lessons" / "steps"


def test_the_steps_of_each_kind_in_the_order_of_their_keys() -> None:
    assert tuple(step.key for step in (*STEPS, *WITHDRAWAL)) == STEP_KEYS
    assert (steps_of("submit"), steps_of("revise")) == (STEPS, STEPS)
    assert steps_of("withdraw") == WITHDRAWAL
    assert [step.title for step in STEPS] == [
        "Lint", "Fork", "Branch", "Commit", "Push", "Pull request", "CI",
    ]  # fmt: skip
    assert [step.title for step in WITHDRAWAL] == ["Close", "Delete branch"]


@pytest.mark.parametrize("step", (*STEPS, *WITHDRAWAL), ids=STEP_KEYS)
def test_each_step_says_in_one_sentence_what_it_is_for(step: object) -> None:
    record = step.record()  # type: ignore[attr-defined]
    assert record.status == "pending"
    assert record.purpose.endswith(".")
    assert record.purpose.count(". ") == 0
    assert 40 <= len(record.purpose) <= 120
    assert (LESSONS / f"{record.key}.md").exists()
    assert type(step).__module__.rpartition(".")[2] == record.key


@pytest.mark.asyncio
async def test_commands_are_pure_and_name_the_token_without_holding_it(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.close()
    submission = submission_of(view.trace)
    before = submission.model_copy(deep=True)
    small.proxy.seen.clear()
    first = [step.commands(submission) for step in STEPS]
    assert [step.commands(submission) for step in STEPS] == first
    assert first == [step.commands for step in view.trace.steps]
    assert submission == before
    assert small.proxy.seen == []  # no network
    for command in (command for commands in first for command in commands):
        assert small.token not in command.model_dump_json()
        if command.argv[0] == "curl":
            assert command.env == {"GITHUB_TOKEN": EnvRef(env="GITHUB_TOKEN")}
            assert command.gh


@pytest.mark.asyncio
async def test_what_only_the_forge_knows_is_named_once_it_is_known(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.close()
    submission = submission_of(view.trace)
    assert submission.plan is not None
    push, ci = STEPS[4], STEPS[6]
    assert f"{small.proxy.url}/{small.fork}.git" in push.commands(submission)[1].argv
    assert submission.plan.branch in (ci.commands(submission)[0].gh or [])

    upstream = submission.plan.upstream
    renamed = upstream.model_copy(
        update={"full_name": f"{small.login}/other-1", "clone_url": "http://forge/other-1.git"}
    )
    from assemble_trace.models import PullRequest

    submission.fork = renamed
    submission.pull_request = PullRequest(repository=upstream.full_name, number=12)
    assert "http://forge/other-1.git" in push.commands(submission)[1].argv
    assert "12" in (ci.commands(submission)[0].gh or [])
