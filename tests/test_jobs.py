from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.jobs import Job, LostTooOften, Queue, Runner


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path / "jobs.db")


def test_the_same_key_is_one_job(queue: Queue) -> None:
    first = queue.enqueue("a", "check", {"n": 1})
    second = queue.enqueue("a", "check", {"n": 2})
    assert first == second
    assert second.payload == {"n": 1}
    assert len(queue.line()) == 1


def test_jobs_are_claimed_in_order_and_positions_move_up(queue: Queue) -> None:
    for key in ("a", "b", "c"):
        queue.enqueue(key, "check", {})
    assert [queue.position(key) for key in ("a", "b", "c")] == [1, 2, 3]
    claimed = queue.claim()
    assert claimed is not None and claimed.key == "a" and claimed.attempts == 1
    assert [queue.position(key) for key in ("a", "b", "c")] == [None, 1, 2]


def test_an_empty_queue_gives_nothing(queue: Queue) -> None:
    assert queue.claim() is None
    assert queue.busy() is False
    assert queue.average_seconds("check") is None


def test_a_job_whose_lease_expired_is_claimed_again_and_the_first_runner_is_too_late(
    tmp_path: Path,
) -> None:
    queue = Queue(tmp_path / "jobs.db", lease_seconds=0.01)
    queue.enqueue("a", "check", {})
    lost = queue.claim()
    time.sleep(0.05)
    found = queue.claim()
    assert lost is not None and found is not None
    assert (found.key, found.attempts) == ("a", 2)
    assert queue.renew(lost) is False
    assert queue.finish(lost) is False
    assert queue.finish(found) is True
    assert queue.finish(found) is False
    done = queue.get("a")
    assert done is not None and done.state == "done"


def test_a_renewed_lease_holds(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "jobs.db", lease_seconds=0.05)
    queue.enqueue("a", "check", {})
    job = queue.claim()
    assert job is not None
    for _ in range(4):
        time.sleep(0.02)
        assert queue.renew(job) is True
        assert queue.claim() is None


def test_only_waiting_jobs_of_the_group_are_superseded(queue: Queue) -> None:
    queue.enqueue("running", "check", {}, group="pull 1")
    assert queue.claim() is not None
    queue.enqueue("old", "check", {}, group="pull 1")
    queue.enqueue("new", "check", {}, group="pull 1")
    queue.enqueue("other", "check", {}, group="pull 2")
    assert queue.supersede("pull 1", keep="new") == ["old"]
    assert [job.key for job in queue.line()] == ["new", "other"]


def test_what_ran_when_the_process_died_is_released(queue: Queue) -> None:
    queue.enqueue("a", "check", {})
    lost = queue.claim()
    assert queue.release_all() == 1
    assert [job.key for job in queue.line()] == ["a"]
    assert lost is not None and queue.finish(lost) is False


def test_the_average_is_of_finished_jobs(queue: Queue) -> None:
    for key in ("a", "b"):
        queue.enqueue(key, "check", {})
        job = queue.claim()
        assert job is not None
        time.sleep(0.02)
        queue.finish(job, failed=key == "b")
    average = queue.average_seconds("check")
    assert average is not None and average >= 0.02


def test_jobs_survive_the_process(tmp_path: Path) -> None:
    first = Queue(tmp_path / "jobs.db")
    first.enqueue("a", "check", {"n": 1})
    first.close()
    assert [job.payload for job in Queue(tmp_path / "jobs.db").line()] == [{"n": 1}]


def _claim_all(path: Path, found: Any) -> None:
    queue = Queue(path)
    while (job := queue.claim()) is not None:
        found.put(job.key)


def test_many_processes_never_claim_the_same_job(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "jobs.db")
    for number in range(60):
        queue.enqueue(str(number), "check", {})
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    workers = [
        context.Process(target=_claim_all, args=(tmp_path / "jobs.db", found)) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    keys = [found.get(timeout=60) for _ in range(60)]
    for worker in workers:
        worker.join()
    assert sorted(keys, key=int) == [str(number) for number in range(60)]
    assert found.empty()


class Recording:
    """Work that writes down what happens to it."""

    def __init__(self, run: Callable[[Any], Any]) -> None:
        self.run = run
        self.published: list[tuple[str, Any, BaseException | None]] = []
        self.happened = threading.Condition()

    def prepare(self, job: Job) -> Any:
        return job.payload.get("n")

    def done(self, job: Job, result: Any, error: BaseException | None) -> None:
        with self.happened:
            self.published.append((job.key, result, error))
            self.happened.notify_all()

    def moved(self) -> None:
        pass

    def wait(self, count: int) -> None:
        with self.happened:
            assert self.happened.wait_for(lambda: len(self.published) >= count, timeout=20)


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
