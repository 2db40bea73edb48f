from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice_forge.forge_in_a_thread import FAKE_EVALUATION, Practice, practising


@pytest.fixture
def fake_evaluation(tmp_path: Path) -> Path:
    """A folder that stands in for the evaluation."""
    folder = tmp_path / "fake_evaluation"
    folder.mkdir()
    (folder / "__main__.py").write_text(FAKE_EVALUATION)
    return folder


@pytest.fixture
def practice(tmp_path: Path, fake_evaluation: Path) -> Iterator[Practice]:
    """A running forge with ``house/prices``, which is not a Ballet project."""
    with practising(tmp_path / "forge", fake_evaluation) as running:
        running.upstream(tmp_path, {"README.md": "# Prices\n", "src/a.py": "a = 1\n"})
        yield running
