from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice_forge.forge_in_a_thread import Practice, practising


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """A running forge with ``house/prices``, which is not a Ballet project."""
    with practising(tmp_path / "forge", tmp_path / "no-evaluation") as running:
        running.upstream(tmp_path, {"README.md": "# Prices\n", "src/a.py": "a = 1\n"})
        yield running
