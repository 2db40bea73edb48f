"""Makes all attacks in one mode and as one user, and looks from outside at what they did.

``python -I harness.py ROOT MODE SECONDS``: in a process of its own, so that it can be another's.
It prints one JSON object: for each attack what was said and seen. MODE is ``bubblewrap``,
``landlock`` or ``none``. After a dash: ``same``, as root without a user of its own; a number, as
if this kernel had that version of Landlock.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True

from assemble_trace import sandbox  # noqa: E402
from assemble_trace.sandbox.inside import landlock  # noqa: E402
from assemble_trace.sandbox.probe import candidate  # noqa: E402

MB = 1024**2
WALL = float(sys.argv[3])
LIMITS = sandbox.Limits(
    wall_seconds=WALL, cpu_seconds=10, memory_bytes=512 * MB, file_bytes=16 * MB,
    disk_bytes=64 * MB, processes=64, open_files=128,
)  # fmt: skip


class Outside:
    """Everything that an attack would like to reach."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.mark = f"at-{os.getpid()}"
        self.heard: list[str] = []
        self.home, self.data = place / "home", place / "data"
        self.library, self.program = place / "library", place / "program"
        self.scratch = place / "scratch"
        for folder in (self.home, self.data, self.library, self.program, self.scratch):
            folder.mkdir()
            folder.chmod(0o755)
        (self.home / "key").write_text("secret")
        (self.data / "values.npy").write_bytes(b"values")
        (self.library / "library.py").write_text("x = 1\n")
        shutil.copy(HERE / "host.py", self.program)
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HERE / "attacks", self.program / "attacks", ignore=unwanted)
        neighbour = self.scratch / "neighbour"
        neighbour.mkdir(mode=0o700)
        (neighbour / "note").write_text("another's")
        self.setuid = self.library / "id"
        shutil.copy("/usr/bin/id", self.setuid)
        self.setuid.chmod(0o4755)
        self.victim = subprocess.Popen(["sleep", "600"])
        self.sockets = self._sockets()
        self.before = self.state()

    def _sockets(self) -> dict[str, socket.socket]:
        made = {
            "tcp": socket.socket(socket.AF_INET, socket.SOCK_STREAM),
            "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "abstract": socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
            "path_socket": socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
            "datagram": socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
        }
        addresses: dict[str, Any] = {
            "tcp": ("127.0.0.1", 0), "udp": ("127.0.0.1", 0), "abstract": f"\0{self.mark}",
            "path_socket": str(self.library / "s"), "datagram": str(self.library / "d"),
        }  # fmt: skip
        for name, one in made.items():
            one.bind(addresses[name])
            if one.type == socket.SOCK_STREAM:
                one.listen()
            threading.Thread(target=self._hear, args=(name, one), daemon=True).start()
        for name in ("s", "d"):
            (self.library / name).chmod(0o777)
        return made

    def _hear(self, name: str, one: socket.socket) -> None:
        while True:
            one.accept() if one.type == socket.SOCK_STREAM else one.recvfrom(10)
            self.heard.append(name)

    def targets(self) -> dict[str, Any]:
        """What the attacks are told. They know their way."""
        return {
            "secret": str(self.home / "key"),
            "home": str(self.home),
            "data": str(self.data),
            "library": str(self.library),
            "program": str(self.program),
            "neighbour": str(self.scratch / "neighbour"),
            "setuid": str(self.setuid),
            "token": os.environ["TOKEN"],
            "mark": self.mark,
            "victim": self.victim.pid,
            "tcp": self.sockets["tcp"].getsockname()[1],
            "udp": self.sockets["udp"].getsockname()[1],
            "abstract": self.mark,
            "path_socket": str(self.library / "s"),
            "datagram": str(self.library / "d"),
        }

    def state(self) -> dict[str, Any]:
        """Every file that must stay as it is: mode, times, size, other attributes."""
        found = {}
        for folder in (self.home, self.data, self.library, self.program):
            for path in [folder, *folder.rglob("*")]:
                about = path.lstat()
                found[str(path)] = (
                    stat.filemode(about.st_mode), about.st_mtime_ns, about.st_size,
                    os.listxattr(path) if not path.is_socket() else [],
                )  # fmt: skip
        return found


