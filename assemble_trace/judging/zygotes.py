"""Warm processes of the program: one for each project's Python and data, a few at a time.

A zygote has imported Ballet and read the data, and forks for every request. It runs no
contributed code itself.
"""

from __future__ import annotations

import array
import atexit
import json
import select
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from assemble_trace.sandbox import Started

from .processes import ended

#: How many are kept, and for how many seconds without work.
MOST = 3
IDLE_SECONDS = 300.0
#: Seconds to import Ballet and to read the data.
_START_SECONDS = 60.0


class NotWarm(Exception):
    """The zygote did not start, or does not answer."""


class Zygote:
    """One warm process. ``start`` gets the descriptor at which it is to wait."""

    def __init__(self, start: Callable[[int], Started]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket = ours
        self._lock = threading.Lock()
        try:
            self._process = start(theirs.fileno())
        finally:
            theirs.close()
        self.running = 0
        self.used = time.monotonic()
        ready, _, _ = select.select([ours], [], [], _START_SECONDS)
        if not ready or ours.recv(1) != b".":
            self.close()
            raise NotWarm("The warm process did not start.")

    def ask(self, request: dict[str, Any], descriptors: Sequence[int]) -> None:
        """Send a request with the descriptors that go with it. Raises `NotWarm`."""
        line = json.dumps(request).encode() + b"\n"
        beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
        try:
            with self._lock:
                sent = self._socket.sendmsg([line], beside)
                self._socket.sendall(line[sent:])
        except OSError as error:
            raise NotWarm("The warm process is gone.") from error

    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, and whatever it runs."""
        self._socket.close()
        self._process.terminate()
        ended(self._process)


class Zygotes:
    """The warm processes of this process, by what they are good for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._warm: OrderedDict[tuple[str, ...], Zygote] = OrderedDict()
        self._starting: dict[tuple[str, ...], threading.Lock] = {}
        self._timer: threading.Timer | None = None

    def take(self, key: tuple[str, ...], start: Callable[[int], Started]) -> Zygote:
        """The zygote of that key, started if there is none. Give it back. Raises `NotWarm`."""
        with self._lock:
            starting = self._starting.setdefault(key, threading.Lock())
        with starting:
            with self._lock:
                found = self._warm.get(key)
                if found is not None and found.alive():
                    return self._taken(key, found)
                self._warm.pop(key, None)
            if found is not None:
                found.close()
            fresh = Zygote(start)
            with self._lock:
                self._warm[key] = fresh
                return self._taken(key, fresh)

    def _taken(self, key: tuple[str, ...], zygote: Zygote) -> Zygote:
        zygote.running += 1
        self._warm.move_to_end(key)
        return zygote

    def give_back(self, zygote: Zygote) -> None:
        """Say that a run is over; what is not needed any more is ended."""
        with self._lock:
            zygote.running -= 1
            zygote.used = time.monotonic()
        self._tidy()

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            ended = list(self._warm.values())
            self._warm.clear()
            if self._timer is not None:
                self._timer.cancel()
        for zygote in ended:
            zygote.close()

    def _tidy(self) -> None:
        """End those that were idle for too long, or are too many, and look again later."""
        now = time.monotonic()
        with self._lock:
            idle = [key for key, one in self._warm.items() if not one.running]
            surplus = idle[: max(0, len(self._warm) - MOST)]
            old = [key for key in idle if now - self._warm[key].used > IDLE_SECONDS]
            ended = [self._warm.pop(key) for key in {*surplus, *old}]
            if self._timer is not None:
                self._timer.cancel()
            if self._warm:
                self._timer = threading.Timer(IDLE_SECONDS + 1, self._tidy)
                self._timer.daemon = True
                self._timer.start()
        for zygote in ended:
            zygote.close()


ZYGOTES = Zygotes()

atexit.register(ZYGOTES.close)


def close() -> None:
    """End all warm processes of this process."""
    ZYGOTES.close()
