"""Reports and logs that GitHub Actions keeps, read from a stand-in for it."""

from __future__ import annotations

import io
import json
import stat
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.forges.archives import member
from assemble_trace.forges.github import GithubForge
from assemble_trace.models import Request
from assemble_trace.steps.findings import by_key, evaluation_of, known
from tests.forges.mock_actions import COMMIT, TOKEN, MockActions, mocking, zipped
from tests.reports.stock import LOGS, as_actions_prints_it

STAGES = ["structure", "api", "acceptance", "pruning"]
NAMES = ["Project structure", "Feature API", "Feature acceptance", "Feature pruning"]


@pytest.fixture
def mock() -> Iterator[MockActions]:
    with mocking() as made:
        yield made


@pytest.fixture
def heard() -> list[Request]:
    return []


@pytest.fixture
def forge(mock: MockActions, heard: list[Request]) -> GithubForge:
    return GithubForge(mock.api, TOKEN, heard.append)


def report(stage: str, status: str, **more: Any) -> bytes:
    """Return the report of a job that looked at one stage."""
    stages = [
        {"key": key, "status": status if key == stage else "skipped", "reason": f"{key} said so"}
        for key in STAGES
    ]
    made = {"version": 2, "head": COMMIT, "stages": stages, "verdict": "none"} | more
    return zipped(("report.json", json.dumps(made).encode()))


async def evaluation(forge: GithubForge) -> dict[str, Any] | None:
    checks = known(await forge.checks("o/r", COMMIT))
    return await evaluation_of(forge, "o/r", COMMIT, checks)


def four_jobs(mock: MockActions, *conclusions: str) -> None:
    for name, conclusion in zip(NAMES, conclusions, strict=True):
        mock.job(name, conclusion)


@pytest.mark.asyncio
async def test_four_artifacts_are_one_report(
    forge: GithubForge, mock: MockActions, heard: list[Request]
) -> None:
    four_jobs(mock, "success", "success", "failure", "skipped")
    statuses = ["success", "success", "failure"]
    for stage, status in zip(STAGES, statuses, strict=False):
        mock.artifact(f"assemble-trace-{stage}", report(stage, status))
    mock.artifact("coverage", b"not ours")
    checks = known(await forge.checks("o/r", COMMIT))
    assert [check.key for check in checks] == STAGES
    found = await evaluation_of(forge, "o/r", COMMIT, checks)
    assert found is not None
    assert [one["status"] for one in found["stages"]] == [*statuses, "skipped"]
    assert found["verdict"] == "rejected"
    assert found["stages"][2]["reason"] == "acceptance said so"

    assert {method for method, _ in mock.asked} == {"GET"}
    assert all("Authorization" not in headers for _, headers in mock.fetched)
    assert [path for path, _ in mock.fetched] == [f"/artifacts/{11 + i}" for i in range(3)]
    told = json.dumps([one.model_dump(mode="json") for one in heard])
    assert "secret-of-a-minute" not in told
    assert TOKEN not in told
    assert len([one for one in heard if one.path.endswith("/…")]) == 3
    assert not any(one.changes for one in heard)


@pytest.mark.asyncio
async def test_a_plain_log_is_read_where_there_is_no_artifact(
    forge: GithubForge, mock: MockActions
) -> None:
    log = as_actions_prints_it((LOGS / "rejected.log").read_text(), 1)
    mock.job("build", "failure", log)
    mock.job("docs", "success", "building docs\n")
    mock.job("slow", None)
    found = await evaluation(forge)
    assert found is not None
    assert found["verdict"] == "rejected"
    assert found["stages"][2]["numbers"]["statistic"] == 0.0
    assert "opinion" in found["missing"]
    assert all("Authorization" not in headers for _, headers in mock.fetched)


