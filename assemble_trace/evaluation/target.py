"""The target of a case: what a simple model predicts, and how far off it is in words people use."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .case import Case, Unfit

#: So many rows show whether an encoder knows the way back.
ROWS_TRIED = 1000


class Target:
    """The target as numbers for a model, and a prediction's error in the target's own unit.

    ``y`` is rows by columns: the encoded target, or for classes one 0/1 column each.
    ``unit`` is the target's name, "" for classes; ``metric`` says what an error is.
    """

    def __init__(self, case: Case) -> None:
        encoded = case.encoded
        self.classes = case.classes
        self._encoder: Any = None
        if self.classes:
            self.y = _indicators(encoded)
            self._truth = self.y.argmax(axis=1)
            self.unit = ""
            self.metric = "share of wrong answers"
            return
        try:
            self.y = encoded.astype(float)
        except (TypeError, ValueError):
            self.y = case.evidence.y
        self._truth = self.y
        self.unit = encoded_name(case.encoder, case.data[1])
        back = _decoded(case.encoder, self.y)
        if back is not None and _knows_the_way(case.encoder, case.data[1]):
            self._encoder = case.encoder
            self._truth = back
            self.unit = name_of(case.data[1])
        self.metric = f"mean absolute error of {self.unit}"

    @property
    def decoded(self) -> bool:
        """Whether errors are told in the target's own unit, not in that of the encoded one."""
        return self._encoder is not None

    def errors(self, predicted: NDArray[Any]) -> NDArray[Any]:
        """The error of each row: 0 or 1 for classes, else absolute, in the target's own unit.

        ``predicted`` is rows by columns, or models by rows by columns.
        """
        if self.classes:
            wrong: NDArray[Any] = (predicted.argmax(axis=-1) != self._truth).astype(float)
            return wrong
        if self._encoder is not None:
            flat = _decoded(self._encoder, predicted.reshape(-1, predicted.shape[-1]))
            if flat is None:
                raise Unfit("The project's encoder cannot decode what a model predicts.")
            predicted = flat.reshape(predicted.shape)
        error: NDArray[Any] = np.abs(predicted - self._truth).mean(axis=-1)
        return error


def name_of(y_df: Any) -> str:
    """What the project calls its target."""
    columns = getattr(y_df, "columns", None)
    if columns is not None:
        return ", ".join(map(str, columns))
    return str(getattr(y_df, "name", None) or "target")


def encoded_name(encoder: Any, y_df: Any) -> str:
    """What to call the encoded target, such as ``log SalePrice``."""
    name = name_of(y_df)
    function = getattr(getattr(encoder, "func", None), "__name__", None)
    if function in (None, "identity"):
        return name
    return f"{function} {name}"


def _indicators(encoded: NDArray[Any]) -> NDArray[Any]:
    if encoded.shape[1] > 1:
        return encoded.astype(float)
    labels = encoded[:, 0].astype(str)
    indicators: NDArray[Any] = labels[:, None] == np.unique(labels)[None, :]
    return indicators.astype(float)


def _decoded(encoder: Any, y: NDArray[Any]) -> NDArray[Any] | None:
    """The encoded values in the target's own unit, or None if the encoder cannot say."""
    try:
        back = np.asarray(encoder.inverse_transform(y), dtype=float).reshape(len(y), -1)
    except Exception:  # an encoder need not know the way back
        return None
    return back if back.shape == y.shape and np.isfinite(back).all() else None


def _knows_the_way(encoder: Any, y_df: Any) -> bool:
    """Whether encoding and decoding gives back what was there; some encoders only pretend."""
    some = y_df.iloc[:ROWS_TRIED] if hasattr(y_df, "iloc") else np.asarray(y_df)[:ROWS_TRIED]
    try:
        there = np.asarray(encoder.transform(some), dtype=float).reshape(len(some), -1)
        back = _decoded(encoder, there)
        before = np.asarray(some, dtype=float).reshape(len(some), -1)
    except Exception:  # the same: then errors are told in the encoded unit
        return False
    if back is None or back.shape != before.shape:
        return False
    return bool(np.allclose(back, before, rtol=1e-6))
