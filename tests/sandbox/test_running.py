from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from assemble_trace.sandbox import Limits, Outcome, run

MB = 1024**2


def python(code: str, tmp_path: Path, **limits: float) -> Outcome:
    """Run Python in the sandbox."""
    chosen = Limits(**{"wall_seconds": 20.0, "cpu_seconds": 20, **limits})  # type: ignore[arg-type]
    return run([sys.executable, "-c", code], cwd=tmp_path, limits=chosen)


def processes_with(mark: str) -> list[int]:
    """The living processes that have a word in their command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or []
        if mark in words and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.pid)
    return found


def test_what_it_printed_and_how_it_ended(tmp_path: Path) -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    outcome = python(code, tmp_path)
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (3, "out\n", "err\n")
    assert not outcome.timed_out and not outcome.memory_exceeded and not outcome.truncated


def test_too_long(tmp_path: Path) -> None:
    outcome = python(
        "import time; print('a', flush=True); time.sleep(60)", tmp_path, wall_seconds=1
    )
    assert outcome.timed_out
    assert outcome.exit_code is None
    assert outcome.stdout == "a\n"


def test_too_much_computing(tmp_path: Path) -> None:
    assert python("while True: pass", tmp_path, cpu_seconds=1).timed_out


def test_too_much_memory(tmp_path: Path) -> None:
    outcome = python("bytearray(800 * 1024**2)", tmp_path, memory_bytes=400 * MB)
    assert outcome.memory_exceeded
    assert not outcome.timed_out
    assert "MemoryError" in outcome.stderr


def test_an_ordinary_failure_is_not_memory(tmp_path: Path) -> None:
    assert not python("1 / 0", tmp_path).memory_exceeded


def test_a_flood_is_kept_short_and_read_to_its_end(tmp_path: Path) -> None:
    code = "import sys\nfor _ in range(200): sys.stdout.write('x' * 100_000)\nprint('end')"
    outcome = python(code, tmp_path, output_bytes=5000)
    assert outcome.exit_code == 0
    assert outcome.truncated
    assert outcome.stdout == "x" * 5000


def test_a_file_may_not_grow_without_end(tmp_path: Path) -> None:
    code = "open('big', 'wb').write(b'x' * 5_000_000)"
    assert python(code, tmp_path, file_bytes=MB).exit_code != 0
    assert (tmp_path / "big").stat().st_size <= MB


def test_nothing_of_our_environment_and_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    code = (
        "import os, sys\n"
        "print(sorted(os.environ)); print(repr(sys.stdin.read())); print(os.getcwd())"
    )
    names, read, folder = python(code, tmp_path).stdout.splitlines()
    assert "TOKEN" not in names and "PYTHONPATH" not in names
    assert read == "''"
    assert folder == str(tmp_path)


def test_open_files_of_the_server_are_not_inherited(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s")
    with secret.open() as file:
        os.set_inheritable(file.fileno(), True)
        code = (
            "import os\n"
            "for number in range(3, 200):\n"
            "    try: print(os.readlink(f'/proc/self/fd/{number}'))\n"
            "    except OSError: pass"
        )
        assert "secret" not in python(code, tmp_path).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs a subreaper")
def test_a_detached_child_dies_with_it(tmp_path: Path) -> None:
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    child = "import os, time\nos.setsid()\nif os.fork(): os._exit(0)\ntime.sleep(600)"
    code = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}, {mark!r}], "
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "time.sleep(0.3)\nprint('gone')"
    )
    assert python(code, tmp_path).stdout == "gone\n"
    assert processes_with(mark) == []


def test_a_child_that_holds_the_output_does_not_keep_us(tmp_path: Path) -> None:
    child = "import time; time.sleep(600)"
    code = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {child!r}])"
    outcome = python(code, tmp_path)
    assert outcome.exit_code == 0
    assert outcome.seconds < 20


@pytest.mark.skipif(sys.platform != "linux", reason="needs the parent's death signal")
def test_it_dies_with_a_killed_server(tmp_path: Path) -> None:
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from assemble_trace.sandbox import run\n"
            f"run([sys.executable, '-c', 'import time; time.sleep(600)', {mark!r}], cwd=Path('.'))",
        ]
    )
    while not processes_with(mark):
        time.sleep(0.05)
    server.kill()
    server.wait()
    until = time.monotonic() + 20
    while processes_with(mark):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    outcome = run(["/nowhere/python"], cwd=tmp_path)
    assert outcome.exit_code == 127
    assert "/nowhere/python" in outcome.stderr


def test_output_that_is_not_text(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.buffer.write(b'\\xff\\xfe')"
    assert python(code, tmp_path).stdout == "\ufffd\ufffd"
