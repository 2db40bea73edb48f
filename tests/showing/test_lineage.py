"""Which attempt was merged, and that everything that says so says the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemble_trace import showing
from assemble_trace.models import SinceThen, TraceView
from assemble_trace.replay.comparing import compare
from assemble_trace.replay.page.article import heading
from tests.replay.stories import NOON, example, family, plan, pull_request, rejected, told

MERGED = SinceThen(
    at=NOON + timedelta(hours=1), kind="merged", actor="maintainer", text="", key="merged"
)
MINE = plan("learner")


def twice(*, stopped: bool = False) -> tuple[TraceView, TraceView]:
    """Return a rejected attempt and one after it, in a pull request that was merged."""
    first = rejected("reject", of=MINE, since_then=[MERGED], pull_request=pull_request())
    second = told(
        of=MINE, report=None if stopped else example("accept"), name="brave-fox", kind="revise",
        attempt=2, revises=first.trace.id, since_then=[] if stopped else [MERGED],
        stopped=("push", "failed", "") if stopped else None,
        status="failed" if stopped else "submitted", pull_request=pull_request(),
    )  # fmt: skip
    one, other = family(first, second)
    return one, other


def said(view: TraceView) -> str:
    """Return how the page of a submission says that it ended."""
    return heading(view).outcome


def test_a_rejected_attempt_is_not_what_was_merged() -> None:
    first, second = twice()

    assert (first.merged, second.merged) == (2, 2)
    assert said(first) == "Rejected; attempt 2 was merged"
    assert said(second) == "Accepted and merged"
    found = compare(first, second).remarks
    assert "The pull request of attempt 1 was merged since then, with attempt 2." in found
    assert "Attempt 2 was merged since then." in found


def test_an_attempt_that_was_never_sent_is_not_what_was_merged() -> None:
    first, second = twice(stopped=True)

    assert (first.merged, second.merged) == (1, 1)
    assert said(first) == "Rejected; its pull request was merged"
    assert said(second) == "Not submitted"
    assert "The pull request of attempt 1 was merged since then." in compare(first, second).remarks


def test_an_earlier_attempt_knows_what_only_the_later_one_was_told() -> None:
    first, second = twice()
    first.trace.since_then = []

    first, second = family(first, second)

    assert (said(first), said(second)) == ("Rejected; attempt 2 was merged", "Accepted and merged")


def test_another_pull_request_is_another_matter() -> None:
    first, second = twice()
    first.trace.since_then = []
    second.trace.pull_request = pull_request(6)

    first, second = family(first, second)

    assert (said(first), said(second)) == ("Rejected", "Accepted and merged")


@pytest.mark.parametrize("elsewhere", [False, True])
def test_one_alone_is_what_was_merged(elsewhere: bool) -> None:
    accepted = told(of=MINE, report=example("accept"), since_then=[MERGED])
    view = showing.view(accepted.trace, imported=NOON if elsewhere else None)

    assert (view.merged, said(view)) == (1, "Accepted and merged")


def test_nothing_is_merged_before_somebody_does() -> None:
    assert told(of=MINE, report=example("accept")).merged is None
    assert said(told(of=MINE, report=example("accept"))) == "Accepted"
