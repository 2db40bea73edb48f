"""The reader takes a report as it comes, and says what is wrong with rubbish."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.reports import from_text

REPORT: dict[str, Any] = {
    "version": 1,
    "stage": "head",
    "base": "b" * 40,
    "head": "a" * 40,
    "pull_request": 7,
    "verdict": "rejected",
    "stages": [
        {
            "key": "acceptance",
            "status": "failure",
            "seconds": 0.3,
            "reason": "The feature has the same value in every row.",
            "ballet_error": "FeatureRejected",
            "checks": [],
            "numbers": {"statistic": 0.0, "threshold": 0.1, "margin": -0.1, "unit": "nats"},
            "added_later": [1, 2],
        }
    ],
    "feature": {"name": "Nothing", "path": "x.py", "author": None, "description": None},
    "project": None,
    "environment": {"python": "3.11.7"},
    "rows": 2930,
    "seconds": 1.9,
    "error": None,
}


def fenced(report: Any) -> str:
    return f"```json\n{json.dumps(report)}\n```"


def test_a_report() -> None:
    report = from_text(fenced(REPORT))

    assert report is not None
    assert report.verdict == "rejected"
    acceptance = report.stage_of("acceptance")
    assert acceptance is not None
    assert acceptance.ballet_error == "FeatureRejected"
    assert acceptance.numbers == {
        "statistic": 0.0,
        "threshold": 0.1,
        "margin": -0.1,
        "unit": "nats",
    }
    assert report.stage_of("pruning") is None


def test_a_shortened_report_is_still_one() -> None:
    report = from_text(fenced({"version": 1, "error": {"kind": "report", "message": "Too long."}}))

    assert report is not None
    assert report.verdict == "none"
    assert report.error is not None
    assert report.error.kind == "report"


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_no_text_is_no_report(text: str | None) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("All good.", "not one block of JSON"),
        ('```json\n{"version": 1', "not one block of JSON"),
        ('```json\n{"version": 1\n```', "its JSON is broken"),
        ("```json\n" + "[" * 100_000 + "\n```", "its JSON is broken"),
        (fenced([1]), "which version"),
        (fenced({"version": "1"}), "which version"),
        (fenced({**REPORT, "verdict": "perhaps"}), "verdict is not what was expected"),
        (fenced({**REPORT, "stages": [{"key": "api"}]}), "stages.0.status is not"),
    ],
)
def test_rubbish(text: str, why: str) -> None:
    with pytest.raises(TraceError) as caught:
        from_text(text)

    assert caught.value.code == "report_unreadable"
    assert why in caught.value.message
    assert caught.value.advice


def test_a_newer_version() -> None:
    with pytest.raises(TraceError) as caught:
        from_text(fenced({**REPORT, "version": 3}))

    assert caught.value.code == "report_unreadable"
    assert "version 3" in caught.value.message
    assert caught.value.advice.startswith("Update assemble-trace")
