"""Check runs and commit statuses: what is known about a commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from . import audit, database
from .database import Database, now
from .problems import invalid, not_found
from .records import CheckRun, Pull, Repository, Status, User, many, one

_TABLE = database.check_runs

_STATUSES = ("queued", "in_progress", "completed")
_CONCLUSIONS = (
    "success",
    "failure",
    "neutral",
    "cancelled",
    "skipped",
    "timed_out",
    "action_required",
)

#: A check run's text may not be longer (characters), as on GitHub.
MAX_TEXT = 65_535


class CheckRuns:
    """The check runs and statuses of one forge."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, repository: Repository, run_id: int) -> CheckRun:
        """The check run of that number; 404 if the repository has none."""
        query = _TABLE.select().where(
            _TABLE.c.id == run_id, _TABLE.c.repository_id == repository.id
        )
        with self._db.read() as connection:
            found = one(connection, CheckRun, query)
        if found is None:
            raise not_found()
        return found

    def find(self, repository: Repository, sha: str, **equal: str) -> list[CheckRun]:
        """The latest run of every name on a commit, in the order they were made."""
        query = _TABLE.select().where(
            _TABLE.c.repository_id == repository.id, _TABLE.c.head_sha == sha
        )
        with self._db.read() as connection:
            runs = many(connection, CheckRun, query.order_by(_TABLE.c.id))
        latest = {run.name: run for run in runs}
        kept = sorted(latest.values(), key=lambda run: run.id)
        return [run for run in kept if all(getattr(run, k) == v for k, v in equal.items())]

    def commits(self, repository: Repository) -> list[str]:
        """The commits that have check runs."""
        query = select(_TABLE.c.head_sha).where(_TABLE.c.repository_id == repository.id)
        with self._db.read() as connection:
            return list(connection.execute(query.distinct()).scalars())

    def of_pull(self, pull: Pull, sha: str) -> list[CheckRun]:
        """Every run of a commit that was made for this pull request."""
        query = _TABLE.select().where(_TABLE.c.pull_id == pull.id, _TABLE.c.head_sha == sha)
        with self._db.read() as connection:
            return many(connection, CheckRun, query.order_by(_TABLE.c.id))

    def of_job(self, *jobs: str) -> list[CheckRun]:
        """The runs that these jobs will complete."""
        query = _TABLE.select().where(_TABLE.c.job.in_(jobs)).order_by(_TABLE.c.id)
        with self._db.read() as connection:
            return many(connection, CheckRun, query)

    def unfinished_jobs(self) -> list[str]:
        """The keys of the jobs that have runs to complete, oldest first."""
        query = (
            select(_TABLE.c.job)
            .where(_TABLE.c.status != "completed", _TABLE.c.job.is_not(None))
            .order_by(_TABLE.c.id)
        )
        with self._db.read() as connection:
            return list(dict.fromkeys(connection.execute(query).scalars()))

    def create(
        self,
        repository: Repository,
        actor: User,
        sha: str,
        runs: Iterable[dict[str, Any]],
    ) -> list[CheckRun]:
        """Add runs to a commit."""
        made = []
        with self._db.write() as connection:
            for values in runs:
                values = {"status": "queued", "external_id": "", "started_at": now(), **values}
                _check(values)
                result = connection.execute(
                    _TABLE.insert().values(repository_id=repository.id, head_sha=sha, **values)
                )
                assert result.inserted_primary_key is not None
                made.append(result.inserted_primary_key[0])
                audit.note(
                    connection, actor.login, "check_run.create", repository.full_name,
                    sha=sha, name=values["name"], status=values["status"],
                )  # fmt: skip
            query = _TABLE.select().where(_TABLE.c.id.in_(made)).order_by(_TABLE.c.id)
            return many(connection, CheckRun, query)

    def update(self, actor: User | None, changes: dict[int, dict[str, Any]]) -> None:
        """Change several runs at once: number → values. Without actor it is not audited."""
        with self._db.write() as connection:
            for run_id, values in changes.items():
                if "conclusion" in values:
                    values = {"status": "completed", "completed_at": now(), **values}
                _check({"name": "-", **values})
                connection.execute(_TABLE.update().where(_TABLE.c.id == run_id).values(values))
                if actor is not None:
                    told = {k: values[k] for k in ("status", "conclusion") if k in values}
                    audit.note(connection, actor.login, "check_run.update", None, id=run_id, **told)

    # --- statuses -------------------------------------------------------------------------

    def add_status(
        self, repository: Repository, actor: User, sha: str, values: dict[str, Any]
    ) -> Status:
        """Add a commit status."""
        if values.get("state") not in ("error", "failure", "pending", "success"):
            raise invalid("Status", "state")
        table = database.statuses
        with self._db.write() as connection:
            result = connection.execute(
                table.insert().values(
                    repository_id=repository.id,
                    sha=sha,
                    context=str(values.get("context") or "default"),
                    state=values["state"],
                    description=values.get("description"),
                    target_url=values.get("target_url"),
                    creator_id=actor.id,
                    created_at=now(),
                )
            )
            assert result.inserted_primary_key is not None
            audit.note(
                connection, actor.login, "status.create", repository.full_name,
                sha=sha, state=values["state"],
            )  # fmt: skip
            query = table.select().where(table.c.id == result.inserted_primary_key[0])
            made = one(connection, Status, query)
        assert made is not None
        return made

    def statuses(self, repository: Repository, sha: str) -> list[Status]:
        """The statuses of a commit, newest first."""
        table = database.statuses
        query = (
            table.select()
            .where(table.c.repository_id == repository.id, table.c.sha == sha)
            .order_by(table.c.id.desc())
        )
        with self._db.read() as connection:
            return many(connection, Status, query)


def _check(values: dict[str, Any]) -> None:
    """422 for what GitHub would not take."""
    if not isinstance(values.get("name"), str) or not values["name"]:
        raise invalid("CheckRun", "name", "missing_field")
    if values.get("status", "queued") not in _STATUSES:
        raise invalid("CheckRun", "status")
    if values.get("conclusion", "success") not in (*_CONCLUSIONS, None):
        raise invalid("CheckRun", "conclusion")
    for name in ("title", "summary", "text", "details_url", "external_id", "started_at"):
        value = values.get(name)
        if value is not None and not isinstance(value, str):
            raise invalid("CheckRun", name)
        if value is not None and len(value) > MAX_TEXT:
            raise invalid("CheckRun", name, message=f"{name} exceeds a maximum of 65535 characters")
