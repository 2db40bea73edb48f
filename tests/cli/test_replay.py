"""``assemble-trace replay`` and ``traces export`` in a terminal, and in a pipe."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from assemble_trace.cli.replay import replay
from assemble_trace.models import Submission
from assemble_trace.replay.taking import Taking
from assemble_trace.store import Store
from tests.replay.kept import accepted, new_store

STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with one submission in its store."""
    folder = tmp_path / "assemble-trace"
    folder.mkdir()
    store = new_store(folder)
    accepted(store, tmp_path / "work")
    store.close()
    return tmp_path


@pytest.fixture
def kept(data: Path) -> Submission:
    """The submission that is there."""
    store = new_store(data / "assemble-trace")
    name = store.trace("quiet-otter-0012")
    store.close()
    return Submission.model_validate(name.model_dump(include=set(Submission.model_fields)))


def environment(data: Path, **more: str) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return {**known, "JUPYTER_DATA_DIR": str(data), "TERM": "xterm-256color", **more}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assemble_trace.cli", *arguments]


def piped(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), env=environment(data), capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def terminal(data: Path, *arguments: str, press: str = "", **more: str) -> tuple[int, str]:
    """Run a command in a terminal of 80 columns; ``press`` is typed once it has written.

    Returns its exit code and all that it wrote.
    """
    ours, theirs = pty.openpty()
    variables = environment(data, COLUMNS="80", LINES="24", **more)
    process = subprocess.Popen(
        command(*arguments), env=variables, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, preexec_fn=_controlling,
    )  # fmt: skip
    os.close(theirs)
    written = b""
    while process.poll() is None or select.select([ours], [], [], 0)[0]:
        if not select.select([ours], [], [], 0.2)[0]:
            continue
        try:
            written += os.read(ours, 65536)
        except OSError:  # the other side is gone
            break
        if press and b"$ " in written:
            os.write(ours, press.encode())
            press = ""
    os.close(ours)
    return process.wait(60), written.decode()


