"""Each of Ballet's checks has an example that fails it, one that passes all, and a cell."""

from __future__ import annotations

import difflib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from assemble_trace.sample.checks import Check, cell, checks, example

PROGRAM = Path(__file__).with_name("examples.py")
CHECKS = checks()
#: The longest twins may differ, in lines taken away and lines added.
DIFFERENT = 10


@pytest.fixture(scope="module")
def judged(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Ballet says of all examples, in one process."""
    clone = tmp_path_factory.mktemp("judged") / "clone"
    shutil.copytree(rendered, clone)
    sources = [
        [one.name, one.stage, {which: example(one, which) for which in ("failing", "passing")}]
        for one in CHECKS
    ]
    done = subprocess.run(
        [sys.executable, str(PROGRAM)],
        input=json.dumps(sources), cwd=clone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def shown(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The lines that each cell prints, run one after the other in one kernel."""
    folder = tmp_path_factory.mktemp("shown")
    clone = folder / "clone"
    shutil.copytree(rendered, clone)
    before = nbformat.v4.new_code_cell("feature = input = path = 'mine'\nknown = set(dir())")
    after = nbformat.v4.new_code_cell(
        "import tempfile\n"
        "new = {name for name in set(dir()) - known if not name.startswith('_')}\n"
        "print(new - {'known', 'tempfile'}, feature, input, path)"
    )
    cells = {one.name: nbformat.v4.new_code_cell(cell(one)) for one in CHECKS}
    notebook = nbformat.v4.new_notebook(cells=[before, *cells.values(), after])
    temporary = folder / "temporary"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        NotebookClient(notebook, resources={"metadata": {"path": str(clone)}}).execute()
    printed = {"what is left": [*said(after), *(file.name for file in temporary.iterdir())]}
    return printed | {name: said(one) for name, one in cells.items()}


def said(one: Any) -> list[str]:
    """Return the lines that a cell printed."""
    text = "".join(output.text for output in one.outputs if output.get("name") == "stdout")
    return text.splitlines()


def test_each_check_that_ballet_has_is_explained(judged: dict[str, Any]) -> None:
    for stage in ("structure", "api"):
        assert [one.name for one in CHECKS if one.stage == stage] == judged["checks"][stage]
    assert len(CHECKS) == 22


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_an_example_fails_it_first_and_its_twin_passes_all(
    check: Check, judged: dict[str, Any]
) -> None:
    assert judged["failed"][f"{check.name}/failing"] == [check.name, *check.also]
    assert judged["failed"][f"{check.name}/passing"] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_twins_differ_in_little(check: Check) -> None:
    twins = [example(check, which).splitlines() for which in ("failing", "passing")]
    changed = [line for line in difflib.ndiff(*twins) if line[0] in "+-"]
    assert 0 < len(changed) <= DIFFERENT


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_its_cell_shows_both(check: Check, shown: dict[str, list[str]]) -> None:
    lines = shown[check.name]
    assert lines[0].startswith(f"failing: {check.name} fails")
    assert lines[1].startswith("  the error that Ballet keeps to itself: ")
    assert lines[-1].startswith(f"passing: {check.name} passes")
    advice = [line for line in lines if line.startswith("  Ballet's advice: ")]
    assert len(advice) == (check.stage == "api")


def test_cells_leave_nothing_behind(shown: dict[str, list[str]]) -> None:
    assert shown["what is left"] == ["set() mine mine mine"]
