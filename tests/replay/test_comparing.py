"""Two traces beside each other: where they part first, in one sentence, whoever they are of."""

from __future__ import annotations

import pytest

from assemble_trace.models import TraceView
from assemble_trace.replay.comparing import compare
from tests.replay.stories import example, family, plan, rejected, told

MINE = plan("learner")
ADAS = plan("ada")
EVERY = "Both passed every step before CI"


def mine_and_adas(**mine: object) -> tuple[TraceView, TraceView]:
    """Return one of mine and ada's accepted one, which was read in."""
    accepted = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)
    return told(of=MINE, **mine), accepted  # type: ignore[arg-type]


def test_missing_values_are_named_with_the_reason_and_not_by_the_name_of_a_class() -> None:
    theirs = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)

    found = compare(rejected("reject_nan", of=MINE), theirs)

    assert found.sentence == (
        f"{EVERY}, and in CI Project structure; yours failed “No missing values” because some of"
        " the feature's values are missing (NaN); ada's passed it."
    )
    assert found.first == "ci"
    assert (found.left_name, found.right_name) == ("yours", "ada's")


def test_the_one_that_failed_is_told_first_on_whichever_side_it_is() -> None:
    theirs = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)

    found = compare(theirs, rejected("reject_nan", of=MINE))

    assert "; yours failed “No missing values” because" in found.sentence
    assert (found.left_name, found.right_name) == ("ada's", "yours")


def test_the_accepter_is_told_with_the_numbers_of_both() -> None:
    theirs = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)

    found = compare(rejected("reject", of=MINE), theirs)

    assert found.sentence == (
        f"{EVERY}, and in CI Project structure and Feature API; yours failed “Feature acceptance”"
        " because this feature saves a simple model only 0.11% of its error on rows that it has"
        " not seen; ada's passed it, with a statistic of 0.04127 where yours has 0.00113."
    )


def test_a_file_in_the_wrong_place() -> None:
    theirs = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)

    found = compare(rejected("reject_structure", of=MINE), theirs)

    assert found.sentence == (
        f"{EVERY}; yours failed “Within contrib” because notebooks/feature_garage.py is outside"
        " src/house_prices/features/contrib, the folder where contributions go; ada's passed it."
    )


def test_two_rejected_ones_part_at_the_first_check_that_only_one_failed() -> None:
    other = example("reject_structure")

    found = compare(
        rejected("reject_nan", of=MINE), rejected("reject_structure", of=ADAS, name="brave-fox")
    )

    assert other["verdict"] == "rejected"
    assert "; ada's failed “Within contrib” because" in found.sentence
    assert found.sentence.endswith(
        "; learner's passed it, and was rejected by “No missing values”."
    )


def test_two_that_failed_the_same_check_for_the_same_reason_do_not_part() -> None:
    found = compare(
        rejected("reject_nan", of=MINE), rejected("reject_nan", of=ADAS, name="brave-fox")
    )

    assert found.sentence == (
        "Both were rejected by the same check, “No missing values”, for the same reason."
    )
    assert found.first is None


def test_two_accepted_ones_differ_by_their_statistic() -> None:
    better = example("accept")
    better["stages"][2]["numbers"]["statistic"] = 0.0825

    found = compare(
        told(of=MINE, report=example("accept")),
        told(of=ADAS, report=better, name="brave-fox", imported=True),
    )

    assert found.sentence == (
        "Both were accepted: yours with a statistic of 0.04127, ada's with 0.0825."
    )
    assert found.first is None


def test_a_statistic_in_another_unit_is_not_compared() -> None:
    found = compare(
        told(of=MINE, report=example("accept")),
        told(of=ADAS, report=example("disagree_noise"), name="brave-fox", imported=True),
    )

    assert found.sentence == "Both were accepted, and no check tells them apart."


