"""What to try next follows from what is in the report, and flatters nobody."""

from __future__ import annotations

from typing import Any

import pytest
from ballet.validation.feature_api.checks import FeatureApiCheck
from ballet.validation.project_structure.checks import ProjectStructureCheck

from assemble_trace.evaluation import advice as advices
from assemble_trace.evaluation.advice import advice


def failing(key: str, error: str, checks: list[dict[str, Any]], reason: str = "") -> dict[str, Any]:
    """A report in which one stage failed."""
    stage = {"key": key, "status": "failure", "ballet_error": error, "checks": checks}
    return {"verdict": "rejected", "stages": [{**stage, "reason": reason}]}


def judged(
    accepted: bool,
    above: bool | None = None,
    better: bool | None = None,
    share: float = 0.02,
    redundant: float = 0.0,
    statistic: float = 0.0,
    agrees: bool | None = True,
) -> dict[str, Any]:
    """A report on a feature that came as far as the acceptance, which asks for 0.010."""
    stage = {
        "key": "acceptance",
        "status": "success" if accepted else "failure",
        "ballet_error": None if accepted else "FeatureRejected",
        "reason": "",
        "numbers": {"statistic": statistic, "threshold": 0.01},
    }
    other = {"name": "House age", "author": "florence", "share": redundant}
    return {
        "verdict": "accepted" if accepted else "rejected",
        "stages": [stage],
        "opinion": {
            "noise": None if above is None else {"above": above},
            "gain": {"better": better, "share": share},
            "agrees": agrees,
        },
        "comparison": {"redundant_with": other if redundant else None},
    }


def test_each_of_ballets_checks_has_its_own() -> None:
    assert set(advices.API) == {check.__name__ for check in FeatureApiCheck.__subclasses__()}
    structure = {check.__name__ for check in ProjectStructureCheck.__subclasses__()}
    assert set(advices.STRUCTURE) == structure


def test_failed_checks() -> None:
    nan = {"name": "NoMissingValuesCheck", "passed": False, "exception": "AssertionError"}
    text = {"name": "NoMissingValuesCheck", "passed": False, "exception": "TypeError: ufunc"}
    typo = {"name": "CanFitCheck", "passed": False, "exception": "KeyError: 'lot area'"}
    fine = {"name": "IsFeatureCheck", "passed": True, "exception": None}
    moved = {"name": "ModuleNameCheck", "passed": False, "exception": "AssertionError"}

    def first(key: str, error: str, *checks: dict[str, Any]) -> str:
        return advice(failing(key, error, list(checks)))[0]

    assert "Fill missing values" in first("api", "InvalidFeatureApi", fine, nan)
    assert "Turn the values into numbers" in first("api", "InvalidFeatureApi", text)
    assert "names of the columns (KeyError: 'lot area')" in first("api", "InvalidFeatureApi", typo)
    assert "feature_<name>.py" in first("structure", "InvalidProjectStructure", moved)


def test_ideas_are_few_and_not_said_twice() -> None:
    names = [*advices.API, "CheckOfTheProject"]
    checks = [{"name": name, "passed": False, "exception": "ValueError: x"} for name in names]

    ideas = advice(failing("api", "InvalidFeatureApi", checks))

    assert len(ideas) == len(set(ideas)) == 4


@pytest.mark.parametrize(
    ("error", "reason", "words"),
    [
        ("ZeroDivisionError", "feature_a.py failed with ZeroDivisionError.", "run the cell by"),
        ("SystemExit", "", "ends the program"),
        ("InvalidFeatureApi", "feature_a.py cannot be imported (…)", "being imported"),
        ("InvalidFeatureApi", "feature_a.py has to define exactly one feature", "one feature only"),
    ],
)
def test_crashes(error: str, reason: str, words: str) -> None:
    assert words in advice(failing("api", error, [], reason))[0]


def test_two_features() -> None:
    assert "one feature at a time" in advice(failing("acceptance", "FeatureCollectionError", []))[0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("time", "loops over rows"),
        ("memory", "a row for each pair of rows"),
        ("data", "Nothing in the feature needs to change"),
        ("unfinished", "there is no verdict"),
        ("something new", "Have it judged again"),
    ],
)
def test_an_evaluation_that_failed(kind: str, words: str) -> None:
    report = {"verdict": "none", "stages": [], "error": {"kind": kind, "message": "…"}}

    assert words in advice(report)[0]


def test_noise_is_told_to_begin_anew() -> None:
    ideas = advice(judged(False, above=False, better=None))

    assert ideas[0].startswith("Start from another idea")


def test_what_nearly_reached_it_is_told_so() -> None:
    ideas = advice(judged(False, above=False, better=None, statistic=0.0084))

    assert ideas[0].startswith("It reached 84% of what it needs.")


def test_what_is_known_already_is_said_whose_it_is() -> None:
    rejected = advice(judged(False, above=False, better=None, redundant=0.93))
    accepted = advice(judged(True, above=True, better=True, redundant=0.6))

    assert rejected[0].startswith("“House age” by florence tells 93% of this already")
    assert accepted[0].startswith("“House age” by florence tells 60% of this already")


def test_a_verdict_that_is_contradicted_is_for_the_maintainers() -> None:
    ideas = advice(judged(False, above=True, better=True, agrees=False))

    assert ideas[0].startswith("Show the held-out gain to the maintainers")


def test_an_acceptance_of_noise_is_not_to_be_built_on() -> None:
    ideas = advice(judged(True, above=False, better=None, agrees=False))

    assert ideas[0].startswith("Do not build on this feature")
    assert "no gain on new rows could be shown" in ideas[1]


def test_a_feature_that_is_worse_than_none() -> None:
    ideas = advice(judged(False, above=False, better=False))

    assert "a model that learns from them does worse on new rows" in ideas[1]


def test_a_good_feature_needs_no_advice_and_a_small_gain_is_said_to_be_small() -> None:
    assert advice(judged(True, above=True, better=True)) == []
    assert advice(judged(True, above=True, better=True, share=0.002))[0].startswith(
        "It saves 0.2% of the error."
    )


def test_nothing_is_said_before_there_is_anything_to_say() -> None:
    assert advice({"verdict": "none", "stages": [], "error": None}) == []
