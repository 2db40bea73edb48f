"""What stands beside each other below the sentence: commands, outcomes, checks, numbers, time."""

from __future__ import annotations

import pytest

from assemble_trace.models import ComparisonView, PullRequest, Repository, StepComparison, StepKey
from assemble_trace.replay.comparing import compare
from assemble_trace.replay.comparing.checks import check_name
from assemble_trace.replay.comparing.numbers import length
from tests.replay.stories import example, plan, pull_request, rejected, told

MINE = plan("learner", "lot_area")
#: Ada has another forge, another feature, another base, and code of her own.
ADAS = plan("ada", "rooms", api="http://localhost:52000/api/v3", base="e" * 40, code="rooms = 1\n")


def step(found: ComparisonView, key: StepKey) -> StepComparison:
    """Return one step of a comparison."""
    return next(one for one in found.steps if one.key == key)


def points(found: StepComparison) -> dict[str, tuple[str | None, str | None, bool]]:
    """Return the points of a step by what they are about."""
    return {one.what: (one.left, one.right, one.same) for one in found.points}


def test_names_that_must_differ_are_not_a_difference() -> None:
    fork = Repository(
        id=9, full_name="ada/house-prices-1", default_branch="main",
        clone_url="http://localhost:52000/ada/house-prices-1.git",
    )  # fmt: skip

    found = compare(
        told(of=MINE, pull_request=pull_request(5)),
        told(of=ADAS, name="brave-fox", fork=fork, pull_request=pull_request(7), imported=True),
    )

    different = [
        (one.key, line) for one in found.steps for line in one.commands if line.mark != " "
    ]
    assert different == []
    typed = {one.key: [line.text for line in one.commands] for one in found.steps}
    assert typed["lint"] == [
        "cat > ‹file›",
        "python -m pyflakes ‹file›",
        "python -m black --line-length=88 ‹file›",
    ]
    assert typed["branch"][-1] == "git switch --create ‹branch› ‹base›"
    assert typed["commit"] == [
        "cat > ‹own folder›/__init__.py",
        "cat > ‹file›",
        "git add --force -- ‹own folder›/__init__.py ‹file›",
        "git config user.name ‹name›",
        "git config user.email ‹address›",
        "GIT_AUTHOR_DATE=‹date› GIT_COMMITTER_DATE=‹date› git commit --message=‹message›",
    ]
    assert typed["push"][-1] == "git push fork ‹branch›"
    assert typed["ci"][-1].endswith(" ‹api›/repos/‹upstream›/commits/‹commit›/check-runs")


def test_what_was_really_typed_otherwise_is_a_difference() -> None:
    mine = told(of=MINE)
    there = MINE.model_copy(update={"fork_exists": True})

    found = compare(mine, told(of=there, name="brave-fox", imported=True))

    marks = [line.mark for line in step(found, "fork").commands]
    assert marks == ["-", "-", " "]
    assert not step(found, "fork").same


def test_a_branch_called_as_a_word_of_git_is_a_name_only_where_it_is_one() -> None:
    odd = MINE.model_copy(update={"branch": "push"})

    found = compare(told(of=MINE), told(of=odd, name="brave-fox", imported=True))

    assert [line.text for line in step(found, "push").commands][-1] == "git push fork ‹branch›"
    assert all(line.mark == " " for one in found.steps for line in one.commands)


def test_outcomes_stand_beside_each_other_and_differ_only_if_more_than_names_does() -> None:
    mine, theirs = told(of=MINE), told(of=ADAS, name="brave-fox", imported=True)
    mine.trace.steps[1].outcome = {
        "Fork": "learner/house-prices", "Found or made": "made just now",
    }  # fmt: skip
    theirs.trace.steps[1].outcome = {
        "Fork": "ada/house-prices", "Found or made": "found: you had it already",
    }  # fmt: skip

    found = points(step(compare(mine, theirs), "fork"))

    assert found["Fork"] == ("learner/house-prices", "ada/house-prices", True)
    assert found["Found or made"] == ("made just now", "found: you had it already", False)


def test_a_step_that_one_has_not_done_tells_only_what_stopped_it() -> None:
    mine = told(of=MINE, stopped=("fork", "failed", "forge_unreachable: Nobody answers."))
    theirs = told(of=ADAS, name="brave-fox", imported=True)
    theirs.trace.steps[1].outcome = {"Fork": "ada/house-prices"}

    found = step(compare(mine, theirs), "fork")

    assert points(found) == {"What stopped it": ("Nobody answers.", None, False)}
    assert (found.left, found.right) == ("failed", "passed")


