from __future__ import annotations

import json
from typing import Any

import pytest

from assemble_trace.judging import Judgement
from assemble_trace.practice_forge import report
from assemble_trace.sandbox import Outcome

DONE = Outcome(0, False, False, "", "", False, 1.0)


def stage(key: str, status: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "status": status, "reason": f"{key} says {status}.", "checks": [], **more}


def found(
    *stages: dict[str, Any], outcome: Outcome | None = DONE, on: str = "head", **more: Any
) -> report.Finding:
    data = json.dumps({"version": 2, "stages": stages, **more}).encode()
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


def features(count: int) -> list[dict[str, Any]]:
    return [
        {"name": f"f{number}", "path": "x" * 100, "gain": 0.123456789, "this": number == count - 1}
        for number in range(count)
    ]


def shortened(**more: Any) -> dict[str, Any]:
    """The report that fits into a check run, of one that does not."""
    good = [stage(key, "success") for key in ("structure", "api")]
    iterations = [{"omitted": f"f{number}", "statistic": 1 / 3} for number in range(300)]
    numbers = {"statistic": 1.0, "iterations": iterations, "deciding": 7}
    acceptance = stage("acceptance", "success", numbers=numbers)
    told: dict[str, Any] = json.loads(
        (found(*good, acceptance, **more).outputs["acceptance"].text or "")[8:-4]
    )
    return told


def test_what_is_needed_least_leaves_the_text_first() -> None:
    opinion = {"noise": {"values": [0.123456789] * 200, "mean": 0.1}, "sentence": "It helps."}
    history = [{"name": "x" * 50, "error": 1.0, "at": number} for number in range(400)]
    comparison = {"features": features(30), "history": history}
    whole = shortened(opinion=opinion, comparison=comparison)
    assert "missing" not in whole

    more_features = {**comparison, "features": features(100)}
    some = shortened(opinion=opinion, comparison=more_features)
    assert list(some["missing"]) == ["iterations"]
    assert some["stages"][2]["numbers"]["iterations"] == [{"omitted": "f7", "statistic": 1 / 3}]
    assert len(some["comparison"]["features"]) == 100

    many = shortened(opinion=opinion, comparison={**comparison, "features": features(2000)})
    assert list(many["missing"]) == ["iterations", "noise values", "history", "compared features"]
    assert many["opinion"] == {"noise": {"mean": 0.1}, "sentence": "It helps."}
    assert "history" not in many["comparison"]
    assert [one["this"] for one in many["comparison"]["features"]] == [False] * 20 + [True]


def test_the_summary_of_the_acceptance_has_the_second_opinion() -> None:
    good = [stage(key, "success") for key in ("structure", "api")]
    numbers = {"statistic": 0.5, "iterations": [{"omitted": "a"}]}
    finding = found(
        *good, stage("acceptance", "success", numbers=numbers), opinion={"sentence": "Doubt it."}
    )
    summary = finding.outputs["acceptance"].summary
    assert summary.startswith("acceptance says success.\n\n**Second opinion.** Doubt it.\n\n|")
    assert "| statistic | 0.5 |" in summary and "iterations" not in summary
    assert "opinion" not in finding.outputs["api"].summary


def test_a_report_of_code_that_was_not_shut_in_says_so() -> None:
    good = [stage(key, "success") for key in ("structure", "api", "acceptance")]
    finding = found(*good, isolation={"mode": "none", "sentence": "Not isolated: limits only."})
    assert finding.outputs["acceptance"].summary.endswith("\n\nNot isolated: limits only.")
    assert finding.verdict == "accepted"


def test_what_was_not_run_is_no_verdict_and_says_why() -> None:
    stages = [stage(key, "error", reason="Nothing was run.") for key in report.JUDGED]
    finding = found(*stages, outcome=None, error={"kind": "not_isolated"})
    assert finding.verdict == "none"
    assert {(one.conclusion, one.title) for one in finding.outputs.values()} == {
        ("failure", "Nothing was run.")
    }


def test_data_that_need_the_network_say_how_it_is_allowed() -> None:
    error = {"kind": "data", "message": "No network.", "needs_network": True}
    finding = found(stage("structure", "success"), stage("api", "error"), error=error)
    assert "assemble-trace forge serve --data-network" in finding.outputs["api"].summary
    assert "`--personal` with it" in finding.outputs["api"].summary


def test_a_job_that_was_lost_too_often_says_so() -> None:
    finding = report.read(None, stage="head", seconds=120, lost=True)
    assert finding.verdict == "none"
    assert finding.outputs["api"].title == "The check was lost, several times"


@pytest.mark.parametrize(
    ("exceeded", "title"),
    [
        ({"disk_exceeded": True}, "Stopped: it wrote too much to the disk"),
        ({"processes_exceeded": True}, "Stopped: it started too many processes"),
    ],
)
def test_what_was_exceeded_is_named(exceeded: dict[str, bool], title: str) -> None:
    finding = found(outcome=Outcome(None, False, False, "", "", False, 1.0, **exceeded))
    assert finding.outputs["structure"].title == title
