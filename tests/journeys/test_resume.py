"""An interrupted submission is gone on with from the terminal, too."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from assemble_trace import practice_forge
from assemble_trace.models import HistoryQuery, Trace
from assemble_trace.store import open_store
from assemble_trace.store.searching import find
from tests.conftest import Practice


def newest(practice: Practice) -> Trace | None:
    """Return the newest trace, if there is one."""
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    try:
        page = find(store, HistoryQuery(limit=1)).submissions
        return store.trace(page[0].id) if page else None
    finally:
        store.close()


def test_resume_goes_on_where_a_killed_process_stopped(practice: Practice) -> None:
    practice_forge.settings.change(practice.forge, fork_ready_seconds=4.0)
    running = subprocess.Popen(
        [sys.executable, "-m", "assemble_trace.cli", "submit", str(practice.notebook),
         "--cell", "total-bathrooms"],
        env=practice.environment, start_new_session=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    while (trace := newest(practice)) is None or trace.steps[1].status != "running":
        assert running.poll() is None
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    with closing(sqlite3.connect(practice.data / "traces.db")) as connection:
        connection.execute("update submissions set lease_until = 0")
        connection.commit()

    shown = practice.command("traces", "show", trace.short_id)
    assert "interrupted, verdict: none" in shown.stdout
    resumed = practice.command("traces", "resume", trace.short_id)
    assert resumed.returncode == 0, resumed.stderr
    assert "verdict: accepted" in resumed.stdout
    again = practice.command("traces", "resume", trace.short_id)
    assert (again.returncode, "Every step of this submission is done" in again.stderr) == (1, True)


def test_what_is_not_there_cannot_be_resumed(seeded: Practice) -> None:
    done = seeded.command("traces", "resume", "no-such-trace-0000")
    assert (done.returncode, "There is no trace called" in done.stderr) == (1, True)
