"""What a project's code, and a feature contributed to it, try while they are judged.

It is put into a project as ``small/attempts.py``, with ``targets.json`` beside it. Each line that
it prints says who tried what, and GOT or the name of the exception that stopped it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

TARGETS = json.loads(Path(__file__).with_name("targets.json").read_text())


def secret() -> None:
    """Read what is somebody else's."""
    assert Path(TARGETS["secret"]).read_text() == "secret"


def beside() -> None:
    """Write where somebody else keeps files."""
    Path(TARGETS["secret"]).with_name("mine").write_text("mine")


def network() -> None:
    """Reach a server."""
    socket.create_connection(("127.0.0.1", TARGETS["port"]), timeout=5).close()


def look_at_data() -> None:
    """See which files the data lie in; the feature gets its columns and nothing else."""
    os.listdir(_request().data)


def poison_data() -> None:
    """Write into the folder of the data, which others are judged on."""
    (_request().data / "mine").write_text("mine")


def judges_folder() -> None:
    """Write into the folder of the judge."""
    (_request().scratch / "mine").write_text("mine")


def results() -> None:
    """Open the pipes of the judge, one of which takes its report."""
    folder = f"/proc/{os.getppid()}/fd"
    for name in os.listdir(folder):
        if os.readlink(f"{folder}/{name}").startswith("pipe:"):
            os.close(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_NONBLOCK))


def roots_rights() -> None:
    """Give a file to another user, as only root can."""
    mine = Path(os.environ["HOME"], "mine")
    mine.write_text("mine")
    os.chown(mine, 12345, 12345)


PROJECT = [secret, beside, network]
FEATURE = [*PROJECT, look_at_data, poison_data, judges_folder, results, roots_rights]


def project() -> None:
    """Try as the project's own code. Whoever reads the data has no log, so it raises instead."""
    who = sys.argv[1]
    got = [one.__name__ for one in PROJECT if _tried(who, one) == "GOT"]
    if who == "data" and got:
        raise RuntimeError(f"The reader GOT {' '.join(got)}")


def project_when_judged() -> None:
    """Try as the project's own code, but not where it reads the data."""
    if sys.argv[1] != "data":
        project()


def feature() -> None:
    """Try as contributed code."""
    for one in FEATURE:
        _tried("feature", one)
    print(f"TRIED feature user {os.geteuid()}", flush=True)


def _tried(who: str, attempt: Callable[[], None]) -> str:
    try:
        attempt()
        found = "GOT"
    except Exception as error:
        found = type(error).__name__
    print(f"TRIED {who} {attempt.__name__} {found}", flush=True)
    return found


def _request() -> Any:
    """What the judge was asked: a worker is a fork of it, and has it in memory."""
    frame: Any = sys._getframe()
    while "crew" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["crew"].request
