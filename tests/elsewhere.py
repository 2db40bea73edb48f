"""Every submission that a test makes is carried to another store, and is there as it was here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from assemble_trace.errors import TraceError
from assemble_trace.models import AT_WORK
from assemble_trace.replay.bundles import pack, read
from assemble_trace.replay.timeline import timeline
from assemble_trace.store import Store, open_store
from assemble_trace.store.carrying import carry_in
from assemble_trace.store.tables import events, objects, steps, submissions, words
from tests.replay.readers import readable

#: What is a place's own, and not carried.
OWN = {"lease_owner", "lease_until", "cancel", "shelf", "imported"}


class Elsewhere:
    """The other store. It is emptied again after each submission."""

    def __init__(self, folder: Path) -> None:
        self.store = open_store(f"sqlite:///{folder / 'elsewhere.db'}")

    def check(self, database: Path) -> int:
        """Carry each submission of a database here, and compare all its rows.

        Returns how many there were: none where nothing was ever submitted, or where a test took
        the store apart.
        """
        if not database.exists():
            return 0
        try:
            here = open_store(f"sqlite:///{database}")
        except TraceError as problem:
            if problem.code != "store_unreadable":
                raise
            return 0
        try:
            pressed = select(submissions.c.id).where(submissions.c.status != "planned")
            with here.reading.connect() as connection:
                names = list(connection.execute(pressed).scalars())
            for name in names:
                self._compare(here, name)
            return len(names)
        finally:
            here.close()

    def _compare(self, here: Store, name: str) -> None:
        data = pack(here, name)
        bundle = read(data)
        carry_in(self.store, bundle.carried, 1.0)
        try:
            assert rows(self.store, name) == rows(here, name)
            assert pack(self.store, name) == data
            assert timeline(bundle.view(), bundle.happened()).view.trace.id == name
            readable(self.store, name)
        finally:
            self.store.delete(name)


def rows(store: Store, name: str) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a submission, but for what is a place's own."""
    found = {}
    with store.reading.connect() as connection:
        for table in (submissions, steps, events, words, objects):
            found[table.name] = _rows(connection.execute(_of(table, name)).mappings().all())
    only = found["submissions"][0]
    if only["status"] in AT_WORK:  # elsewhere, nobody is
        only["status"] = "interrupted"
    return found


def _of(table: Table, name: str) -> Any:
    key = table.c.id if table is submissions else table.c.submission
    order = [column for column in table.primary_key if column.name != "id"] or [
        table.c.get("sequence", key)
    ]
    return select(table).where(key == name).order_by(*order)


def _rows(found: Any) -> list[dict[str, Any]]:
    """Leave out what is a place's own; an event's ``id`` counts all events of a store."""
    return [
        {
            key: value
            for key, value in row.items()
            if key not in OWN and not (key == "id" and isinstance(value, int))
        }
        for row in found
    ]
