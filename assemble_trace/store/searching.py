"""The history: found by text and by what is known of each submission, a page at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_

from assemble_trace.commands import plain
from assemble_trace.errors import TraceError
from assemble_trace.models import HistoryQuery, TraceList, TraceSummary
from assemble_trace.store.store import Store
from assemble_trace.store.tables import submissions, words

_NAMES = [name for name in TraceSummary.model_fields if name != "person"]
_COLUMNS = [submissions.c[name] for name in _NAMES]
_NUMBER = re.compile(r"#[0-9]+")
_PRESSED = submissions.c.status != "planned"


def find(store: Store, query: HistoryQuery) -> TraceList:
    """Return a page of what is asked for, newest first, and how many there are in all.

    Plans that were never pressed are left out; so are archived submissions, unless they are
    asked for by a text or by their shelf. What was added or deleted meanwhile moves no page.
    """
    wanted = and_(_PRESSED, *_filters(query), *_texts(query.text))
    source = submissions.join(words) if query.text.split() else submissions
    count = select(func.count()).select_from(source).where(wanted)
    page = (
        select(*_COLUMNS, submissions.c.created_at.label("made"))
        .select_from(source)
        .where(wanted, *_older(query.after))
        .order_by(submissions.c.created_at.desc(), submissions.c.id.desc())
        .limit(query.limit + 1)
    )
    kinds = select(submissions.c.project, submissions.c.error).where(_PRESSED).distinct()
    with store.reading.connect() as connection:
        total = connection.execute(count).scalar_one()
        rows = connection.execute(page).mappings().all()
        known = connection.execute(kinds).all()
        shown = rows[: query.limit]
        people = _people(connection, [row["id"] for row in shown if row["imported"] is not None])
    return TraceList(
        submissions=[
            TraceSummary.model_validate(
                {name: row[name] for name in _NAMES} | {"person": people.get(row["id"])}
            )
            for row in shown
        ],
        total=total,
        projects=sorted({row.project for row in known if row.project}),
        errors=sorted({row.error for row in known if row.error}),
        next=f"{shown[-1]['made']!r}~{shown[-1]['id']}" if len(rows) > query.limit else None,
    )


def _people(connection: Connection, imported: Sequence[str]) -> dict[str, str | None]:
    """Return whose submissions these are. Documents are long, so only a few are read."""
    chosen = select(submissions.c.id, submissions.c.document).where(submissions.c.id.in_(imported))
    found = {}
    for name, document in connection.execute(chosen) if imported else ():
        plan = json.loads(document).get("plan") or {}
        found[name] = plain(plan["identity"]["login"]) if plan else None
    return found


def _filters(query: HistoryQuery) -> list[ColumnElement[bool]]:
    columns = submissions.c
    found = [
        columns[name] == value
        for name in ("path", "project", "verdict", "step", "error", "shelf")
        if (value := getattr(query, name)) is not None
    ]
    if query.status:
        found.append(columns.status.in_(query.status))
    if query.shelf is None and not query.text.split():
        found.append(columns.shelf != "archived")
    return found


def _texts(text: str) -> list[ColumnElement[bool]]:
    """Ask for every word, wherever it stands; ``#12`` is pull request 12 and not 123."""
    return [
        words.c.text.contains(f"\n{word}\n")
        if _NUMBER.fullmatch(word)
        else or_(
            words.c.text.contains(word, autoescape=True),
            submissions.c.error.contains(word, autoescape=True),
        )
        for word in text.casefold().split()
    ]


def _older(after: str) -> list[ColumnElement[bool]]:
    if not after:
        return []
    made, _, name = after.partition("~")
    try:
        place = tuple_(float(made), name)
    except ValueError as problem:
        raise TraceError(
            "request_malformed",
            "after is not where a page of the history ended.",
            advice="Take it from next of the page before.",
        ) from problem
    return [tuple_(submissions.c.created_at, submissions.c.id) < place]
