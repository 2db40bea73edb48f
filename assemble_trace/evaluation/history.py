"""When accepted features came in: the order of the commits that brought their files."""

from __future__ import annotations

import subprocess
from pathlib import Path

#: Longer than this (seconds) no answer is waited for; the order is then not known.
PATIENCE = 5.0


def came_in(checkout: Path, revision: str, paths: list[str]) -> dict[str, int]:
    """When each file came into ``revision``, in seconds since 1970 UTC.

    What counts is the commit on the main line, so a feature came in when it was merged and not
    when it was written; a file that was taken out and came back counts from its return. A path
    is left out if that is not known; so are all where the clone lacks the early commits. The
    newest comes first, also among commits of one second.
    """
    if not paths or _git(checkout, "rev-parse", "--is-shallow-repository") != "false\n":
        return {}
    log = _git(
        checkout,
        *("log", "--first-parent", "-m", "--no-renames", "--diff-filter=A", "--name-only"),
        *("--format=%x01%ct", "-z", revision, "--", *paths),
    )
    found: dict[str, int] = {}
    at = 0
    for part in (log or "").replace("\x01", "\0\x01").split("\0"):
        part = part.strip("\n")
        if part.startswith("\x01"):
            at = int(part[1:].split("\n")[0])
            part = part.partition("\n")[2].strip("\n")
        if part in paths:
            found.setdefault(part, at)  # the newest comes first
    return found


def _git(checkout: Path, *arguments: str) -> str | None:
    """What git prints, or None if it fails or takes too long."""
    command = ["git", "-C", str(checkout), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
