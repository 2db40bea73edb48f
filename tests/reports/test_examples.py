"""The examples that the fronts are built against are reports as the reader takes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assemble_trace.reports import VERSION, Report, from_text

EXAMPLES = sorted(Path(__file__).with_name("examples").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_a_report(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    report = from_text(f"```json\n{text}\n```")

    assert report is not None
    written = json.loads(text)
    if written["version"] == VERSION:
        assert set(written) == set(Report.model_fields)
    assert {stage.key for stage in report.stages} == {"structure", "api", "acceptance", "pruning"}


def test_there_is_an_example_of_whatever_may_happen() -> None:
    reports = [Report.model_validate_json(path.read_bytes()) for path in EXAMPLES]

    assert {report.verdict for report in reports} == {"accepted", "rejected", "none"}
    assert {report.stage for report in reports} == {"head", "merge", "try"}
    assert {report.error.kind for report in reports if report.error} == {
        "exception",
        "time",
        "memory",
        "data",
    }
    assert {report.isolation.mode for report in reports if report.isolation} == {
        "bubblewrap",
        "landlock",
        "none",
        "outside",
    }
    assert {report.opinion.agrees for report in reports if report.opinion} == {True, False, None}
    assert any(report.missing for report in reports)
