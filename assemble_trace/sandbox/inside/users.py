"""Which user a process is, and what it may do as such."""

from __future__ import annotations

import ctypes
import os
import secrets

from . import linux

#: Ids that systemd's documentation (Users, Groups, UIDs and GIDs) lists as used by nobody.
FIRST, LAST = 60578, 61183

#: What may be kept of root: CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, SYS_PTRACE. With
#: these a process hands out folders, makes other users of its children, weighs and ends them.
_KEPT = (0, 1, 3, 5, 6, 7, 19)
KEPT_NAMES = (
    "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_KILL", "CAP_SETGID", "CAP_SETUID",
    "CAP_SYS_PTRACE",
)  # fmt: skip


def free() -> int:
    """An id that no process here has now."""
    taken = set()
    try:
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                try:
                    taken.add(entry.stat(follow_symlinks=False).st_uid)
                except OSError:
                    pass
    except OSError:
        pass
    wanted = [one for one in range(FIRST, LAST + 1) if one not in taken]
    return secrets.choice(wanted)


def become(uid: int) -> None:
    """Become that user and its group, in no other groups, for good. Raises `OSError`."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def be_counted(uid: int) -> None:
    """Stay root to the files, but let another user's processes be counted: root's are not.

    A program that this process becomes is that other user in full. Raises `OSError`.
    """
    os.setresuid(uid, 0, 0)


def drop(keep: bool) -> None:
    """Give up what root may do, but for a few if ``keep``. Raises `OSError`."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    bits = sum(1 << one for one in _KEPT) & _permitted() if keep else 0
    # effective, permitted, inheritable; the lower 32 of each, then the upper
    sets = (ctypes.c_uint32 * 6)(bits, bits, 0, 0, 0, 0)
    linux.call("capset", ctypes.byref(header), ctypes.byref(sets))


def may_become_another() -> bool:
    """Whether this process may give another user to its children, and end them."""
    needed = sum(1 << one for one in _KEPT if one != 19)
    return os.geteuid() == 0 and _permitted() & needed == needed and _mapped()


def _mapped() -> bool:
    """Whether the ids exist in here: a container may know but a few."""
    for kind in ("uid", "gid"):
        try:
            with open(f"/proc/self/{kind}_map", encoding="ascii") as lines:
                ranges = [tuple(map(int, line.split())) for line in lines]
        except (OSError, ValueError):
            return False
        if not any(one[0] <= FIRST and one[0] + one[2] > LAST for one in ranges):
            return False
    return True


def _permitted() -> int:
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith("CapPrm:"):
                return int(line.split()[1], 16)
    return 0
