"""Entropies and information are Ballet's own to 1e-9, whatever the columns are like."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import ballet.validation.entropy as ballet
import numpy as np
import pytest
from ballet.util.log import logger
from hypothesis import given, settings
from hypothesis import strategies as st

from assemble_trace.evaluation import information, neighbours
from assemble_trace.evaluation.columns import Columns, Unusual, columns, joined
from tests.evaluation.tables import KINDS, table

ALIKE = {"rtol": 0, "atol": 1e-9, "equal_nan": True}
SOME = st.lists(st.sampled_from(KINDS), min_size=1, max_size=3)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(SOME, SOME, SOME, st.sampled_from([8, 9, 15, 40]), st.integers(0, 10**6))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_any_columns(x: list[str], y: list[str], z: list[str], rows: int, seed: int) -> None:
    random = np.random.RandomState(seed)
    one, two, three = (table(kinds, rows, random) for kinds in (x, y, z))

    found = [
        information.clamped(information.entropy(one)),
        information.mutual_information(one, two)[0],
        information.conditional_information(one, two, three),
    ]

    expected = [
        ballet.estimate_entropy(one),
        ballet.estimate_mutual_information(one, two),
        ballet.estimate_conditional_information(one, two, three),
    ]
    np.testing.assert_allclose(found, expected, **ALIKE)


@pytest.mark.parametrize("given_columns", [0, 1, 18])
def test_few_and_many_columns(given_columns: int) -> None:
    random = np.random.RandomState(given_columns)
    x, y = random.normal(size=(2, 100, 1))
    z = random.normal(size=(100, given_columns)) if given_columns else np.zeros((100, 1))
    found = information.conditional_information(x, y, z)
    assert found == pytest.approx(ballet.estimate_conditional_information(x, y, z), abs=1e-9)


def test_so_many_equal_rows_that_a_later_neighbour_is_asked_for() -> None:
    random = np.random.RandomState(3)
    few = random.normal(size=(20, 2))
    rows = few[random.randint(0, 20, 150)]
    marks = columns(rows, 0).marks
    assert neighbours.needed(marks, 150) > neighbours.NEIGHBOURS
    y = random.normal(size=(150, 1))
    z = rows[:, 1:]
    found = information.conditional_information(rows[:, :1], y, z)
    assert found == pytest.approx(
        ballet.estimate_conditional_information(rows[:, :1], y, z), abs=1e-9
    )
    assert information.clamped(information.entropy(rows)) == pytest.approx(
        ballet.estimate_entropy(rows), abs=1e-9
    )


@pytest.fixture
def ballet_log() -> Iterator[list[tuple[str, float]]]:
    """What Ballet's estimator logs, with all digits."""
    found: list[tuple[str, float]] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.args:
                found.append((record.getMessage().partition(":")[0], float(record.args[0])))

    keeper, level = Keeper(), logger.level
    logger.addHandler(keeper)
    logger.setLevel(logging.DEBUG)
    yield found
    logger.setLevel(level)
    logger.removeHandler(keeper)


def test_the_entropies_are_those_that_ballet_logs(ballet_log: list[tuple[str, float]]) -> None:
    random = np.random.RandomState(5)
    x, y = table(["normal", "classes"], 120, random), table(["skewed"], 120, random)
    z = table(["rounded", "yes or no", "normal"], 120, random)
    ballet.estimate_conditional_information(x, y, z)
    found = information.entropies(columns(x, 1), columns(y, 2), columns(z, 3))
    assert [name for name, _ in ballet_log] == ["H(X,Z)", "H(Y,Z)", "H(X,Y,Z)", "H(Z)"]
    np.testing.assert_allclose(list(found), [value for _, value in ballet_log], **ALIKE)


@pytest.mark.parametrize(
    "values",
    [
        np.array([[1.5], [np.nan]] * 10),
        np.array([[1.5], [np.inf]] * 10),
        np.array([["a"], ["b"]] * 10),
        np.array([[1], [None]] * 10),
        np.array([[1 + 2j]] * 20),
        np.array([[2**60], [3]] * 10),
        np.empty((20, 0)),
        np.ones((7, 1)),
    ],
    ids=["NaN", "inf", "text", "object", "complex", "huge", "no column", "few rows"],
)
def test_what_only_ballet_knows_about_is_left_to_it(values: object) -> None:
    with pytest.raises(Unusual):
        information.entropy(values)


def test_float32_is_measured_as_ballet_measures_it() -> None:
    random = np.random.RandomState(7)
    x, y, z = (random.normal(size=(200, width)).astype(np.float32) for width in (1, 1, 4))
    found = information.conditional_information(x, y, z)
    assert found == pytest.approx(ballet.estimate_conditional_information(x, y, z), abs=1e-9)
    with pytest.raises(Unusual):
        information.entropy(random.normal(size=(50, 20)).astype(np.float32))


@pytest.mark.parametrize("kinds", [["normal"] * 5, ["normal", "skewed", "rounded", "wide"]])
def test_distances_of_many_rows_are_those_of_a_tree(kinds: list[str]) -> None:
    rows = neighbours.FEW_ROWS + 500
    values = columns(table(kinds, rows, np.random.RandomState(11)), 0).continuous
    everything = np.column_stack(values)
    tree = neighbours.cKDTree(everything)
    for k in (3, 9):
        expected = tree.query(everything, k=[k + 1], p=np.inf)[0][:, 0]
        assert (neighbours.distances(values, k) == expected).all()
        assert (neighbours.distances(values, k, bound=expected) == expected).all()


def test_both_ways_of_counting_count_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.RandomState(13)
    x, y, z = (
        columns(table(kinds, 3000, random), place)
        for place, kinds in enumerate([["normal"], ["normal", "classes"], ["normal", "yes or no"]])
    )
    radius = random.uniform(0, 0.2, 3000)
    radius[:5] = 0
    by_pairs = information.counted(x, y, z, radius)
    monkeypatch.setattr(information, "FEW_NEAR", 0)
    monkeypatch.setattr(information, "CROWDED", 0)
    for one, other in zip(by_pairs, information.counted(x, y, z, radius), strict=True):
        assert (one == other).all()


def test_a_distance_of_exactly_the_radius_is_decided_by_the_difference() -> None:
    random = np.random.RandomState(17)
    values = np.round(random.normal(size=(500, 1)), 1) * 0.1 + random.randint(0, 3, (500, 1)) * 0.7
    line = Columns(500, [values[:, 0]], None, None)
    radius = np.abs(values[:, 0] - values[random.permutation(500), 0])
    apart = np.abs(values - values.T)
    assert (neighbours.within(line, radius) == (apart <= radius[:, None]).sum(axis=1)).all()


def test_sets_of_columns_are_joined_as_one_table_is_read() -> None:
    random = np.random.RandomState(19)
    values = table(["classes", "whole", "classes"], 60, random)
    one = joined([columns(values[:, [number]], number) for number in range(3)], 60)
    groups = len(np.unique(values, axis=0))
    assert one.labels is not None
    assert len(np.unique(one.labels)) == groups
    assert information.entropy_of(one, None) == pytest.approx(ballet.estimate_entropy(values))
