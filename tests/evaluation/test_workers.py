"""What goes between the judge and its workers, and what is kept of it."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assemble_trace.evaluation import contributed, frames
from assemble_trace.evaluation.memory import MOST, Memory
from assemble_trace.evaluation.tables import Tables


@pytest.mark.parametrize(
    "values",
    [
        np.array([[1.5, 2.5], [3.5, np.nan]]),
        np.arange(6).reshape(2, 3),
        np.asfortranarray(np.arange(6, dtype="float32").reshape(2, 3)),
        np.array([[True], [False]]),
        np.zeros((0, 3)),
    ],
    ids=["floats", "integers", "fortran", "booleans", "empty"],
)
def test_an_array_comes_back_as_it_was(values: Any) -> None:
    found = frames.unpacked(*frames.packed(values))

    assert found.dtype == values.dtype
    assert found.flags.c_contiguous == values.flags.c_contiguous
    np.testing.assert_array_equal(found, values)


@pytest.mark.parametrize(
    "values", [np.array(["a"]), np.array([None]), [1.0], np.array([1j])], ids=str
)
def test_only_arrays_of_numbers_are_sent(values: Any) -> None:
    with pytest.raises(TypeError):
        frames.packed(values)


@pytest.mark.parametrize(
    "described",
    [
        None,
        {},
        {"dtype": "|O", "shape": [1], "order": "C"},
        {"dtype": "<f8", "shape": [10**9, 10**9], "order": "C"},
        {"dtype": "<f8", "shape": [-1, -1], "order": "C"},
        {"dtype": "<f8", "shape": [3], "order": "C"},
        {"dtype": "nonsense", "shape": [1], "order": "C"},
    ],
)
def test_a_wrong_description_is_rubbish(described: Any) -> None:
    with pytest.raises(frames.Rubbish):
        frames.unpacked(described, b"12345678")


def test_messages_go_through_a_pipe_one_after_the_other() -> None:
    read, write = os.pipe()
    frames.write(write, {"number": 1}, b"one")
    frames.write(write, {"number": 2})
    reader = frames.Reader()

    assert reader.feed(os.read(read, 1000))
    assert reader.take() == ({"number": 1}, b"one")
    assert reader.rest
    assert reader.feed(b"")
    assert reader.take() == ({"number": 2}, b"")
    assert not reader.rest


@pytest.mark.parametrize("sent", [b"x" * 16, b"AT1\n\xff\xff\xff\xff" + b"\xff" * 8])
def test_what_is_no_message_is_rubbish(sent: bytes) -> None:
    with pytest.raises(frames.Rubbish):
        frames.Reader().feed(sent)


def test_a_piece_of_a_table_is_sent_as_row_numbers() -> None:
    tables = Tables()
    table = pd.DataFrame({"a": range(1000), "b": list("abcdefghij") * 100}, index=range(5, 1005))
    tables.add("X", table)
    rows = np.arange(0, 1000, 3)

    sent, key = tables.refer(table.iloc[rows])

    pd.testing.assert_frame_equal(tables.resolve(sent), table.iloc[rows])
    assert len(sent) < 8 * len(rows) + 500
    assert tables.refer(table.iloc[rows].copy()) == (sent, key)
    assert tables.refer(table.iloc[rows[1:]])[1] != key


def test_what_is_no_piece_is_sent_whole() -> None:
    tables = Tables()
    table = pd.DataFrame({"a": [1.0, 2.0, 3.0]})
    tables.add("X", table)
    other = table.assign(a=[1.0, 2.0, 4.0])

    sent, key = tables.refer(other)

    pd.testing.assert_frame_equal(tables.resolve(sent), other)
    assert key != tables.refer(table)[1]


def test_a_worker_that_changes_its_table_has_a_copy() -> None:
    tables = Tables()
    table = pd.DataFrame({"a": [1.0, 2.0]})
    tables.add("X", table)

    tables.resolve(tables.refer(table)[0])["a"] = 0.0

    assert list(table["a"]) == [1.0, 2.0]


def test_memory_forgets_what_was_not_asked_for_longest() -> None:
    shared: list[str] = []
    memory = Memory(lambda key, found: shared.append(key))
    piece = bytes(MOST // 5)
    for name in "abcde":
        memory.put(name, piece, shared=name == "c")
    assert memory.get("a") is not None

    memory.put("f", piece)

    assert memory.get("b") is None
    assert memory.get("a") is not None
    assert shared == ["c"]


def test_contributed_modules_are_found_but_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "guarded_project"
    folder = package / "features" / "contrib"
    for name in ("user_b", "user_a"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").touch()
        (folder / name / "feature_x.py").write_text("raise RuntimeError('imported')\n")
    for where in (package, package / "features", folder):
        (where / "__init__.py").touch()
    (folder / "user_b" / "notes.txt").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    project = importlib.import_module("guarded_project")

    contributed.guard("guarded_project")
    found = contributed.modules(project)

    names = [module.name.removeprefix("guarded_project.features.contrib.") for module in found]
    assert names == ["user_a", "user_a.feature_x", "user_b", "user_b.feature_x"]
    assert [module.empty for module in found] == [True, False, True, False]
    with pytest.raises(ImportError, match="is not imported in this process"):
        importlib.import_module("guarded_project.features.contrib.user_a.feature_x")
    contributed.unguard()
    with pytest.raises(RuntimeError, match="imported"):
        importlib.import_module("guarded_project.features.contrib.user_a.feature_x")
