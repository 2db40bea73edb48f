"""The sample workspace, made once and copied for each test that changes it."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assemble_trace import practice_forge
from assemble_trace.cli.cells import request
from assemble_trace.models import Cell, PlanRequest
from assemble_trace.sample.seed import NOTEBOOK, make, upstream_name
from assemble_trace.service import Service
from assemble_trace.steps import Patience
from tests.elsewhere import Elsewhere
from tests.skips import Skips

pytest_plugins = ("pytest_jupyter.jupyter_server",)

#: As patient as is needed here, and quick to look again.
PATIENCE = Patience(poll=0.1, fork=30, appear=20, finish=120, follow=30)


@dataclass
class Practice:
    """A sample workspace of its own: forge, clone, notebook, and services on its data."""

    home: Path
    notebook: Path
    services: list[Service] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """Return the folder of all state."""
        return self.home / "assemble-trace"

    @property
    def forge(self) -> Path:
        """Return the forge's directory."""
        return self.data / "forge"

    @property
    def url(self) -> str:
        """Return the forge's address; it is started if it does not run."""
        return practice_forge.ensure(self.forge).url

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a person who works here."""
        return {**os.environ, "JUPYTER_DATA_DIR": str(self.home), "CI": ""}

    def service(self, **options: object) -> Service:
        """Open a service on this workspace's data, as one process does."""
        made = Service(self.data, patience=PATIENCE, **options)  # type: ignore[arg-type]
        self.services.append(made)
        return made

    def request(self, cell: str = "total-bathrooms") -> PlanRequest:
        """Return the plan request for a cell of the sample notebook."""
        return request(self.notebook, cell)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``assemble-trace`` in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "assemble_trace.cli", *arguments],
            capture_output=True, text=True, env=self.environment, timeout=180, check=False,
        )  # fmt: skip


#: The folders whose tests wait longest, first: then no worker is left alone with one at the end.
SLOW = ("wheel", "journeys", "benchmarks", "faults", "ui")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        return SLOW.index(folder) if folder in SLOW else len(SLOW)

    items.sort(key=rank)


def pytest_configure(config: pytest.Config) -> None:
    """Let no skip pass unseen."""
    config.pluginmanager.register(Skips())


def feature(code: str) -> PlanRequest:
    """Return the plan request for a cell with the code of a feature."""
    return PlanRequest(path=NOTEBOOK, cells=[Cell(id="cell", index=0, source=code)])


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """A store of somebody else, into which every submission can be carried."""
    made = Elsewhere(tmp_path_factory.mktemp("elsewhere"))
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """The sample workspace as ``assemble-trace demo`` makes it. Read it, do not change it."""
    home = tmp_path_factory.mktemp("seeded")
    data = home / "assemble-trace"
    try:
        notebook = asyncio.run(make(data, home / "demo", sys.executable, lambda said: None))
    finally:
        practice_forge.stop(data / "forge")
    yield Practice(home, notebook)
    practice_forge.stop(data / "forge")


@pytest.fixture
def new_practice(
    seeded: Practice, tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere
) -> Iterator[Callable[[], Practice]]:
    """A function that copies the seeded workspace, with a forge at a port of its own.

    What was recorded in it is carried into another store afterwards, and compared.
    """
    made: list[Practice] = []

    def copy() -> Practice:
        home = tmp_path_factory.mktemp("practice") / "home"
        shutil.copytree(seeded.home, home, symlinks=True)
        practice = Practice(home, home / "demo" / seeded.notebook.parent.name / NOTEBOOK)
        for file in ("port", "forge.json", "forge.lock"):
            (practice.forge / file).unlink(missing_ok=True)
        clone = str(practice.notebook.parent)
        origin = f"{practice.url}/{upstream_name()}.git"
        subprocess.run(["git", "-C", clone, "remote", "set-url", "origin", origin], check=True)
        made.append(practice)
        return practice

    yield copy
    for practice in made:
        practice_forge.stop(practice.forge)
        elsewhere.check(practice.data / "traces.db")


@pytest.fixture
def practice(new_practice: Callable[[], Practice]) -> Practice:
    """A sample workspace of the test's own."""
    return new_practice()
