"""The tables that every worker has from the beginning, and how rows of them are referred to.

Accepters hand over pieces of the project's data all the time. A worker has the data already, so
a piece is sent as the name of a table and row numbers. What is no such piece is sent whole: from
the judge to a worker a pickle is harmless, since the judge runs no contributed code.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Tables:
    """Named tables, the same in the judge and in its workers."""

    def __init__(self) -> None:
        self._named: dict[str, Any] = {}

    def add(self, name: str, table: Any) -> None:
        """Make a table known. It must not be changed from now on."""
        self._named[name] = table

    def refer(self, piece: Any) -> tuple[bytes, str]:
        """The piece as bytes to be sent, and its key: the same key, the same content."""
        for name, table in self._named.items():
            if piece is table:
                return self._sent(("rows", name, None))
        for name, table in self._named.items():
            rows = _rows(table, piece)
            if rows is not None:
                return self._sent(("rows", name, rows))
        return self._sent(("whole", piece, None))

    @staticmethod
    def _sent(reference: tuple[str, Any, NDArray[Any] | None]) -> tuple[bytes, str]:
        sent = pickle.dumps(reference, protocol=4)
        return sent, hashlib.sha256(sent).hexdigest()

    def resolve(self, sent: bytes) -> Any:
        """In a worker: the piece again, as a copy that may be changed."""
        kind, subject, rows = pickle.loads(sent)
        if kind == "whole":
            return subject
        table = self._named[subject]
        if rows is None:
            return table.copy() if hasattr(table, "copy") else table
        return table.iloc[rows] if hasattr(table, "iloc") else table[rows]


def _rows(table: Any, piece: Any) -> NDArray[Any] | None:
    """Numbers of the rows of ``table`` that make up ``piece`` exactly, or None."""
    if type(table) is not type(piece):
        return None
    if isinstance(table, np.ndarray):
        same = table.shape == piece.shape and table.dtype == piece.dtype
        if same and table.dtype.kind in "biufSU" and np.array_equal(table, piece):
            return np.arange(len(table))
        return None
    if not hasattr(table, "iloc") or not table.index.is_unique:
        return None
    if table.ndim == 2 and not table.columns.equals(piece.columns):
        return None
    rows: NDArray[Any] = table.index.get_indexer(piece.index)
    if len(rows) and rows.min() < 0:
        return None
    return rows if table.iloc[rows].equals(piece) else None
