"""Run something in a process of its own, watch what it takes, and be rid of all it started."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from typing import Any, Callable, Dict, List, NoReturn, Optional, Sequence, Union

from . import linux, measuring

#: Seconds between two looks, and how many times its own cost lies between them at least.
_LOOK = 0.05
_SPARING = 5.0
#: Seconds between two looks at the disk, and at how memory is shared.
_LOOK_AT_DISK = 0.25
_LOOK_AT_SHARES = 1.0
#: Growth that is weighed at once (bytes).
_GROWTH = 32 * 1024**2
#: Seconds to be rid of everything; it takes a moment, unless the machine itself is stuck.
_GRACE = 60.0
#: How many threads all processes together may have, unless told otherwise.
PROCESSES = 512


class Keeper:
    """Watches one process. Time in seconds, memory and disk in bytes; None is no limit."""

    def __init__(
        self,
        wall_seconds: Optional[float],
        memory_bytes: Optional[int],
        disk_bytes: Optional[int],
        scratch: Union[str, Sequence[str], None],
        processes: Optional[int],
        lifeline: Optional[int],
    ) -> None:
        self._wall = wall_seconds
        self._memory = memory_bytes
        self._disk_bytes = disk_bytes
        folders = [scratch] if isinstance(scratch, str) else scratch
        self._disk = None if folders is None else measuring.Disk([str(one) for one in folders])
        self._processes = processes
        self._lifeline = lifeline
        self._cancelled = False
        self._weighed, self._resident, self._weighed_at = 0, 0, 0.0
        self._disk_at = 0.0
        self.peak = 0

    def watch(self, child: int) -> "tuple[Optional[int], Optional[str]]":
        """Wait for its end: its status, or None and what it had to be ended for."""
        started = time.monotonic()
        if linux.here():
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        signal.signal(signal.SIGTERM, self._cancel)
        pause = 0.002
        while True:
            status = _reaped(child)
            if status is not None:
                return status, None
            begun = time.monotonic()
            if self._wall is not None and begun - started >= self._wall:
                return None, "timed_out"
            if self._cancelled or self._cut():
                return None, "cancelled"
            reason = self._over(begun)
            if reason:
                return None, reason
            # At first often, so that what is small is weighed at all.
            pause = min(_LOOK, pause * 2)
            wait = max(pause, _SPARING * (time.monotonic() - begun))
            if self._wall is not None:
                wait = min(wait, started + self._wall - time.monotonic())
            _sleep(max(0.0, wait))

    def _over(self, now: float) -> Optional[str]:
        """Which limit is exceeded, if any."""
        some = measuring.descendants(os.getpid())
        if self._processes is not None and sum(one.threads for one in some) > self._processes:
            return "processes_exceeded"
        if self._memory is not None and self._total(some, now) > self._memory:
            return "memory_exceeded"
        if self._disk is not None and self._disk_bytes is not None and now >= self._disk_at:
            begun = time.monotonic()
            over = self._disk.used(self._disk_bytes, some) > self._disk_bytes
            cost = time.monotonic() - begun
            self._disk_at = now + max(_LOOK_AT_DISK, 2 * _SPARING * cost)
            return "disk_exceeded" if over else None
        return None

    def _total(self, some: List[measuring.Process], now: float) -> int:
        """The memory of all. How it is shared is costly to learn, so it is not asked each time."""
        resident = sum(one.resident for one in some)
        grown = resident - self._resident
        if abs(grown) > _GROWTH or now - self._weighed_at > _LOOK_AT_SHARES:
            self._weighed = measuring.weigh(some, self._inherited())
            self._resident, self._weighed_at, grown = resident, now, 0
            self.peak = max(self.peak, self._weighed)
        return self._weighed + max(0, grown)

    def _inherited(self) -> int:
        """What each process had from this one when it was forked."""
        own = measuring.processes().get(os.getpid())
        return own.resident if own else 0

    def _cut(self) -> bool:
        """Whether whoever wanted this is gone: its end of the pipe is closed."""
        if self._lifeline is None:
            return False
        try:
            return not os.read(self._lifeline, 1)
        except BlockingIOError:
            return False

    def _cancel(self, number: int, frame: object) -> None:
        self._cancelled = True


def keep(
    start: Callable[[], Optional[int]],
    *,
    wall_seconds: Optional[float],
    memory_bytes: Optional[int],
    disk_bytes: Optional[int],
    scratch: Union[str, Sequence[str], None],
    pass_fds: Sequence[int] = (),
    hand_over: Sequence[int] = (),
    processes: Optional[int] = PROCESSES,
    lifeline: Optional[int] = None,
    nice: int = 5,
) -> Dict[str, Any]:
    """Run ``start`` in a forked process, wait for its end or end it, kill all that is left of it.

    What it returns is the exit code. Of the open descriptors it gets the standard ones,
    ``pass_fds``, and ``hand_over``, which are closed on this side. Memory, disk (in ``scratch``, a
    folder or several) and threads are those of all processes together. A ``lifeline`` is the
    reading end of a pipe that nobody writes into: once its other end is closed, this is over. Call
    it in a process with one thread and no other children. What is started gives way to others, and
    to this process, by ``nice``.

    Returns ``exit_code`` (negative for a signal, None if it was ended), which of ``timed_out``,
    ``memory_exceeded``, ``disk_exceeded``, ``processes_exceeded``, ``cancelled`` it was ended for,
    ``seconds`` and ``peak_bytes``, the most memory that was seen.
    """
    if linux.here():
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        # Nobody of the same user may look into this process, or into what it forks, and change it.
        linux.prctl(linux.PR_SET_DUMPABLE, 0)
    if lifeline is not None:
        os.set_blocking(lifeline, False)
    keeper = Keeper(wall_seconds, memory_bytes, disk_bytes, scratch, processes, lifeline)
    started = time.monotonic()
    sys.stdout.flush()
    sys.stderr.flush()
    mine = os.getpid()
    child = os.fork()
    if child == 0:
        _begin(start, (*pass_fds, *hand_over), mine, nice)
    for one in hand_over:
        os.close(one)
    status, reason = keeper.watch(child)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    seconds = time.monotonic() - started
    end_everything(child)
    told: Dict[str, Any] = {
        one: one == reason
        for one in (
            "timed_out", "memory_exceeded", "disk_exceeded", "processes_exceeded", "cancelled"
        )
    }  # fmt: skip
    told["exit_code"] = status
    told["seconds"] = seconds
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    told["peak_bytes"] = max(keeper.peak, largest * (1 if sys.platform == "darwin" else 1024))
    return told


def end_everything(child: int) -> None:
    """Kill all descendants, those that have detached themselves as well."""
    until = time.monotonic() + _GRACE
    while time.monotonic() < until:
        some = measuring.descendants(os.getpid())
        # A group ends at one blow, so that no member can fork in between. Without /proc the
        # child's own has to do.
        for group in {child, *(one.group for one in some)} - {os.getpgrp()}:
            _kill(os.killpg, group)
        for one in some:
            _kill(os.kill, one.pid)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def _begin(
    start: Callable[[], Optional[int]], pass_fds: Sequence[int], parent: int, nice: int
) -> NoReturn:
    """Be the process that is watched. Never returns."""
    code = 1
    try:
        os.setsid()
        os.nice(nice)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if linux.here():
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
        _let_go(pass_fds)
        code = start() or 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code & 0xFF)


def _let_go(pass_fds: Sequence[int]) -> None:
    """Close every descriptor but the standard ones and these."""
    try:
        found = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        found = list(range(3, 4096))
    for one in found:
        if one > 2 and one not in pass_fds:
            try:
                os.close(one)
            except OSError:
                pass


def _reaped(child: int) -> Optional[int]:
    """Take leave of all that has ended; the child's exit code if it is among them."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return None
        if not pid:
            return None
        if pid == child:
            return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


def _sleep(seconds: float) -> None:
    """Wait, but not longer than until a child has ended."""
    if linux.here():
        signal.sigtimedwait({signal.SIGCHLD}, seconds)
    else:
        time.sleep(min(seconds, 0.02))


def _kill(how: Callable[[int, int], None], target: int) -> None:
    try:
        how(target, signal.SIGKILL)
    except OSError:
        pass
