"""Carrying a submission out of one store and into another, byte for byte."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assemble_trace.errors import TraceError
from assemble_trace.models import AT_WORK
from assemble_trace.store.store import Store, missing, seconds, step_row, summary
from assemble_trace.store.tables import events, objects, steps, submissions, words
from assemble_trace.store.wording import words_of


@dataclass(frozen=True)
class CarriedEvent:
    """One event: its number, when it was written (seconds since 1970), what of, and what."""

    sequence: int
    at: float
    kind: str
    document: str


@dataclass(frozen=True)
class Carried:
    """Everything kept with one submission, but for what is a place's own.

    Documents are JSON text as it stands in the rows, steps and events in their order, objects
    as (sha, type, content) in the order of their ids. Leases, the shelf and whether it was read
    in stay where they are; the columns that are searched by are made of the documents.
    """

    document: str
    environment: str
    steps: list[str]
    objects: list[tuple[str, str, bytes]] = field(repr=False)
    digest: str | None = None
    step: str | None = None
    error: str | None = None
    sequence: int = 1
    events: list[CarriedEvent] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the submission's id."""
        return str(json.loads(self.document)["id"])

    @property
    def short_id(self) -> str:
        """Return the short id that it was given where it was made."""
        return str(json.loads(self.document)["short_id"])

    def record(self) -> tuple[object, ...]:
        """Return what a record says: two of the same id with the same are the same."""
        return (self.document, self.environment, self.sequence, self.steps, self.events,
                self.objects)  # fmt: skip


def carry_out(store: Store, name: str) -> Carried:
    """Return a submission as it is kept, by its id or its short id. Raises ``trace_not_found``."""
    with store.reading.connect() as connection:
        row = connection.execute(
            select(submissions.c.id).where(
                (submissions.c.id == name) | (submissions.c.short_id == name)
            )
        ).first()
        found = _read(connection, row.id) if row else None
    if found is None:
        raise missing(name)
    return found


def carry_in(store: Store, carried: Carried, imported: float) -> tuple[str, bool]:
    """Write down a submission as it was kept elsewhere, in one transaction.

    ``imported`` is when it was read in (seconds since 1970). A short id that is taken gets a
    number behind it; what was under way is found as interrupted, since nobody goes on with it.
    Returns the id, and whether the same was here already. Raises ``record_differs`` where
    something else is here under its id.
    """
    made = json.loads(carried.document)
    name = made["id"]
    with store.engine.begin() as connection:
        here = _read(connection, name)
        if here is not None:
            if here.record() != carried.record():
                raise _differs(made["short_id"])
            return name, True
        short_id = _free(connection, made["short_id"])
        _write(connection, carried, {"short_id": short_id, "imported": imported})
    return name, False


def take_again(store: Store, carried: Carried, imported: float) -> int:
    """Write down what was rebuilt, in place of what is here under its id, in one transaction.

    It stays on its shelf. Returns its sequence number, which grows with each look.
    """
    with store.engine.begin() as connection:
        here = connection.execute(
            select(submissions.c.sequence, submissions.c.shelf, submissions.c.short_id).where(
                submissions.c.id == carried.id
            )
        ).first()
        connection.execute(delete(submissions).where(submissions.c.id == carried.id))
        kept = {
            "short_id": here.short_id if here else _free(connection, carried.short_id),
            "sequence": here.sequence + 1 if here else 1,
            "imported": imported,
        }
        _write(connection, carried, kept | ({"shelf": here.shelf} if here else {}))
    return int(kept["sequence"])


def _write(connection: Connection, carried: Carried, more: dict[str, Any]) -> None:
    name = carried.id
    row, text = derived(carried)
    connection.execute(insert(submissions).values(row | more))
    connection.execute(insert(words).values(submission=name, text=text))
    for document in carried.steps:
        values = step_row(name, json.loads(document)) | {"document": document}
        connection.execute(insert(steps).values(values))
    for one in carried.events:
        connection.execute(insert(events).values(submission=name, **vars(one)))
    if carried.objects:
        connection.execute(
            insert(objects),
            [
                {"submission": name, "sha": sha, "type": kind, "data": data}
                for sha, kind, data in carried.objects
            ],
        )


def derived(carried: Carried) -> tuple[dict[str, Any], str]:
    """Return the columns of a submission that was carried in, and its words."""
    made = json.loads(carried.document)
    row = summary(made) | {
        "id": made["id"],
        "short_id": made["short_id"],
        "created_at": seconds(made["created_at"]),
        "kind": made.get("kind", "submit"),
        "attempt": made.get("attempt", 1),
        "revises": made.get("revises"),
        "environment": carried.environment,
        "digest": carried.digest,
        "step": carried.step,
        "error": carried.error,
        "sequence": carried.sequence,
        "document": carried.document,
    }
    if made["status"] in AT_WORK:
        row["status"] = "interrupted"
    return row, words_of(made)


def _read(connection: Connection, name: str) -> Carried | None:
    row = connection.execute(select(submissions).where(submissions.c.id == name)).first()
    if row is None:
        return None
    documents = connection.execute(
        select(steps.c.document).where(steps.c.submission == name).order_by(steps.c.position)
    )
    happened = connection.execute(
        select(events.c.sequence, events.c.at, events.c.kind, events.c.document)
        .where(events.c.submission == name)
        .order_by(events.c.sequence)
    )
    kept = connection.execute(
        select(objects.c.sha, objects.c.type, objects.c.data)
        .where(objects.c.submission == name)
        .order_by(objects.c.sha)
    )
    return Carried(
        document=row.document,
        environment=row.environment,
        digest=row.digest,
        step=row.step,
        error=row.error,
        sequence=row.sequence,
        steps=list(documents.scalars()),
        events=[CarriedEvent(*one) for one in happened],
        objects=[(one.sha, one.type, bytes(one.data)) for one in kept],
    )


def _free(connection: Connection, wanted: str) -> str:
    """Return a short id that nobody has here."""
    number, name = 1, wanted
    taken = submissions.c.short_id
    while connection.execute(select(taken).where(taken == name)).first():
        number += 1
        name = f"{wanted}-{number}"
    return name


def _differs(name: str) -> TraceError:
    return TraceError(
        "record_differs",
        f"{name} is here already, and its record is not the same.",
        advice="Delete the record that is here first, if the other one is to take its place.",
    )
