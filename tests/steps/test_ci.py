"""The wait for CI where GitHub Actions is the CI, against a stand-in for it."""

from __future__ import annotations

from typing import Any

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.forges.github import GithubForge
from assemble_trace.models import Plan, Repository, Submission
from assemble_trace.steps import Patience
from assemble_trace.steps.base import Work
from assemble_trace.steps.ci import WatchCI
from tests.forges.mock_actions import COMMIT, TOKEN, MockActions, mocking
from tests.reports.stock import LOGS, as_actions_prints_it

PATIENCE = Patience(poll=0.01, appear=5, settle=0.05, finish=5)


def log(name: str, exit_code: int) -> str:
    """Return a real log of Ballet's as Actions gives it out."""
    return as_actions_prints_it((LOGS / f"{name}.log").read_text(), exit_code)


async def watched(
    mock: MockActions, patience: Patience = PATIENCE
) -> tuple[Submission, TraceError | None, dict[str, Any]]:
    """Wait for the checks of a submission; it, the problem, and the outcome."""
    upstream = Repository.model_construct(full_name="o/r")
    plan = Plan.model_construct(upstream=upstream, commit=COMMIT)
    submission = Submission.model_construct(plan=plan, verdict="none", evaluation=None)

    async def nothing(*_: Any) -> None: ...

    work = Work(
        submission=submission,
        forge=GithubForge(mock.api, TOKEN, lambda told: None),
        workspace=None,  # type: ignore[arg-type]
        look=None,  # type: ignore[arg-type]
        tell=nothing,
        rest=nothing,
        patience=patience,
    )
    try:
        return submission, None, await WatchCI().run(work)
    except TraceError as problem:
        return submission, problem, getattr(problem, "outcome", {})


@pytest.mark.asyncio
async def test_one_job_that_accepts() -> None:
    with mocking() as mock:
        mock.job("build", "success", log("accepted", 0))
        submission, problem, outcome = await watched(mock)
    assert problem is None
    assert submission.verdict == outcome["Verdict"] == "accepted"
    assert submission.evaluation is not None
    assert "Note" not in outcome
    assert "opinion" in submission.evaluation["missing"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("rejected", "feature_rejected", "needs 0.0123 nats"),
        ("api", "api_failed", "NoMissingValuesCheck"),
        ("structure", "structure_failed", "NOTES.txt"),
        ("crash", "api_failed", "division by zero"),
    ],
)
async def test_one_job_that_says_no(name: str, code: str, words: str) -> None:
    with mocking() as mock:
        mock.job("build", "failure", log(name, 1))
        submission, problem, _ = await watched(mock)
    assert submission.verdict == "rejected"
    assert problem is not None and problem.code == code
    assert words in problem.message


@pytest.mark.asyncio
async def test_four_jobs_with_logs() -> None:
    with mocking() as mock:
        for name, key in (("Project structure", "structure"), ("Feature API", "api")):
            mock.job(f"{name} validation", "success", log(f"rejected_{key}", 0))
        mock.job("Feature acceptance evaluation", "failure", log("rejected_acceptance", 1))
        mock.job("Feature pruning evaluation", "success", log("rejected_pruning", 0))
        submission, problem, outcome = await watched(mock)
    assert [check["key"] for check in outcome["checks"]] == [
        "structure", "api", "acceptance", "pruning",
    ]  # fmt: skip
    assert submission.verdict == "rejected"
    assert problem is not None and problem.code == "feature_rejected"
    assert "It scores 0 and needs" in problem.message


@pytest.mark.asyncio
async def test_a_job_that_failed_although_its_log_says_all_is_well_is_no_verdict() -> None:
    with mocking() as mock:
        mock.job("build", "failure", log("accepted", 1))
        submission, problem, _ = await watched(mock)
    assert submission.verdict == "none"
    assert problem is not None and problem.code == "check_failed"


@pytest.mark.asyncio
async def test_jobs_that_failed_before_ballet_began_are_no_verdict() -> None:
    with mocking() as mock:
        for name in ("Project structure", "Feature API", "Feature acceptance"):
            mock.job(name, "failure", "ERROR: No matching distribution found\n")
        submission, problem, _ = await watched(mock)
    assert submission.verdict == "none"
    assert problem is not None and problem.code == "check_crashed"


@pytest.mark.asyncio
async def test_another_jobs_success_is_no_verdict() -> None:
    with mocking() as mock:
        mock.job("docs", "success", "built\n")
        submission, problem, outcome = await watched(mock)
    assert (submission.verdict, problem) == ("none", None)
    assert "none of them says what Ballet thinks" in outcome["Note"]


#: So that nobody waits long for what does not come.
HASTE = Patience(poll=0.01, appear=0.1, settle=0.05, finish=5)


@pytest.mark.asyncio
async def test_a_first_contribution_waits_for_a_maintainer() -> None:
    with mocking() as mock:
        mock.waits = True
        submission, problem, _ = await watched(mock, HASTE)
    assert submission.verdict == "none"
    assert problem is not None and problem.code == "awaiting_approval"
    assert problem.message == "A maintainer has to approve the first run of your checks."


@pytest.mark.asyncio
async def test_no_checks_and_nobody_to_approve_them_is_no_ci() -> None:
    with mocking() as mock:
        _, problem, _ = await watched(mock, HASTE)
    assert problem is not None and problem.code == "no_ci"


@pytest.mark.asyncio
async def test_a_check_that_asks_for_a_maintainer_waits_for_one() -> None:
    with mocking() as mock:
        mock.job("build", "action_required")
        submission, problem, _ = await watched(mock)
    assert submission.verdict == "none"
    assert problem is not None and problem.code == "awaiting_approval"
