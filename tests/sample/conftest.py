"""The sample project, rendered once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RENDER = Path(__file__).resolve().parents[2] / "assemble_trace" / "sample" / "render.py"


Render = Callable[[Path, Path], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def render() -> Render:
    """Renders as the demo does, with a home folder of its own to look into afterwards."""

    def run(out: Path, home: Path) -> subprocess.CompletedProcess[str]:
        home.mkdir()
        return subprocess.run(
            [sys.executable, "-I", str(RENDER), str(out)],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture(scope="session")
def rendered(render: Render, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's folder; the home folder of its rendering is beside it."""
    folder = tmp_path_factory.mktemp("sample")
    done = render(folder / "project", folder / "home")
    assert done.returncode == 0, done.stderr
    return folder / "project"
