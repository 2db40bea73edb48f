"""Whether what was tried here and what CI found agree, and in what they differ."""

from __future__ import annotations

from typing import Any

from assemble_trace.showing.agreement import agreement


def report(verdict: str = "accepted", **more: Any) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "base": "a" * 40,
        "rows": 1963,
        "environment": {"python": "3.11.7", "numpy": "1.26.4"},
        "stages": [{"key": "acceptance", "numbers": {"statistic": 0.5, "threshold": 0.1}}],
        **more,
    }


def test_nothing_to_compare_without_two_verdicts() -> None:
    assert agreement(None, report()) is None
    assert agreement(report(), None) is None
    assert agreement(report("none"), report()) is None
    assert agreement(report(), report("none")) is None


def test_the_same_verdict_and_the_same_numbers() -> None:
    found = agreement(report(), report())

    assert found is not None
    assert found.agree
    assert found.sentence == "CI came to the verdict of your trial, with the same numbers."
    assert found.apart == []


def test_the_same_verdict_on_another_base() -> None:
    moved = report(base="b" * 40, stages=[])

    found = agreement(report(), moved)

    assert found is not None
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

    found = agreement(report(), other)

    assert found is not None
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
    found = agreement(report("rejected"), report())

    assert found is not None
    assert found.sentence.endswith(
        "Base, rows and versions were the same, so the feature may depend on chance."
    )