def test_attempts_are_called_by_their_numbers() -> None:
    first = rejected("reject_nan", of=MINE)
    third = told(
        of=MINE, report=example("accept"), name="brave-fox", kind="revise", attempt=3,
        revises=first.trace.id,
    )  # fmt: skip

    found = compare(*family(first, third))

    assert "; attempt 1 failed “No missing values” because" in found.sentence
    assert found.sentence.endswith("; attempt 3 passed it.")


def test_features_of_one_person_are_called_by_the_features() -> None:
    other = told(of=plan("learner", "rooms"), report=example("accept"), name="brave-fox")

    found = compare(rejected("reject_nan", of=MINE), other)

    assert (found.left_name, found.right_name) == ("“lot_area”", "“rooms”")


def test_the_same_feature_twice_is_told_apart_by_the_short_ids() -> None:
    found = compare(rejected("reject_nan", of=MINE), told(of=MINE, name="brave-fox"))

    assert (found.left_name, found.right_name) == ("calm-otter", "brave-fox")


def test_whoever_practises_has_the_same_login_so_theirs_is_theirs() -> None:
    practising = plan("learner", practice=True)
    theirs = told(of=practising, report=example("accept"), name="brave-fox", imported=True)

    found = compare(rejected("reject_nan", of=practising), theirs)

    assert (found.left_name, found.right_name) == ("yours", "theirs")


def test_two_that_were_read_in_are_called_by_their_people() -> None:
    found = compare(
        told(of=plan("florence"), imported=True),
        told(of=ADAS, name="brave-fox", imported=True),
    )

    assert (found.left_name, found.right_name) == ("florence's", "ada's")


@pytest.mark.parametrize(
    ("stopped", "first", "sentence"),
    [
        (
            ("lint", "failed", "undefined_name: 'df' is not defined in the cell. Gather it."),
            "lint",
            "Yours failed Lint because 'df' is not defined in the cell; ada's passed it.",
        ),
        (
            ("fork", "failed", "archived: GitHub says that ames/house-prices is archived."),
            "fork",
            "Both passed Lint; yours failed Fork: GitHub says that ames/house-prices is archived;"
            " ada's passed it.",
        ),
        (
            ("push", "interrupted", ""),
            "push",
            "Both passed every step before Push; yours was interrupted at Push, so what came of"
            " it is not known; ada's passed it.",
        ),
        (
            ("branch", "cancelled", ""),
            "branch",
            "Both passed Lint and Fork; yours was cancelled before Branch; ada's passed it.",
        ),
        (
            ("commit", "paused", ""),
            "commit",
            "Both passed Lint, Fork and Branch; yours is paused before Commit; ada's passed it.",
        ),
        (
            ("ci", "waiting", ""),
            "ci",
            f"{EVERY}; yours is still waiting at CI; ada's passed it.",
        ),
        (
            ("ci", "failed", "no_ci: No check showed up in 120 seconds: it seems to have no CI."),
            "ci",
            f"{EVERY}; yours was not judged because no check showed up in 120 seconds: it seems"
            " to have no CI; ada's was accepted.",
        ),
    ],
)
def test_wherever_mine_stopped(stopped: tuple[str, str, str], first: str, sentence: str) -> None:
    found = compare(*mine_and_adas(stopped=stopped))

    assert found.sentence == sentence
    assert found.first == first


def test_one_that_broke_down_was_not_judged() -> None:
    found = compare(
        *mine_and_adas(
            report=example("memory"),
            stopped=("ci", "failed", "check_crashed: Feature API broke down."),
        )
    )

    assert found.sentence == (
        f"{EVERY}, and in CI Project structure; yours was not judged at “Feature API” because it"
        " was stopped because it needed more than 2.0 GB of memory; ada's passed it."
    )


def test_a_plan_that_was_never_sent() -> None:
    found = compare(*mine_and_adas(stopped=("lint", "pending", ""), status="planned"))

    assert found.sentence == "Yours has not got to Lint; ada's passed it."
    assert "Yours was never sent: it is a plan." in found.remarks


