"""Takes jobs out of the queue and hands them to an executor, here or elsewhere."""

from __future__ import annotations

import logging
import os
import queue as thread_queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, Protocol

from .queue import Job, Queue

log = logging.getLogger(__name__)

#: How many jobs run at once when nobody says otherwise: one on a small machine, else two.
PARALLEL = 1 if (os.cpu_count() or 1) < 4 else 2


class Work(Protocol):
    """What a runner does with a job."""

    @property
    def run(self) -> Callable[[Any], Any]:
        """Called in the executor with what `prepare` returned; maybe on another machine."""

    def prepare(self, job: Job) -> Any:
        """What ``run`` needs, or None when there is nothing left to do."""

    def done(self, job: Job, result: Any, error: BaseException | None) -> None:
        """Publish the result. Called again if the process dies before the job is finished."""

    def moved(self) -> None:
        """The line has moved."""

    def stalled(self, why: str) -> None:
        """Jobs wait, and nobody can take one; ``why`` is a sentence."""


class LostTooOften(Exception):
    """The job's runner died each time it was tried."""


class Unreachable(Exception):
    """Nobody can run a job at present; the message says why, as a sentence."""


class Runner:
    """Takes jobs out of a queue, a few at a time, in a thread of its own.

    ``parallel`` says how many may run at once; it is asked again whenever jobs wait, and may
    raise `Unreachable`. A job whose future is cancelled was lost by the executor and not by its
    own doing: it goes back into the line untried.
    """

    def __init__(
        self,
        queue: Queue,
        work: Work,
        *,
        executor: Executor | None = None,
        parallel: int | Callable[[], int] = PARALLEL,
        max_attempts: int = 3,
    ) -> None:
        self.queue = queue
        self.work = work
        self.max_attempts = max_attempts
        self._parallel = parallel
        self._executor = executor or ThreadPoolExecutor(
            parallel if isinstance(parallel, int) else PARALLEL, "job"
        )
        self._running: dict[str, Job] = {}
        self._over: thread_queue.SimpleQueue[tuple[Job, Future[Any]]] = thread_queue.SimpleQueue()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._loop, name="runner", daemon=True)

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more; what is running is given back for the next runner."""
        self._stopping = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        for job in self._running.values():
            self.queue.release(job)
        self._executor.shutdown(wait=False, cancel_futures=True)

    def wake(self) -> None:
        """Say that something was put into the queue."""
        self._wake.set()

    def _loop(self) -> None:
        while not self._stopping:
            try:
                self._turn()
            except Exception:
                log.exception("The queue could not be read.")
            self._wake.wait(timeout=min(1.0, self.queue.lease_seconds / 3))
            self._wake.clear()

    def _turn(self) -> None:
        moved = self._finish_what_is_over()
        for key, job in list(self._running.items()):
            if not self.queue.renew(job):
                del self._running[key]
        try:
            moved = self._take() or moved
        except Unreachable as error:
            self.work.stalled(str(error))
        if moved:
            self.work.moved()

    def _take(self) -> bool:
        """Start as many jobs as may run. Raises `Unreachable`."""
        if not self.queue.waits():
            return False
        slots = self._parallel if isinstance(self._parallel, int) else self._parallel()
        taken = False
        while len(self._running) < slots and not self._stopping:
            job = self.queue.claim()
            if job is None:
                break
            self._start(job)
            taken = True
        return taken

    def _start(self, job: Job) -> None:
        self._running[job.key] = job
        future: Future[Any] = Future()
        try:
            if job.attempts > self.max_attempts:
                raise LostTooOften(f"tried {self.max_attempts} times")
            prepared = self.work.prepare(job)
            if prepared is None:
                del self._running[job.key]
                self.queue.finish(job)
                return
            future = self._executor.submit(self.work.run, prepared)
        except Unreachable:
            del self._running[job.key]
            self.queue.release(job)
            raise
        except Exception as error:
            future.set_exception(error)
        future.add_done_callback(lambda over: self._report(job, over))

    def _report(self, job: Job, future: Future[Any]) -> None:
        self._over.put((job, future))
        self.wake()

    def _finish_what_is_over(self) -> bool:
        any_over = False
        while not self._over.empty():
            job, future = self._over.get()
            if self._running.get(job.key) is not job:
                continue  # its lease was lost, and whoever has it now will tell
            del self._running[job.key]
            if future.cancelled():
                self.queue.release(job)
                continue
            if not self.queue.renew(job):
                continue
            any_over = True
            error = future.exception()
            failed = error is not None
            try:
                self.work.done(job, None if failed else future.result(), error)
            except Exception:
                log.exception("The result of %s could not be published.", job.key)
                failed = True
            self.queue.finish(job, failed=failed)
        return any_over
