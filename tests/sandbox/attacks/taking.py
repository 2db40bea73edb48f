"""Taking more than its share: processes, memory, disk, time."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from .common import LIBC, MB, Targets, attack, first


def fork() -> int | None:
    """Fork, or wait for the next chance."""
    try:
        return os.fork()
    except OSError:
        time.sleep(0.005)
        return None


@attack()
def fork_bomb(t: Targets) -> object:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        fork()
    return "it was let go on for 30 seconds"


@attack()
def fork_bomb_in_sessions(t: Targets) -> object:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if fork() == 0:
            os.setsid()
    return "it was let go on for 30 seconds"


@attack()
def many_processes(t: Targets) -> object:
    for _ in range(1000):
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    return "1000 processes"


@attack()
def thread_bomb(t: Targets) -> object:
    threading.stack_size(64 * 1024)
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    return "1000 threads"


@attack()
def one_large_file(t: Targets) -> object:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = 10 * 1024 * MB

    def grow(how: Callable[[int], object]) -> object:
        with open("large", "wb") as file:
            how(file.fileno())
            return os.fstat(file.fileno()).st_size > 64 * MB

    return first(
        [
            lambda: grow(lambda fd: os.ftruncate(fd, size)),
            lambda: grow(lambda fd: os.posix_fallocate(fd, 0, size)),
            lambda: grow(lambda fd: [os.write(fd, bytes(MB)) for _ in range(100)]),
        ]
    )


@attack()
def many_files(t: Targets) -> object:
    for number in range(10_000):
        with open(f"file-{number}", "wb") as file:
            file.write(bytes(MB))
    return "10 GB written"


@attack()
def many_files_in_a_locked_folder(t: Targets) -> object:
    os.mkdir("locked")
    os.chdir("locked")
    os.chmod(".", 0o300)
    return many_files(t)


@attack()
def nameless_files(t: Targets) -> object:
    kept = []
    for number in range(10_000):
        file = open(f"gone-{number}", "wb")  # noqa: SIM115
        file.write(bytes(MB))
        os.unlink(f"gone-{number}")
        kept.append(file)
        if len(kept) % 60 == 0 and os.fork():
            time.sleep(30)
    return "10 GB written"


@attack()
def memory_in_one(t: Targets) -> object:
    return len(bytearray(4096 * MB))


@attack()
def memory_in_several(t: Targets) -> object:
    for _ in range(10):
        if os.fork() == 0:
            kept = bytearray(b"x") * (300 * MB)
            time.sleep(30)
            os._exit(len(kept))
    time.sleep(30)
    return "4 GB for 30 seconds"


@attack()
def memory_without_mapping(t: Targets) -> object:
    descriptor = os.memfd_create("hidden")
    return os.write(descriptor, bytes(MB))


@attack(harmless=True)
def shared_memory(t: Targets) -> object:
    def left() -> object:
        with open("/dev/shm/" + t["mark"], "w") as file:
            return file.write("x")

    def old() -> object:
        made = LIBC.shmget(0, 4096, 0o1600)
        return made >= 0 and LIBC.shmctl(made, 0, None) == 0

    return first([old, lambda: LIBC.mq_open(b"/" + t["mark"].encode(), 0o102, 0o600, 0) >= 0, left])


@attack()
def many_descriptors(t: Targets) -> object:
    kept = []
    for _ in range(100_000):
        kept.append(os.open("/dev/null", os.O_RDONLY))
    return len(kept)


@attack()
def log_flood(t: Targets) -> object:
    while True:
        os.write(1, b"x" * MB)


@attack()
def sleeps(t: Targets) -> object:
    time.sleep(600)
    return "it slept for ten minutes"


@attack()
def ignores_signals(t: Targets) -> object:
    for number in range(1, signal.NSIG):
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    until = time.monotonic() + 600
    while time.monotonic() < until:
        pass
    return "it ran for ten minutes"
