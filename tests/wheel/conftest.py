"""A built wheel, and environments outside the checkout that have nothing else of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Environment:
    """A virtual environment. Commands run outside the checkout, on state of their own."""

    folder: Path
    home: Path

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment and return what it said."""
        environment = {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.home),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            **variables,
        }
        return subprocess.run(
            [str(self.folder / "bin" / command[0]), *command[1:]],
            cwd=self.home, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as it stands."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "-n", "--outdir", str(out), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(out.glob("*.whl"))


@pytest.fixture(scope="session")
def install(
    wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, list[str]], Environment]:
    """A function that installs the wheel with an interpreter, and further requirements."""

    def make(python: str, more: list[str]) -> Environment:
        home = tmp_path_factory.mktemp("bare")
        folder = home / "venv"
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
        done = subprocess.run(
            [str(folder / "bin" / "pip"), "install", "--quiet", f"{wheel}[lab]", *more],
            cwd=home, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return Environment(folder, home)

    return make


def newer_python() -> str | None:
    """Return an interpreter newer than 3.11, where this machine has one."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python3.{minor}") for minor in (13, 12, 14)]
    candidates += [str(path) for path in sorted(versions.glob("3.1[2-9]*/bin/python"))[::-1]]
    for one in candidates:
        if one and subprocess.run([one, "--version"], capture_output=True).returncode == 0:
            return one
    return None
