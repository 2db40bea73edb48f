"""All omissions at once give what each gives by itself, also where columns crowd each other."""

from __future__ import annotations

import numpy as np
import pytest

from assemble_trace.evaluation import neighbours, together
from assemble_trace.evaluation.columns import Columns, columns, joined
from assemble_trace.evaluation.information import entropies
from assemble_trace.evaluation.nearness import TILE, Axis, Nearness
from assemble_trace.evaluation.omissions import Omissions
from tests.evaluation.tables import KINDS, table

ALIKE = {"rtol": 0, "atol": 1e-9, "equal_nan": True}


def check(candidate: Columns | None, target: Columns, accepted: list[Columns]) -> None:
    """Compare each omission with the same four entropies, computed alone."""
    found = Omissions(candidate, target, accepted).all(list(range(len(accepted))))
    for number, one in enumerate(accepted):
        others = joined(accepted[:number] + accepted[number + 1 :], target.rows)
        expected = entropies(one, target, others)
        np.testing.assert_allclose(found[number].omitted, expected, **ALIKE)
        if candidate is None:
            assert found[number].candidate is None
        else:
            expected = entropies(candidate, target, others)
            np.testing.assert_allclose(found[number].candidate, expected, **ALIKE)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("crowded_at_least", [4, 256])
@pytest.mark.parametrize("kinds", [KINDS, ("normal", "wide"), ("normal", "classes")])
def test_any_columns(
    crowded_at_least: int, kinds: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "CROWDED_AT_LEAST", crowded_at_least)
    random = np.random.RandomState(31)
    for rows in (8, 12, 40, 100, 300):
        for many in (1, 2, 5):

            def some(place: int, rows: int = rows) -> Columns:
                wide = random.choice([1, 2])
                return columns(table(list(random.choice(kinds, wide)), rows, random), place)

            target, candidate, *accepted = (some(place) for place in range(many + 2))
            check(candidate, target, accepted)
            check(accepted[0], target, accepted)
            check(None, target, accepted)


@pytest.mark.parametrize("scales", [[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1000]])
def test_many_rows_in_parts(scales: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "PAIRS", 100_000)  # so that there are several parts
    monkeypatch.setattr(neighbours, "FEW_ROWS", 1000)
    random = np.random.RandomState(37)
    target, candidate, *accepted = (
        columns(random.normal(size=(3000, 1)) * scale, place)
        for place, scale in enumerate([1, 1, *scales])
    )
    check(candidate, target, accepted)


def test_nothing_near_is_missed_and_all_tiles_are_looked_at() -> None:
    random = np.random.RandomState(41)
    rows = TILE + 700
    one, two, three = random.normal(size=(3, rows))
    three = np.round(three)
    radius = random.uniform(0, 0.3, rows)
    asked = np.array([0, 5, TILE - 1, TILE, rows - 1])
    near = Nearness(rows, [Axis(one, False)], [[Axis(two, False)], [Axis(three, True)]])
    found = set()
    for position, other in near.pairs(asked, radius[asked]):
        found |= set(zip(asked[position].tolist(), other.tolist(), strict=True))
    expected = 0
    for row in asked.tolist():
        required = np.abs(one - one[row]) <= radius[row]
        optional = (np.abs(two - two[row]) <= radius[row]).astype(int) + (three == three[row])
        for other in np.flatnonzero(required & (optional >= 1)).tolist():
            assert (row, other) in found
            expected += 1
    assert expected <= len(found) < 2 * expected
