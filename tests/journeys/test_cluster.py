"""A deadline's rush: features judged by other machines, and one of those is lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Iterator

import psutil
import pytest

from assemble_trace import practice_forge
from tests.conftest import Practice
from tests.jobs.cluster import Cluster


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers in folders of their own, which hold nothing of any forge."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    made.add_worker(), made.add_worker()
    yield made
    made.close()


def judging(cluster: Cluster) -> int:
    """The worker that has begun to judge: it has started a process."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for worker in cluster.workers:
            if psutil.Process(worker.pid).children():
                return worker.pid
        time.sleep(0.02)
    raise AssertionError("no worker has begun")


@pytest.mark.asyncio
async def test_a_feature_is_judged_elsewhere_though_the_worker_is_killed(
    practice: Practice, cluster: Cluster
) -> None:
    practice_forge.stop(practice.forge)
    shutil.rmtree(practice.forge / "judging")
    practice_forge.settings.change(practice.forge, dask_scheduler=cluster.address)
    service = practice.service()
    view, _ = await service.plan(practice.request(), practice.notebook)
    await service.start(view.trace.id)
    killed = await asyncio.to_thread(judging, cluster)
    os.kill(killed, signal.SIGKILL)
    await service.runner.wait(view.trace.id)
    trace = (await service.view(view.trace.id)).trace
    await service.close()
    assert (trace.status, trace.verdict) == ("submitted", "accepted")
    assert trace.evaluation is not None and trace.evaluation["isolation"]["mode"]
    assert not (practice.forge / "judging" / "data").exists(), "nothing was read here"
