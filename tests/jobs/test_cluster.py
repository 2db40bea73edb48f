from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.jobs import LostTooOften, Queue, Runner, Unreachable
from assemble_trace.jobs.cluster import Cluster
from tests.jobs import cluster
from tests.jobs.recording import Recording


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[cluster.Cluster]:
    """A scheduler, still without workers."""
    made = cluster.Cluster(tmp_path)
    yield made
    made.close()


@pytest.fixture
def executor(processes: cluster.Cluster) -> Iterator[Cluster]:
    made = Cluster(processes.address)
    yield made
    made.shutdown()


def slots(executor: Cluster, wanted: int) -> None:
    """Wait until as many workers have joined."""
    until = time.monotonic() + 60
    while True:
        try:
            if executor.slots() == wanted:
                return
        except Unreachable:
            pass
        assert time.monotonic() < until
        time.sleep(0.05)


def twice(number: int) -> int:
    return number * 2


def slow(path: str) -> int:
    """Say who does it, then wait until told to go on."""
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    while not Path(path + ".go").exists():
        time.sleep(0.02)
    return os.getpid()


def deadly(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def begun(path: Path, count: int) -> list[int]:
    until = time.monotonic() + 60
    while not path.exists() or len(path.read_text().split()) < count:
        assert time.monotonic() < until
        time.sleep(0.02)
    return [int(line) for line in path.read_text().split()]


def test_a_cluster_without_workers_or_scheduler_is_said_to_be_one(
    processes: cluster.Cluster, executor: Cluster
) -> None:
    with pytest.raises(Unreachable, match="No worker has joined the cluster at tcp://"):
        executor.slots()
    processes.scheduler.kill()
    processes.scheduler.wait()
    with pytest.raises(Unreachable, match=r"The Dask scheduler at tcp://\S+ cannot be reached"):
        executor.slots()


def test_a_job_whose_worker_is_killed_is_run_by_another_and_published_once(
    processes: cluster.Cluster, executor: Cluster, queue: Queue, tmp_path: Path
) -> None:
    processes.add_worker(), processes.add_worker()
    slots(executor, 2)
    work = Recording(slow)
    path = tmp_path / "begun"
    queue.enqueue("a", "check", {"n": str(path)})
    runner = Runner(queue, work, executor=executor, parallel=executor.slots)
    runner.start()
    (first,) = begun(path, 1)
    os.kill(first, signal.SIGKILL)
    second = begun(path, 2)[1]
    (tmp_path / "begun.go").touch()
    work.wait(1)
    runner.stop()
    assert second != first
    assert work.published == [("a", second, None)]
    job = queue.get("a")
    assert job is not None and (job.state, job.attempts) == ("done", 1)


def test_a_job_goes_back_into_the_line_when_the_scheduler_is_lost(
    processes: cluster.Cluster, executor: Cluster, queue: Queue, tmp_path: Path
) -> None:
    processes.add_worker()
    slots(executor, 1)
    work = Recording(slow)
    path = tmp_path / "begun"
    queue.enqueue("a", "check", {"n": str(path)})
    runner = Runner(queue, work, executor=executor, parallel=executor.slots)
    runner.start()
    begun(path, 1)
    processes.scheduler.kill()
    with work.happened:
        assert work.happened.wait_for(lambda: work.complaints, timeout=60)
    runner.stop()
    assert "cannot be reached" in work.complaints[0]
    job = queue.get("a")
    assert job is not None and (job.state, job.attempts) == ("queued", 0)
    assert work.published == []


def test_a_job_that_kills_every_worker_is_given_up(
    processes: cluster.Cluster, executor: Cluster, queue: Queue
) -> None:
    processes.add_worker(), processes.add_worker()
    slots(executor, 2)
    run: Callable[[Any], Any] = deadly
    work = Recording(run)
    queue.enqueue("a", "check", {"n": 1})
    runner = Runner(queue, work, executor=executor, parallel=executor.slots)
    runner.start()
    work.wait(1)
    runner.stop()
    (found,) = work.published
    assert isinstance(found[2], LostTooOften)
    job = queue.get("a")
    assert job is not None and job.state == "failed"


def test_without_dask_a_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TraceError) as refused:
        Cluster("tcp://127.0.0.1:1")
    assert refused.value.code == "dask_missing"
