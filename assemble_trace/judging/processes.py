"""Starts the evaluation's processes, shut in as this machine can."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assemble_trace import sandbox

#: Seconds that a process has to end once it was asked to.
_MOMENT = 10.0


def environment(home: Path) -> dict[str, str]:
    """The variables of the project's own processes: nothing of ours, and no git settings."""
    return {
        **sandbox.minimal_environment(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


def start(
    argv: Sequence[str],
    *,
    folder: Path,
    read: Sequence[Path],
    descriptors: Sequence[int] = (),
    **streams: Any,
) -> sandbox.Started:
    """Start a process of the program that may write in ``folder`` and read what is named."""
    return sandbox.start(
        argv,
        cwd=folder,
        env=environment(folder),
        isolation=sandbox.probe(),
        read=read,
        write=[folder],
        pass_fds=descriptors,
        **streams,
    )


def ended(process: sandbox.Started) -> int | None:
    """The exit code of a process that is about to end; None if it had to be ended."""
    try:
        return process.wait(timeout=_MOMENT)
    except subprocess.TimeoutExpired:
        process.terminate()
    try:
        process.wait(timeout=_MOMENT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return None
