"""Runs `harness` as root or as an ordinary user, wherever this Python lies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from assemble_trace.sandbox.enclosing import unreachable
from assemble_trace.sandbox.interpreter import folders

ROOT = Path(__file__).resolve().parents[2]
HARNESS = ROOT / "tests" / "sandbox" / "harness.py"

#: Seconds that each attack may take.
WALL = 2.0
#: An ordinary user; no process of this machine need be theirs.
SOMEBODY = 64999

#: A root folder that nobody else may enter is replaced by one that they may, for this process
#: and its children only, with nothing in it but the Python.
_OPENED = """
set -e
mkdir -p "$KEPT" && mount --bind "$PYTHON" "$KEPT"
mount -t tmpfs -o mode=755 none "$CLOSED"
mkdir -p "$PYTHON" && mount --bind "$KEPT" "$PYTHON"
exec "$@"
"""


def ways() -> list[tuple[str, str]]:
    """Every mode, as everybody that the tests can be here."""
    modes = [("bubblewrap", "user"), ("landlock", "user")]
    if os.geteuid() == 0:
        modes += [("bubblewrap", "root"), ("landlock", "root"), ("landlock-same", "root")]
    return modes


#: What rests on Landlock where there is one, and must be stopped without it as well.
WITHOUT_LANDLOCK = (
    "others_file", "token_in_environment", "memory_of_parents", "forged_result",
    "signals_to_others", "signals_by_the_kernel", "limits_of_others", "priority_of_others",
    "trace_others", "others_rights", "detached", "become_root", "mounts_and_namespaces",
    "abstract_socket", "datagram_by_pair", "poisoned_data", "poisoned_program",
)  # fmt: skip


def older() -> list[tuple[str, str]]:
    """Modes as they are on kernels whose Landlock is old, or not there."""
    found = [("bubblewrap-0", "user"), ("landlock-3", "user")]
    if os.geteuid() == 0:
        found += [("bubblewrap-0", "root"), ("landlock-1", "root")]
    return found


@cache
def attacked(mode: str, who: str, *names: str) -> dict[str, Any]:
    """Make all attacks; what `harness` found."""
    with tempfile.TemporaryDirectory(prefix="kept-") as kept:
        command = [sys.executable, "-I", str(HARNESS), str(ROOT), mode, str(WALL), *names]
        if who == "user" and os.geteuid() == 0:
            user = str(SOMEBODY)
            command = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", *command]
        environment = {"PATH": os.environ["PATH"], "TOKEN": "token-of-the-parent", "KEPT": kept}
        python = folders(sys.executable)
        closed = unreachable([str(one) for one in python], whole=True)
        if closed and os.geteuid() == 0:
            hidden = next(one for one in python if one.is_relative_to(closed))
            environment |= {"PYTHON": str(hidden), "CLOSED": closed}
            opened = ["unshare", "--mount", "sh", "-c", _OPENED, "sh"]
            command = [*opened, *command]
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=True,
            timeout=120,
        )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found