@pytest.mark.asyncio
async def test_nothing_is_asked_where_actions_did_nothing(
    forge: GithubForge, mock: MockActions
) -> None:
    text = "```json\n" + json.dumps({"version": 1, "verdict": "accepted", "stages": []}) + "\n```"
    mock.job("Feature acceptance", "success")
    mock.checks[0] |= {"app": {"slug": "other"}, "external_id": "acceptance"}
    mock.checks[0]["output"]["text"] = text
    found = await evaluation(forge)
    assert found is not None and found["verdict"] == "accepted"
    mock.checks[0]["output"]["text"] = None
    assert await evaluation(forge) is None
    assert not [path for _, path in mock.asked if "/actions/" in path]


@pytest.mark.asyncio
async def test_what_is_gone_or_not_to_be_had_is_nothing(
    forge: GithubForge, mock: MockActions
) -> None:
    four_jobs(mock, "success", "success", "failure", "skipped")
    mock.artifact("assemble-trace-api", report("api", "success"), expired=True)
    mock.artifact("assemble-trace-acceptance", report("acceptance", "failure"))
    for status in (403, 404, 410):
        mock.statuses["/repos/o/r/actions/artifacts/12/zip"] = status
        assert await evaluation(forge) is None
    assert mock.fetched == []

    mock.statuses["/repos/o/r/actions/artifacts/12/zip"] = 500
    found = await evaluation(forge)
    assert found is not None and found["error"]["kind"] == "forge_misunderstood"


@pytest.mark.asyncio
async def test_a_report_that_flatters_is_not_believed(
    forge: GithubForge, mock: MockActions
) -> None:
    four_jobs(mock, "success", "success", "failure", "skipped")
    mock.artifact("assemble-trace-acceptance", report("acceptance", "success"))
    found = await evaluation(forge)
    assert found is not None and found["error"]["kind"] == "report_unreadable"
    assert "contradicts the check run Feature acceptance" in found["error"]["message"]


@pytest.mark.asyncio
async def test_a_report_on_another_commit_or_from_another_event_is_left_aside(
    forge: GithubForge, mock: MockActions
) -> None:
    four_jobs(mock, "success", "success", "failure", "skipped")
    mock.artifact("assemble-trace-acceptance", report("acceptance", "failure", head="b" * 40))
    assert await evaluation(forge) is None
    mock.artifacts.clear()
    mock.artifact("assemble-trace-acceptance", report("acceptance", "failure"))
    assert await evaluation(forge) is not None
    mock.event = "workflow_dispatch"
    assert await evaluation(forge) is None


@pytest.mark.asyncio
async def test_a_newer_report_says_so(forge: GithubForge, mock: MockActions) -> None:
    four_jobs(mock, "success", "success", "failure", "skipped")
    mock.artifact("assemble-trace-acceptance", report("acceptance", "failure", version=3))
    found = await evaluation(forge)
    assert found is not None and found["error"]["kind"] == "report_unreadable"
    assert "version 3" in found["error"]["message"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "link",
    [
        "http://storage.example.org/x",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "https://user:secret@127.0.0.1:9/x",
        "//127.0.0.1:9/x",
    ],
)
async def test_a_link_to_elsewhere_is_not_followed(
    forge: GithubForge, mock: MockActions, link: str
) -> None:
    mock.job("build", "failure", "a log")
    mock.link = link
    found = await evaluation(forge)
    assert found is not None and found["error"]["kind"] == "forge_misunderstood"
    assert mock.fetched == []


@pytest.mark.asyncio
async def test_a_link_that_leads_on_is_not_followed_further(
    forge: GithubForge, mock: MockActions
) -> None:
    mock.job("build", "failure", "a log")
    mock.link = f"{mock.api}/repos/o/r/actions/jobs/399444496/logs"
    found = await evaluation(forge)
    assert found is not None and found["error"]["kind"] == "forge_misunderstood"


