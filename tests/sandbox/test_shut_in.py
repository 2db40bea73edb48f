"""One command by `run`, and a program of ours by `start`, in each mode."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assemble_trace.sandbox import Isolation, Limits, Outcome, clear, run, start
from assemble_trace.sandbox.probe import candidate

MB = 1024**2


@pytest.fixture(params=["bubblewrap", "landlock"])
def isolation(request: pytest.FixtureRequest) -> Isolation:
    """Each mode, as whoever runs the tests."""
    return candidate(request.param)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder that the command may write in."""
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


def python(
    code: str, room: Path, isolation: Isolation, **more: Path | list[Path] | bool
) -> Outcome:
    """Run Python, shut in."""
    limits = Limits(wall_seconds=20.0, memory_bytes=512 * MB, disk_bytes=32 * MB)
    return run(
        [sys.executable, "-c", code], cwd=room, limits=limits, isolation=isolation, write=[room],
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_it_reads_what_is_listed_and_writes_its_folder(
    tmp_path: Path, room: Path, isolation: Isolation
) -> None:
    listed = tmp_path / "listed"
    listed.mkdir()
    (listed / "file").write_text("listed")
    code = f"open('made', 'w').write(open({str(listed / 'file')!r}).read())"
    outcome = python(code, room, isolation, read=[listed])
    assert outcome.exit_code == 0, outcome.stderr
    assert (room / "made").read_text() == "listed"
    code = f"open({str(listed / 'made')!r}, 'w')"
    assert python(code, room, isolation, read=[listed]).exit_code == 1


def test_it_runs_as_nobody_else_when_there_is_one(room: Path, isolation: Isolation) -> None:
    outcome = python("import os; print(os.getuid(), os.environ.get('HOME'))", room, isolation)
    uid, home = outcome.stdout.split()
    assert (int(uid) != os.getuid()) == isolation.own_user
    assert home == str(room)


def test_a_signal_ends_it_as_it_does_outside(room: Path, isolation: Isolation) -> None:
    assert python("import os; os.abort()", room, isolation).exit_code == -6


def test_too_much_in_its_folder(room: Path, isolation: Isolation) -> None:
    code = (
        "import time\nfor n in range(64): open(f'{n}', 'wb').write(bytes(1024**2))\ntime.sleep(60)"
    )
    outcome = python(code, room, isolation)
    assert outcome.disk_exceeded and not outcome.timed_out
    clear(str(room))
    assert not room.exists()


def test_the_network_is_there_only_by_consent(room: Path, isolation: Isolation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port})); print('there')"
        assert python(code, room, isolation).exit_code == 1
        assert python(code, room, isolation, network=True).stdout == "there\n"


def test_a_program_of_ours_inherits_what_it_is_given(room: Path, isolation: Isolation) -> None:
    ours, theirs = socket.socketpair()
    code = (
        f"import os, socket\nend = socket.socket(fileno={theirs.fileno()})\n"
        "end.sendall(end.recv(10).upper() + str(os.getpid() > 0).encode())\n"
        "print(input())"
    )
    process = start(
        [sys.executable, "-c", code], cwd=room, isolation=isolation, write=[room],
        pass_fds=[theirs.fileno()], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    theirs.close()
    with ours:
        ours.sendall(b"hello")
        assert ours.recv(10) == b"HELLOTrue"
        out, _ = process.communicate(b"said\n", timeout=20)
        assert out == b"said\n"
        assert process.returncode == 0
        assert ours.recv(1) == b""  # nobody else holds the other end


def test_a_program_of_ours_ends_with_whoever_started_it(room: Path, isolation: Isolation) -> None:
    process = start(
        [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(600)"],
        cwd=room, isolation=isolation, write=[room], stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"1\n"
        process.lifeline.close()
        assert process.stdout.read() == b""
    assert process.wait(timeout=20) == 70


def test_a_program_of_ours_can_be_told_to_end(room: Path, isolation: Isolation) -> None:
    process = start(
        [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(600)"],
        cwd=room, isolation=isolation, write=[room], stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
        process.terminate()
        assert process.wait(timeout=20) == 70
        assert process.stdout.read() == b""
