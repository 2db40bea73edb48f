"""Where checkouts and data are kept on this machine."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import stat
import tempfile
from functools import cache
from pathlib import Path


@cache
def own_place() -> Path:
    """A folder of this process, for assignments that name none. Gone when it ends."""
    place = Path(tempfile.mkdtemp(prefix="assemble-trace-judging-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    atexit.register(shutil.rmtree, scratch_folder(place), ignore_errors=True)
    return place


def scratch_folder(place: Path) -> Path:
    """The folder that holds the folders of jobs, and nothing else.

    Started as root, the contributed code runs under a user id of its own, which cannot go
    through anybody's private folders; so the jobs' are then under the system's temporary folder.
    """
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = place / "jobs"
    if os.geteuid() == 0:
        name = hashlib.sha256(str(place.resolve()).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"assemble-trace-jobs-{name}"
    folder.mkdir(mode=0o711, exist_ok=True)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else.")
    folder.chmod(0o711)
    return folder


def clean(place: Path) -> None:
    """Remove what jobs have left behind. Only for a caller who knows that none runs."""
    shutil.rmtree(scratch_folder(place), ignore_errors=True)
