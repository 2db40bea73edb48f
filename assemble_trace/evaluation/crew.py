"""The worker processes of one judge: forked, shut in, asked, and killed.

A worker is a fork of the judge, so it has Ballet, the project and the data at once. Before it
does anything else it lets go of every descriptor but its two pipes, forgets the environment, and is
confined. Nothing that it says is believed further than `frames` allows.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import selectors
import signal
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from . import contributed, frames, kept
from .request import Request

#: What a worker does with a question: answer and bytes.
Serve = Callable[[dict[str, Any], bytes], "tuple[dict[str, Any], bytes]"]

#: How many workers live at once; others are started again when they are asked again.
MOST = 64

#: How often a silent worker is looked after (seconds).
LOOK = 0.2

_PR_SET_PDEATHSIG = 1


class WorkerEnded(Exception):
    """A worker is gone, or is not to be talked to; the message says how it ended.

    ``status`` is the exit code, negative for a signal, and None if it was put to an end.
    """

    def __init__(self, said: str, status: int | None = None) -> None:
        super().__init__(said)
        self.status = status


class Worker:
    """One process. ``serve`` runs inside of it only."""

    def __init__(self, crew: Crew, serve: Serve, folder: Path) -> None:
        self._printed = bytearray()
        self._room = crew.request.output_bytes
        asked, self._to = os.pipe()
        self._from, answered = os.pipe()
        self._output, printed = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _become(crew, serve, folder, (asked, answered, printed))
        for descriptor in (asked, answered, printed):
            os.close(descriptor)
        self._alive = True
        self._asked: dict[str, Any] | None = None

    def ask_ahead(self, question: dict[str, Any]) -> None:
        """Ask a short question whose answer `ask` waits for later."""
        with contextlib.suppress(frames.Ended):  # then there is no answer, and `ask` says so
            frames.write(self._to, question, b"")
        self._asked = question

    def ask(self, question: dict[str, Any], payload: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Ask, unless that was done ahead, and wait for the answer. Raises `WorkerEnded`."""
        ahead, self._asked = self._asked, None
        try:
            if ahead is not None and ahead != question:
                self._answer()  # nobody came for it
            if ahead != question:
                frames.write(self._to, question, payload)
            return self._answer()
        except frames.Ended:
            raise self._ended() from None
        except frames.Rubbish as error:
            self.end()
            raise WorkerEnded(str(error)) from None
        finally:
            self._tell()

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        reader = frames.Reader()
        with selectors.DefaultSelector() as selector:
            selector.register(self._from, selectors.EVENT_READ, self._from)
            selector.register(self._output, selectors.EVENT_READ, self._output)
            while True:
                ready = [key.data for key, _ in selector.select(LOOK)]
                if self._output in ready and not self._keep():
                    selector.unregister(self._output)
                if self._from in ready:
                    piece = os.read(self._from, 1 << 18)
                    if not piece:
                        raise self._ended()
                    if reader.feed(piece):
                        found = reader.take()
                        if reader.rest:
                            raise frames.Rubbish(frames.NO_ANSWER)
                        return found
                elif not ready and self._gone() is not None:
                    # a process that it left behind may still hold the pipe
                    raise self._ended()

    def _keep(self) -> bool:
        """Keep the first bytes of what is printed. False at its end."""
        piece = os.read(self._output, 1 << 16)
        room = self._room - len(self._printed)
        self._printed += piece[: max(0, room)]
        return bool(piece)

    def _tell(self) -> None:
        """Hand what was printed to the judge's own log."""
        if self._printed:
            sys.stderr.flush()
            sys.stderr.buffer.write(self._printed)
            sys.stderr.flush()
            self._room -= len(self._printed)
            self._printed.clear()

    def _gone(self) -> int | None:
        if not self._alive:
            return None
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            return None
        self._alive = False
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)

    def _ended(self) -> WorkerEnded:
        """Say how it ended; it is put to an end if it has only closed its pipe."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while selector.select(0) and self._keep():
                pass
        status = None
        if self._alive:
            for _ in range(50):
                status = self._gone()
                if status is not None:
                    break
                time.sleep(0.01)
        self.end()
        if status is None:
            return WorkerEnded("it closed the pipe on which it is asked")
        if status < 0:
            return WorkerEnded(f"its process was ended by {_signal(-status)}", status)
        return WorkerEnded(f"it ended its process with exit code {status}", status)

    def end(self) -> None:
        """Kill it, with all that it started and that did not leave its session."""
        for kill in (os.killpg, os.kill):
            try:
                if self._alive:
                    kill(self.pid, signal.SIGKILL)
            except OSError:
                pass
        if self._alive:
            os.waitpid(self.pid, 0)
            self._alive = False
        for name in ("_to", "_from", "_output"):
            descriptor = getattr(self, name)
            if descriptor >= 0:
                os.close(descriptor)
                setattr(self, name, -1)


class Crew:
    """All workers of one judge, by name; the one that was not asked for longest is let go."""

    def __init__(self, request: Request, project_folder: Path) -> None:
        self.request = request
        self.project_folder = project_folder
        self.confine: Callable[[dict[str, Any]], None] | None = None
        if request.inside is not None and request.policy is not None:
            self.confine = kept.load_inside(request.inside, "confining").confine
        self._workers: OrderedDict[str, Worker] = OrderedDict()
        self._started = 0

    def ask(
        self, name: str, serve: Serve, question: dict[str, Any], payload: bytes = b""
    ) -> tuple[dict[str, Any], bytes]:
        """Ask the worker of that name, which is started with ``serve`` if it is not there."""
        if name not in self._workers:
            while len(self._workers) >= MOST:
                self._workers.popitem(last=False)[1].end()
            self._workers[name] = self._start(serve)
        self._workers.move_to_end(name)
        try:
            return self._workers[name].ask(question, payload)
        except WorkerEnded:
            self._workers.pop(name).end()
            raise

    def ask_ahead(self, name: str, serve: Serve, question: dict[str, Any]) -> None:
        """Start a worker and ask it, so that it is at work while others are started."""
        if name not in self._workers and len(self._workers) < MOST:
            self._workers[name] = self._start(serve)
            self._workers[name].ask_ahead(question)

    def _start(self, serve: Serve) -> Worker:
        self._started += 1
        folder = self.request.scratch / f"worker-{self._started}"
        folder.mkdir(mode=0o700)
        uid = (self.request.policy or {}).get("uid")
        if uid is not None and os.geteuid() == 0:
            os.chown(folder, uid, -1)
        return Worker(self, serve, folder)

    def let_go(self, name: str) -> None:
        """End one worker."""
        if name in self._workers:
            self._workers.pop(name).end()

    def end(self) -> None:
        """End all of them."""
        while self._workers:
            self._workers.popitem()[1].end()


def _become(crew: Crew, serve: Serve, folder: Path, pipes: tuple[int, int, int]) -> NoReturn:
    """Turn this freshly forked process into a worker. Never returns."""
    try:
        asked, answered, printed = pipes
        os.setsid()
        if sys.platform == "linux":
            # with the judge go its workers
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        for descriptor in _open_descriptors():
            if descriptor > 2 and descriptor not in (asked, answered):
                _close(descriptor)
        os.environ.clear()
        os.environ.update(
            PATH=os.defpath,
            HOME=str(folder),
            TMPDIR=str(folder),
            LANG="C.UTF-8",
            TZ="UTC",
            OMP_NUM_THREADS="1",
            OPENBLAS_NUM_THREADS="1",
            MKL_NUM_THREADS="1",
        )
        os.chdir(crew.project_folder)
        if crew.confine is not None:
            policy = dict(crew.request.policy or {})
            policy["read"] = [*policy.get("read", []), str(crew.project_folder)]
            policy["write"] = [*policy.get("write", []), str(folder)]
            crew.confine(policy)
            os.chdir(crew.project_folder)
        contributed.unguard()
        gc.freeze()
        while True:
            try:
                question, payload = frames.read(asked)
            except frames.Ended:
                break
            answer, values = serve(question, payload)
            sys.stdout.flush()
            sys.stderr.flush()
            frames.write(answered, answer, values)
    except BaseException as error:
        os.write(2, f"The worker ended: {type(error).__name__}: {error}\n".encode())
        os._exit(70)
    os._exit(0)


def _open_descriptors() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return list(range(3, 4096))


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # the listing's own, or none
        os.close(descriptor)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