def test_a_cell_that_was_refused_before_there_was_a_plan() -> None:
    refused = told(stopped=("lint", "failed", "empty_cell: The cell is empty."), status="failed")
    accepted = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)

    found = compare(refused, accepted)

    assert found.sentence == "Yours failed Lint because the cell is empty; ada's passed it."


def test_both_failed_one_step_for_two_reasons() -> None:
    found = compare(
        told(of=MINE, stopped=("push", "failed", "branch_moved: The branch moved.")),
        told(
            of=ADAS, stopped=("push", "failed", "token_refused: The token was refused."),
            name="brave-fox", imported=True,
        ),
    )  # fmt: skip

    assert found.first == "push"
    assert found.sentence.endswith(
        "; both failed Push, each for another reason: yours because the branch moved;"
        " ada's because the token was refused."
    )


def test_neither_was_judged() -> None:
    waiting = ("ci", "waiting", "")

    found = compare(
        told(of=MINE, stopped=waiting), told(of=ADAS, stopped=waiting, name="brave-fox")
    )

    assert found.first is None
    assert found.sentence == (
        f"{EVERY}; neither of them got past CI: learner's is still waiting at it,"
        " and ada's is still waiting at it."
    )


def test_two_projects_are_said_first() -> None:
    theirs = told(
        of=plan("ada", upstream="bank/fraud"), report=example("accept"), name="brave-fox",
        imported=True,
    )  # fmt: skip

    found = compare(rejected("reject_nan", of=MINE), theirs)

    assert found.sentence.startswith(
        "They belong to two projects, ames/house-prices and bank/fraud, so their numbers mean"
        f" different things. {EVERY}"
    )


def test_a_withdrawal_has_other_steps_than_what_it_takes_back() -> None:
    first = told(of=MINE, report=example("accept"))
    taken = told(of=MINE, kind="withdraw", name="brave-fox", revises=first.trace.id)

    found = compare(*family(first, taken))

    assert found.sentence == (
        "The withdrawal takes a submission back, so it has other steps than attempt 1."
    )
    assert found.first is None
    assert [(step.key, step.left, step.right) for step in found.steps][-2:] == [
        ("close", None, "passed"),
        ("delete_branch", None, "passed"),
    ]


def test_two_withdrawals_are_compared_step_by_step() -> None:
    found = compare(
        told(of=MINE, kind="withdraw", stopped=("close", "failed", "merged: It was merged.")),
        told(of=ADAS, kind="withdraw", name="brave-fox", imported=True),
    )

    assert found.sentence == "Yours failed Close because it was merged; ada's passed it."


def test_one_and_the_same() -> None:
    one = told(of=MINE, report=example("accept"))

    found = compare(one, one)

    assert found.sentence == "These are one and the same submission, calm-otter."
    assert all(step.same for step in found.steps)
    assert all(number.same for number in found.numbers)


def test_a_rebuilt_one_without_a_step_is_compared_by_the_steps_that_it_has() -> None:
    rebuilt = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)
    rebuilt.trace.steps = [step for step in rebuilt.trace.steps if step.key not in {"lint", "fork"}]

    found = compare(rejected("reject_nan", of=MINE), rebuilt)

    assert found.sentence.startswith(f"{EVERY}, and in CI Project structure; yours failed")
    assert found.steps[0].key == "lint"
    assert found.steps[0].right is None


def test_a_report_that_nobody_can_read_is_said_and_check_runs_count() -> None:
    mine = told(of=MINE, report={"version": 99, "verdict": "rejected"}, verdict="rejected")
    mine.trace.steps[-1].outcome = {
        "checks": [
            {"name": "Feature API", "key": "api", "status": "completed", "conclusion": "failure",
             "title": "Some of its values are missing."}
        ]
    }  # fmt: skip
    theirs = told(of=ADAS, report=example("accept"), name="brave-fox", imported=True)

    found = compare(mine, theirs)

    assert (
        "The report of yours cannot be read, so checks and numbers may be missing." in found.remarks
    )
    assert found.sentence == (
        f"{EVERY}; yours failed “Feature API” because some of its values are missing; ada's passed"
        " it."
    )