def attack_all(mode: str, names: list[str] | None) -> dict[str, Any]:
    """Make the attacks; say what came of each and what was seen outside."""
    place = Path(tempfile.mkdtemp(prefix="attacked-"))
    place.chmod(0o755)
    outside = Outside(place)
    chosen, _, variant = mode.partition("-")
    if variant.isdigit():
        landlock.version = lambda: int(variant)
    isolation = candidate(chosen)
    if variant == "same":
        isolation = replace(isolation, own_user=False)
    attacks = _attacks()
    if names is None:
        names = [one for one in attacks.ATTACKS if mode != "none" or one in attacks.HARMLESS]
    read = [outside.data, outside.library, outside.program]
    reading, writing = os.pipe()
    policy = sandbox.policy(isolation, LIMITS, python=sys.executable, read=read)
    request = {
        "inside": str(sandbox.INSIDE),
        "landlock": int(variant) if variant.isdigit() else None,
        "attacks": names,
        "targets": outside.targets(),
        "scratch": str(outside.scratch),
        "result_fd": writing,
        "policy": policy,
        "keep": {
            "wall_seconds": WALL,
            "memory_bytes": LIMITS.memory_bytes,
            "disk_bytes": LIMITS.disk_bytes,
            "processes": LIMITS.processes,
        },
    }
    process = sandbox.start(
        [sys.executable, "-I", str(outside.program / "host.py"), json.dumps(request)],
        cwd=outside.scratch,
        isolation=isolation,
        read=read,
        write=[outside.scratch],
        pass_fds=[writing],
        stderr=sys.stderr.fileno(),
    )
    os.close(writing)
    results: dict[str, dict[str, Any]] = {name: {"said": "", "end": None} for name in names}
    complete = forged = False
    with os.fdopen(reading) as lines:
        for line in lines:
            told = json.loads(line)
            if told["event"] == "all":
                complete = True
            elif "name" not in told:
                forged = True
            elif told["event"] == "judge":
                results[told["name"]]["said"] = told["said"]
            else:
                results[told["name"]]["end"] = told
    process.wait(timeout=30)
    left = _named(outside.mark)
    written = sum(path.lstat().st_blocks * 512 for path in _below(outside.scratch))
    after = outside.state()
    victim = outside.victim.poll()
    outside.victim.kill()
    outside.victim.wait()
    heard = sorted(set(outside.heard))
    shared = Path("/dev/shm", outside.mark).exists()
    sandbox.clear(outside.scratch)
    seen = {
        "complete": complete,
        "forged": forged,
        "changed": [one for one in outside.before if after.get(one) != outside.before[one]]
        + [one for one in after if one not in outside.before],
        "heard": heard,
        "victim": victim,
        "left": left,
        "written": written,
        "shared": shared,
        "not_cleared": outside.scratch.exists(),
        "home_is_there": (outside.home / "key").exists(),
    }
    if shared:
        Path("/dev/shm", outside.mark).unlink()
    shutil.rmtree(place)
    return {
        "mode": isolation.mode, "own_user": policy["uid"] is not None, "results": results,
        "seen": seen,
    }  # fmt: skip


def _attacks() -> Any:
    sys.path.insert(0, str(HERE))
    import attacks  # type: ignore[import-not-found]

    return attacks


def _named(mark: str) -> list[str]:
    """Processes that call themselves so."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                comm = Path("/proc", name, "comm").read_text().strip()
            except OSError:
                continue
            if comm == mark[:15] or comm.endswith(mark[-6:]):
                os.kill(int(name), signal.SIGKILL)
                found.append(comm)
    return found


def _below(folder: Path) -> list[Path]:
    found = []
    for one, inner, files in os.walk(folder):
        if one.count("/") < 40:
            found += [Path(one, name) for name in (*inner, *files)]
        else:
            inner.clear()
    return found


if __name__ == "__main__":
    started = time.monotonic()
    told = attack_all(sys.argv[2], sys.argv[4:] or None)
    print(json.dumps({**told, "seconds": time.monotonic() - started}))
