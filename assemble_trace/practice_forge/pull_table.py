"""The rows of pull requests: finding and changing them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from . import database
from .database import Database, now
from .problems import not_found
from .records import Event, Pull, Repository, User, many

_TABLE = database.pulls


class PullTable:
    """What is written down about the pull requests of one forge."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, repository: Repository, number: int) -> Pull:
        """The pull request of that number; 404 if there is none."""
        found = self._find(
            _TABLE.select().where(
                _TABLE.c.repository_id == repository.id, _TABLE.c.number == number
            )
        )
        if not found:
            raise not_found()
        return found[0]

    def by_id(self, pull_id: int) -> Pull:
        """The pull request of that row."""
        found = self._find(_TABLE.select().where(_TABLE.c.id == pull_id))
        if not found:
            raise not_found()
        return found[0]

    def find(
        self,
        repository: Repository,
        *,
        state: str = "open",
        head: tuple[str, str] | None = None,
        base: str | None = None,
    ) -> list[Pull]:
        """Those of a repository, newest first. ``head`` is (owner, branch)."""
        query = _TABLE.select().where(_TABLE.c.repository_id == repository.id)
        if state != "all":
            query = query.where(_TABLE.c.state == state)
        if base is not None:
            query = query.where(_TABLE.c.base_branch == base)
        if head is not None:
            query = (
                query.join(
                    database.repositories,
                    database.repositories.c.id == _TABLE.c.head_repository_id,
                )
                .join(database.users, database.users.c.id == database.repositories.c.owner_id)
                .where(
                    database.users.c.login_key == head[0].lower(), _TABLE.c.head_branch == head[1]
                )
            )
        return self._find(query.order_by(_TABLE.c.number.desc()))

    def counts(self, repository: Repository) -> dict[str, int]:
        """How many are open and closed."""
        query = (
            select(_TABLE.c.state, func.count())
            .where(_TABLE.c.repository_id == repository.id)
            .group_by(_TABLE.c.state)
        )
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return {row[0]: row[1] for row in rows}

    def events(self, pull: Pull) -> list[Event]:
        """What happened to it, oldest first."""
        query = database.events.select().where(database.events.c.pull_id == pull.id)
        with self._db.read() as connection:
            return many(connection, Event, query.order_by(database.events.c.id))

    def _find(self, query: Select[Any]) -> list[Pull]:
        with self._db.read() as connection:
            return many(connection, Pull, query)

    # --- within a transaction -----------------------------------------------------------------

    def _next_number(self, connection: Connection, base: Repository) -> int:
        query = select(func.max(_TABLE.c.number)).where(_TABLE.c.repository_id == base.id)
        return int(connection.execute(query).scalar() or 0) + 1

    def _set(self, connection: Connection, pull: Pull, **values: Any) -> None:
        connection.execute(
            _TABLE.update().where(_TABLE.c.id == pull.id).values(updated_at=now(), **values)
        )

    def _note(
        self, connection: Connection, pull_id: int, kind: str, actor: User, commit: str | None
    ) -> None:
        connection.execute(
            database.events.insert().values(
                pull_id=pull_id, kind=kind, user_id=actor.id, commit_sha=commit, created_at=now()
            )
        )
