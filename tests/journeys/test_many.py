"""A hundred submissions, twenty at a time, from two servers on one data directory."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import HistoryQuery
from assemble_trace.store.searching import find
from tests.faults.small import Small, error, git, press

HOW_MANY = 100
SERVERS = 2
AT_ONCE = 20
ROOT = Path(__file__).resolve().parents[2]


def test_a_hundred_submissions_from_two_servers(small: Small) -> None:
    share = HOW_MANY // SERVERS
    origin = f"{small.proxy.target}/{small.upstream}.git"
    git(small.file.parent, "remote", "set-url", "origin", origin)
    servers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.many", str(small.data / "assemble-trace"),
             small.proxy.target + "/api/v3", str(small.file),
             str(share * number + 1), str(share * (number + 1)), str(AT_ONCE // SERVERS)],
            cwd=ROOT, env=small.environment, stderr=subprocess.PIPE, text=True,
        )
        for number in range(SERVERS)
    ]  # fmt: skip
    for server in servers:
        _, said = server.communicate(timeout=300)
        assert server.returncode == 0, said
        assert "Traceback" not in said

    service = small.service()
    listed = find(service.store, HistoryQuery(limit=200))
    assert listed.total == HOW_MANY
    traces = [service.store.trace(one.id) for one in listed.submissions]
    service.store.close()
    assert {error(trace, "ci") for trace in traces} == {"no_ci"}
    assert all(step.status == "passed" for trace in traces for step in trace.steps[:6])

    opened = {one["number"]: one["head_sha"] for one in small.done("pull_request.open")}
    planned = {trace.pull_request.number: trace.commit for trace in traces if trace.pull_request}
    assert len(opened) == HOW_MANY
    assert opened == planned
    assert len(small.done("repository.fork")) == 1
    for trace in traces:
        assert trace.branch and small.pushes(trace.branch) == [[None, trace.commit]]

    with closing(sqlite3.connect(small.data / "assemble-trace" / "traces.db")) as connection:
        rows = connection.execute("select submission, sequence from events order by id").fetchall()
    sequences = defaultdict(list)
    for name, sequence in rows:
        sequences[name].append(sequence)
    for trace in traces:
        assert sequences[trace.id] == list(range(1, trace.sequence + 1))

    repositories = sorted((small.forge / "repositories").glob("*.git"))
    assert repositories
    for repository in repositories:
        git(repository, "-c", "safe.directory=*", "fsck", "--strict", "--no-dangling")


@pytest.mark.asyncio
async def test_a_deleted_record_is_gone_and_its_pull_request_stays(small: Small) -> None:
    service = small.service()
    trace = await press(service, small)
    assert trace.pull_request is not None
    assert [one.id for one in (await service.history()).submissions] == [trace.id]
    await service.delete(trace.short_id)
    assert (await service.history()).total == 0
    with pytest.raises(TraceError, match="no trace"):
        await service.view(trace.id)
    with closing(sqlite3.connect(small.data / "assemble-trace" / "traces.db")) as connection:
        for table in ("submissions", "steps", "events", "objects"):
            assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)
    pull = small.rest("GET", f"/repos/{small.upstream}/pulls/{trace.pull_request.number}")
    assert (pull["state"], pull["head"]["sha"]) == ("open", trace.commit)

    # the same cell may be sent again, and gets a branch of its own
    view, existing = await service.plan(small.request(), small.file)
    assert not existing
    assert view.trace.branch == f"{trace.branch}-2"
    await service.close()
