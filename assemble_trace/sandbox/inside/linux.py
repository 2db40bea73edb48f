"""The kernel's own calls, by ctypes."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from typing import Any

from .calls import NUMBERS

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

#: The processors whose calls we know, by their place in ``NUMBERS``.
_PLACES = {"x86_64": 0, "aarch64": 1}


def here() -> bool:
    """Whether this is Linux at all."""
    return platform.system() == "Linux"


def known() -> bool:
    """Whether this is Linux, in 64 bits, on a processor whose calls we know."""
    return here() and ctypes.sizeof(ctypes.c_void_p) == 8 and (
        platform.machine() in _PLACES
    )  # fmt: skip


def number(name: str) -> int | None:
    """The number of a system call on this processor; None where there is no such call."""
    return NUMBERS[name][_PLACES[platform.machine()]]


def call(name: str, *arguments: Any) -> int:
    """Make a system call. Raises `OSError`."""
    which = number(name)
    if which is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), name)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    # An int would be cut to 32 bits on its way.
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result = int(libc.syscall(ctypes.c_long(which), *wide))
    if result < 0:
        problem = ctypes.get_errno()
        raise OSError(problem, os.strerror(problem), name)
    return result


def prctl(option: int, value: int) -> None:
    """Ask Linux, on any processor, for something about this process. Raises `OSError`."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), 0) < 0:
        problem = ctypes.get_errno()
        raise OSError(problem, os.strerror(problem), "prctl")
