"""The zygote: Ballet and the data in memory, forked for each request.

It imports nothing of the project and nothing contributed, so that nothing which one run does
reaches the next but the values that a judge found for accepted features, kept by their content.
"""

from __future__ import annotations

import array
import ctypes
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
from pathlib import Path

from . import data as data_files
from . import frames, kept
from . import request as requests
from .memory import Memory

#: What a run needs sooner or later, imported once for all of them.
MODULES = (
    "ballet.eng",
    "ballet.util.io",
    "ballet.validation.feature_acceptance.validator",
    "ballet.validation.feature_api.validator",
    "ballet.validation.feature_pruning.validator",
    "ballet.validation.project_structure.validator",
    "sklearn.impute",
    "sklearn.preprocessing",
    "evaluation.judge",
    "evaluation.score",
)

READY = b"."

_PR_SET_PDEATHSIG = 1


class Zygote:
    """Serves requests that come over a socket. ``folder`` is one of the command ``data``."""

    def __init__(self, descriptor: int, folder: Path | None) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._known = None if folder is None else data_files.read(folder)
        self._memory = Memory()
        self._told: dict[int, frames.Reader] = {}
        self._line = bytearray()
        self._given: list[int] = []
        self._running: set[int] = set()
        self._selector = selectors.DefaultSelector()

    def run(self) -> int:
        """Serve until the socket is closed. Returns the exit code."""
        for name in MODULES:
            importlib.import_module(name)
        gc.collect()
        gc.freeze()
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._socket.send(READY)
        while True:
            for key, _ in self._selector.select(1.0):
                if key.fileobj is not self._socket:
                    self._hear(key.fd)
                elif not self._receive():
                    return 0
            self._reap()

    def _receive(self) -> bool:
        """Take in a piece of a request, and start the run when it is whole. False at the end."""
        size = array.array("i").itemsize
        piece, beside, _, _ = self._socket.recvmsg(1 << 16, socket.CMSG_SPACE(3 * size))
        for level, kind, sent in beside:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                given = array.array("i")
                given.frombytes(sent[: len(sent) - len(sent) % size])
                self._given += given
        if not piece:
            return False
        self._line += piece
        if self._line.endswith(b"\n"):
            line, given_now = bytes(self._line), self._given
            self._line, self._given = bytearray(), []
            self._start(line, given_now)
            for descriptor in given_now:
                os.close(descriptor)
        return True

    def _start(self, line: bytes, given: list[int]) -> None:
        """Fork the keeper of a run."""
        if not given:
            return
        heard, told = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            os.close(told)
            self._running.add(pid)
            self._told[heard] = frames.Reader()
            self._selector.register(heard, selectors.EVENT_READ)
            return
        code = 1
        try:
            if sys.platform == "linux":
                # with the zygote goes all that it started
                ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            self._socket.close()
            self._selector.close()
            for descriptor in (heard, *self._told):
                os.close(descriptor)
            code = self._keep(line, given, told)
        finally:
            os._exit(code)

    def _keep(self, line: bytes, given: list[int], told: int) -> int:
        """Be the keeper of a run. Returns its exit code."""
        results, *others = given
        if others:
            os.dup2(others[0], 2)
        try:
            request = requests.read(line)
        except requests.BadRequest as error:
            print(error, file=sys.stderr, flush=True)
            return 2

        def share(key: str, found: bytes) -> None:
            frames.write(told, {"key": key}, found)

        self._memory.share = share
        lifeline = others[1] if len(others) > 1 else None
        kept.judge(request, results, self._memory, self._known, (told,), lifeline)
        return 0

    def _hear(self, descriptor: int) -> None:
        """Take in what a judge wants to be kept for the runs after it."""
        piece = os.read(descriptor, 1 << 20)
        if not piece:
            self._selector.unregister(descriptor)
            os.close(descriptor)
            del self._told[descriptor]
            return
        reader = self._told[descriptor]
        whole = reader.feed(piece)
        while whole:
            message, found = reader.take()
            self._memory.put(str(message["key"]), found)
            whole = reader.feed(b"")

    def _reap(self) -> None:
        for pid in list(self._running):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._running.discard(pid)
