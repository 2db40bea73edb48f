"""Work for a runner that writes down what happens to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from assemble_trace.jobs import Job


class Recording:
    """Work that writes down what happens to it."""

    def __init__(self, run: Callable[[Any], Any]) -> None:
        self.run = run
        self.published: list[tuple[str, Any, BaseException | None]] = []
        self.complaints: list[str] = []
        self.happened = threading.Condition()

    def prepare(self, job: Job) -> Any:
        return job.payload.get("n")

    def done(self, job: Job, result: Any, error: BaseException | None) -> None:
        with self.happened:
            self.published.append((job.key, result, error))
            self.happened.notify_all()

    def moved(self) -> None:
        pass

    def stalled(self, why: str) -> None:
        with self.happened:
            self.complaints.append(why)
            self.happened.notify_all()

    def wait(self, count: int) -> None:
        with self.happened:
            assert self.happened.wait_for(lambda: len(self.published) >= count, timeout=20)
