"""``assemble-trace traces sandbox`` and ``check-sandbox``: a step done by hand, in a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assemble_trace.store import open_store
from tests.faults.small import Small, new_small, small, small_forge

__all__ = ["new_small", "small", "small_forge"]


@pytest.fixture
def name(small: Small) -> str:
    """The short id of a submission that came as far as its pull request."""
    small.submitting("--no-wait").communicate(timeout=120)
    store = open_store(f"sqlite:///{small.data / 'assemble-trace' / 'traces.db'}")
    found = store.pulse()
    [trace] = [store.trace(one) for one in found]
    store.close()
    return trace.short_id


def run(small: Small, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``assemble-trace traces`` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "assemble_trace.cli", "traces", *arguments],
        capture_output=True, text=True, env=small.environment, cwd=folder, timeout=120, check=False,
    )  # fmt: skip


def test_a_push_is_done_by_hand_and_judged(small: Small, name: str, tmp_path: Path) -> None:
    made = run(small, tmp_path, "sandbox", name, "--step", "push")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Send the branch ")
    assert "\x1b" not in made.stdout
    typed = [line[4:] for line in made.stdout.splitlines() if line.startswith("  $ ")]
    assert typed[0].startswith(f"cd assemble-sandboxes/{name}-push/")
    assert typed[-1] == "assemble-trace traces check-sandbox ."
    place = tmp_path / typed[0].removeprefix("cd ")

    judged = run(small, place, "check-sandbox", ".")
    assert (judged.returncode, "✗" in judged.stdout) == (1, True)
    subprocess.run(
        ["bash", "-e"], input="\n".join(typed[:-1]), cwd=tmp_path, text=True, check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)}, capture_output=True,
    )  # fmt: skip
    judged = run(small, place, "check-sandbox", ".")
    assert (judged.returncode, judged.stdout.splitlines()[0]) == (
        0, "Done: the fork has your commit.",
    )  # fmt: skip
    assert "✗" not in judged.stdout


def test_what_cannot_be_done_is_said(small: Small, name: str, tmp_path: Path) -> None:
    for arguments, code, words in (
        (("sandbox", "nobody", "--step", "push"), 1, "no trace called"),
        (("sandbox", name, "--step", "lint"), 2, "'lint' is not one of"),
        (("check-sandbox", str(tmp_path)), 1, "There is no sandbox"),
    ):
        over = run(small, tmp_path, *arguments)
        assert (over.returncode, words in over.stderr, over.stdout) == (code, True, "")
