"""The Ames data with the sample's accepted features, and ten more that are known to be good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from ballet import Feature
from sklearn.preprocessing import FunctionTransformer

from assemble_trace.evaluation.accepter import HeldOutGainAccepter
from assemble_trace.evaluation.case import Case
from assemble_trace.sample import content

CONTRIB = "src/house_prices/features/contrib"

#: Columns that the four accepted features use, and one that only names the home.
USED = {"Gr Liv Area", "Overall Qual", "Yr Sold", "Year Built", "PID"}

#: Ten good features: of the 32 other columns that hold numbers, missing ones taken as 0, those
#: with the largest held-out gain beside the four, in dollars: the gain, and its interval. The
#: accepter had no part in the choice: the gain is a ridge regression's on the columns as they
#: are, in dollars, and the accepter looks at ranks and at shuffled copies.
GOOD = {
    "BsmtFin SF 1": (2748, 1949, 3547),
    "Total Bsmt SF": (1954, 1306, 2602),
    "1st Flr SF": (1648, 1033, 2262),
    "Bsmt Full Bath": (1547, 1025, 2069),
    "MS SubClass": (1414, 999, 1829),
    "2nd Flr SF": (1244, 757, 1732),
    "Overall Cond": (1110, 620, 1600),
    "Garage Area": (1021, 638, 1403),
    "Lot Area": (770, 339, 1202),
    "Fireplaces": (666, 286, 1046),
}


class Altered:
    """A feature whose values are those of another one, altered by a function."""

    name = source = description = None

    def __init__(self, feature: Any, alter: Callable[[Any], Any]) -> None:
        self.feature = feature
        self.alter = alter

    def as_feature_engineering_pipeline(self) -> Altered:
        return Altered(self.feature.as_feature_engineering_pipeline(), self.alter)

    def fit(self, X: Any, y: Any = None) -> Altered:
        self.feature.fit(X, y=y)
        return self

    def transform(self, X: Any) -> Any:
        return self.alter(np.asarray(self.feature.transform(X), dtype=float).reshape(len(X), -1))


class Bench:
    """The data, and what judges features on it."""

    def __init__(self) -> None:
        path = content.content_root() / "sample" / "data" / "ames_housing.csv"
        table = pd.read_csv(path, index_col="Order")
        self.prices = table[["SalePrice"]]
        self.X = table.drop(columns="SalePrice")
        self.y = np.log(self.prices)
        self.encoder = FunctionTransformer(np.log, np.exp, check_inverse=False).fit(self.prices)
        self.features = []
        self.paths = []
        for one in content.features():
            names: dict[str, Any] = {}
            exec(one.source, names)
            self.features.append(names["feature"])
            self.paths.append(f"{CONTRIB}/user_{one.login}/feature_{one.feature_name}.py")

    def judge(self, feature: Any, accepted: list[Any] | None = None) -> HeldOutGainAccepter:
        features = self.features if accepted is None else accepted
        accepter = HeldOutGainAccepter(self.X, self.prices, self.X, self.y, features, feature)
        accepter.verdict = accepter.judge()
        return accepter

    def case(self, feature: Any) -> Case:
        """The feature beside the four accepted ones."""
        paths = [*self.paths, f"{CONTRIB}/user_mary/feature_try.py"]
        data = (self.X, self.prices, self.X, self.y, self.encoder)
        return Case(*data, self.features, feature, paths)

    def column(self, values: Any) -> Feature:
        """A feature with these values, whatever it is fitted to."""
        by_row = pd.Series(values, index=self.X.index)
        return Feature("PID", lambda column: by_row.loc[column.index])

    def numbers(self) -> list[str]:
        """Names of the columns that hold numbers and that no accepted feature uses."""
        found = self.X.select_dtypes("number").columns
        return [name for name in found if name not in USED]

    def plain(self, name: str) -> Feature:
        """A column as it is, with 0 where it is missing."""
        return self.column(self.X[name].fillna(0).to_numpy(dtype=float))
