"""Finding, starting and stopping the one process that serves a directory.

Whether it lives is decided by a file lock that it holds, not by what a file says.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from pydantic import ValidationError

from assemble_trace.errors import TraceError
from assemble_trace.models import ForgeStatus

from .settings import change, load

#: Exit codes of the process that say why it did not start.
PORT_TAKEN = 3
ALREADY_RUNNING = 4

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0

#: What the process inherits: no token, no setting of another program.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def lock_file(directory: Path) -> Path:
    """Held by the process as long as it lives."""
    return directory / "forge.lock"


def port_file(directory: Path) -> Path:
    """The port, chosen once."""
    return directory / "port"


def status_file(directory: Path) -> Path:
    """What the process says of itself."""
    return directory / "forge.json"


def ensure(directory: Path, *, python: str | None = None) -> ForgeStatus:
    """Return the forge of a directory, starting it if it does not run.

    ``python`` is the interpreter that has the project's libraries. Raises TraceError
    ``forge_port_taken`` if a stranger has the forge's port, ``forge_failed`` otherwise.
    """
    directory = directory.resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _one_at_a_time(directory / "ensure.lock"):
        if python is not None and load(directory).python != python:
            change(directory, python=python)
        return status(directory) or _start(directory)


def status(directory: Path) -> ForgeStatus | None:
    """The forge of a directory, if it runs and answers."""
    directory = directory.resolve()
    found = _read(directory)
    if found is None or not _is_held(directory) or _ask(found) != found.instance:
        return None
    identity = load(directory).identity
    tokens = directory / "tokens"
    return found.model_copy(update={"token_file": str(tokens / identity if identity else tokens)})


def stop(directory: Path) -> bool:
    """Stop the forge of a directory, and wait for its end. False: it was not running."""
    directory = directory.resolve()
    found = _read(directory)
    if found is None or not _is_held(directory):
        return False
    try:
        process = psutil.Process(found.pid)
        if abs(process.create_time() - found.started_at) > 2:
            return False  # the number now belongs to something else
        process.send_signal(signal.SIGTERM)
    except psutil.Error:
        return False
    until = time.monotonic() + _STOP_SECONDS
    while _is_held(directory):
        if time.monotonic() > until:
            process.kill()
        time.sleep(0.02)
    status_file(directory).unlink(missing_ok=True)
    return True


def _start(directory: Path) -> ForgeStatus:
    if load(directory).shared:
        change(directory, shared=False)  # started like this, it serves the person who starts it
    errors = directory / "start.log"
    package = Path(__file__).resolve().parents[2]
    with errors.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "assemble_trace.practice_forge", "--directory", str(directory)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=directory,
            env={
                **{name: os.environ[name] for name in _INHERITED if name in os.environ},
                "PYTHONPATH": str(package),
            },
            start_new_session=True,
        )
    # It outlives this process; should it end before, somebody must take note of that.
    threading.Thread(target=process.wait, daemon=True).start()
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        found = status(directory)
        if found is not None:
            return found
        if process.poll() not in (None, ALREADY_RUNNING):
            break
        time.sleep(0.02)
    raise _failure(directory, process.poll(), errors)


def _failure(directory: Path, code: int | None, errors: Path) -> TraceError:
    if code == PORT_TAKEN:
        port = port_file(directory).read_text().strip()
        return TraceError(
            "forge_port_taken",
            f"The practice forge always uses port {port}, and another program has it now.",
            advice=f"End the program that listens on port {port}, then try again.",
            details={"port": int(port), "directory": str(directory)},
        )
    tail = errors.read_text("utf-8", "replace").strip().splitlines()[-1:]
    return TraceError(
        "forge_failed",
        f"The practice forge did not start. {tail[0] if tail else ''}".strip(),
        advice=f"Its log is {directory / 'forge.log'}.",
        details={"exit_code": code},
    )


def _read(directory: Path) -> ForgeStatus | None:
    try:
        return ForgeStatus.model_validate_json(status_file(directory).read_bytes())
    except (OSError, ValidationError):
        return None


def _is_held(directory: Path) -> bool:
    """Whether a living process holds the directory."""
    try:
        with lock_file(directory).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _ask(found: ForgeStatus) -> str | None:
    """The instance that answers at the forge's address."""
    connection = http.client.HTTPConnection("127.0.0.1", found.port, timeout=5)
    try:
        connection.request("GET", "/_forge/instance")
        answer = json.loads(connection.getresponse().read(10_000))
        return str(answer["instance"])
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
