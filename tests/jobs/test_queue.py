from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from typing import Any

from assemble_trace.jobs import Queue


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
