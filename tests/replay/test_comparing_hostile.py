"""Comparing what strangers wrote, or made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assemble_trace.replay.comparing import compare
from tests.replay.hostile import BAD, hostile
from tests.replay.stories import NOON, example, plan, told

MINE = plan("learner")
ADAS = plan("ada")


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a record, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in [*value, *(value.values() if isinstance(value, dict) else [])]:
            yield from texts(one)


def test_what_strangers_wrote_cannot_turn_or_forge_a_line() -> None:
    theirs = hostile()
    theirs.imported = NOON
    theirs.trace.plan.identity.login = BAD  # type: ignore[union-attr]

    for found in (compare(told(of=MINE), theirs), compare(theirs, theirs)):
        said = list(texts(found.model_dump(mode="json")))
        assert any("\ufffd" in text for text in said)
        assert not [text for text in said if set(text) & set("\x1b\x07\x9b\u202e")]
        assert all(len(line.splitlines()) == 1 for line in (found.sentence, *found.remarks))


@pytest.mark.parametrize(
    "outcome",
    [
        {"checks": "none"},
        {"checks": [None, 7, {}, {"name": ["a"], "key": ["b"], "conclusion": {"c": 1}}]},
        {"Fork": {"deep": [{}]}, "": None},
    ],
)
def test_outcomes_of_any_shape_are_compared(outcome: dict[str, Any]) -> None:
    theirs = told(of=ADAS, name="brave-fox", imported=True)
    for step in theirs.trace.steps:
        step.outcome = outcome

    assert len(compare(told(of=MINE), theirs).steps) == 7


def test_a_report_with_numbers_beyond_measure_is_compared() -> None:
    odd = example("accept")
    odd["stages"][2]["numbers"] = {"statistic": 10**400, "threshold": True, "unit": ["x"]}

    found = compare(
        told(of=MINE, report=odd), told(of=ADAS, report=example("accept"), name="brave-fox")
    )

    assert next(one for one in found.numbers if one.what == "Statistic").left is None
