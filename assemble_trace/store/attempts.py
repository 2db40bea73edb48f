"""Which submissions belong together: attempts at one contribution, and their withdrawals."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import select, update

from assemble_trace.errors import TraceError
from assemble_trace.models import Trace
from assemble_trace.store.store import Store
from assemble_trace.store.tables import submissions


def family(store: Store, name: str, known: Trace | None = None) -> list[Trace]:
    """Return a submission with all that it follows and all that follow it, oldest first.

    ``name`` is an id, ``known`` its trace where it was read just now. Plans that were never
    pressed are left out, unless asked for. What was read in and what happened here are never of
    one family, whatever the one says of the other.
    """
    root, before = name, known.revises if known else name
    passed: set[str] = set()
    there = True
    with store.reading.connect() as connection:
        here = connection.execute(
            select(submissions.c.imported.is_(None)).where(submissions.c.id == name)
        ).scalar()
        imported = submissions.c.imported
        alike = imported.is_not(None) if here is False else imported.is_(None)
        while before is not None and before not in passed:  # what was read in may go in circles
            root = before
            passed.add(root)
            row = connection.execute(
                select(submissions.c.revises).where(submissions.c.id == root, alike)
            ).first()
            before = row.revises if row else None
            there = row is not None
        found: list[str] = []
        wave = [root]
        while wave:
            found += wave
            wave = list(
                connection.execute(
                    select(submissions.c.id).where(
                        submissions.c.revises.in_(wave),
                        submissions.c.id.not_in(found),
                        alike,
                        (submissions.c.status != "planned") | (submissions.c.id == name),
                    )
                ).scalars()
            )
    traces = []
    if not there:  # deleted, or not of this family; what followed it still belongs together
        found.remove(root)
    for one in found:
        try:
            traces.append(known if known and known.id == one else store.trace(one))
        except TraceError:  # deleted just now
            continue
    return sorted(traces, key=lambda trace: trace.created_at)


def of_cell(store: Store, path: str, cell: str) -> list[str]:
    """Return the ids of pressed submissions that began with a cell of a path, newest first."""
    query = (
        select(submissions.c.id, submissions.c.document)
        .where(
            submissions.c.path == path,
            submissions.c.status != "planned",
            submissions.c.kind != "withdraw",
            submissions.c.imported.is_(None),
        )
        .order_by(submissions.c.created_at.desc())
    )
    with store.reading.connect() as connection:
        return [row.id for row in connection.execute(query) if _first_cell(row.document) == cell]


def free(store: Store, names: Iterable[str]) -> None:
    """Let the content of submissions be submitted anew: `Store.same` finds them no more."""
    with store.engine.begin() as connection:
        connection.execute(
            update(submissions).where(submissions.c.id.in_(list(names))).values(digest=None)
        )


def _first_cell(document: str) -> str | None:
    cells = json.loads(document)["source"]["cells"]
    return cells[0]["id"] if cells else None
