"""Trying a plan here: the same judgement as CI's, kept with what is sent afterwards."""

from __future__ import annotations

import asyncio

import pytest

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from assemble_trace.models import TrialView
from assemble_trace.service import Service
from tests.conftest import Practice, feature

CONSTANT = """
from ballet import Feature

feature = Feature("Gr Liv Area", lambda area: area * 0, name="Nothing")
"""
LOOP = CONSTANT + "\nwhile True:\n    pass\n"


async def over(service: Service, name: str) -> TrialView:
    """Wait until a trial is over."""
    while (view := await service.trial(name)).state == "running":
        await asyncio.sleep(0.1)
    return view


@pytest.mark.asyncio
async def test_what_is_tried_is_what_ci_says(practice: Practice) -> None:
    service = practice.service()
    plan, _ = await service.plan(practice.request(), practice.notebook)
    name = plan.trace.id
    assert (await service.trial(name)).state == "untried"
    first = await service.try_out(name, network=False)
    again = await service.try_out(name, network=False)
    assert (first.state, again.state) == ("running", "running")

    trial = await over(service, name)

    assert (trial.state, trial.error) == ("done", None)
    assert trial.report is not None
    assert (trial.report["stage"], trial.report["verdict"]) == ("try", "accepted")
    assert (await service.view(name)).trace.status == "planned"  # nothing was sent

    asked = practice.request().model_copy(update={"title": "Another title", "replaces": name})
    retitled, _ = await service.plan(asked, practice.notebook)
    assert (await service.trial(retitled.trace.id)).state == "done"

    await service.start(retitled.trace.id)
    trace = await service.finished(retitled.trace.id)
    view = await service.view(trace.id)

    assert trace.verdict == "accepted"
    assert trace.trial is not None and trace.evaluation is not None
    assert view.agreement is not None
    assert view.agreement.sentence == (
        "CI came to the verdict of your trial, with the same numbers."
    )
    assert view.agreement.apart == []
    with pytest.raises(TraceError) as caught:
        await service.try_out(trace.id, network=False)
    assert caught.value.code == "nothing_to_do"
    await service.close()


@pytest.mark.asyncio
async def test_a_trial_can_be_stopped_and_others_are_not_it(practice: Practice) -> None:
    service = practice.service()
    plan, _ = await service.plan(feature(LOOP), practice.notebook)
    name = plan.trace.id
    await service.try_out(name, network=False)
    while (await service.trial(name)).progress == "Fetching the project":
        await asyncio.sleep(0.1)

    stopped = await service.stop_trial(name)

    assert stopped.state == "cancelled"
    other, _ = await service.plan(feature(CONSTANT), practice.notebook)
    assert (await service.trial(other.trace.id)).state == "untried"
    await service.try_out(other.trace.id, network=False)
    judged = await over(service, other.trace.id)
    assert judged.report is not None
    assert judged.report["verdict"] == "rejected"
    await service.close()


@pytest.mark.asyncio
async def test_a_trial_may_take_as_long_as_the_practice_forges_checks(practice: Practice) -> None:
    practice_forge.settings.change(practice.forge, check_seconds=6.0)
    service = practice.service()
    plan, _ = await service.plan(feature(LOOP), practice.notebook)
    await service.try_out(plan.trace.id, network=False)

    trial = await over(service, plan.trace.id)

    assert trial.report is not None
    assert (trial.report["verdict"], trial.report["error"]["message"]) == (
        "none",
        "It was stopped after 6 seconds, the time that one evaluation may take.",
    )
    await service.close()
