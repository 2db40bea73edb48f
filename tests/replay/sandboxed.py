"""What the tests of sandboxes share: typing into one, and a forge that goes away."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from assemble_trace.models import Sandbox, SandboxCheck, Trace
from assemble_trace.service import Service
from tests.faults.small import Small, press


def bash(sandbox: Sandbox, *lines: str) -> tuple[int, str]:
    """Type lines into bash in a sandbox, as somebody without settings of their own."""
    plain = {
        "PATH": os.environ["PATH"], "HOME": str(Path(sandbox.directory).parent),
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LANG": "C.UTF-8",
    }  # fmt: skip
    over = subprocess.run(
        ["bash", "-e"], input="\n".join(lines), cwd=sandbox.directory, env=plain, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return over.returncode, over.stdout


def typed(sandbox: Sandbox, *lines: str) -> str:
    """Type lines that work; what was printed."""
    code, said = bash(sandbox, *lines)
    assert code == 0, said
    return said.strip()


def refused(sandbox: Sandbox, *lines: str) -> str:
    """Type lines that do not work; what was printed."""
    code, said = bash(sandbox, *lines)
    assert code != 0, said
    return said


def lines(sandbox: Sandbox) -> list[str]:
    """Return what the sandbox says to type."""
    return [line.text for line in sandbox.lines]


def found(check: SandboxCheck) -> dict[str, tuple[bool, str]]:
    """Return the findings by what was looked at."""
    return {one.what: (one.good, one.found) for one in check.findings}


def goes_away(small: Small) -> None:
    """Let the forge answer nobody any more."""
    for method in ("GET", "POST"):
        small.proxy.refuse(method, ".*", 503, times=-1)


async def submitted(small: Small) -> tuple[Service, Trace]:
    """Submit a feature, and return the service and what came of it."""
    service = small.service()
    return service, await press(service, small)
