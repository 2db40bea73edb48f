"""Two submissions beside each other in a terminal, and in a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from assemble_trace.cli.comparing import print_comparison
from assemble_trace.models import ComparisonView
from assemble_trace.replay.comparing import compare
from assemble_trace.store import open_store
from tests.replay.stories import example, keep, plan, rejected, told

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A function that runs ``assemble-trace`` where two attempts were recorded."""
    folder = tmp_path / "assemble-trace"
    folder.mkdir()
    store = open_store(f"sqlite:///{folder / 'traces.db'}")
    first = rejected("reject_nan", of=plan())
    keep(store, first)
    keep(
        store,
        told(
            of=plan(code="rooms = 1\n"), report=example("accept"), name="brave-fox",
            kind="revise", attempt=2, revises=first.trace.id,
        ),
    )  # fmt: skip
    store.close()

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assemble_trace.cli", "traces", "compare", *arguments],
            capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "JUPYTER_DATA_DIR": str(tmp_path), "COLUMNS": "80"},
        )  # fmt: skip

    return command


def test_in_a_pipe_it_is_plain_text_in_80_columns_with_the_sentence_first(run: Run) -> None:
    done = run("calm-otter", "brave-fox")

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert " ".join(lines[:3]).startswith(
        "Both passed every step before CI, and in CI Project structure; attempt 1 failed “No"
        " missing values” because some of the feature's values are missing (NaN); attempt 2"
    )
    assert [line for line in lines if cell_len(line) > 80] == []
    assert "\x1b" not in done.stdout
    assert any(line.split()[:4] == ["CI", "◂", "✗", "failed,"] for line in lines)
    assert any(
        line.split() == ["Feature", "acceptance", "not", "judged", "passed"] for line in lines
    )
    assert "Code: - attempt 1, + attempt 2" in lines
    assert "+ rooms = 1" in lines


def test_as_json_it_is_the_record(run: Run) -> None:
    done = run("calm-otter", "brave-fox", "--json")

    found = ComparisonView.model_validate(json.loads(done.stdout))
    assert (found.first, found.left_name, found.right_name) == ("ci", "attempt 1", "attempt 2")


def test_what_is_not_there_is_said_without_a_traceback(run: Run) -> None:
    done = run("calm-otter", "nobody-0000")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("There is no trace called 'nobody-0000' here.\n")


def test_what_strangers_wrote_is_no_markup_and_no_colour() -> None:
    hostile = plan("ada", "[bold]x[/bold]\x1b[31m", code="[red]a[/red] = 1\n")
    out = Console(file=StringIO(), width=80, markup=False, highlight=False, force_terminal=False)

    print_comparison(compare(told(of=plan()), told(of=hostile, name="brave-fox")), out)

    printed = out.file.getvalue()  # type: ignore[attr-defined]
    assert "+ [red]a[/red] = 1" in printed
    assert "\x1b" not in printed
