"""Cells from notebooks and scripts."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from assemble_trace.cli.cells import request

NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {"id": "intro", "cell_type": "markdown", "metadata": {}, "source": "# Title"},
        {"id": "imports", "cell_type": "code", "metadata": {}, "source": ["import os\n", "x = 1"]},
        {"id": "good", "cell_type": "code", "metadata": {}, "source": "y = 2"},
    ],
}
SCRIPT = "import os\n# %% [markdown]\n# text\n# %%\nx = 1\n\n# %% second\ny = 2\n"


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(NOTEBOOK))
    return path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_text(SCRIPT)
    return path


@pytest.mark.parametrize(("which", "source"), [("good", "y = 2"), ("1", "import os\nx = 1")])
def test_a_notebooks_cell_by_id_or_by_index_of_all_cells(
    notebook: Path, which: str, source: str
) -> None:
    found = request(notebook, which)
    assert [cell.source for cell in found.cells] == [source]
    assert len(found.others) == 1


def test_a_markdown_cell_is_told_apart(notebook: Path) -> None:
    assert request(notebook, "0").cells[0].type == "markdown"


def test_a_script_is_cut_at_its_marks(script: Path) -> None:
    sources = [request(script, str(index)).cells[0].source for index in range(4)]
    assert sources == ["import os\n", "# text", "x = 1", "y = 2"]
    assert request(script, "1").cells[0].type == "markdown"


def test_a_script_without_marks_is_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "b.py"
    path.write_text("x = 1\n")
    assert request(path, None).cells[0].source == "x = 1\n"


@pytest.mark.parametrize("which", [None, "9", "nope", "-1"])
def test_a_cell_that_is_not_there_is_wrong_usage(notebook: Path, which: str | None) -> None:
    with pytest.raises(click.UsageError):
        request(notebook, which)


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}', '{"cells": [{"id": 1}]}'])
def test_what_is_not_a_notebook_is_wrong_usage(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.ipynb"
    path.write_text(text)
    with pytest.raises(click.UsageError, match="not a notebook"):
        request(path, "0")
