"""The accepter lets in what tells something new, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from ballet import Feature
from sklearn.preprocessing import OneHotEncoder

from assemble_trace.evaluation.accepter import (
    HeldOutGainAccepter,
    HeldOutGainPruner,
    targets,
)
from assemble_trace.sample import content
from tests.evaluation.bench import GOOD, Bench


def test_a_constant_is_rejected(bench: Bench) -> None:
    accepter = bench.judge(bench.column(np.ones(len(bench.X))))

    assert not accepter.verdict
    assert accepter.numbers["statistic"] == 0
    assert "same value in every row" in accepter.numbers["sentence"]


def test_noise_is_rejected(bench: Bench) -> None:
    accepted = 0
    for seed in range(8):
        noise = np.random.RandomState(seed).normal(size=len(bench.X))
        accepted += bench.judge(bench.column(noise), bench.features * (seed % 2)).verdict

    assert accepted == 0


def test_a_column_with_its_rows_permuted_is_rejected(bench: Bench) -> None:
    random = np.random.RandomState(0)
    for name in ("Gr Liv Area", "Garage Cars", "Fireplaces"):
        values = random.permutation(bench.X[name].fillna(0).to_numpy())
        assert not bench.judge(bench.column(values)).verdict


@pytest.mark.parametrize("name", GOOD)
def test_good_features_are_accepted_beside_the_four(bench: Bench, name: str) -> None:
    accepter = bench.judge(bench.plain(name))

    assert accepter.verdict
    assert accepter.numbers["margin"] > 0
    assert accepter.numbers["p_value"] == 1 / 2000


def test_each_accepted_feature_is_accepted_after_those_before_it(bench: Bench) -> None:
    for number, feature in enumerate(bench.features):
        assert bench.judge(feature, bench.features[:number]).verdict


def test_scale_does_not_matter(bench: Bench) -> None:
    area = bench.X["Total Bsmt SF"].fillna(0).to_numpy()
    small = bench.judge(bench.column(area / 1e9)).numbers
    large = bench.judge(bench.column(np.expm1(area / 500) * 1e9)).numbers

    assert small["statistic"] == pytest.approx(large["statistic"], rel=1e-9)
    assert small["threshold"] == pytest.approx(large["threshold"], rel=1e-9)


@pytest.mark.parametrize("number", range(4))
def test_a_copy_of_an_accepted_feature_is_rejected(bench: Bench, number: int) -> None:
    accepter = bench.judge(bench.features[number])

    assert not accepter.verdict
    assert "already say everything" in accepter.numbers["sentence"]


def test_a_rescaled_or_blurred_copy_is_rejected(bench: Bench) -> None:
    area = np.log(bench.X["Gr Liv Area"].to_numpy())
    blurred = area + 1e-3 * np.random.RandomState(1).normal(size=len(area))

    assert not bench.judge(bench.column(3 - 2 * area)).verdict
    assert not bench.judge(bench.column(blurred)).verdict


def test_learning_the_target_by_heart_does_not_help(bench: Bench) -> None:
    """Five hundred groups that mean nothing, each encoded by its own median price."""
    source = content.features()[3].source
    names: dict[str, Any] = {}
    exec(source, names)
    groups = bench.X["PID"] * 2654435761 % 1000003 % 500

    # Ballet compares the text of fit's signature, so that it cannot have annotations
    class Shuffled(names["MedianPrice"]):  # type: ignore[misc]
        def fit(self, X, y=None, **fit_kwargs):  # type: ignore[no-untyped-def]
            return super().fit(groups.loc[X.index], y)

        def transform(self, X):  # type: ignore[no-untyped-def]
            return super().transform(groups.loc[X.index])

    assert not bench.judge(Feature("PID", Shuffled())).verdict


def test_the_same_question_has_the_same_answer(bench: Bench) -> None:
    noise = bench.column(np.random.RandomState(3).normal(size=len(bench.X)))

    assert bench.judge(noise).numbers == bench.judge(noise).numbers


def test_a_feature_that_fails_on_new_rows_is_rejected_with_its_reason(bench: Bench) -> None:
    """One home in the data has a roof of membrane; its fold is judged by the others."""
    encoder = OneHotEncoder(sparse_output=False)
    accepter = bench.judge(Feature(["Roof Matl"], encoder))

    assert not accepter.verdict
    assert "rows that it was not fitted to (ValueError" in accepter.numbers["sentence"]
    assert "unknown categories ['Membran']" in accepter.numbers["sentence"]


def test_other_rows_for_validation(bench: Bench) -> None:
    first, last = bench.X.iloc[:1500], bench.X.iloc[1500:]
    prices, y = bench.prices.iloc[:1500], bench.y.iloc[1500:]
    good, area = Feature("Fireplaces", None), bench.features[:1]
    noise = bench.column(np.random.RandomState(5).normal(size=len(bench.X)))

    assert HeldOutGainAccepter(first, prices, last, y, area, good).judge()
    assert not HeldOutGainAccepter(first, prices, last, y, area, noise).judge()


def test_classes(bench: Bench) -> None:
    zones = bench.X[["MS Zoning"]]
    noise = bench.column(np.random.RandomState(6).normal(size=len(bench.X)))
    lot = Feature("Lot Area", None)

    assert HeldOutGainAccepter(bench.X, zones, bench.X, zones, [], lot).judge()
    assert not HeldOutGainAccepter(bench.X, zones, bench.X, zones, [], noise).judge()


def test_targets() -> None:
    assert targets(np.array(["a", "b", "a"])).tolist() == [[1, 0], [0, 1], [1, 0]]
    assert targets(np.array([True, False])).tolist() == [[0, 1], [1, 0]]
    assert targets(np.array([1.5, 2.5])).tolist() == [[-1], [1]]
    with pytest.raises(ValueError, match="missing targets"):
        targets(np.array([1.0, np.nan]))


def test_too_few_rows(bench: Bench) -> None:
    few = (bench.X.iloc[:30], bench.prices.iloc[:30], bench.X.iloc[:30], bench.y.iloc[:30])

    with pytest.raises(ValueError, match="at least 50 rows"):
        HeldOutGainAccepter(*few, [], Feature("Lot Area", None)).judge()


def test_pruning_keeps_what_helps_and_finds_what_does_not(bench: Bench) -> None:
    copy = Feature("Gr Liv Area", lambda column: column * 3, source="copy")
    standing = [*bench.features, copy]
    pruner = HeldOutGainPruner(
        bench.X, bench.prices, bench.X, bench.y, standing, Feature("Fireplaces", None)
    )

    redundant = pruner.prune()

    # the first of the two alike goes; without it, the other is needed
    assert redundant == [bench.features[0]]
