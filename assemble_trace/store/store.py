"""Reading and writing traces. Every write is one transaction and one event."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, and_, delete, insert, or_, select, update

from assemble_trace.errors import TraceError
from assemble_trace.models import (
    AT_WORK,
    STEP_KEYS,
    Shelf,
    StepRecord,
    Submission,
    Trace,
)
from assemble_trace.store.tables import events, objects, steps, submissions, words
from assemble_trace.store.wording import stands_at, words_of


class Store:
    """The traces of one learner, shared by every process on the same data directory.

    What it is given is already redacted: only the recorder writes here. Its methods wait
    for the disk, so call them off the event loop.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reading = engine.execution_options(reads=True)
        self.passing = engine.execution_options(passing=True)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # -- writing -------------------------------------------------------------------------

    def create(
        self,
        submission: Mapping[str, Any],
        records: Iterable[Mapping[str, Any]],
        environment: Mapping[str, str],
        digest: str | None,
    ) -> int:
        """Add a submission with all its steps. Returns its first sequence number."""
        records = list(records)
        row = (
            summary(submission)
            | stands_at(records)
            | {
                "id": submission["id"],
                "short_id": submission["short_id"],
                "created_at": seconds(submission["created_at"]),
                "kind": submission["kind"],
                "attempt": submission["attempt"],
                "revises": submission["revises"],
                "environment": json.dumps(environment),
                "digest": digest,
                "sequence": 1,
            }
        )
        with self.engine.begin() as connection:
            connection.execute(insert(submissions).values(row))
            for record in records:
                connection.execute(insert(steps).values(step_row(submission["id"], record)))
            text = words_of(submission)
            connection.execute(insert(words).values(submission=submission["id"], text=text))
            connection.execute(_event(submission["id"], 1, "planned", submission))
        return 1

    def write(
        self,
        submission: Mapping[str, Any],
        record: Mapping[str, Any] | None,
        kind: str,
        before: Mapping[str, Any] | None = None,
        *,
        sure: bool = True,
    ) -> int:
        """Replace the summary of a submission, and of one step, and append the event.

        ``before`` is a step that ended just before, with an event of its own. A write that is
        not ``sure`` outlives every process, and the machine once a sure one has followed.
        Returns the new sequence number. Raises `TraceError` ``trace_not_found`` when the record
        was deleted meanwhile.
        """
        name = submission["id"]
        more = 1 if before is None else 2
        values = summary(submission) | {"sequence": submissions.c.sequence + more}
        if record is not None:
            values["step"] = record["key"]
            values["error"] = (record.get("error") or {}).get("code")
        text = words_of(submission)
        with (self.engine if sure else self.passing).begin() as connection:
            sequence: int | None = connection.execute(
                update(submissions)
                .where(submissions.c.id == name)
                .values(values)
                .returning(submissions.c.sequence)
            ).scalar()
            if sequence is None:
                raise missing(name)
            for step in (before, record):
                if step is not None:
                    connection.execute(
                        update(steps)
                        .where(and_(steps.c.submission == name, steps.c.key == step["key"]))
                        .values(document=json.dumps(step))
                    )
            connection.execute(
                update(words)
                .where(words.c.submission == name, words.c.text != text)
                .values(text=text)
            )
            if before is not None:
                connection.execute(_event(name, sequence - 1, before["key"], before))
            connection.execute(_event(name, sequence, kind, record or submission))
        return sequence

    def keep_objects(self, submission: str, kept: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep git objects (sha, type, content) with a submission; known ones are left."""
        with self.passing.begin() as connection:
            known = set(
                connection.execute(
                    select(objects.c.sha).where(objects.c.submission == submission)
                ).scalars()
            )
            rows = [
                {"submission": submission, "sha": sha, "type": kind, "data": data}
                for sha, kind, data in kept
                if sha not in known
            ]
            if rows:
                connection.execute(insert(objects), rows)

    def delete(self, submission: str) -> None:
        """Delete a record and everything kept with it. Nothing on the forge changes."""
        with self.engine.begin() as connection:
            gone = connection.execute(delete(submissions).where(submissions.c.id == submission))
            if gone.rowcount != 1:
                raise missing(submission)

    # -- leases --------------------------------------------------------------------------

    def claim(self, submission: str, owner: str, seconds: float) -> bool:
        """Take the lease of a submission, if nobody holds it. ``seconds`` is its length."""
        now = time.time()
        with self.passing.begin() as connection:
            taken = connection.execute(
                update(submissions)
                .where(
                    submissions.c.id == submission,
                    or_(
                        submissions.c.lease_owner.is_(None),
                        submissions.c.lease_owner == owner,
                        submissions.c.lease_until < now,
                    ),
                )
                .values(lease_owner=owner, lease_until=now + seconds)
            )
            return taken.rowcount == 1

    def release(self, submission: str, owner: str) -> None:
        """Give a lease back."""
        with self.passing.begin() as connection:
            connection.execute(
                update(submissions)
                .where(submissions.c.id == submission, submissions.c.lease_owner == owner)
                .values(lease_owner=None, lease_until=None)
            )

    def abandoned(self) -> list[str]:
        """Return the ids of submissions at work whose lease has expired."""
        with self.reading.connect() as connection:
            found = connection.execute(
                select(submissions.c.id).where(
                    submissions.c.status.in_(AT_WORK),
                    submissions.c.imported.is_(None),
                    or_(
                        submissions.c.lease_until.is_(None),
                        submissions.c.lease_until < time.time(),
                    ),
                )
            )
            return list(found.scalars())

    def ask_to_cancel(self, submission: str, wanted: bool) -> None:
        """Note that a submission should stop before its next step, or that it may go on."""
        with self.passing.begin() as connection:
            connection.execute(
                update(submissions).where(submissions.c.id == submission).values(cancel=int(wanted))
            )

    def cancel_asked(self, submission: str) -> bool:
        """Say whether somebody asked for a submission to stop."""
        with self.reading.connect() as connection:
            return bool(
                connection.execute(
                    select(submissions.c.cancel).where(submissions.c.id == submission)
                ).scalar()
            )

    # -- reading -------------------------------------------------------------------------

    def trace(self, name: str) -> Trace:
        """Return a trace by its id or its short id. Raises ``trace_not_found``."""
        with self.reading.connect() as connection:
            row = (
                connection.execute(
                    select(submissions).where(
                        or_(submissions.c.id == name, submissions.c.short_id == name)
                    )
                )
                .mappings()
                .first()
            )
            if row is None:
                raise missing(name)
            found = connection.execute(
                select(steps.c.document)
                .where(steps.c.submission == row["id"])
                .order_by(steps.c.position)
            )
            records = [StepRecord.model_validate_json(document) for document in found.scalars()]
        return trace_of(row, records)

    def standing(self, submission: str) -> tuple[Shelf, datetime | None]:
        """Return where a record is, and when it was read in, if it did not happen here."""
        with self.reading.connect() as connection:
            row = connection.execute(
                select(submissions.c.shelf, submissions.c.imported).where(
                    submissions.c.id == submission
                )
            ).first()
        if row is None:
            raise missing(submission)
        read_in = row.imported
        return row.shelf, None if read_in is None else datetime.fromtimestamp(read_in, UTC)

    def pulse(self) -> dict[str, int]:
        """Return the sequence numbers of the newest submissions, by id."""
        with self.reading.connect() as connection:
            rows = connection.execute(
                select(submissions.c.id, submissions.c.sequence)
                .where(submissions.c.status != "planned")
                .order_by(submissions.c.created_at.desc())
                .limit(50)
            )
            return {row.id: row.sequence for row in rows}

    def same(self, digest: str) -> str | None:
        """Return the id of the newest submission of the same content that goes or went its way.

        What was read in went its way elsewhere.
        """
        with self.reading.connect() as connection:
            found: str | None = connection.execute(
                select(submissions.c.id)
                .where(
                    submissions.c.digest == digest,
                    submissions.c.imported.is_(None),
                    submissions.c.status.in_({"submitted", "paused"} | AT_WORK),
                )
                .order_by(submissions.c.created_at.desc())
                .limit(1)
            ).scalar()
            return found

    def forget_plans(self, older_than: float) -> None:
        """Drop plans that were never pressed, made before a time (seconds since 1970)."""
        with self.engine.begin() as connection:
            connection.execute(
                delete(submissions).where(
                    submissions.c.status == "planned", submissions.c.created_at < older_than
                )
            )

    def kept_objects(self, submission: str) -> list[tuple[str, str, bytes]]:
        """Return the git objects kept with a submission: (sha, type, content)."""
        with self.reading.connect() as connection:
            rows = connection.execute(
                select(objects.c.sha, objects.c.type, objects.c.data).where(
                    objects.c.submission == submission
                )
            )
            return [(row.sha, row.type, row.data) for row in rows]


def summary(submission: Mapping[str, Any]) -> dict[str, Any]:
    plan = submission.get("plan") or {}
    first = submission["source"]["cells"][0]["source"] if submission["source"]["cells"] else ""
    return {
        "status": submission["status"],
        "verdict": submission["verdict"],
        "title": plan.get("title") or _first_line(first) or "(empty cell)",
        "project": (plan.get("project") or {}).get("name"),
        "path": submission["source"]["path"],
        "document": json.dumps(submission),
    }


def _first_line(code: str) -> str:
    """Return what stands for a title; not every database keeps a zero in a text."""
    return code.strip().partition("\n")[0][:80].replace("\0", "\ufffd")


def step_row(submission: str, record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "submission": submission,
        "key": record["key"],
        "position": STEP_KEYS.index(record["key"]),
        "document": json.dumps(record),
    }


def _event(submission: str, sequence: int, kind: str, document: Mapping[str, Any]) -> Any:
    return insert(events).values(
        submission=submission,
        sequence=sequence,
        at=time.time(),
        kind=kind,
        document=json.dumps(document),
    )


def trace_of(row: Mapping[Any, Any], records: list[StepRecord]) -> Trace:
    """Return a trace from its row (document, environment, short_id, sequence) and its steps."""
    submission = Submission.model_validate_json(row["document"])
    plan = submission.plan
    return Trace(
        id=submission.id,
        short_id=row["short_id"],
        created_at=submission.created_at,
        kind=submission.kind,
        attempt=submission.attempt,
        revises=submission.revises,
        stepwise=submission.stepwise,
        predicted=submission.predicted,
        moved=submission.moved,
        status=submission.status,
        project=plan.project.name if plan else None,
        base=plan.base if plan else None,
        commit=plan.commit if plan else None,
        tree=plan.tree if plan else None,
        branch=plan.branch if plan else None,
        pull_request=submission.pull_request,
        verdict=submission.verdict,
        evaluation=submission.evaluation,
        trial=submission.trial,
        rebuilt=submission.rebuilt,
        environment=json.loads(row["environment"]),
        source=submission.source,
        plan=plan,
        fork=submission.fork,
        since_then=submission.since_then,
        steps=records,
        sequence=row["sequence"],
    )


def seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def missing(name: str) -> TraceError:
    return TraceError(
        "trace_not_found",
        f"There is no trace called {name!r} here.",
        advice="List the traces that there are with: assemble-trace traces list",
    )
