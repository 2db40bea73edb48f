"""Landlock: a process gives up all files but some, and what it starts inherits that.

The numbers are those of ``linux/landlock.h``; each version of the interface (ABI) adds to them.
"""

from __future__ import annotations

import ctypes
import os
import stat
from typing import Iterable

from . import linux

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_REMOVE_DIR, _REMOVE_FILE, _MAKE_CHAR, _MAKE_DIR = 16, 32, 64, 128
_MAKE_REG, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = 256, 512, 1024, 2048
_MAKE_SYM, _REFER, _TRUNCATE, _IOCTL_DEV = 4096, 8192, 16384, 32768

#: What may be asked for on a file that is not a folder.
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_WRITE = (
    _READ_FILE | _READ_DIR | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR
    | _MAKE_REG | _MAKE_FIFO | _MAKE_SYM | _REFER
)  # fmt: skip

#: The version that also keeps signals and abstract unix sockets inside.
SCOPED = 6


def version() -> int:
    """The version of Landlock's interface that this kernel has in force; 0 is none."""
    if not linux.known():
        return 0
    try:
        return linux.call("landlock_create_ruleset", 0, 0, 1)
    except OSError:
        return 0


def apply(read: Iterable[str], write: Iterable[str], network: bool) -> None:
    """Give up all files but these and what is below them, and TCP unless ``network``.

    All must exist. What is open already stays open. Raises `OSError`.
    """
    abi = version()
    files = (1 << (13 if abi < 2 else 14 if abi < 3 else 15 if abi < 5 else 16)) - 1
    handled = (ctypes.c_uint64 * 3)(
        files, 3 if abi >= 4 and not network else 0, 3 if abi >= SCOPED else 0
    )
    size = 8 if abi < 4 else 16 if abi < SCOPED else 24
    rules = linux.call("landlock_create_ruleset", ctypes.byref(handled), size, 0)
    try:
        for paths, rights in ((read, _READ), (write, _WRITE)):
            for path in paths:
                _allow(rules, path, rights & files)
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        linux.call("landlock_restrict_self", rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    class _Beneath(ctypes.Structure):
        _pack_ = 1
        _fields_ = [("rights", ctypes.c_uint64), ("folder", ctypes.c_int32)]

    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _ON_FILES
        # LANDLOCK_RULE_PATH_BENEATH
        linux.call("landlock_add_rule", rules, 1, ctypes.byref(_Beneath(rights, place)), 0)
    finally:
        os.close(place)
