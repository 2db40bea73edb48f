"""What the forge knows, as plain values: one class a table, read with `one` and `many`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Select

from . import database

#: ``user`` owns what is theirs, ``maintainer`` may push and merge everywhere (it is shown
#: as a bot), ``admin`` may do everything and read the audit log.
Role = Literal["user", "maintainer", "admin"]


@dataclass(frozen=True)
class User:
    """Somebody with a login."""

    id: int
    login: str
    name: str
    email: str
    role: Role
    created_at: str


@dataclass(frozen=True)
class Repository:
    """A repository with its owner. ``ready_at`` is seconds since 1970."""

    id: int
    uuid: str
    owner: User
    name: str
    description: str | None
    default_branch: str
    private: bool
    archived: bool
    parent_id: int | None
    source_id: int | None
    ready_at: float
    created_at: str
    updated_at: str
    pushed_at: str

    @property
    def full_name(self) -> str:
        """``owner/name``."""
        return f"{self.owner.login}/{self.name}"


@dataclass(frozen=True)
class Pull:
    """A pull request. ``state`` is open or closed; merged ones are closed with ``merged_at``."""

    id: int
    repository_id: int
    number: int
    head_repository_id: int
    head_branch: str
    head_sha: str
    base_branch: str
    base_sha: str
    title: str
    body: str | None
    user_id: int
    state: str
    merge_commit_sha: str | None
    merged_by_id: int | None
    merged_at: str | None
    closed_at: str | None
    created_at: str
    updated_at: str


@dataclass(frozen=True)
class Remark:
    """A comment, a review, or a comment on a line of the diff."""

    id: int
    pull_id: int
    kind: Literal["comment", "review", "line"]
    user_id: int
    body: str
    state: str | None
    commit_sha: str | None
    path: str | None
    line: int | None
    created_at: str
    updated_at: str


@dataclass(frozen=True)
class Event:
    """Something that happened to a pull request."""

    id: int
    pull_id: int
    kind: str
    user_id: int
    commit_sha: str | None
    created_at: str


@dataclass(frozen=True)
class CheckRun:
    """One check of one commit. ``job`` is the key of the job that will complete it."""

    id: int
    repository_id: int
    head_sha: str
    pull_id: int | None
    job: str | None
    external_id: str
    name: str
    status: str
    conclusion: str | None
    details_url: str | None
    title: str | None
    summary: str | None
    text: str | None
    started_at: str
    completed_at: str | None


@dataclass(frozen=True)
class Status:
    """A commit status, the older kind of check."""

    id: int
    repository_id: int
    sha: str
    context: str
    state: str
    description: str | None
    target_url: str | None
    creator_id: int
    created_at: str


T = TypeVar("T", User, Pull, Remark, Event, CheckRun, Status)


def many(connection: Connection, kind: type[T], query: Select[Any]) -> list[T]:
    """Every row of the query as a record of that kind."""
    names = {field.name for field in fields(kind)}
    return [
        kind(**{name: value for name, value in row._mapping.items() if name in names})
        for row in connection.execute(query)
    ]


def one(connection: Connection, kind: type[T], query: Select[Any]) -> T | None:
    """The first row of the query, if there is one."""
    found = many(connection, kind, query.limit(1))
    return found[0] if found else None


def repositories(connection: Connection, query: Select[Any]) -> list[Repository]:
    """Every repository of a query on `database.repositories`, with its owner."""
    rows = connection.execute(query).mappings().all()
    owners = {
        user.id: user
        for user in many(
            connection,
            User,
            database.users.select().where(
                database.users.c.id.in_({row["owner_id"] for row in rows})
            ),
        )
    }
    left_out = {"owner_id", "name_key"}
    return [
        Repository(
            owner=owners[row["owner_id"]],
            **{name: value for name, value in row.items() if name not in left_out},
        )
        for row in rows
    ]
