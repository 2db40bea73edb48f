"""Whether what was tried here and what CI found agree, and in what they differ."""

from __future__ import annotations

from typing import Any

import pytest

from assemble_trace.models import Agreement
from assemble_trace.reports import JobLog, from_logs
from assemble_trace.showing.agreement import agreement
from tests.reports.stock import LOGS


def report(verdict: str = "accepted", **more: Any) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "base": "a" * 40,
        "rows": 1963,
        "environment": {"python": "3.11.7", "numpy": "1.26.4"},
        "stages": [{"key": "acceptance", "numbers": {"statistic": 0.5, "threshold": 0.1}}],
        **more,
    }


def compared(trial: dict[str, Any], ci: dict[str, Any]) -> Agreement:
    """Compare a trial with CI's report, whose verdict is CI's."""
    found = agreement(trial, ci, ci["verdict"])
    assert found is not None
    return found


def from_log(name: str) -> dict[str, Any]:
    """What a plain log of ``ballet validate`` says as a report."""
    found = from_logs([JobLog((LOGS / f"{name}.log").read_text())])
    assert found is not None
    return found.model_dump(mode="json")


def test_nothing_to_compare_without_a_trials_verdict_or_before_ci_is_over() -> None:
    assert agreement(None, report(), "accepted") is None
    assert agreement(report("none"), report(), "accepted") is None
    assert agreement(report(), None, "none") is None


def test_the_same_verdict_and_the_same_numbers() -> None:
    found = compared(report(), report())

    assert found.agree
    assert found.sentence == "CI came to the verdict of your trial, with the same numbers."
    assert found.apart == []


def test_the_same_verdict_on_another_base() -> None:
    moved = report(base="b" * 40, stages=[])

    found = compared(report(), moved)

    assert found.agree
    assert [(one.what, one.here, one.ci) for one in found.apart] == [("base", "a" * 10, "b" * 10)]


def test_verdicts_that_differ_say_why() -> None:
    numbers = {"statistic": 0.05, "threshold": 0.1}
    other = report(
        "rejected",
        rows=1000,
        environment={"python": "3.8.18", "numpy": "1.26.4"},
        stages=[{"key": "acceptance", "numbers": numbers}],
    )

    found = compared(report(), other)

    assert not found.agree
    assert found.sentence == (
        "Your trial said accepted, and CI says rejected. CI's verdict is the one that counts."
        " They did not judge the same thing: rows and python's version differ."
    )
    assert [(one.what, one.here, one.ci) for one in found.apart] == [
        ("rows", "1,963", "1,000"),
        ("python's version", "3.11.7", "3.8.18"),
        ("statistic", "0.5", "0.05"),
    ]


def test_verdicts_that_differ_for_no_reason_that_can_be_seen() -> None:
    found = compared(report("rejected"), report())

    assert found.sentence.endswith(
        "Base, rows and versions were the same, so the feature may depend on chance."
    )


def test_what_a_plain_log_does_not_say_is_not_called_the_same() -> None:
    found = compared(report("accepted"), from_log("rejected"))

    assert found.sentence == (
        "Your trial said accepted, and CI says rejected. CI's verdict is the one that counts."
        " CI does not say which base, rows and versions it used."
    )


def test_numbers_that_a_plain_log_does_not_say_are_not_called_the_same() -> None:
    found = compared(report("accepted"), from_log("accepted"))

    assert found.agree
    assert found.sentence.startswith("CI came to the verdict of your trial")
    assert "same numbers" not in found.sentence


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({}, "CI came to the verdict of your trial. It does not say its statistic and threshold."),
        (
            {"statistic": 0.5},
            "CI came to the verdict of your trial. It does not say its threshold.",
        ),
    ],
)
def test_numbers_that_ci_does_not_say(numbers: dict[str, float], sentence: str) -> None:
    stages = [{"key": "acceptance", "numbers": numbers}]

    assert compared(report(), report(stages=stages)).sentence == sentence


def test_what_differs_and_what_is_not_said_are_both_told() -> None:
    found = compared(report(), report("rejected", rows=1000, environment={"python": "3.11.7"}))

    assert found.sentence.endswith(
        " They did not judge the same thing: rows differ. CI does not say which versions it used."
    )


def test_a_trial_that_says_less_is_named() -> None:
    assert compared(report(base=""), report("rejected")).sentence.endswith(
        "Your trial does not say which base it used."
    )


def test_a_sample_of_the_same_rows_is_a_difference() -> None:
    sampled = report(data={"rows": 1963, "validation_rows": 1963, "sampled": 500})

    found = compared(report(data={"rows": 1963, "validation_rows": 1963}), sampled)

    assert [(one.what, one.here, one.ci) for one in found.apart] == [
        ("rows looked at", "1,963", "500")
    ]


def test_no_verdict_of_ci_is_told_with_its_reason() -> None:
    late = report("none", error={"kind": "time", "message": "It was stopped after 120 seconds."})

    found = agreement(report(), late, "none", "Feature API was stopped.")

    assert found is not None
    assert not found.agree
    assert found.sentence == (
        "Your trial said accepted. CI gave no verdict: It was stopped after 120 seconds."
    )


def test_no_report_of_ci_is_told_by_what_became_of_the_step() -> None:
    found = agreement(report("rejected"), None, "none", "No check showed up in 120 seconds.")

    assert found is not None
    assert found.sentence == (
        "Your trial said rejected. CI gave no verdict: No check showed up in 120 seconds."
    )


def test_a_report_that_does_not_fit_its_checks_is_no_verdict() -> None:
    found = agreement(report(), report(), "none")

    assert found is not None
    assert found.sentence == "Your trial said accepted. CI gave no verdict."
