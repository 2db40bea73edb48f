"""What is shown of a trace as a whole."""

from __future__ import annotations

from assemble_trace.models import ErrorRecord
from tests.replay.literal import step, view

TRIAL = {"verdict": "accepted", "base": "b" * 40, "rows": 7, "environment": {"python": "3.11.9"}}


def test_a_trial_is_answered_also_where_ci_gave_no_verdict() -> None:
    late = ErrorRecord(
        code="check_timed_out", message="Feature API was stopped.", advice="Make it cheaper."
    )
    shown = view(step("ci", status="failed", began=0, ended=9, error=late), trial=TRIAL)

    assert shown.agreement is not None
    assert shown.agreement.sentence == (
        "Your trial said accepted. CI gave no verdict: Feature API was stopped."
    )


def test_a_trial_is_answered_where_every_check_passed_and_none_was_ballets() -> None:
    note = "Every check passed, but none of them says what Ballet thinks."
    shown = view(step("ci", status="passed", began=0, ended=9, outcome={"Note": note}), trial=TRIAL)

    assert shown.agreement is not None
    assert shown.agreement.sentence.endswith(f"CI gave no verdict: {note}")


def test_a_trial_is_not_answered_before_ci_is_over() -> None:
    shown = view(step("ci", status="waiting", began=0), trial=TRIAL, status="waiting")

    assert shown.agreement is None


def test_ci_has_the_last_word_on_its_verdict() -> None:
    shown = view(
        step("ci", status="failed", began=0, ended=9), trial=TRIAL,
        evaluation=TRIAL | {"verdict": "rejected"}, verdict="rejected",
    )  # fmt: skip

    assert shown.agreement is not None
    assert shown.agreement.sentence == (
        "Your trial said accepted, and CI says rejected. CI's verdict is the one that counts."
        " Base, rows and versions were the same, so the feature may depend on chance."
    )
