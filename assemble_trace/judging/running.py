"""One run of the program: its results as they come, its log, and how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assemble_trace.sandbox import Limits, Outcome

#: A line of results longer than this is not read, and neither is what follows (bytes).
_LONGEST = 4_000_000
#: Seconds that the program has to end by itself when its time is up.
_GRACE = 10.0
#: How often somebody is asked whether he still waits for it (seconds).
_LOOK = 0.1

Progress = Callable[[dict[str, Any]], None]


@dataclass
class Run:
    """What came of one run. ``end`` is the keeper's word, None if it could not say it."""

    report: dict[str, Any] | None = None
    end: dict[str, Any] | None = None
    log: str = ""
    truncated: bool = False
    stopped: bool = False
    overdue: bool = False
    seconds: float = 0.0

    @property
    def lost(self) -> bool:
        """Whether the processes were gone before anybody stopped them or they had ended."""
        return self.end is None and not self.stopped and not self.overdue

    def outcome(self, exit_code: int | None = None) -> Outcome:
        """How it ended, for who has no keeper's word of it with the process's own exit code."""
        end = self.end or {}
        return Outcome(
            exit_code=_number(end.get("exit_code"), exit_code),
            timed_out=end.get("timed_out") is True or self.overdue,
            memory_exceeded=end.get("memory_exceeded") is True,
            disk_exceeded=end.get("disk_exceeded") is True,
            processes_exceeded=end.get("processes_exceeded") is True,
            peak_bytes=_number(end.get("peak_bytes"), 0) or 0,
            stdout="",
            stderr=self.log,
            truncated=self.truncated,
            seconds=float(end.get("seconds") or self.seconds),
        )


class Pipes:
    """What goes between us and one run: its results, its log, and a lifeline.

    ``theirs`` are the ends for the program, in that order. Nobody writes into the lifeline: once
    our end of it is closed, as it is when this process dies, the run is over.
    """

    def __enter__(self) -> Pipes:
        (self.results, results), (self.log, log), (lifeline, self.lifeline) = (
            os.pipe(),
            os.pipe(),
            os.pipe(),
        )
        self.theirs = (results, log, lifeline)
        self._open = {self.results, self.log, self.lifeline, *self.theirs}
        return self

    def hand_over(self) -> None:
        """Close our copies of what the program has now."""
        self._close(*self.theirs)

    def end(self) -> None:
        """Have the run ended."""
        self._close(self.lifeline)

    def _close(self, *descriptors: int) -> None:
        for descriptor in self._open.intersection(descriptors):
            self._open.discard(descriptor)
            os.close(descriptor)

    def __exit__(self, *_: object) -> None:
        self._close(*self._open)


def follow(
    pipes: Pipes,
    *,
    end: Callable[[], None],
    limits: Limits,
    progress: Progress | None,
    cancelled: threading.Event | None,
) -> Run:
    """Read results and log until they end, or the time is up.

    If somebody cancels, ``end`` is called, and what comes until the end is still heard.
    """
    run = Run()
    started = time.monotonic()
    deadline = started + limits.wall_seconds + _GRACE
    lines, printed = _Lines(), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipes.results, selectors.EVENT_READ)
        selector.register(pipes.log, selectors.EVENT_READ)
        while pipes.results in selector.get_map():
            if cancelled is not None and cancelled.is_set() and not run.stopped:
                run.stopped = True
                deadline = min(deadline, time.monotonic() + _GRACE)
                end()
            if time.monotonic() > deadline:
                run.overdue = True
                break
            for key, _ in selector.select(_LOOK):
                piece = os.read(key.fd, 1 << 16)
                if not piece:
                    selector.unregister(key.fd)
                elif key.fd == pipes.results:
                    for event in lines.take(piece):
                        _hear(run, event, progress)
                else:
                    run.truncated |= len(printed) + len(piece) > limits.output_bytes
                    printed += piece
                    # the last of it says why: a traceback comes at the end
                    del printed[: -limits.output_bytes]
        # What is left of the log is there already, or is not waited for.
        while pipes.log in selector.get_map() and selector.select(0):
            piece = os.read(pipes.log, 1 << 16)
            if not piece:
                break
            printed += piece
            del printed[: -limits.output_bytes]
    run.log = printed.decode("utf-8", "replace")
    run.seconds = time.monotonic() - started
    return run


class _Lines:
    """Whole lines of JSON objects out of pieces; what is no such line counts for nothing."""

    def __init__(self) -> None:
        self._rest = b""
        self._skips = False

    def take(self, piece: bytes) -> list[dict[str, Any]]:
        *whole, self._rest = (self._rest + piece).split(b"\n")
        found = []
        for line in whole:
            skipped, self._skips = self._skips, False
            with contextlib.suppress(ValueError, RecursionError):
                event = None if skipped or len(line) > _LONGEST else json.loads(line)
                if isinstance(event, dict):
                    found.append(event)
        if len(self._rest) > _LONGEST:
            self._rest, self._skips = b"", True
        return found


def _hear(run: Run, event: dict[str, Any], progress: Progress | None) -> None:
    if event.get("event") == "end":
        run.end = event
        return
    if event.get("event") == "report" and isinstance(event.get("report"), dict):
        run.report = event["report"]
    if progress is not None:
        progress(event)


def _number(value: object, otherwise: int | None) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
