"""The audit log: who changed what, when, and by which request."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, desc

from . import database
from .database import Database, now


@dataclass(frozen=True)
class Cause:
    """The request that is being answered."""

    method: str
    path: str
    request_id: str


#: Set by the server around every request; None when the forge acts by itself.
cause: ContextVar[Cause | None] = ContextVar("cause", default=None)


def note(
    connection: Connection, actor: str, action: str, repository: str | None, **changes: Any
) -> None:
    """Write a line into the log, within the transaction that makes the change."""
    why = cause.get()
    connection.execute(
        database.audit.insert().values(
            at=now(),
            actor=actor,
            action=action,
            repository=repository,
            method=why.method if why else None,
            path=why.path if why else None,
            request_id=why.request_id if why else None,
            changes=changes,
        )
    )


def read(db: Database, *, limit: int = 1000) -> list[dict[str, Any]]:
    """The latest lines, newest first."""
    query = database.audit.select().order_by(desc(database.audit.c.id)).limit(limit)
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
