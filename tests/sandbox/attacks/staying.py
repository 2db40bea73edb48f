"""Outliving the run, and what is left behind."""

from __future__ import annotations

import os
import resource
import signal
import time
from contextlib import suppress

from .common import LIBC, Targets, attack


def stay(name: str) -> None:
    """Leave everything that could end this process, under a name."""
    for _ in range(2):
        os.setsid() if os.getpid() != os.getsid(0) else None
        if os.fork():
            os._exit(0)
    LIBC.prctl(15, name.encode(), 0, 0, 0)
    for number in range(1, signal.NSIG):
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    for descriptor in range(100):
        with suppress(OSError):
            os.close(descriptor)
    time.sleep(120)
    os._exit(0)


@attack()
def detached(t: Targets) -> object:
    if os.fork() == 0:
        stay(t["mark"])
    time.sleep(0.3)
    return None


@attack()
def detached_under_a_misleading_name(t: Targets) -> object:
    if os.fork() == 0:
        stay(") S 1 1 " + t["mark"][-6:])
    time.sleep(0.3)
    return None


@attack()
def traps_for_the_cleaner(t: Targets) -> object:
    os.symlink(t["home"], "link")
    os.mkdir("unreadable")
    with open("unreadable/file", "w") as file:
        file.write("x")
    os.chmod("unreadable", 0)
    os.mkdir("never-readable", 0)
    os.mkfifo("pipe")
    for _ in range(1200):
        os.mkdir("deep" * 20)
        os.chdir("deep" * 20)
    return None


@attack()
def core_dump(t: Targets) -> object:
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(5)
    time.sleep(0.3)
    return [name for name in os.listdir(".") if "core" in name]
