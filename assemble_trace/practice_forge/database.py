"""The forge's memory, apart from git: SQLAlchemy Core tables in one SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
)

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String, nullable=False),
    Column("login_key", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("role", String, nullable=False),
    Column("created_at", String, nullable=False),
    sqlite_autoincrement=True,
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("sha256", String, nullable=False, unique=True),
    Column("created_at", String, nullable=False),
    Column("revoked_at", String),
)

repositories = Table(
    "repositories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", String, nullable=False, unique=True),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("name_key", String, nullable=False),
    Column("description", String),
    Column("default_branch", String, nullable=False),
    Column("private", Boolean, nullable=False, default=False),
    Column("archived", Boolean, nullable=False, default=False),
    Column("parent_id", ForeignKey("repositories.id")),
    Column("source_id", ForeignKey("repositories.id")),
    Column("ready_at", Float, nullable=False, default=0.0),
    Column("created_at", String, nullable=False),
    Column("updated_at", String, nullable=False),
    Column("pushed_at", String, nullable=False),
    UniqueConstraint("owner_id", "name_key"),
    sqlite_autoincrement=True,
)

pulls = Table(
    "pulls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("repository_id", ForeignKey("repositories.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("head_repository_id", ForeignKey("repositories.id"), nullable=False, index=True),
    Column("head_branch", String, nullable=False),
    Column("head_sha", String, nullable=False),
    Column("base_branch", String, nullable=False),
    Column("base_sha", String, nullable=False),
    Column("title", String, nullable=False),
    Column("body", String),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("state", String, nullable=False),
    Column("merge_commit_sha", String),
    Column("merged_by_id", ForeignKey("users.id")),
    Column("merged_at", String),
    Column("closed_at", String),
    Column("created_at", String, nullable=False),
    Column("updated_at", String, nullable=False),
    UniqueConstraint("repository_id", "number"),
    sqlite_autoincrement=True,
)

#: Everything said about a pull request: ``comment``, ``review`` and ``line`` (of a diff).
#: ``key`` keeps what the forge says by itself from being said twice.
remarks = Table(
    "remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pull_id", ForeignKey("pulls.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("body", String, nullable=False),
    Column("state", String),
    Column("commit_sha", String),
    Column("path", String),
    Column("line", Integer),
    Column("key", String, unique=True),
    Column("created_at", String, nullable=False),
    Column("updated_at", String, nullable=False),
    sqlite_autoincrement=True,
)

#: What happened to a pull request: opened, synchronized, closed, reopened, merged.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pull_id", ForeignKey("pulls.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("commit_sha", String),
    Column("created_at", String, nullable=False),
    sqlite_autoincrement=True,
)

check_runs = Table(
    "check_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("repository_id", ForeignKey("repositories.id"), nullable=False),
    Column("head_sha", String, nullable=False, index=True),
    Column("pull_id", ForeignKey("pulls.id")),
    Column("job", String, index=True),
    Column("external_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("status", String, nullable=False),
    Column("conclusion", String),
    Column("details_url", String),
    Column("title", String),
    Column("summary", String),
    Column("text", String),
    Column("started_at", String, nullable=False),
    Column("completed_at", String),
    sqlite_autoincrement=True,
)

statuses = Table(
    "statuses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("repository_id", ForeignKey("repositories.id"), nullable=False),
    Column("sha", String, nullable=False, index=True),
    Column("context", String, nullable=False),
    Column("state", String, nullable=False),
    Column("description", String),
    Column("target_url", String),
    Column("creator_id", ForeignKey("users.id"), nullable=False),
    Column("created_at", String, nullable=False),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("repository", String),
    Column("method", String),
    Column("path", String),
    Column("request_id", String),
    Column("changes", JSON, nullable=False),
    sqlite_autoincrement=True,
)


class Database:
    """The SQLite file: readers never wait, a writer has it for itself."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(
            f"sqlite:///{path}", pool_size=16, max_overflow=48, connect_args={"timeout": 30}
        )
        event.listen(self._engine, "connect", _configure)
        # The driver must not begin by itself: see `write`.
        with self.write() as connection:
            metadata.create_all(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for looking things up; each statement sees what is committed."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer runs beside; committed when the block ends well."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("rollback")
                raise
            connection.exec_driver_sql("commit")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _configure(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def now() -> str:
    """The time as GitHub writes it: ``YYYY-MM-DDTHH:MM:SSZ``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
