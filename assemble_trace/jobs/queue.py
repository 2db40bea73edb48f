"""The durable queue: jobs in one SQLite file, whatever happens to the process."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

JobState = Literal["queued", "running", "done", "failed", "superseded"]

_TABLES = """
create table if not exists jobs (
    id integer primary key autoincrement,
    key text not null unique,
    kind text not null,
    "group" text not null,
    payload text not null,
    state text not null,
    attempts integer not null default 0,
    claim text,
    lease_until real,
    enqueued_at real not null,
    started_at real,
    finished_at real
);
create index if not exists jobs_by_state on jobs (state, id);
"""


@dataclass(frozen=True)
class Job:
    """One piece of work. ``claim`` names the claim under which it is held, times are seconds."""

    key: str
    kind: str
    group: str
    payload: dict[str, Any]
    state: JobState
    attempts: int
    claim: str | None
    enqueued_at: float
    started_at: float | None
    finished_at: float | None


class Queue:
    """Jobs in a SQLite file that several threads and processes may share."""

    def __init__(self, path: Path, *, lease_seconds: float = 30.0) -> None:
        self.lease_seconds = lease_seconds
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            path, timeout=30, isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        with self._lock:
            self._connection.execute("pragma journal_mode=wal")
            self._connection.execute("pragma synchronous=full")
            self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Close the file; running jobs are claimed again once their lease has expired."""
        with self._lock:
            self._connection.close()

    def enqueue(self, key: str, kind: str, payload: dict[str, Any], *, group: str = "") -> Job:
        """Put a job at the end of the line. The same key a second time changes nothing."""
        with self._lock:
            self._connection.execute(
                'insert into jobs (key, kind, "group", payload, state, enqueued_at)'
                " values (?, ?, ?, ?, 'queued', ?) on conflict (key) do nothing",
                (key, kind, group, json.dumps(payload), time.time()),
            )
            found = self.get(key)
        assert found is not None
        return found

    def get(self, key: str) -> Job | None:
        """The job of that key, whatever its state."""
        rows = self._jobs("where key = ?", key)
        return rows[0] if rows else None

    def claim(self) -> Job | None:
        """Take the first job that waits or whose runner has let its lease expire."""
        now = time.time()
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                rows = self._jobs(
                    "where state = 'queued' or (state = 'running' and lease_until < ?)"
                    " order by id limit 1",
                    now,
                )
                if rows:
                    self._connection.execute(
                        "update jobs set state = 'running', attempts = attempts + 1, claim = ?,"
                        " lease_until = ?, started_at = ? where key = ?",
                        (uuid.uuid4().hex, now + self.lease_seconds, now, rows[0].key),
                    )
            finally:
                self._connection.execute("commit")
            return self.get(rows[0].key) if rows else None

    def renew(self, job: Job) -> bool:
        """Keep a claimed job for another lease. False: somebody else has it, let it go."""
        return self._change(
            "update jobs set lease_until = ? where key = ? and claim = ? and state = 'running'",
            (time.time() + self.lease_seconds, job.key, job.claim),
        )

    def finish(self, job: Job, *, failed: bool = False) -> bool:
        """Mark a claimed job as over. False: it was over already, or is somebody else's."""
        return self._change(
            "update jobs set state = ?, finished_at = ?, lease_until = null"
            " where key = ? and claim = ? and state = 'running'",
            ("failed" if failed else "done", time.time(), job.key, job.claim),
        )

    def release(self, job: Job) -> bool:
        """Give a claimed job back untried. False: somebody else has it."""
        return self._change(
            "update jobs set state = 'queued', claim = null, lease_until = null,"
            " attempts = attempts - 1 where key = ? and claim = ? and state = 'running'",
            (job.key, job.claim),
        )

    def supersede(self, group: str, *, keep: str) -> list[str]:
        """Drop the waiting jobs of a group, except ``keep``; the keys of those dropped."""
        with self._lock:
            rows = self._connection.execute(
                "update jobs set state = 'superseded', finished_at = ?"
                " where \"group\" = ? and key <> ? and state = 'queued' returning key",
                (time.time(), group, keep),
            ).fetchall()
        return [str(row["key"]) for row in rows]

    def release_all(self) -> int:
        """Put running jobs back. Only for a caller who knows that no other runner lives."""
        with self._lock:
            return self._connection.execute(
                "update jobs set state = 'queued', claim = null, lease_until = null"
                " where state = 'running'"
            ).rowcount

    def line(self) -> list[Job]:
        """The jobs that wait, the next one first."""
        return self._jobs("where state = 'queued' order by id")

    def position(self, key: str) -> int | None:
        """Where the job stands in the line; 1 is next, None is not waiting."""
        for place, job in enumerate(self.line(), start=1):
            if job.key == key:
                return place
        return None

    def waits(self) -> bool:
        """Whether a job can be claimed."""
        condition = "where state = 'queued' or (state = 'running' and lease_until < ?) limit 1"
        return bool(self._jobs(condition, time.time()))

    def busy(self) -> bool:
        """Whether anything waits or runs."""
        return bool(self._jobs("where state in ('queued', 'running') limit 1"))

    def average_seconds(self, kind: str, *, last: int = 20) -> float | None:
        """How long the last finished jobs of a kind took; None when there were none."""
        jobs = self._jobs(
            "where kind = ? and state = 'done' order by finished_at desc limit ?", kind, last
        )
        spans = [
            job.finished_at - job.started_at
            for job in jobs
            if job.finished_at is not None and job.started_at is not None
        ]
        return sum(spans) / len(spans) if spans else None

    def _change(self, statement: str, values: tuple[object, ...]) -> bool:
        with self._lock:
            return self._connection.execute(statement, values).rowcount == 1

    def _jobs(self, condition: str, *values: object) -> list[Job]:
        with self._lock:
            rows = self._connection.execute(f"select * from jobs {condition}", values).fetchall()
        return [
            Job(
                key=row["key"],
                kind=row["kind"],
                group=row["group"],
                payload=json.loads(row["payload"]),
                state=row["state"],
                attempts=row["attempts"],
                claim=row["claim"],
                enqueued_at=row["enqueued_at"],
                started_at=row["started_at"],
                finished_at=row["finished_at"],
            )
            for row in rows
        ]
