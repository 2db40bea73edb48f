"""A forge that is killed while it judges: the job is taken up once more, and nothing twice."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from assemble_trace import practice_forge
from tests.practice_forge.forge_in_a_thread import (
    BALLET_YML,
    FAKE_EVALUATION,
    practising,
    wait_until,
)

_SERVE = """
import sys; from pathlib import Path
from assemble_trace.practice_forge.serving import main
main(Path(sys.argv[1]), evaluation=Path(sys.argv[2]))
"""


class Served:
    """A forge's directory, and the processes that serve it one after the other."""

    def __init__(self, directory: Path, evaluation: Path) -> None:
        self.directory = directory
        self.evaluation = evaluation
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        arguments = [str(self.directory), str(self.evaluation)]
        self.process = subprocess.Popen([sys.executable, "-c", _SERVE, *arguments])
        wait_until(lambda: practice_forge.status(self.directory) is not None)

    def kill(self) -> None:
        """End it as a machine does that runs out of memory."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def job(self) -> tuple[str, int]:
        """State and attempts of the only job."""
        with closing(sqlite3.connect(self.directory / "jobs.db")) as jobs:
            ((state, attempts),) = jobs.execute("select state, attempts from jobs").fetchall()
        return state, attempts

    def at_work(self, word: str = "") -> list[int]:
        """The processes that run the program that judges, or one of its commands."""
        found = []
        for one in psutil.process_iter(["cmdline"]):
            said = one.info["cmdline"] or []
            named = any(str(self.evaluation) in part for part in said)
            if named and said[-1].endswith(word) and one.pid != getattr(self.process, "pid", 0):
                found.append(one.pid)
        return found

    def get(self, path: str) -> Any:
        status = practice_forge.status(self.directory)
        assert status is not None
        token = practice_forge.token(self.directory, "ada")
        asked = urllib.request.Request(
            f"{status.url}/api/v3/repos/house/prices{path}",
            headers={"Authorization": f"token {token}"},
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)


@pytest.fixture
def served(tmp_path: Path, fake_evaluation: Path) -> Iterator[Served]:
    made = Served(tmp_path / "forge", fake_evaluation)
    yield made
    practice_forge.stop(made.directory)
    if made.process is not None:
        made.process.wait(30)


def test_a_job_whose_runner_was_killed_is_judged_once(
    tmp_path: Path, served: Served, fake_evaluation: Path
) -> None:
    with practising(served.directory, fake_evaluation) as practice:
        project = BALLET_YML.format(merge="no", close="no", pruning="no_action")
        practice.upstream(tmp_path, {"ballet.yml": project})
        assert practice.forge.runner is not None
        practice.forge.runner.stop()
        made = practice.propose(tmp_path, "ada", "mine", {"behaviour": "sleep"})
    sha, number = made["head"]["sha"], made["number"]

    served.start()
    wait_until(lambda: served.at_work("judge"))
    assert served.job() == ("running", 1)
    served.kill()
    wait_until(lambda: served.at_work() == [])
    assert served.job() == ("running", 1)

    awake = FAKE_EVALUATION.replace('== "accept"', 'in ("accept", "sleep")')
    (fake_evaluation / "__main__.py").write_text(awake)
    served.start()
    wait_until(lambda: served.job()[0] not in ("queued", "running"))

    assert served.job() == ("done", 2)
    runs = served.get(f"/commits/{sha}/check-runs")["check_runs"]
    assert [(run["external_id"], run["conclusion"]) for run in runs] == [
        ("structure", "success"),
        ("api", "success"),
        ("acceptance", "success"),
        ("pruning", "neutral"),
    ]
    (comment,) = served.get(f"/issues/{number}/comments")
    assert comment["user"]["login"] == "maintainer"
    assert comment["body"].startswith("Accepted.")
