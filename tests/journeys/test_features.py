"""What becomes of good and bad features, end to end, with Ballet's own reasons."""

from __future__ import annotations

import pytest

from assemble_trace.models import PlanRequest, Trace
from tests.conftest import Practice, feature

CONSTANT = """
from ballet import Feature

feature = Feature("Lot Area", lambda lot: lot * 0 + 1, name="Always one")
"""
MISSING = """
from ballet import Feature

feature = Feature("Lot Frontage", None, name="Lot frontage as it is")
"""


async def submit(practice: Practice, request: PlanRequest) -> Trace:
    """Press Submit, wait, and return the trace."""
    service = practice.service()
    try:
        view, existing = await service.plan(request, practice.notebook)
        assert not existing
        await service.start(view.trace.id)
        return await service.finished(view.trace.id)
    finally:
        await service.close()


@pytest.mark.asyncio
async def test_a_good_feature_is_accepted_merged_and_scored(practice: Practice) -> None:
    trace = await submit(practice, practice.request())
    assert [(step.key, step.status) for step in trace.steps] == [
        (key, "passed")
        for key in ("lint", "fork", "branch", "commit", "push", "pull_request", "ci")
    ]
    assert (trace.status, trace.verdict) == ("submitted", "accepted")
    assert trace.pull_request is not None
    assert trace.pull_request.state == "merged"
    score = next(event for event in trace.since_then if event.kind == "score")
    assert score.data["score_after"] < score.data["score_before"]
    assert "Total bathrooms" in [one["name"] for one in score.data["features"]]
    merged = next(event for event in trace.since_then if event.kind == "merged")
    assert merged.actor == "maintainer"


@pytest.mark.asyncio
async def test_the_next_submission_starts_from_the_merge(practice: Practice) -> None:
    first = await submit(practice, practice.request())
    second = await submit(practice, feature(CONSTANT))
    assert first.plan and second.plan
    assert first.base != second.base
    service = practice.service()
    connection = await service.connections.open(f"{practice.url}/api/v3")
    assert second.base == await connection.forge.head("ames/ames-house-prices", "main")
    paths = [one.path for one in second.plan.files]
    assert not any(path.endswith("__init__.py") for path in paths)  # it came with the first
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("which", ["constant", "noise"])
async def test_a_feature_without_information_is_rejected(practice: Practice, which: str) -> None:
    request = feature(CONSTANT) if which == "constant" else practice.request("random-noise")
    trace = await submit(practice, request)
    assert (trace.status, trace.verdict) == ("submitted", "rejected")
    ci = trace.steps[-1]
    assert (ci.status, ci.error and ci.error.code) == ("failed", "feature_rejected")
    stages = {stage["key"]: stage for stage in (trace.evaluation or {})["stages"]}
    assert [stages[key]["status"] for key in ("structure", "api", "acceptance")] == [
        "success", "success", "failure",
    ]  # fmt: skip
    assert stages["acceptance"]["ballet_error"] == "FeatureRejected"
    numbers = stages["acceptance"]["numbers"]
    assert numbers["statistic"] <= numbers["threshold"]


@pytest.mark.asyncio
async def test_a_feature_with_missing_values_fails_the_api_check(practice: Practice) -> None:
    trace = await submit(practice, feature(MISSING))
    assert trace.verdict == "rejected"
    assert trace.steps[-1].error and trace.steps[-1].error.code == "api_failed"
    stages = {stage["key"]: stage for stage in (trace.evaluation or {})["stages"]}
    failed = [check["name"] for check in stages["api"]["checks"] if not check["passed"]]
    assert "NoMissingValuesCheck" in failed
    assert stages["api"]["ballet_error"] == "InvalidFeatureApi"
    assert stages["acceptance"]["status"] == "skipped"


@pytest.mark.asyncio
async def test_a_file_in_the_wrong_place_fails_structure(practice: Practice) -> None:
    """Our own plan never puts it there, so git does, and the pull request is opened by hand."""
    service = practice.service()
    connection = await service.connections.open(f"{practice.url}/api/v3")
    upstream = await connection.forge.repository("ames/ames-house-prices")
    assert upstream is not None
    fork = await connection.forge.create_fork(upstream)
    from assemble_trace.models import FileChange
    from assemble_trace.workspace import Author

    workspace = connection.workspace
    base = workspace.fetch(upstream.clone_url, "main")
    files = [FileChange(path="src/house_prices/wrong.py", content="x = 1\n")]
    _, commit = workspace.build(base, files, "Wrong place", Author("L", "l@e", 1_700_000_000, 0))
    workspace.push(fork.clone_url, "wrong", commit)
    await connection.forge.create_pull_request(
        upstream.full_name, head="learner:wrong", base="main", title="Wrong", body=""
    )
    import asyncio

    checks = await connection.forge.checks(upstream.full_name, commit)
    while any(check.status != "completed" for check in checks):
        await asyncio.sleep(0.2)
        checks = await connection.forge.checks(upstream.full_name, commit)
    assert {check.key: check.conclusion for check in checks} == {
        "structure": "failure", "api": "skipped", "acceptance": "skipped", "pruning": "neutral",
    }  # fmt: skip
    structure = next(check for check in checks if check.key == "structure")
    assert "WithinContribCheck" in structure.summary
    await service.close()
