"""What was written down of a submission, in order: the events, which nobody ever changes."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from assemble_trace.store.store import Store
from assemble_trace.store.tables import events


class Happened(NamedTuple):
    """One writing: when (seconds since 1970), what of (a step's key, or else), and what."""

    at: float
    kind: str
    document: str


def happened(store: Store, submission: str) -> list[Happened]:
    """Return all that was written down of a submission, by its id, oldest first."""
    with store.reading.connect() as connection:
        rows = connection.execute(
            select(events.c.at, events.c.kind, events.c.document)
            .where(events.c.submission == submission)
            .order_by(events.c.sequence)
        )
        return [Happened(row.at, row.kind, row.document) for row in rows]
