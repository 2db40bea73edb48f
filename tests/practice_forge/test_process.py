from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from tests.practice_forge.forge_in_a_thread import git, run_git, wait_until


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """A forge's directory; whatever was started there is stopped."""
    folder = tmp_path / "forge"
    yield folder
    practice_forge.stop(folder)


def test_ensure_starts_one_process_and_finds_it_again(directory: Path) -> None:
    assert practice_forge.status(directory) is None
    first = practice_forge.ensure(directory)
    assert practice_forge.ensure(directory) == first
    assert practice_forge.status(directory) == first
    assert first.url == f"http://127.0.0.1:{first.port}"
    assert first.directory == str(directory)
    process = psutil.Process(first.pid)
    assert os.getsid(first.pid) == first.pid  # a session of its own: it outlives its starter
    assert "TOKEN" not in " ".join(process.environ())


def test_port_users_and_repositories_survive_a_restart(directory: Path, tmp_path: Path) -> None:
    first = practice_forge.ensure(directory)
    token = practice_forge.add_user(directory, "ada", "Ada", "ada@example.org")
    source = tmp_path / "source"
    source.mkdir()
    git("init", "-q", "-b", "master", cwd=source)
    (source / "a").write_text("a")
    git("add", "a", cwd=source)
    git("commit", "-q", "-m", "One", cwd=source)
    assert practice_forge.add_repository(directory, "house/prices", source, description="D")
    assert not practice_forge.add_repository(directory, "house/prices", source / ".git")

    assert practice_forge.stop(directory) is True
    assert not psutil.pid_exists(first.pid) or (
        psutil.Process(first.pid).status() == psutil.STATUS_ZOMBIE
    )
    assert practice_forge.status(directory) is None
    assert practice_forge.stop(directory) is False

    second = practice_forge.ensure(directory)
    assert second.port == first.port
    assert second.instance != first.instance
    assert practice_forge.token(directory, "ada") == token
    listed = git("ls-remote", f"{second.url}/house/prices.git", "HEAD", cwd=tmp_path)
    assert listed.endswith("HEAD")


def test_status_points_at_the_token_of_who_practises(directory: Path) -> None:
    practice_forge.add_user(directory, "ada", "Ada", "ada@example.org")
    practice_forge.choose_identity(directory, "ada")
    status = practice_forge.ensure(directory)
    assert status.token_file == str(directory / "tokens" / "ada")


def test_two_processes_that_ask_at_once_start_one(directory: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from assemble_trace import practice_forge\n"
        "print(practice_forge.ensure(Path(sys.argv[1])).model_dump_json())"
    )
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = {one.communicate(timeout=60)[0] for one in asking}
    assert len(answers) == 1
    assert '"instance"' in answers.pop()


def test_a_killed_process_is_replaced(directory: Path) -> None:
    first = practice_forge.ensure(directory)
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: practice_forge.status(directory) is None)
    second = practice_forge.ensure(directory)
    assert (second.port, second.pid != first.pid) == (first.port, True)


def test_a_port_that_a_stranger_took_is_an_error_for_people(directory: Path) -> None:
    port = practice_forge.ensure(directory).port
    practice_forge.stop(directory)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(TraceError) as caught:
        practice_forge.ensure(directory)
    assert caught.value.code == "forge_port_taken"
    assert str(port) in caught.value.advice
    assert practice_forge.ensure(directory).port == port


def test_a_number_that_now_belongs_to_another_process_is_never_signalled(
    directory: Path,
) -> None:
    status = practice_forge.ensure(directory)
    practice_forge.stop(directory)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    stale = status.model_copy(update={"pid": other.pid, "started_at": status.started_at - 60})
    (directory / "forge.json").write_text(stale.model_dump_json())
    with (directory / "forge.lock").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert practice_forge.stop(directory) is False
    assert other.poll() is None
    other.kill()
    other.wait()


def test_it_leaves_when_nobody_needs_it(directory: Path) -> None:
    directory.mkdir()
    practice_forge.settings.change(directory, idle_seconds=0.2)
    status = practice_forge.ensure(directory)
    held = directory / "forge.json"
    wait_until(lambda: not held.exists())
    assert "Nobody needs this forge" in (directory / "forge.log").read_text()
    practice_forge.settings.change(directory, idle_seconds=3600.0)
    assert practice_forge.ensure(directory).port == status.port


def test_the_python_of_the_checks_may_change_while_it_runs(directory: Path) -> None:
    practice_forge.ensure(directory, python="/one/python")
    practice_forge.ensure(directory, python="/other/python")
    practice_forge.ensure(directory)
    assert practice_forge.settings.load(directory).python == "/other/python"


def test_no_token_in_the_log(directory: Path, tmp_path: Path) -> None:
    status = practice_forge.ensure(directory)
    token = practice_forge.add_user(directory, "ada", "Ada", "ada@example.org")
    address = f"{status.url.replace('://', f'://x:{token}@')}/ada/{token}.git"
    assert run_git("ls-remote", address, cwd=tmp_path).returncode != 0
    assert token not in (directory / "forge.log").read_text()


def test_the_log_holds_how_contributed_code_is_shut_in(directory: Path) -> None:
    practice_forge.ensure(directory)
    wait_until(lambda: "Contributed code is " in (directory / "forge.log").read_text())


def test_serving_in_the_foreground_until_told_to_stop(directory: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from assemble_trace import practice_forge\n"
        "practice_forge.serve(Path(sys.argv[1]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(directory)])
    wait_until(lambda: practice_forge.status(directory) is not None)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert practice_forge.status(directory) is None
