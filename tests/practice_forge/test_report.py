from __future__ import annotations

import json
from typing import Any

import pytest

from assemble_trace.practice_forge import report
from assemble_trace.practice_forge.judging import Judgement
from assemble_trace.sandbox import Outcome

DONE = Outcome(0, False, False, "", "", False, 1.0)


def stage(key: str, status: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "status": status, "reason": f"{key} says {status}.", "checks": [], **more}


def found(*stages: dict[str, Any], outcome: Outcome = DONE, on: str = "head") -> report.Finding:
    data = json.dumps({"version": 1, "stages": stages}).encode()
    return report.read(Judgement(outcome, data), stage=on, seconds=120)


def test_accepted_is_three_times_success() -> None:
    good = [stage(key, "success") for key in ("structure", "api", "acceptance")]
    assert found(*good).verdict == "accepted"
    assert found(*good[:2]).verdict == "none"
    assert found(*good[:2], stage("acceptance", "skipped")).verdict == "none"
    assert found(*good[:2], stage("acceptance", "failure")).verdict == "rejected"


def test_what_the_report_says_of_itself_does_not_count() -> None:
    data = json.dumps({"version": 1, "verdict": "accepted", "stages": []}).encode()
    finding = report.read(Judgement(DONE, data), stage="head", seconds=120)
    assert finding.verdict == "none"
    assert {output.conclusion for output in finding.outputs.values()} == {"failure"}


def test_an_error_is_a_failure_without_a_verdict() -> None:
    finding = found(stage("structure", "success"), stage("api", "error"))
    assert finding.verdict == "none"
    assert finding.outputs["api"].title == "api says error."


def test_stages_that_were_reached_before_the_time_was_up_count() -> None:
    late = Outcome(None, True, False, "", "last words", False, 120.0)
    finding = found(stage("structure", "success"), outcome=late)
    assert [finding.outputs[key].conclusion for key in report.JUDGED] == [
        "success",
        "timed_out",
        "timed_out",
    ]
    assert finding.outputs["api"].title == "Stopped after 120 seconds"
    assert "last words" in finding.outputs["api"].summary


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"\xff",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"stages": 5}',
        b'{"stages": [5, {"key": []}, {"key": "api", "status": 7}]}',
        b'{"stages": [{"key": "structure", "status": {}, "checks": {"a": 1}, "numbers": []}]}',
    ],
)
def test_no_report_however_odd_is_a_verdict(data: bytes | None) -> None:
    finding = report.read(Judgement(DONE, data), stage="head", seconds=120)
    assert finding.verdict == "none"
    assert {output.conclusion for output in finding.outputs.values()} == {"failure"}


def test_the_text_is_one_fence_and_never_too_long() -> None:
    checks = [
        {"name": f"Check{number}", "passed": True, "description": "```" + "x" * 900}
        for number in range(200)
    ]
    finding = found(stage("structure", "success", checks=checks), stage("acceptance", "success"))
    text = finding.outputs["acceptance"].text or ""
    assert len(text) < 65_000
    assert text.startswith("```json\n") and text.endswith("\n```") and text.count("\n") == 2
    assert json.loads(text[8:-4])["stages"][1]["key"] == "acceptance"


def test_redundant_features_are_those_of_the_pruning_stage() -> None:
    pruning = stage("pruning", "success", redundant=["a.py", {"path": "b.py"}, 5, {"name": "c"}])
    finding = found(pruning, on="merge")
    assert report.redundant(finding.report) == ["a.py", "b.py"]
    assert finding.outputs["pruning"].conclusion == "success"
    assert report.redundant(None) == []
