"""Two people begin at the same commit with the same idea, and one of them is merged first."""

from __future__ import annotations

import asyncio

import pytest

from assemble_trace.models import FileChange
from assemble_trace.reports import from_text
from assemble_trace.workspace import Author
from tests.conftest import Practice

UPSTREAM = "ames/ames-house-prices"


@pytest.mark.asyncio
async def test_the_second_of_two_equal_features_is_rejected_as_redundant(
    practice: Practice,
) -> None:
    service = practice.service()
    connection = await service.connections.open(f"{practice.url}/api/v3")
    forge, workspace = connection.forge, connection.workspace
    upstream = await forge.repository(UPSTREAM)
    assert upstream is not None
    begun = workspace.fetch(upstream.clone_url, "main")

    view, _ = await service.plan(practice.request(), practice.notebook)
    await service.start(view.trace.id)
    first = await service.finished(view.trace.id)
    assert first.verdict == "accepted"
    assert first.pull_request is not None and first.pull_request.state == "merged"
    assert first.plan is not None

    folder = next(one.path for one in first.plan.files).split("/user_")[0]
    files = [
        FileChange(path=f"{folder}/user_eve/{one.path.rsplit('/', 1)[1]}", content=one.content)
        for one in first.plan.files
    ]
    _, commit = workspace.build(begun, files, "The same", Author("Eve", "e@e", 1_700_000_000, 0))
    fork = await forge.create_fork(upstream)
    workspace.push(fork.clone_url, "the-same", commit)
    await forge.create_pull_request(
        UPSTREAM, head="learner:the-same", base="main", title="The same", body=""
    )
    checks = await forge.checks(UPSTREAM, commit)
    while any(check.status != "completed" for check in checks):
        await asyncio.sleep(0.2)
        checks = await forge.checks(UPSTREAM, commit)

    assert {check.key: check.conclusion for check in checks} == {
        "structure": "success", "api": "success", "acceptance": "failure", "pruning": "neutral",
    }  # fmt: skip
    report = from_text(next(one.text for one in checks if one.key == "acceptance"))
    assert report is not None and report.comparison is not None
    assert report.verdict == "rejected"
    redundant = report.comparison.redundant_with
    assert redundant is not None
    assert redundant.path in [one.path for one in first.plan.files]
    assert redundant.share > 0.99
    await service.close()