def test_every_check_of_ci_is_there_and_those_that_differ_are_marked() -> None:
    found = compare(
        rejected("reject_nan", of=MINE),
        told(of=ADAS, report=example("accept"), name="brave-fox", imported=True),
    )

    looked = points(step(found, "ci"))
    assert looked["Is addition"] == ("passed", "passed", True)
    assert looked["No missing values"] == (
        "failed: Some of the feature's values are missing (NaN).",
        "passed",
        False,
    )
    assert looked["Feature acceptance"] == ("not judged", "passed", False)
    assert "Feature pruning" not in looked
    names = list(looked)
    assert names.index("No missing values") < names.index("Feature API")
    assert names.index("Project structure") < names.index("Is feature")


def test_time_is_told_and_is_no_difference() -> None:
    mine, theirs = told(of=MINE), told(of=ADAS, name="brave-fox", imported=True)
    theirs.trace.steps[0].started_at = None

    found = compare(mine, theirs)

    assert (step(found, "push").left_seconds, step(found, "push").right_seconds) == (6.0, 6.0)
    assert (step(found, "lint").left_seconds, step(found, "lint").right_seconds) == (2.0, None)
    assert step(found, "lint").same


def test_numbers_stand_beside_each_other_in_their_units() -> None:
    found = compare(
        rejected("reject", of=MINE),
        told(of=ADAS, report=example("accept"), name="brave-fox", imported=True),
    )

    numbers = {one.what: (one.left, one.right, one.same) for one in found.numbers}
    unit = "of the squared error that was left on held-out rows"
    assert numbers["Statistic"] == (f"0.00113 {unit}", f"0.04127 {unit}", False)
    assert numbers["Rows"][2] is True
    assert numbers["Error saved on unseen rows"] == (
        "-11.4 (-59.6 to 36.8) SalePrice", "567.4 (355.1 to 779.7) SalePrice", False,
    )  # fmt: skip
    assert numbers["Place by gain"] == ("5 of 5", "5 of 5", True)
    assert numbers["Told already by another"][1] == "31%, by Log living area"


def test_a_number_that_only_one_has_is_a_difference() -> None:
    found = compare(
        told(
            of=MINE, report=example("memory"), stopped=("ci", "failed", "check_crashed: It broke.")
        ),
        told(of=ADAS, report=example("accept"), name="brave-fox", imported=True),
    )

    statistic = next(one for one in found.numbers if one.what == "Statistic")
    assert (statistic.left, statistic.same) == (None, False)


def test_code_is_compared_as_it_was_sent() -> None:
    found = compare(told(of=MINE), told(of=ADAS, name="brave-fox", imported=True))

    assert [f"{line.mark}{line.text}" for line in found.code] == [
        '-input = "Lot Area"',
        '-feature = Feature(input, None, name="Lot area")',
        "+rooms = 1",
    ]


def test_the_code_of_a_refused_cell_is_the_cell() -> None:
    refused = told(stopped=("lint", "failed", "empty_cell: The cell is empty."))

    found = compare(refused, told(of=MINE, name="brave-fox"))

    assert {line.mark for line in found.code} == {" "}


def test_both_are_summed_up_as_in_the_history() -> None:
    found = compare(
        rejected("reject_nan", of=MINE, pull_request=PullRequest(repository="a/b", number=1)),
        told(of=ADAS, name="brave-fox", imported=True),
    )

    assert (found.left.title, found.left.step, found.left.error) == (
        "Add “lot_area”", "ci", "rejected",
    )  # fmt: skip
    assert found.left.imported is None
    assert found.right.imported is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NoMissingValuesCheck", "No missing values"),
        ("CanFitOneRowCheck", "Can fit one row"),
        ("IfInitModuleThenIsEmptyCheck", "If init module then is empty"),
        ("IsPythonSourceCheck", "Is python source"),
        ("odd", "odd"),
        ("Check", ""),
    ],
)
def test_checks_are_called_by_their_words(name: str, words: str) -> None:
    assert check_name(name) == words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.24, "0.2 s"),
        (9.99, "10 s"),
        (61, "1 min 1 s"),
        (7_260, "2 h 1 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_time_is_written_as_short_as_it_can_be_said(seconds: float, said: str) -> None:
    assert length(seconds) == said
