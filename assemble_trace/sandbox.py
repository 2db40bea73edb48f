"""Run one command that nobody vouches for, with limits, and be rid of all it started.

`run` starts this very file as a small supervisor process. The supervisor starts the
command in a session of its own with its limits, becomes the parent of whatever detaches
itself, and kills everything when the command is over or its time is up. It imports only
the standard library, because it runs without our package.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

#: Seconds the supervisor gets to clean up before it is given up.
_GRACE = 10.0

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
#: Bytes in which ``ru_maxrss`` counts.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

_MEMORY_WORDS = ("MemoryError", "Cannot allocate memory", "std::bad_alloc", "Unable to allocate")


@dataclass(frozen=True)
class Limits:
    """What a command may use. Output counts stdout and stderr each."""

    wall_seconds: float = 120.0
    cpu_seconds: int = 120
    memory_bytes: int = 4 * 1024**3
    output_bytes: int = 1_000_000
    file_bytes: int = 512 * 1024**2


@dataclass(frozen=True)
class Outcome:
    """What came of a command. ``exit_code`` is negative for a signal, None if it never ran."""

    exit_code: int | None
    timed_out: bool
    memory_exceeded: bool
    stdout: str
    stderr: str
    truncated: bool
    seconds: float


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    limits: Limits | None = None,
    env: Mapping[str, str] | None = None,
) -> Outcome:
    """Run ``argv`` in ``cwd`` and wait for its end. ``env`` None is a minimal environment."""
    limits = limits or Limits()
    report_read, report_write = os.pipe()
    request = {
        "argv": list(argv),
        "cwd": str(cwd),
        "env": dict(minimal_environment(cwd) if env is None else env),
        "limits": asdict(limits),
        "report": report_write,
        "parent": os.getpid(),
    }
    started = time.monotonic()
    supervisor = subprocess.Popen(
        [sys.executable, "-I", "-S", os.path.abspath(__file__), json.dumps(request)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        pass_fds=(report_write,),
        start_new_session=True,
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
        supervisor.stdout.close()
        supervisor.stderr.close()
        os.close(report_read)
    stdout, stderr, report = kept
    return _outcome(stdout, stderr, report, limits, time.monotonic() - started)


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
        memory_exceeded=memory,
        stdout=stdout[: limits.output_bytes].decode("utf-8", "replace"),
        stderr=error_text,
        truncated=max(len(stdout), len(stderr)) > limits.output_bytes,
        seconds=float(told.get("seconds", seconds)),
    )


# --- the supervisor: from here on, in a process of its own ---------------------------------


class _TimeIsUp(BaseException):
    """Raised by the alarm, and by the death of the process that asked."""


def _supervise(request: dict[str, Any]) -> None:
    limits = Limits(**request["limits"])
    report: int = request["report"]
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, _stop)
    # The server may be killed without a word: then this process hears of it by a signal.
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    if os.getppid() != request["parent"]:
        return
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _become(request, limits)
    # Only the command holds these now: their end is the end of the output.
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    status: int | None = None
    try:
        signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
        while status is None:
            pid, code = os.waitpid(-1, 0)
            status = code if pid == child else None
    except _TimeIsUp:
        status = None
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    seconds = time.monotonic() - started
    _kill_everything(child)
    told = {
        "exit_code": None if status is None else os.waitstatus_to_exitcode(status),
        "timed_out": status is None,
        "seconds": seconds,
        "peak_bytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _RSS_UNIT,
    }
    os.write(report, json.dumps(told).encode())


def _stop(number: int, frame: object) -> NoReturn:
    raise _TimeIsUp


def _become(request: dict[str, Any], limits: Limits) -> NoReturn:
    """Turn this freshly forked process into the command."""
    try:
        os.setsid()
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.nice(5)
        os.chdir(request["cwd"])
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for kind, soft, hard in (
            # The soft limit is a signal that says why; the hard one cannot be caught.
            (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
            (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
            (resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes),
            (resource.RLIMIT_CORE, 0, 0),
        ):
            if kind == resource.RLIMIT_AS and sys.platform == "darwin":
                continue  # macOS knows the limit and refuses to set it
            resource.setrlimit(kind, (soft, hard))
        os.close(request["report"])
        os.execvpe(request["argv"][0], request["argv"], request["env"])
    except BaseException as error:
        os.write(2, f"The command could not be started: {error}\n".encode())
    os._exit(127)


def _kill_everything(child: int) -> None:
    """Kill the command's session, then adopt and kill what has detached itself from it."""
    until = time.monotonic() + _GRACE / 2
    while time.monotonic() < until:
        for kill, target in [(os.killpg, child), *((os.kill, pid) for pid in _children())]:
            try:
                kill(target, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.005)


def _children() -> list[int]:
    """The processes whose parent is this one (Linux; elsewhere none are found)."""
    mine = str(os.getpid())
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = entry.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if after_name[1] == mine:
            found.append(int(entry.parent.name))
    return found


def _prctl(option: int, value: int) -> None:
    """Ask Linux for something; elsewhere the session and its group must do."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    _supervise(json.loads(sys.argv[1]))
