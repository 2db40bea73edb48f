"""Columns of every kind that an estimator meets, and features that are made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = (
    "normal",
    "wide",
    "skewed",
    "classes",
    "counts",
    "rounded",
    "repeated",
    "constant",
    "whole",
    "yes or no",
)


def column(kind: str, rows: int, random: np.random.RandomState) -> NDArray[Any]:
    """One column of a kind."""
    normal = random.normal(size=rows)
    return {
        "normal": lambda: normal,
        "wide": lambda: normal * 10_000,
        "skewed": lambda: np.exp(3 * normal),
        "classes": lambda: random.randint(0, 3, rows).astype(float),
        "counts": lambda: random.randint(0, 40, rows).astype(float),
        "rounded": lambda: np.round(normal, 1),
        "repeated": lambda: np.repeat(normal, 10)[:rows],
        "constant": lambda: np.full(rows, 0.5),
        "whole": lambda: random.randint(-5, 5, rows),
        "yes or no": lambda: normal > 0,
    }[kind]()


def table(kinds: list[str], rows: int, random: np.random.RandomState) -> NDArray[Any]:
    """Some columns side by side."""
    return np.column_stack([column(kind, rows, random) for kind in kinds])


class Made:
    """A feature whose values are known."""

    def __init__(self, source: str, values: NDArray[Any]) -> None:
        self.source = source
        self.values = values

    def as_feature_engineering_pipeline(self) -> Made:
        return self

    def fit(self, X: Any, y: Any = None) -> Made:
        return self

    def transform(self, X: Any) -> NDArray[Any]:
        return self.values
