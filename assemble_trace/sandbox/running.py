"""Run one command that nobody vouches for, and start one of ours that lives long."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from . import enclosing
from .words import NONE, Isolation, Limits, Outcome

#: Seconds the supervisor gets to clean up before it is given up.
_GRACE = 10.0
_SUPERVISOR = Path(__file__).with_name("supervisor.py")
_MEMORY_WORDS = ("MemoryError", "Cannot allocate memory", "std::bad_alloc", "Unable to allocate")


class Started(subprocess.Popen[bytes]):
    """A process that lives until it ends, is terminated, or its owner is gone.

    It stands for the command: its exit code is the command's, 128 and the signal's number after a
    signal, 70 if it was ended. Ending it ends all that it started.
    """

    lifeline: IO[bytes]


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    limits: Limits | None = None,
    env: Mapping[str, str] | None = None,
    isolation: Isolation = NONE,
    read: Sequence[Path] = (),
    write: Sequence[Path] = (),
    network: bool = False,
) -> Outcome:
    """Run ``argv`` in ``cwd`` and wait for its end. ``env`` None is a minimal environment.

    Shut in, it sees the system's libraries, its own program and ``read``, and may write in
    ``write``, which is handed to the user that it runs as. Where two are nested, the inner one has
    to be the one that may be written.
    """
    limits = limits or Limits()
    report_read, report_write = os.pipe()
    whole = enclosing.contributed(
        argv, isolation=isolation, limits=limits, cwd=cwd, read=read, write=write, network=network
    )
    whole.keep = {
        "wall_seconds": limits.wall_seconds,
        "memory_bytes": limits.memory_bytes,
        "disk_bytes": limits.disk_bytes if write else None,
        "scratch": [str(path) for path in write],
        "processes": limits.processes,
    }
    started = time.monotonic()
    supervisor = _supervise(
        whole,
        cwd=cwd,
        env=minimal_environment(cwd) if env is None else env,
        report=report_write,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(report_write)
    assert supervisor.stdout is not None and supervisor.stderr is not None
    streams = [supervisor.stdout.fileno(), supervisor.stderr.fileno(), report_read]
    try:
        kept = _drain(streams, limits, deadline=started + limits.wall_seconds + _GRACE)
    finally:
        supervisor.terminate()
        try:
            supervisor.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
        supervisor.lifeline.close()
        supervisor.stdout.close()
        supervisor.stderr.close()
        os.close(report_read)
    stdout, stderr, report = kept
    return _outcome(stdout, stderr, report, limits, time.monotonic() - started)


def start(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    isolation: Isolation = NONE,
    read: Sequence[Path] = (),
    write: Sequence[Path] = (),
    network: bool = False,
    pass_fds: Sequence[int] = (),
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
) -> Started:
    """Start a program of ours that itself confines (``inside.confining``) what it starts.

    It is shut in like any other, but keeps what it needs to do so, and has no limits. It inherits
    ``pass_fds`` under their numbers.
    """
    whole = enclosing.ours(
        argv, isolation=isolation, cwd=cwd, read=read, write=write, network=network
    )
    return _supervise(
        whole,
        cwd=cwd,
        env=minimal_environment(cwd) if env is None else env,
        report=None,
        pass_fds=pass_fds,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
    )


def minimal_environment(cwd: Path) -> dict[str, str]:
    """The few variables a command needs; nothing of the server's own leaks into it."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(cwd),
        "TMPDIR": str(cwd),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        # One thread each: the same numbers everywhere, and no pool per core to reserve memory.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _supervise(
    whole: enclosing.Enclosed,
    *,
    cwd: Path,
    env: Mapping[str, str],
    report: int | None,
    pass_fds: Sequence[int] = (),
    **streams: Any,
) -> Started:
    """Start the supervisor. It ends everything when the lifeline's other end, ours, is closed."""
    reading, writing = os.pipe()
    request = {
        "argv": whole.argv,
        "cwd": str(cwd),
        "env": dict(env),
        "policy": whole.policy,
        "confine": whole.steps,
        "keep": whole.keep,
        "behind_bubblewrap": whole.behind_bubblewrap,
        "report": report,
        "lifeline": reading,
        "pass_fds": list(pass_fds),
    }
    try:
        process = Started(
            [sys.executable, "-I", "-S", str(_SUPERVISOR), json.dumps(request)],
            env={},
            pass_fds=(reading, *pass_fds, *([] if report is None else [report])),
            start_new_session=True,
            **streams,
        )
    except BaseException:
        os.close(writing)
        raise
    finally:
        os.close(reading)
    process.lifeline = os.fdopen(writing, "wb", buffering=0)
    return process


def _drain(streams: list[int], limits: Limits, *, deadline: float) -> list[bytes]:
    """Read all streams until they end, keeping the first bytes of each."""
    kept = [bytearray() for _ in streams]
    with selectors.DefaultSelector() as selector:
        for place, stream in enumerate(streams):
            selector.register(stream, selectors.EVENT_READ, place)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(timeout=left):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fd)
                room = limits.output_bytes + 1 - len(kept[key.data])
                kept[key.data] += chunk[: max(0, room)]
    return [bytes(one) for one in kept]


def _outcome(
    stdout: bytes, stderr: bytes, report: bytes, limits: Limits, seconds: float
) -> Outcome:
    try:
        told: dict[str, Any] = json.loads(report)
    except ValueError:
        told = {"exit_code": None, "timed_out": seconds >= limits.wall_seconds}
    code = told["exit_code"]
    error_text = stderr[: limits.output_bytes].decode("utf-8", "replace")
    timed_out = bool(told["timed_out"]) or code == -signal.SIGXCPU
    peak = int(told.get("peak_bytes", 0))
    memory = not timed_out and code not in (0, None)
    memory = memory and (
        any(word in error_text for word in _MEMORY_WORDS)
        or code == -signal.SIGKILL
        or (code in (-signal.SIGSEGV, -signal.SIGABRT) and peak > limits.memory_bytes // 2)
    )
    return Outcome(
        exit_code=code,
        timed_out=timed_out,
        memory_exceeded=memory or bool(told.get("memory_exceeded")),
        stdout=stdout[: limits.output_bytes].decode("utf-8", "replace"),
        stderr=error_text,
        truncated=max(len(stdout), len(stderr)) > limits.output_bytes,
        seconds=float(told.get("seconds", seconds)),
        disk_exceeded=bool(told.get("disk_exceeded")),
        processes_exceeded=bool(told.get("processes_exceeded")),
        peak_bytes=peak,
    )