@pytest.mark.asyncio
async def test_too_much_is_not_fetched(
    forge: GithubForge, mock: MockActions, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assemble_trace.forges import actions

    monkeypatch.setattr(actions, "MAX_LOG", 100_000)
    log = as_actions_prints_it((LOGS / "rejected.log").read_text(), 1)
    mock.job("build", "failure", log + "x" * 5_000_000)
    (text,) = await forge.job_logs("o/r", COMMIT)
    assert len(text.text) <= 100_000
    found = await evaluation(forge)
    assert found is not None and found["verdict"] == "rejected"

    mock.artifact("assemble-trace-all", b"x" * 2_000_001)
    with pytest.raises(TraceError, match="too large") as problem:
        await forge.job_reports("o/r", COMMIT)
    assert problem.value.code == "artifact_refused"
    mock.artifacts[0]["size_in_bytes"] = 5  # what is said need not be so
    with pytest.raises(TraceError, match="too large"):
        await forge.job_reports("o/r", COMMIT)


def link_entry(name: str) -> zipfile.ZipInfo:
    """Return an entry that is a symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def locked(data: bytes) -> bytes:
    """Return an archive whose entries say that they are encrypted."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def lying(size: int) -> bytes:
    """Return an archive whose report unpacks to more than it says."""
    data = bytearray(zipped(("report.json", b"a" * 5_000_000)))
    at = data.rindex(b"PK\x01\x02")
    data[22:26] = data[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(data)


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    TWICE = zipped(("report.json", b"{}"), ("report.json", b"[]"))

REFUSED = {
    "no zip": b"nonsense",
    "empty": b"",
    "cut": zipped(("report.json", b"{}"))[:-10],
    "not at all": zipped(("other.json", b"{}")),
    "not at the top": zipped(("a/report.json", b"{}")),
    "twice": TWICE,
    "leads out": zipped(("report.json", b"{}"), ("../report.json", b"{}")),
    "absolute": zipped(("report.json", b"{}"), ("/etc/passwd", b"x")),
    "backslashes": zipped(("report.json", b"{}"), ("..\\report.json", b"x")),
    "drive": zipped(("report.json", b"{}"), ("C:/report.json", b"x")),
    "a link": zipped((link_entry("report.json"), b"/etc/passwd")),
    "a link beside": zipped(("report.json", b"{}"), (link_entry("x"), b"/etc/passwd")),
    "many": zipped(*((f"{i}.json", b"{}") for i in range(21))),
    "encrypted": locked(zipped(("report.json", b"{}"))),
    "a bomb": zipped(("report.json", b"0" * 50_000_000)),
    "lies about its size": lying(10),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_archive_that_is_odd_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(TraceError) as problem:
        member(REFUSED[name], "report.json", 4_000_000)
    assert problem.value.code == "artifact_refused"
    assert problem.value.advice


def test_a_plain_archive_is_read() -> None:
    assert member(zipped(("report.json", b"{}")), "report.json", 10) == b"{}"
    packed = io.BytesIO(zipped(("report.json", b"{}"), ("notes/", b""), ("notes/a.txt", b"a")))
    assert member(packed.getvalue(), "report.json", 2) == b"{}"


@pytest.mark.asyncio
async def test_the_worse_of_two_checks_counts(forge: GithubForge, mock: MockActions) -> None:
    for conclusion in ("failure", "success", "skipped"):
        mock.job("Feature API", conclusion)
    checks = known(await forge.checks("o/r", COMMIT))
    assert by_key(checks)["api"].conclusion == "failure"


@pytest.mark.asyncio
async def test_a_first_run_that_waits_for_a_maintainer(
    mock: MockActions, forge: GithubForge
) -> None:
    assert await forge.awaits_approval("o/r", COMMIT) is False
    mock.waits = True
    assert await forge.awaits_approval("o/r", COMMIT) is True
    assert await forge.awaits_approval("o/r", "b" * 40) is False


@pytest.mark.asyncio
async def test_a_forge_without_workflow_runs_waits_for_nobody(
    mock: MockActions, forge: GithubForge
) -> None:
    mock.waits = True
    mock.statuses["/repos/o/r/actions/runs"] = 404
    assert await forge.awaits_approval("o/r", COMMIT) is False
