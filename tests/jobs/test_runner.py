from __future__ import annotations

import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from assemble_trace.jobs import LostTooOften, Queue, Runner, Unreachable
from tests.jobs.recording import Recording


def test_a_runner_runs_and_publishes_each_job_once(queue: Queue) -> None:
    work = Recording(lambda n: n * 2)
    for n in range(1, 6):
        queue.enqueue(str(n), "check", {"n": n})
    runner = Runner(queue, work, parallel=2)
    runner.start()
    work.wait(5)
    runner.stop()
    assert sorted(work.published) == [(str(n), n * 2, None) for n in range(1, 6)]
    assert queue.busy() is False


def test_a_runner_wakes_up_for_a_new_job(queue: Queue) -> None:
    work = Recording(lambda n: n)
    runner = Runner(queue, work, executor=ThreadPoolExecutor(1))
    runner.start()
    queue.enqueue("a", "check", {"n": 1})
    runner.wake()
    work.wait(1)
    runner.stop()
    assert work.published == [("a", 1, None)]


def test_a_job_that_raises_is_published_as_an_error(queue: Queue) -> None:
    work = Recording(lambda n: 1 / n)
    queue.enqueue("a", "check", {"n": 0})
    runner = Runner(queue, work)
    runner.start()
    work.wait(1)
    runner.stop()
    assert isinstance(work.published[0][2], ZeroDivisionError)
    job = queue.get("a")
    assert job is not None and job.state == "failed"


def test_a_job_that_there_is_nothing_to_do_for_is_finished(queue: Queue) -> None:
    work = Recording(lambda n: n)
    queue.enqueue("nothing", "check", {})
    queue.enqueue("a", "check", {"n": 1})
    runner = Runner(queue, work)
    runner.start()
    work.wait(1)
    runner.stop()
    job = queue.get("nothing")
    assert job is not None and job.state == "done"
    assert [key for key, _, _ in work.published] == ["a"]


def test_a_job_that_keeps_killing_its_runner_is_given_up(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "jobs.db", lease_seconds=0.01)
    queue.enqueue("a", "check", {"n": 1})
    for _ in range(3):
        assert queue.claim() is not None
        time.sleep(0.03)
    work = Recording(lambda n: n)
    runner = Runner(queue, work)
    runner.start()
    work.wait(1)
    runner.stop()
    assert isinstance(work.published[0][2], LostTooOften)


def test_stopping_gives_running_jobs_back_untried(queue: Queue) -> None:
    go_on = threading.Event()
    work = Recording(lambda n: go_on.wait(20))
    queue.enqueue("a", "check", {"n": 1})
    runner = Runner(queue, work)
    runner.start()
    while queue.line():
        time.sleep(0.01)
    runner.stop()
    go_on.set()
    job = queue.get("a")
    assert job is not None and (job.state, job.attempts) == ("queued", 0)
    assert work.published == []


def test_jobs_wait_untried_until_somebody_can_take_them(queue: Queue) -> None:
    work = Recording(lambda n: n)
    there = threading.Event()

    def slots() -> int:
        if not there.is_set():
            raise Unreachable("Nobody is there.")
        return 1

    queue.enqueue("a", "check", {"n": 1})
    runner = Runner(queue, work, executor=ThreadPoolExecutor(1), parallel=slots)
    runner.start()
    with work.happened:
        assert work.happened.wait_for(lambda: work.complaints, timeout=20)
    assert work.complaints[0] == "Nobody is there."
    job = queue.get("a")
    assert job is not None and (job.state, job.attempts) == ("queued", 0)
    there.set()
    runner.wake()
    work.wait(1)
    runner.stop()
    assert work.published == [("a", 1, None)]


class Forgetful(Executor):
    """Loses the first call, does the others at once."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, call: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked += 1
        future: Future[Any] = Future()
        if self.asked == 1:
            future.cancel()
        else:
            future.set_result(call(*args))
        return future


def test_a_job_that_the_executor_lost_is_run_again_and_published_once(queue: Queue) -> None:
    work = Recording(lambda n: n)
    executor = Forgetful()
    queue.enqueue("a", "check", {"n": 1})
    runner = Runner(queue, work, executor=executor, parallel=1)
    runner.start()
    work.wait(1)
    runner.stop()
    assert executor.asked == 2
    assert work.published == [("a", 1, None)]
    job = queue.get("a")
    assert job is not None and (job.state, job.attempts) == ("done", 1)