def _controlling() -> None:
    """Let the terminal's Ctrl-C reach the process that was started in it."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_in_a_pipe_it_comes_at_once_and_plain(data: Path) -> None:
    done = piped(data, "replay", "quiet-otter-0012", "--speed", "0.1")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Add rooms\nquiet-otter-0012 · ames/houses#7 · ")
    assert "  $ python -m pyflakes cell.py\n  ✓ Lint passed in 1.0 s\n" in done.stdout
    assert "│  ✓  The feature was accepted.  │" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout


def test_in_a_terminal_it_has_colours_and_fits_eighty_columns(data: Path) -> None:
    code, written = terminal(data, "replay", "quiet-otter-0012", "--speed", "100")

    assert code == 0
    assert "\x1b[1mpy" in written
    plain = STYLE.sub("", written)
    assert "\x1b" not in plain
    assert max(len(line) for line in plain.splitlines()) <= 80
    assert STYLE.sub("", piped(data, "replay", "quiet-otter-0012").stdout).split() == plain.split()


def test_it_is_played_as_fast_as_is_asked_for(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(data))
    monkeypatch.setattr(sys, "stdout", Screen())

    waits = {speed: waited(monkeypatch, speed) for speed in ("0.5", "1", "4")}

    assert sum(waits["1"]) > 10
    assert waits["0.5"] == pytest.approx([2 * one for one in waits["1"]])
    assert waits["4"] == pytest.approx([one / 4 for one in waits["1"]])


class Screen(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


def waited(monkeypatch: pytest.MonkeyPatch, speed: str) -> list[float]:
    """Play it with a clock that only goes on while it waits. Returns how long it waited."""
    waits: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(waits), sleep=waits.append)
    monkeypatch.setattr("assemble_trace.cli.replay.time", clock)
    replay.main(["quiet-otter-0012", "--speed", speed], standalone_mode=False)
    return waits


def test_without_colours_there_are_none(data: Path) -> None:
    code, written = terminal(data, "replay", "quiet-otter-0012", "--speed", "100", NO_COLOR="1")

    assert code == 0
    assert "\x1b" not in written


def test_it_begins_at_a_step(data: Path) -> None:
    done = piped(data, "replay", "quiet-otter-0012", "--step", "push")

    headings = re.findall(r"^── (?:\d of \d  )?(.*?) ─", done.stdout, flags=re.MULTILINE)
    assert headings[0] == "Push"
    assert "Since then" in headings


def test_a_step_that_it_did_not_come_to_is_refused(data: Path) -> None:
    done = piped(data, "replay", "quiet-otter-0012", "--step", "close")

    assert done.returncode == 1
    assert "did not come to close. Its steps: lint" in done.stderr


def test_ctrl_c_stops_it_and_leaves_the_terminal_as_it_was(data: Path) -> None:
    code, written = terminal(
        data, "replay", "quiet-otter-0012", "--speed", "0.1", press="\x03"
    )  # fmt: skip

    assert code == 130
    assert written.endswith("\x1b[0m\r\n")
    assert "Traceback" not in written
    assert "The feature was accepted" not in written


def test_a_bundle_is_played_without_reading_it_in(data: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "carried.assemble"
    exported = piped(
        data, "traces", "export", "quiet-otter-0012", "--format", "bundle", "--output", str(bundle)
    )
    assert exported.returncode == 0, exported.stderr
    elsewhere = tmp_path / "elsewhere"

    done = piped(elsewhere, "replay", str(bundle))

    assert done.returncode == 0, done.stderr
    assert done.stdout == piped(data, "replay", "quiet-otter-0012").stdout
    assert not (elsewhere / "assemble-trace" / "traces.db").exists()


def test_what_is_no_bundle_and_what_is_not_there_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary")

    for name in (str(tmp_path / "notes.txt"), "nobody-0000"):
        done = piped(data, "replay", name)
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 2
    assert piped(data, "replay", "quiet-otter-0012", "--speed", "0").returncode == 2
    assert piped(data, "replay", "quiet-otter-0012", "--step", "lunch").returncode == 2


def test_it_ends_quietly_when_the_reader_does(data: Path) -> None:
    words = " ".join(command("replay", "quiet-otter-0012"))

    done = subprocess.run(
        ["/bin/sh", "-c", f"{words} | head -1"], env=environment(data), capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.stdout == "Add rooms\n"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("format", ["md", "cast", "ps1"])
def test_export_writes_a_file_or_to_the_pipe(
    data: Path, kept: Submission, tmp_path: Path, format: str
) -> None:
    file = tmp_path / f"copy.{format}"

    to_file = piped(
        data, "traces", "export", kept.short_id, "--format", format, "--output", str(file)
    )
    to_pipe = piped(data, "traces", "export", kept.short_id, "--format", format)

    assert (to_file.returncode, to_file.stdout, to_file.stderr) == (0, "", "")
    store = Store(new_store(data / "assemble-trace").engine)
    assert file.read_bytes() == Taking(store).copy(kept.id, format).data
    assert to_pipe.stdout.encode() == file.read_bytes()
    store.close()


def test_export_says_what_each_format_is_good_for_and_refuses_the_rest(data: Path) -> None:
    shown = piped(data, "traces", "export", "--help").stdout
    assert "html" in shown
    assert "one file that plays in any browser" in shown
    assert piped(data, "traces", "export", "quiet-otter-0012", "--format", "exe").returncode == 2
    missing = piped(data, "traces", "export", "nobody-0000", "--format", "md")
    assert (missing.returncode, missing.stdout) == (1, "")
    code, written = terminal(data, "traces", "export", "quiet-otter-0012", "--format", "bundle")
    assert code == 2
    assert "name a file with --output" in written


def test_json_in_a_pipe_is_json(data: Path) -> None:
    done = piped(data, "traces", "export", "quiet-otter-0012", "--format", "json")

    assert json.loads(done.stdout)["trace"]["short_id"] == "quiet-otter-0012"
