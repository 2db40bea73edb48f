"""How a command is shut in: what is run in its place, and what happens before."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import bubblewrap
from .inside import users
from .interpreter import folders
from .words import Isolation, Limits

#: The folder of what runs beside contributed code; for ``judging`` to name in its requests.
INSIDE = Path(__file__).with_name("inside")


@dataclass
class Enclosed:
    """``steps`` are functions of ``inside.confining`` that the process calls before it becomes
    ``argv``. ``keep`` is for ``inside.keeping.keep``.
    """

    argv: list[str]
    policy: dict[str, Any]
    steps: list[str]
    behind_bubblewrap: bool = False
    keep: dict[str, Any] = field(
        default_factory=lambda: {
            "wall_seconds": None,
            "memory_bytes": None,
            "disk_bytes": None,
            "scratch": None,
            "processes": None,
            "nice": 0,
        }
    )


def policy(
    isolation: Isolation,
    limits: Limits,
    *,
    python: str,
    read: Sequence[Path] = (),
    write: Sequence[Path] = (),
    network: bool = False,
) -> dict[str, Any]:
    """What ``inside.confining.confine`` is told for a process that runs contributed code.

    Its ``uid`` is that of a user which nobody has, if such a user can reach all that it reads.
    """
    readable = [str(path) for path in [*folders(python), *read]]
    whole = isolation.mode == "landlock"
    own = isolation.own_user and not unreachable(readable, whole=whole)
    return {
        "mode": isolation.mode,
        "read": readable,
        "write": [str(path) for path in write],
        "uid": users.free() if own else None,
        "network": network,
        "limits": {
            "cpu_seconds": limits.cpu_seconds,
            "memory_bytes": limits.memory_bytes,
            "file_bytes": limits.file_bytes,
            "processes": limits.processes,
            "open_files": limits.open_files,
        },
    }


def unreachable(paths: Sequence[str], *, whole: bool) -> str:
    """The first path that a user without rights cannot read; "" if there is none.

    ``whole`` looks at the folders on the way as well: only bubblewrap makes those new.
    """
    for path in paths:
        place = Path(path).resolve()
        for one in [place, *(place.parents if whole else [])]:
            needed = 0o5 if one == place and one.is_dir() else 0o4 if one == place else 0o1
            try:
                if one.stat().st_mode & needed != needed:
                    return str(one)
            except OSError:
                return str(one)
    return ""


def contributed(
    argv: Sequence[str],
    *,
    isolation: Isolation,
    limits: Limits,
    cwd: Path,
    read: Sequence[Path],
    write: Sequence[Path],
    network: bool,
) -> Enclosed:
    """A command that is not to be trusted: confined before it begins."""
    wanted = _with_folder(cwd, read, write)
    made = policy(isolation, limits, python=argv[0], read=wanted, write=write, network=network)
    made["executes"] = True
    if made["uid"] is not None:
        _hand_over(write, made["uid"])
    if isolation.mode != "bubblewrap":
        return Enclosed(list(argv), made, ["confine"])
    entering = [
        sys.executable, "-I", "-S", str(INSIDE / "entering.py"), json.dumps(made), *argv,
    ]  # fmt: skip
    inner = bubblewrap.argv(
        entering,
        cwd=cwd,
        read=[INSIDE, *folders(sys.executable), *map(Path, made["read"])],
        write=write,
        network=network,
        filtered=False,
    )
    return Enclosed(inner, made, [], behind_bubblewrap=True)


def ours(
    argv: Sequence[str],
    *,
    isolation: Isolation,
    cwd: Path,
    read: Sequence[Path],
    write: Sequence[Path],
    network: bool,
) -> Enclosed:
    """A command that confines what it starts."""
    readable = [INSIDE, *folders(argv[0]), *_with_folder(cwd, read, write)]
    made: dict[str, Any] = {
        "mode": isolation.mode,
        "read": [str(path) for path in readable],
        "write": [str(path) for path in write],
        "uid": None,
        "network": network,
        "limits": {},
    }
    if isolation.mode == "none":
        return Enclosed(list(argv), made, [])
    if isolation.mode == "landlock":
        return Enclosed(list(argv), made, ["enclose"])
    inner = bubblewrap.argv(
        argv, cwd=cwd, read=readable, write=write, network=network, filtered=True
    )
    return Enclosed(inner, made, [], behind_bubblewrap=True)


def _with_folder(cwd: Path, read: Sequence[Path], write: Sequence[Path]) -> list[Path]:
    inside = any(cwd.is_relative_to(one) for one in [*read, *write])
    return list(read) if inside else [*read, cwd]


def _hand_over(folders_to_write: Sequence[Path], uid: int) -> None:
    """Give folders with all that is in them to a user."""
    for top in folders_to_write:
        os.chown(top, uid, uid, follow_symlinks=False)
        for folder, inner, files in os.walk(top):
            for name in (*inner, *files):
                os.chown(Path(folder, name), uid, uid, follow_symlinks=False)
