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
    pressed are left out, unless asked for.
    """
    root, before = name, known.revises if known else name
    with store.reading.connect() as connection:
        while before is not None:
            root = before
            row = connection.execute(
                select(submissions.c.revises).where(submissions.c.id == root)
            ).first()
            before = row.revises if row else None
        found: list[str] = []
        wave = [root]
        while wave:
            found += wave
            wave = list(
                connection.execute(
                    select(submissions.c.id).where(
                        submissions.c.revises.in_(wave),
                        (submissions.c.status != "planned") | (submissions.c.id == name),
                    )
                ).scalars()
            )
    traces = []
    for one in found:
        try:
            traces.append(known if known and known.id == one else store.trace(one))
        except TraceError:  # it was deleted; what followed it still belongs together
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
