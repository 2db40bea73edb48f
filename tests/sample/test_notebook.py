"""Every cell of the sample notebook runs from the clone's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def test_it_runs(rendered: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(rendered, clone)
    notebook = nbformat.read(clone / "predict-house-prices.ipynb", 4)
    trial = nbformat.v4.new_code_cell("b.validate_feature_acceptance(feature)")
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == "total-bathrooms")
    notebook.cells.insert(place + 1, trial)

    NotebookClient(notebook, resources={"metadata": {"path": str(clone)}}).execute()

    nbformat.validate(notebook)
    assert trial.outputs[0]["data"]["text/plain"] == "True"
