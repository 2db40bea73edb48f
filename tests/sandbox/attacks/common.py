"""What all attacks share. Standard library only: they are loaded by their path."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

Targets = dict[str, Any]
Attack = Callable[[Targets], object]

MB = 1024**2
LIBC = ctypes.CDLL(None, use_errno=True)
ATTACKS: dict[str, Attack] = {}
#: Those that do no harm without a sandbox: there each must succeed, or it shows nothing.
HARMLESS: set[str] = set()


def attack(harmless: bool = False) -> Callable[[Attack], Attack]:
    """Put a function on the list under its name."""

    def listed(function: Attack) -> Attack:
        ATTACKS[function.__name__] = function
        if harmless:
            HARMLESS.add(function.__name__)
        return function

    return listed


def first(tries: Iterable[Callable[[], object]]) -> object:
    """Try one after the other; the first that gets something."""
    for one in tries:
        with suppress(OSError, ValueError, MemoryError):
            found = one()
            if found:
                return found
    return None


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(100_000)


def pids() -> Iterator[int]:
    """All processes that can be seen or guessed."""
    with suppress(OSError):
        yield from (int(name) for name in os.listdir("/proc") if name.isdigit())
    yield from range(1, 40)
    yield from range(max(1, os.getpid() - 40), os.getpid())


def others(t: Targets) -> list[int]:
    """Every process but this one: its judge, its keeper, the host, strangers."""
    known = {1, os.getppid(), t["judge"], t["keeper"], t["host"], t["victim"]}
    return sorted((known | set(pids())) - {os.getpid()})
