"""Finding, keeping, putting away and beginning again, in a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assemble_trace.models import PullRequest
from assemble_trace.store import Store, open_store
from tests.store.test_searching import create, submission

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The store of whoever's data folder is the test's own."""
    return open_store(f"sqlite:///{tmp_path / 'assemble-trace' / 'traces.db'}")


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    """A function that runs ``assemble-trace traces`` in a process of its own."""

    def command(*arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assemble_trace.cli", "traces", *arguments],
            capture_output=True, text=True, timeout=60, check=False, input=answer, cwd=tmp_path,
            env={**os.environ, "JUPYTER_DATA_DIR": str(tmp_path)},
        )  # fmt: skip

    return command


def test_submissions_are_listed_as_asked_for(store: Store, run: Run) -> None:
    assert "Nothing was submitted from here yet" in run("list").stdout
    pull = PullRequest(repository="ames/houses", number=7)
    create(store, submission("calm-otter", "lot = 1", verdict="accepted", pull_request=pull))
    create(store, submission("red-fox", "lot =", status="failed"), "lint", "syntax_error")
    assert len(run("list").stdout.splitlines()) == 2
    assert run("list", "--text", "#7").stdout.startswith("calm-otter ")
    assert run("list", "--error", "syntax_error").stdout.startswith("red-fox ")
    both = ("list", "--status", "failed", "--status", "submitted", "--text", "lot")
    assert len(run(*both).stdout.splitlines()) == 2
    found = json.loads(run("list", "--verdict", "accepted", "--json").stdout)
    assert [one["short_id"] for one in found["submissions"]] == ["calm-otter"]
    assert run("list", "--text", "nobody").stdout == (
        "Nothing like this was submitted from here.\n"
    )
    assert run("list", "--kept", "--archived").returncode == 2
    assert run("list", "--text", "x" * 201).returncode == 2


def test_more_than_a_page_is_said_so(store: Store, run: Run) -> None:
    for number in range(201):
        create(store, submission(f"s{number}"))
    assert run("list").stdout.splitlines()[200:] == ["200 of 201 are shown: ask for less."]


def test_a_record_is_kept_put_away_listed_again_and_deleted(store: Store, run: Run) -> None:
    pull = PullRequest(repository="ames/houses", number=7)
    create(store, submission("calm-otter", pull_request=pull))
    assert "is kept" in run("keep", "calm-otter").stdout
    assert run("list").stdout.rstrip().endswith("x = 1 (kept)")
    kept = run("delete", "calm-otter", "--yes")
    assert (kept.returncode, kept.stderr.splitlines()[0]) == (
        1, "This record is kept, so it cannot be deleted.",
    )  # fmt: skip
    assert "is put away" in run("archive", "calm-otter").stdout
    assert "calm-otter" not in run("list").stdout
    assert run("list", "--archived").stdout.rstrip().endswith("(archived)")
    assert run("list-again", "calm-otter").stdout == "calm-otter is in the list.\n"
    asked = run("delete", "calm-otter", answer="n\n")
    assert "Pull request #7 and its branch stay where they are." in asked.stdout
    assert (asked.returncode, len(run("list").stdout.splitlines())) == (1, 1)
    assert run("delete", "calm-otter", answer="y\n").returncode == 0
    gone = run("keep", "calm-otter")
    assert (gone.returncode, "no trace called" in gone.stderr) == (1, True)


def test_what_is_at_work_is_not_deleted(store: Store, run: Run) -> None:
    create(store, submission("calm-otter", status="running"))
    refused = run("delete", "calm-otter", "--yes")
    assert (refused.returncode, "has not come to rest" in refused.stderr) == (1, True)
    assert store.trace("calm-otter").status == "running"


def test_the_code_of_an_old_one_is_given_back(store: Store, run: Run, tmp_path: Path) -> None:
    create(store, submission("calm-otter", "\nlot = np.log(1)  # ß\n"))
    printed = run("again", "calm-otter")
    assert printed.stdout == "lot = np.log(1)  # ß\n"
    assert "assemble-trace submit FILE.py" in printed.stderr
    written = run("again", "calm-otter", "--output", "new lot.py")
    assert "assemble-trace submit 'new lot.py'" in written.stdout
    assert (tmp_path / "new lot.py").read_text(encoding="utf-8") == printed.stdout
    twice = run("again", "calm-otter", "--output", "new lot.py")
    assert (twice.returncode, "exists already" in twice.stderr) == (1, True)
    assert run("again", "calm-otter", "--output", "no/such/folder.py").returncode == 1
    create(store, submission("blank", " \n"))
    assert "holds no code" in run("again", "blank").stderr
