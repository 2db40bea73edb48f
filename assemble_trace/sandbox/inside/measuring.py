"""What a process and all that it started use: memory, threads, room on the disk."""

from __future__ import annotations

import os
import stat
from typing import Dict, List, NamedTuple, Optional

_PAGE = os.sysconf("SC_PAGE_SIZE")
#: What an entry in a folder counts at least (bytes), so that empty ones are not free.
_ENTRY = 4096
#: Folders nested deeper are not followed; nobody needs them.
_DEEPEST = 100


class Process(NamedTuple):
    """One line of /proc/PID/stat. ``resident`` is in bytes, and counts shared pages in full."""

    pid: int
    parent: int
    group: int
    threads: int
    resident: int


def processes() -> Dict[int, Process]:
    """All processes that can be seen from here; none where there is no /proc."""
    found = {}
    for name in _listing("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The name in brackets may hold anything.
                    words = file.read().rpartition(b")")[2].split()
                pid = int(name)
                found[pid] = Process(
                    pid, int(words[1]), int(words[2]), int(words[17]), int(words[21]) * _PAGE
                )
            except (OSError, IndexError, ValueError):
                continue  # it is gone
    return found


def descendants(root: int) -> List[Process]:
    """All processes below one, without itself."""
    everybody = processes()
    children: Dict[int, List[int]] = {}
    for one in everybody.values():
        children.setdefault(one.parent, []).append(one.pid)
    found, waiting = [], list(children.get(root, ()))
    while waiting:
        pid = waiting.pop()
        found.append(everybody[pid])
        waiting += children.get(pid, ())
    return found


def threads_of(uid: int) -> int:
    """How many threads a user has, as far as they can be seen."""
    found = 0
    for one in processes().values():
        try:
            found += one.threads if os.stat(f"/proc/{one.pid}").st_uid == uid else 0
        except OSError:
            continue
    return found


def weigh(some: List[Process], inherited: int) -> int:
    """The memory of these processes (bytes): what several share is split among them.

    Where the kernel does not tell, a process counts with all that goes beyond ``inherited``.
    """
    total = 0
    for one in some:
        weight = _proportional(one.pid)
        total += max(0, one.resident - inherited) if weight is None else weight
    return total


def _proportional(pid: int) -> Optional[int]:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return None


class Disk:
    """The room that is taken in folders, and by files that have no name any more."""

    def __init__(self, folders: List[str]) -> None:
        self._folders = folders

    def used(self, limit: int, some: List[Process]) -> int:
        """Bytes taken; counting stops once they are over the limit.

        A folder that cannot be looked into is made readable. What is nested so deep that nobody
        can mean it counts as over the limit.
        """
        return self._named(limit) + self._nameless(some)

    def _named(self, limit: int) -> int:
        total = 0
        waiting = [(folder, 0) for folder in self._folders]
        while waiting and total <= limit:
            folder, depth = waiting.pop()
            for entry in _entries(folder):
                try:
                    about = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                total += max(_ENTRY, about.st_blocks * 512)
                if stat.S_ISDIR(about.st_mode):
                    if depth > _DEEPEST:
                        return limit + 1
                    waiting.append((entry.path, depth + 1))
        return total

    def _nameless(self, some: List[Process]) -> int:
        devices = set()
        for folder in self._folders:
            try:
                devices.add(os.stat(folder).st_dev)
            except OSError:
                continue
        held: Dict[int, int] = {}
        for one in some:
            for name in _listing(f"/proc/{one.pid}/fd"):
                try:
                    about = os.stat(f"/proc/{one.pid}/fd/{name}")
                except OSError:
                    continue
                if about.st_dev in devices and not about.st_nlink and stat.S_ISREG(about.st_mode):
                    held[about.st_ino] = about.st_blocks * 512
            for inode, size in _mapped(one.pid):
                held.setdefault(inode, size)
        return sum(held.values())


def _mapped(pid: int) -> List["tuple[int, int]"]:
    """Deleted files that a process has only in its memory: inode, and bytes that are mapped."""
    found = []
    try:
        with open(f"/proc/{pid}/maps", "rb") as file:
            for line in file:
                if line.endswith(b" (deleted)\n"):
                    words = line.split(None, 5)
                    first, _, last = words[0].partition(b"-")
                    found.append((int(words[4]), int(last, 16) - int(first, 16)))
    except (OSError, ValueError, IndexError):
        pass
    return found


def _entries(folder: str) -> List["os.DirEntry[str]"]:
    for _ in range(2):
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except PermissionError:
            try:
                os.chmod(folder, 0o700)
            except OSError:
                return []
        except OSError:
            return []
    return []


def _listing(folder: str) -> List[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
