"""The quick way of leaving groups of columns out gives what fitting anew gives."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from assemble_trace.evaluation.model import predict, standardised
from assemble_trace.evaluation.words import amount, percent


def test_first_groups_and_all_but_one_are_ridge_regressions() -> None:
    random = np.random.RandomState(0)
    train = np.arange(90) < 60
    groups = [random.normal(size=(90, width)) for width in (2, 0, 1, 3)]
    groups[3][:, 0] = groups[0][:, 0]  # a copy of another column
    groups = [standardised(group, train) for group in groups]
    y = random.normal(size=(90, 2)) + groups[0][:, :1]

    predicted = predict(groups, y, train, 1.0)

    def anew(chosen: list[int]) -> np.ndarray:
        X = np.hstack([groups[number] for number in chosen])
        return Ridge(alpha=1.0).fit(X[train], y[train]).predict(X[~train])

    assert predicted.first[0] == pytest.approx(np.tile(y[train].mean(axis=0), (30, 1)))
    for number, chosen in enumerate([[0], [0, 1], [0, 1, 2], [0, 1, 2, 3]]):
        assert predicted.first[number + 1] == pytest.approx(anew(chosen))
    for number in range(4):
        chosen = [other for other in range(4) if other != number]
        assert predicted.without[number] == pytest.approx(anew(chosen))


def test_columns_are_brought_to_one_scale_whatever_is_in_them() -> None:
    values = np.array([[1, 5, np.nan, 1e200], [3, 5, np.nan, -1e200], [np.nan, 5, 1, 0]])

    columns = standardised(values, np.array([True, True, False]))

    assert columns[:, 0].tolist() == [-1, 1, 0]  # what is missing gets the median
    assert columns[:, 1].tolist() == [0, 0, 0]  # no spread
    assert columns[:, 2].tolist() == [0, 0, 0]  # nothing known where it is fitted
    assert np.isfinite(columns).all()


def test_numbers_in_words() -> None:
    assert [amount(one) for one in (31200.4, 457.9, 12.34, 0.04123, 0)] == [
        *("31,200", "458", "12.3", "0.0412", "0")
    ]
    assert [percent(one) for one in (0.344, 0.041, 0.0005, 0)] == ["34%", "4.1%", "0.05%", "0%"]
