"""Getting more rights."""

from __future__ import annotations

import ctypes
import fcntl
import os
from typing import Any

from .common import LIBC, Targets, attack, first, read


@attack()
def program_with_a_bit(t: Targets) -> object:
    if LIBC.prctl(39, 0, 0, 0, 0) != 1:
        return "it may gain rights"
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.dup2(writing, 1)
        os.execv(t["setuid"], [t["setuid"], "-u"])
    os.close(writing)
    said = os.read(reading, 100).strip()
    return said not in (b"", str(os.getuid()).encode()) and said


@attack()
def become_root(t: Targets) -> object:
    def root() -> object:
        os.setresuid(0, 0, 0)
        return first([lambda: read("/proc/1/environ"), lambda: os.chroot(".") or "chroot"])

    data = (ctypes.c_uint32 * 6)()
    LIBC.capget((ctypes.c_uint32 * 2)(0x20080522, 0), data)
    return any(data) or first([root])


@attack()
def mounts_and_namespaces(t: Targets) -> object:
    flags = (0x20000, 0x10000000, 0x10020000, 0x40000000, 0x20000000, 0x08000000, 0x04000000)
    tries = [lambda f=f: LIBC.unshare(f) == 0 and f"unshare {f:x}" for f in flags]
    tries += [
        lambda: LIBC.mount(b"none", b".", b"tmpfs", 0, 0) == 0 and "mount",
        lambda: LIBC.umount2(b"/proc", 2) == 0 and "umount",
        lambda: LIBC.chroot(b".") == 0 and "chroot",
        lambda: LIBC.syscall(430, b"tmpfs", 0) >= 0 and "fsopen",
        lambda: LIBC.syscall(428, -100, b"/", 1) >= 0 and "open_tree",
        # clone with a user namespace: in the child this returns, too
        lambda: _cloned(0x10000000 | 17),
    ]
    return first(tries)


def _cloned(flags: int) -> object:
    pid = LIBC.syscall(56 if os.uname().machine == "x86_64" else 220, flags, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return pid > 0 and "clone"


@attack()
def doors_of_the_kernel(t: Targets) -> object:
    big = ctypes.create_string_buffer(256)
    calls: list[tuple[str, int, int, tuple[Any, ...]]] = [
        ("io_uring_setup", 425, 425, (4, big)),
        ("bpf", 321, 280, (0, big, 72)),
        ("perf_event_open", 298, 241, (big, 0, -1, -1, 0)),
        ("userfaultfd", 323, 282, (1,)),
        ("keyctl", 250, 219, (0, -3, 1)),
        ("add_key", 248, 217, (b"user", b"a", b"b", 1, -3)),
        ("syslog", 103, 116, (10,)),
        ("kcmp", 312, 272, (os.getpid(), os.getpid(), 0, 0, 0)),
        ("fanotify_init", 300, 262, (0, 0)),
        ("pidfd_open", 434, 434, (os.getppid(), 0)),
        ("personality", 135, 92, (0x40000,)),
    ]
    intel = os.uname().machine == "x86_64"
    return [
        name for name, one, other, arguments in calls
        if LIBC.syscall(one if intel else other, *arguments) >= 0
    ]  # fmt: skip


@attack()
def keystrokes(t: Targets) -> object:
    _, follower = os.openpty()
    if os.fork() == 0:
        os.setsid()
        fcntl.ioctl(follower, 0x540E, 0)  # TIOCSCTTY
        try:
            fcntl.ioctl(follower, 0x5412, b"x")  # TIOCSTI
        except OSError:
            os._exit(0)
        os._exit(9)
    return os.WEXITSTATUS(os.wait()[1]) == 9
