"""Git as it is run for a sandbox: without anybody's settings, hooks or credentials."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from assemble_trace.errors import TraceError

#: Seconds that an upstream may take to answer, and any other command.
ANSWER = 20.0
_LOCAL = 60.0


class Failed(Exception):
    """A git command ended otherwise than it should."""


def git(folder: Path, *argv: str, stdin: str = "", seconds: float = _LOCAL) -> str:
    """Run git in a folder and return what it printed. Raises `Failed` and ``git_missing``."""
    found = shutil.which("git")
    if found is None:
        raise TraceError(
            "git_missing",
            "A sandbox needs git, and it was not found.",
            advice="Install git 2.38 or later, then try again.",
        )
    try:
        over = subprocess.run(
            [found, *argv],
            input=stdin,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=folder,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise Failed(f"git {argv[0]} took longer than {seconds:.0f} s") from problem
    if over.returncode != 0:
        said = over.stderr.strip().rpartition("\n")[2]
        raise Failed(f"git {argv[0]} ended with {over.returncode}: {said}")
    return over.stdout


def _environment() -> dict[str, str]:
    """Return variables under which only the sandbox's own settings count."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
            if name in os.environ}  # fmt: skip
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return {
        **kept,
        **proxies,
        "HOME": os.devnull,
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "GIT_ALLOW_PROTOCOL": "http:https",
        "GIT_ATTR_NOSYSTEM": "1",
    }
