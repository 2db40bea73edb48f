from __future__ import annotations

from pathlib import Path

import pytest

from assemble_trace.jobs import Queue


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path / "jobs.db")
