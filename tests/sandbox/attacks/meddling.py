"""Changing others: their results, processes, files."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import struct
from contextlib import suppress

from .common import LIBC, Targets, attack, first, others

FORGED = b'{"event": "judge", "said": "forged"}\n'


@attack(harmless=True)
def forged_result(t: Targets) -> object:
    places = [f"/proc/{pid}/fd/{number}" for pid in (t["judge"], t["keeper"], t["host"])
              for number in range(40)]  # fmt: skip

    def through(path: str) -> object:
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        os.write(descriptor, FORGED)
        return None

    for number in range(3, 256):
        with suppress(OSError):
            os.write(number, FORGED)
    return first(lambda p=p: through(p) for p in places)


@attack()
def signals_to_others(t: Targets) -> object:
    for number in (signal.SIGKILL, signal.SIGSTOP):
        for pid in others(t):
            with suppress(OSError):
                os.kill(pid, number)
            with suppress(OSError):
                os.killpg(pid, number)
            with suppress(OSError):
                signal.pidfd_send_signal(os.pidfd_open(pid), number)
            info = ctypes.create_string_buffer(struct.pack("<iii", number, 0, -1), 128)
            LIBC.syscall(129, pid, number, info)  # rt_sigqueueinfo on x86_64
    # All that it may: where signals are scoped this reaches itself, so it comes last.
    with suppress(OSError):
        os.kill(-1, signal.SIGKILL)
    return None


@attack()
def signals_by_the_kernel(t: Targets) -> object:
    for pid in others(t):
        with suppress(OSError):
            reading, writing = os.pipe()
            fcntl.fcntl(reading, fcntl.F_SETOWN, pid)
            fcntl.fcntl(reading, 10, signal.SIGKILL)  # F_SETSIG
            fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
            os.write(writing, b"x")
            os.close(reading)
            os.close(writing)
    return None


@attack()
def limits_of_others(t: Targets) -> object:
    def limit(pid: int) -> object:
        resource.prlimit(pid, resource.RLIMIT_CPU, (0, 0))
        return pid

    return first(lambda pid=pid: limit(pid) for pid in others(t) if pid > 1)


@attack()
def priority_of_others(t: Targets) -> object:
    def slow(pid: int) -> object:
        os.sched_setaffinity(pid, {0})
        return pid

    def nice(pid: int) -> object:
        os.setpriority(os.PRIO_PROCESS, pid, 19)
        return pid

    several = [pid for pid in others(t) if pid > 1]
    return first([*(lambda p=p: slow(p) for p in several), *(lambda p=p: nice(p) for p in several)])


@attack()
def trace_others(t: Targets) -> object:
    local = (ctypes.c_uint64 * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)

    def trace(pid: int) -> object:
        if LIBC.ptrace(0x4206, pid, 0, 0) == 0:  # PTRACE_SEIZE
            return f"traced {pid}"
        remote = (ctypes.c_uint64 * 2)(id(t), 8)
        if LIBC.process_vm_readv(pid, local, 1, remote, 1, 0) > 0:
            return f"read {pid}"
        return None

    return first(lambda pid=pid: trace(pid) for pid in others(t))


def spoil(folder: str, name: str) -> object:
    """Try to change a file, to put another in its place, to put one beside it."""

    def change() -> object:
        with open(f"{folder}/{name}", "a") as file:
            return file.write("# changed\n")

    def replace() -> object:
        with open("mine", "w") as file:
            file.write("raise SystemExit\n")
        os.replace("mine", f"{folder}/{name}")
        return "replaced"

    def beside() -> object:
        os.makedirs(f"{folder}/__pycache__", exist_ok=True)
        with open(f"{folder}/__pycache__/{name}.pyc", "w") as file:
            return file.write("x")

    def allow() -> object:
        os.chmod(folder, 0o777)
        os.chmod(f"{folder}/{name}", 0o666)
        return change()

    def cut() -> object:
        os.truncate(f"{folder}/{name}", 0)
        return "cut"

    return first([change, replace, beside, allow, cut, lambda: os.unlink(f"{folder}/{name}") or 1])


@attack()
def poisoned_data(t: Targets) -> object:
    return spoil(t["data"], "values.npy")


@attack()
def poisoned_library(t: Targets) -> object:
    return first(
        [
            lambda: spoil(t["library"], "library.py"),
            lambda: spoil(os.path.dirname(os.__file__), "os.py"),
        ]
    )


@attack()
def poisoned_program(t: Targets) -> object:
    return spoil(t["program"], "host.py")


@attack()
def others_rights(t: Targets) -> object:
    """Nothing here tells: ``harness`` compares the file's mode and times afterwards."""
    for path in (t["secret"], t["home"], t["data"], t["data"] + "/values.npy"):
        with suppress(OSError):
            os.chmod(path, 0o777)
        with suppress(OSError):
            os.utime(path, (1, 1))
        with suppress(OSError):
            os.setxattr(path, "user.mine", b"x")
    return None
