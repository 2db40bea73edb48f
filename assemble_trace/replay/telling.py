"""What happened in a step, told from the states in which it was written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assemble_trace.commands import plain
from assemble_trace.models import MomentKind, Request, SinceThen, StepRecord

#: Statuses in which a step has come to its end, for now.
ENDED = frozenset({"passed", "failed", "skipped", "cancelled", "interrupted"})


@dataclass
class Told:
    """A moment before it has its place. ``change`` is what it adds to the step's record.

    ``at`` is None where nobody wrote down when it was.
    """

    at: datetime | None
    kind: MomentKind
    text: str
    change: dict[str, Any] = field(default_factory=dict)


def states(
    record: StepRecord, lines: Sequence[str], written: Sequence[tuple[datetime | None, StepRecord]]
) -> Iterator[Told]:
    """Tell what changed from each state of a step to the next; it begins as pending.

    ``record`` is the step as it stands, ``lines`` are its shown lines.
    """
    before = StepRecord(key=record.key, title=record.title, purpose=record.purpose)
    begun = False
    for at, now in written:
        if _begins(before, now, begun):
            begun = True
            before = now.model_copy(
                update={"progress": None, "outcome": {}, "status": "running", "finished_at": None}
            )
            fresh = {"status": "running", "lines": 0, "progress": None, "outcome": {}}
            yield Told(now.started_at, "begun", plain(now.purpose), fresh | {"error": None})
            if record.status != "skipped":
                for count, line in enumerate(lines, 1):
                    yield Told(now.started_at, "typed", line, {"lines": count})
        yield from _moved(before, now, at, len(lines))
        before = now


def _begins(before: StepRecord, now: StepRecord, begun: bool) -> bool:
    if now.status in {"pending", "paused", "cancelled"} and not now.started_at:
        return False
    return not begun or (now.started_at is not None and now.started_at != before.started_at)


def _moved(before: StepRecord, now: StepRecord, at: datetime | None, lines: int) -> Iterator[Told]:
    same = (before.status, before.progress, before.outcome, before.error) == (
        now.status,
        now.progress,
        now.outcome,
        now.error,
    )
    if same and before.finished_at == now.finished_at:
        return
    known = {"progress": now.progress, "outcome": now.outcome, "error": now.error}
    known["status"] = now.status
    if now.status in ENDED:
        yield Told(now.finished_at or at, "ended", ending(now), known | {"lines": lines})
        said = now.outcome.get("Verdict")
        if said in {"accepted", "rejected"}:
            yield Told(now.finished_at or at, "verdict", verdict(said), {"verdict": said})
    elif now.status == "paused":
        yield Told(at, "progress", f"Paused before: {now.title}.", known)
    elif now.status == "waiting" or (now.status == "running" and now.progress):
        yield Told(at, "progress", plain(now.progress or f"{now.title} goes on."), known)


def ending(record: StepRecord) -> str:
    """Say how a step ended, in one sentence."""
    if record.error is not None:
        return plain(record.error.message)
    if record.status == "skipped":
        return plain(f"{record.title}: {record.outcome.get('Skipped', 'there was nothing to do')}.")
    return f"{record.title}: {record.status}."


def verdict(said: str) -> str:
    """Say a verdict as a sentence."""
    return f"The feature was {said}."


def since(event: SinceThen) -> str:
    """Say what somebody did later, in one sentence."""
    if not event.text:
        return plain(f"{event.actor} {event.kind} it.")
    said = event.kind in {"commented", "reviewed"}
    return plain(f"{event.actor}{f' {event.kind}' if said else ''}: {event.text}")


def exchange(request: Request) -> str:
    """Say what was asked of a forge, and what it answered."""
    answer = "no answer was heard" if request.status is None else str(request.status)
    return plain(f"{request.method} {request.path} → {answer}")


def requests(record: StepRecord) -> Iterator[Told]:
    """Tell of a step's requests, in the order of its record."""
    latest: datetime | None = None
    for count, request in enumerate(record.requests, 1):
        latest = request.at if latest is None else max(latest, request.at)
        yield Told(latest, "request", exchange(request), {"requests": count})
