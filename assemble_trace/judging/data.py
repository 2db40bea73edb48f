"""Reads a project's data before any contributed code runs, once for as long as it stays the same.

The base commit's own code reads them, in a process with limits of its own, and what it read is
kept in a folder that nobody writes to again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assemble_trace import sandbox
from assemble_trace.sandbox import Limits

from .checkout import git
from .processes import environment

#: How many projects' data are kept.
_KEPT = 8


@dataclass(frozen=True)
class Data:
    """The folder with what was read, or why it could not be read: a sentence."""

    folder: Path | None
    error: str = ""
    needs_network: bool = False


def content_key(checkout: Path, commit: str, *, python: str, evaluation: Path) -> str:
    """Name everything that the data can come from: all files but contributed ones, the Python,
    and the program that reads.
    """
    digest = hashlib.sha256()
    contributed = _contributed(checkout, commit)
    for line in git(checkout, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        path = line.partition(b"\t")[2].decode("utf-8", "replace")
        if not (contributed and path.startswith(f"{contributed}user_")):
            digest.update(line + b"\0")
    digest.update(f"{python} {_age(python)}\0".encode())
    for file in sorted(evaluation.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:40]


def read(
    key: str, check_out: Callable[[Path], None], *, cache: Path, scratch: Path, python: str,
    evaluation: Path, limits: Limits, network: bool,
) -> Data:  # fmt: skip
    """Return the data of that key; read now if they were not read before.

    ``check_out`` makes a working copy of the base commit there. One reads at a time, so that
    whoever comes second finds what the first has read.
    """
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = cache / key
    with _alone(cache / f"{key}.lock"):
        if not (kept / "manifest.json").exists():
            found = _read(check_out, kept, scratch, python, evaluation, limits, network)
            if found.folder is None:
                return found
        os.utime(kept)
    _forget(cache, keep=key)
    return Data(kept)


def _read(
    check_out: Callable[[Path], None], kept: Path, scratch: Path, python: str,
    evaluation: Path, limits: Limits, network: bool,
) -> Data:  # fmt: skip
    home = scratch / "reading"
    # Not a folder that is given on its own: where that is a mount, Ballet takes it for a root.
    checkout, output = home / "project", home / "data"
    output.mkdir(parents=True)
    check_out(checkout)
    outcome = sandbox.run(
        [
            python, "-I", str(evaluation), "data",
            "--checkout", str(checkout), "--output", str(output),
        ],
        cwd=checkout,
        limits=limits,
        env=environment(home),
        isolation=sandbox.probe(),
        read=[evaluation],
        write=[home],
        network=network,
    )  # fmt: skip
    told = _told(outcome.stdout)
    error = told.get("error")
    if outcome.exit_code or error or not _is_file(output / "manifest.json"):
        return _failed(outcome, error if isinstance(error, dict) else {}, limits)
    _keep(output, kept)
    return Data(kept)


def _keep(output: Path, kept: Path) -> None:
    """Copy what was read to where nobody but us can write, all of it or nothing."""
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=kept.parent))
    for file in output.iterdir():
        if _is_file(file):
            copy = fresh / file.name
            shutil.copyfile(file, copy, follow_symlinks=False)
            copy.chmod(0o400)
    fresh.rename(kept)


def _is_file(path: Path) -> bool:
    """Whether it is a file itself: a link may lead to one that only we can read."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _failed(outcome: sandbox.Outcome, error: dict[str, Any], limits: Limits) -> Data:
    said = error.get("message")
    if outcome.timed_out:
        said = f"The project's data could not be read in {limits.wall_seconds:.0f} seconds."
    elif outcome.memory_exceeded:
        said = "The project's data could not be read: it needed more memory than it may use."
    elif not isinstance(said, str):
        last = outcome.stderr.strip().splitlines()[-1:] or [f"exit code {outcome.exit_code}"]
        said = f"The project's data could not be read ({last[0][:300]})."
    return Data(None, said, needs_network=error.get("needs_network") is True)


def _told(output: str) -> dict[str, Any]:
    """The last line of what the reader printed."""
    try:
        told = json.loads(output.strip().splitlines()[-1])
    except (ValueError, IndexError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _contributed(checkout: Path, commit: str) -> str:
    """The folder of contributed files as ballet.yml names it, with a slash; "" if it does not."""
    try:
        loaded = yaml.safe_load(git(checkout, "show", f"{commit}:ballet.yml"))
        sections = loaded if "contrib" in loaded else loaded["default"]
        return str(sections["contrib"]["module_path"]).strip("/") + "/"
    except Exception:  # whatever is wrong with it, every file counts then
        return ""


def _age(python: str) -> int:
    """When the environment was last changed: packages come and go in its folders."""
    try:
        folder = Path(python).absolute().parents[1]
        places = [*folder.glob("lib/python*/site-packages"), Path(python)]
        return max(place.stat().st_mtime_ns for place in places)
    except (OSError, IndexError):
        return 0


def _forget(cache: Path, *, keep: str) -> None:
    """Remove what was not needed for longest, unless somebody reads it right now."""
    folders = [one for one in cache.iterdir() if one.is_dir() and not one.name.startswith(".")]
    folders.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for old in folders[_KEPT:]:
        if old.name != keep:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
