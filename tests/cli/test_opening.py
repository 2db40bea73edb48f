"""``assemble-trace traces open``: a submission's page, in a browser that notes what it is given."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from assemble_trace.replay.taking import Taking
from tests.replay.kept import accepted, new_store

NAME = "quiet-otter-0012"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with one submission, a bundle of it beside it, and an empty folder."""
    folder = tmp_path / "assemble-trace"
    folder.mkdir()
    store = new_store(folder)
    accepted(store, tmp_path / "work")
    (tmp_path / "ada.assemble").write_bytes(Taking(store).copy(NAME, "bundle").data)
    (tmp_path / "made").mkdir()
    store.close()
    return tmp_path


def opened(data: Path, name: str, browser: str) -> subprocess.CompletedProcess[str]:
    """Run the command. ``browser`` is a line for a shell, to which the address is ``$1``."""
    program = data / "browser"
    program.write_text(f"#!/bin/sh\n{browser}\n")
    program.chmod(0o700)
    variables = {"JUPYTER_DATA_DIR": str(data), "TMPDIR": str(data / "made")}
    variables |= {"DISPLAY": "", "WAYLAND_DISPLAY": "", "TERM": ""}  # no browser of the machine
    return subprocess.run(
        [sys.executable, "-m", "assemble_trace.cli", "traces", "open", name],
        env=os.environ | variables | {"BROWSER": f"{program} %s"}, cwd=data,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", [NAME, "ada.assemble"])
def test_the_browser_is_given_a_page_that_nobody_else_can_read(data: Path, name: str) -> None:
    done = opened(data, name, f'echo "$1" > {data}/address')

    assert (done.returncode, done.stderr) == (0, "")
    page = Path(done.stdout.strip())
    address = urlsplit((data / "address").read_text().strip())
    assert (address.scheme, unquote(address.path)) == ("file", str(page))
    assert page.name == f"{NAME}.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    text = page.read_text()
    assert text.startswith("<!doctype html>")
    assert "<h1>Add rooms</h1>" in text


def test_without_a_browser_the_path_is_said(data: Path) -> None:
    done = opened(data, NAME, "exit 1")

    assert done.returncode == 0
    assert Path(done.stdout.strip()).is_file()
    assert "open that file with any browser" in done.stderr


@pytest.mark.parametrize("name", ["nobody-0000", "browser"])
def test_what_is_neither_a_submission_nor_a_bundle_is_refused(data: Path, name: str) -> None:
    done = opened(data, name, "exit 0")

    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert list((data / "made").iterdir()) == []
