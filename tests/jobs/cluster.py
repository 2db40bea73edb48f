"""A Dask scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

DASK = str(Path(sys.executable).with_name("dask"))


class Cluster:
    """Processes in ``folder``; ``address`` is the scheduler's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        said = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(said)
        )
        until = time.monotonic() + 60
        while not (said.exists() and said.read_text().strip().endswith("}")):
            assert time.monotonic() < until and self.scheduler.poll() is None
            time.sleep(0.02)
        self.address: str = json.loads(said.read_text())["address"]

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start one worker that runs one call at a time."""
        where = self.folder / f"worker-{len(self.workers)}"
        where.mkdir()
        self.workers.append(
            self._start(
                "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny",
                "--local-directory", str(where),
            )
        )  # fmt: skip
        return self.workers[-1]

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, DASK, *arguments, "--no-dashboard"],
                cwd=self.folder, stdout=log, stderr=log,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder),
                     "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
                     "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
            )  # fmt: skip

    def close(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
