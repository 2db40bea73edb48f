"""Keeping, putting away and deleting records. The record itself stays as it was written."""

from __future__ import annotations

from sqlalchemy import delete, update

from assemble_trace.errors import TraceError
from assemble_trace.models import Shelf
from assemble_trace.store.store import Store
from assemble_trace.store.tables import submissions


def put(store: Store, submission: str, shelf: Shelf) -> None:
    """Put a record into the list, among the kept ones, or away."""
    with store.engine.begin() as connection:
        connection.execute(
            update(submissions).where(submissions.c.id == submission).values(shelf=shelf)
        )


def discard(store: Store, submission: str) -> None:
    """Delete a record and everything kept with it. Raises ``record_kept`` where it is kept."""
    with store.engine.begin() as connection:
        gone = connection.execute(
            delete(submissions).where(submissions.c.id == submission, submissions.c.shelf != "kept")
        )
    if gone.rowcount != 1:
        store.standing(submission)  # raises where somebody else deleted it
        raise TraceError(
            "record_kept",
            "This record is kept, so it cannot be deleted.",
            advice="Release it first, if you want it gone.",
        )
