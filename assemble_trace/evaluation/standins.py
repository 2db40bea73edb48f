"""Stand-ins: features as accepters see them, whose values are computed in a worker.

An accepter asks a feature for ``as_feature_engineering_pipeline().fit(X, y=y).transform(X2)``
and for its name and source. A stand-in answers all of this without having imported the feature.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from ballet.feature import Feature
from numpy.typing import NDArray

from .crew import WorkerEnded

#: Computes values: rows to fit to, their targets, rows to compute for.
Compute = Callable[[Any, Any, Any], "NDArray[Any]"]


class FeatureFailed(Exception):
    """A feature raised an exception in its worker. ``path`` is its file.

    Each is of a subclass that is named like the exception, so that sentences name that one.
    ``ended`` says that the worker itself is gone, ``status`` how: an exit code, or a signal.
    """

    path = ""
    memory = False
    ended = False
    status: int | None = None

    @classmethod
    def named(cls, name: str, text: str, path: str, memory: bool = False) -> FeatureFailed:
        """Make one of an exception of that name."""
        made: FeatureFailed = type(name, (cls,), {"path": path, "memory": memory})(text)
        return made

    @classmethod
    def of_worker(cls, error: WorkerEnded, path: str) -> FeatureFailed:
        """Make one of the end of its worker."""
        made = cls.named("WorkerEnded", str(error), path)
        made.ended, made.status = True, error.status
        return made


class Pipeline:
    """Stands in for a feature's own pipeline."""

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self._fitted: tuple[Any, Any] | None = None

    def fit(self, X: Any, y: Any = None) -> Pipeline:
        """Remember what to fit to."""
        self._fitted = (X, y)
        return self

    def transform(self, X: Any) -> NDArray[Any]:
        """The feature's values: rows by columns. Raises `FeatureFailed`."""
        if self._fitted is None:
            raise ValueError("The pipeline is not fitted.")
        return self._compute(*self._fitted, X)

    def fit_transform(self, X: Any, y: Any = None) -> NDArray[Any]:
        """Fit, then transform the same rows."""
        return self.fit(X, y).transform(X)


class StandIn(Feature):  # type: ignore[misc]
    """Stands in for one feature. ``path`` is its file, relative to the project."""

    def __init__(self, told: dict[str, Any], path: str, compute: Compute) -> None:
        for key in ("input", "name", "description", "output", "source"):
            setattr(self, key, told.get(key))
        self.path = path
        self.options: dict[str, Any] = {}
        self._compute = compute
        self.transformer = Pipeline(compute)

    def __repr__(self) -> str:
        return f"<feature {self.name or self.source}>"

    def as_feature_engineering_pipeline(self) -> Pipeline:
        """A pipeline of this feature alone, not fitted."""
        return Pipeline(self._compute)

    def as_input_transformer_tuple(self) -> tuple[Any, Pipeline, dict[str, Any]]:
        """For a pipeline of several features: the worker selects the columns itself."""
        return _all_columns, Pipeline(self._compute), {"alias": self.output}


def _all_columns(X: Any) -> list[Any]:
    return list(X.columns)


def checked(values: NDArray[Any], rows: int, path: str) -> NDArray[Any]:
    """The values, if there is a row for each row. Raises `FeatureFailed`."""
    if values.ndim != 2 or len(values) != rows:
        said = f"it gave values of the shape {values.shape} for {rows} rows"
        raise FeatureFailed.named("ValueError", said, path)
    return values


def flaw(values: NDArray[Any]) -> str | None:
    """The name of the check of Ballet's that the values cannot have passed, or None."""
    if values.dtype.kind == "f":
        if bool(np.isnan(values).any()):
            return "NoMissingValuesCheck"
        if bool(np.isinf(values).any()):
            return "NoInfiniteValuesCheck"
    return None


def believed(found: Any, source: str) -> dict[str, Any] | None:
    """What a worker says of its feature, believed as far as it is text."""
    if not isinstance(found, dict):
        return None
    told: dict[str, Any] = {"source": source}
    for key in ("name", "description"):
        told[key] = found[key][:500] if isinstance(found.get(key), str) else None
    for key in ("input", "output"):
        value = found.get(key)
        if isinstance(value, list):
            value = [str(one) for one in value]
        told[key] = value if isinstance(value, (list, str)) else None
    return told
