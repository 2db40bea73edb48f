"""Find out how commands can be shut in here, by doing it."""

from __future__ import annotations

import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from . import bubblewrap
from .enclosing import INSIDE, unreachable
from .inside import landlock, linux, users
from .interpreter import folders
from .running import run
from .words import Isolation, Limits, Mode

_TRY = """
import os, socket, sys
try:
    open(sys.argv[1]).close()
    sys.exit("it could read another's file")
except OSError:
    pass
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sys.exit("it could make a socket")
except OSError:
    pass
with open("written", "w") as file:
    file.write("shut in")
print("shut in")
"""


def probe() -> Isolation:
    """What is in force here, bubblewrap if it works, else Landlock; found out once a process."""
    return _probe()


@lru_cache(maxsize=1)
def _probe() -> Isolation:
    abi = landlock.version()
    found, why = Isolation("none"), []
    ways: list[tuple[Mode, str]] = [
        ("bubblewrap", _no_bubblewrap()),
        ("landlock", _no_landlock(abi)),
    ]
    for mode, missing in ways:
        problem = missing or trial(candidate(mode, abi))
        if not problem:
            found = candidate(mode, abi)
            break
        why.append(problem)
    if found.mode == "none":
        why.append("On Linux, install bubblewrap from your system's packages.")
    else:
        why = [] if found.own_user else [_same_user(found.mode)]
        if not abi and not found.own_user:
            why.append("This kernel has no Landlock, so the processes of one run share a folder.")
    return Isolation(found.mode, found.own_user, abi, " ".join(why))


def candidate(mode: Mode, abi: int | None = None) -> Isolation:
    """What a mode would be here if it works."""
    if mode == "none":
        return Isolation("none")
    needed = [str(path) for path in [INSIDE, *folders(sys.executable)]]
    own = users.may_become_another() and not unreachable(needed, whole=mode == "landlock")
    return Isolation(mode, own, landlock.version() if abi is None else abi)


def trial(isolation: Isolation) -> str:
    """Run a program that tries to get out. "" if it is shut in, else what went wrong."""
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        secret, room = Path(folder, "secret"), Path(folder, "room")
        secret.write_text("secret")
        secret.chmod(0o644)
        Path(folder).chmod(0o755)
        room.mkdir()
        outcome = run(
            [sys.executable, "-I", "-S", "-c", _TRY, str(secret)],
            cwd=room,
            limits=Limits(wall_seconds=20),
            isolation=isolation,
            write=[room],
        )
    if outcome.exit_code == 0 and outcome.stdout == "shut in\n":
        return ""
    said = (outcome.stderr.strip().splitlines() or [f"exit code {outcome.exit_code}"])[-1]
    return f"{isolation.mode} does not work here ({said})."


def _no_bubblewrap() -> str:
    if not linux.known():
        return "Code can be shut in on Linux only, on x86_64 or aarch64."
    return "" if bubblewrap.program() else "bubblewrap is not installed."


def _no_landlock(abi: int) -> str:
    return "" if abi else "This kernel has no Landlock in force."


def _same_user(mode: Mode) -> str:
    if not users.may_become_another():
        return "It runs as the same user, because only root can start it as another."
    closed = unreachable([str(one) for one in folders(sys.executable)], whole=mode == "landlock")
    return f"It runs as the same user, because another one could not read {closed}."
