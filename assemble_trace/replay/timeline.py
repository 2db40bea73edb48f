"""A submission as it happened: its moments in order, from what was written down of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from assemble_trace.commands import plain
from assemble_trace.models import (
    STEP_KEYS,
    Mark,
    Moment,
    Replay,
    StepKey,
    StepRecord,
    TraceView,
)
from assemble_trace.replay import missing
from assemble_trace.replay.pace import paced
from assemble_trace.replay.telling import Told, requests, since, states, verdict
from assemble_trace.store.happened import Happened

#: What comes first of what a step did at the same time.
_RANK = {"begun": 0, "typed": 0, "request": 1, "progress": 2, "ended": 2, "verdict": 2}

Placed = tuple[datetime, StepKey | None, Told]
Written = tuple[datetime | None, StepRecord]


def timeline(view: TraceView, events: Sequence[Happened]) -> Replay:
    """Return how a trace came about. ``events`` are all writings of it, oldest first.

    Where they do not tell, as in a trace that was rebuilt, the steps' own records do.
    """
    written, unread = _written(view, events)
    placed = sorted(_placed(view, written), key=lambda one: one[0])
    moments = paced(list(_folded(placed)))
    begun = [one.offset for one in moments if one.kind == "begun"]
    during = [one.offset for one in moments if one.kind != "since"]
    return Replay(
        view=view,
        moments=moments,
        marks=_marks(view, moments),
        lasted=round(during[-1] - begun[0], 6) if begun else 0.0,
        duration=moments[-1].played if moments else 0.0,
        missing=missing.sentences(view, written, unread),
    )


def _written(
    view: TraceView, events: Sequence[Happened]
) -> tuple[dict[StepKey, list[Written]], bool]:
    """Return the states of each step as they were written down, the present one last.

    The second value says whether some of it could not be read.
    """
    found: dict[StepKey, list[Written]] = {record.key: [] for record in view.trace.steps}
    unread = False
    for event in events:
        key = next((key for key in STEP_KEYS if key == event.kind), None)
        if key is None or key not in found:
            continue
        try:
            state = _state(event.document)
        except ValueError:
            unread = True
            continue
        found[key].append((datetime.fromtimestamp(event.at, UTC), state))
    for record in view.trace.steps:
        latest = found[record.key][-1][1] if found[record.key] else None
        if latest is None or _tells(latest) != _tells(record):
            at = record.finished_at or record.started_at
            if record.status != "pending":
                found[record.key].append((at, record))
    return found, unread


def _state(document: str) -> StepRecord:
    """Read a step's state; its requests and commands are those of the record as it stands."""
    fields: Any = json.loads(document)
    if isinstance(fields, dict):
        fields |= {"requests": [], "commands": []}
    return StepRecord.model_validate(fields)


def _tells(record: StepRecord) -> dict[str, Any]:
    return record.model_dump(
        include={"status", "started_at", "finished_at", "outcome", "progress", "error"}
    )


def _placed(view: TraceView, written: dict[StepKey, list[Written]]) -> Iterator[Placed]:
    """Give each moment its time; one whose time nobody knows comes when the one before did."""
    first = end = _first(view, written)
    said = False
    for record in view.trace.steps:
        lines = [plain(line.text) for line in view.shown.get(record.key, [])]
        latest = first
        step: list[Placed] = []
        for told in states(record, lines, written[record.key]):
            latest = max(latest, told.at or end)
            said = said or told.kind == "verdict"
            step.append((latest, record.key, told))
        latest = first
        for told in requests(record):
            latest = max(latest, told.at or end)
            step.append((latest, record.key, told))
        yield from sorted(step, key=lambda one: (one[0], _RANK[one[2].kind]))
        end = max([end, *(one[0] for one in step)])
    if view.trace.verdict != "none" and not said:
        told = Told(end, "verdict", verdict(view.trace.verdict), {"verdict": view.trace.verdict})
        yield end, None, told
    for count, event in enumerate(view.trace.since_then, 1):
        # CI's end is told when we noticed it: a forge's bot may have spoken before that.
        at = max(event.at, end)
        yield at, None, Told(at, "since", since(event), {"since": count})


def _first(view: TraceView, written: dict[StepKey, list[Written]]) -> datetime:
    """Return the earliest time that is known of."""
    told = [one for states in written.values() for at, state in states
            for one in (at, state.started_at, state.finished_at)]  # fmt: skip
    known = [one for one in told if one is not None]
    known += [request.at for step in view.trace.steps for request in step.requests]
    return min(known, default=view.trace.created_at)


def _folded(placed: Sequence[Placed]) -> Iterator[Moment]:
    """Let each moment carry what is known from then on."""
    known: dict[StepKey | None, dict[str, Any]] = {}
    everywhere: dict[str, Any] = {"since": 0, "verdict": None}
    for at, key, told in placed:
        here = known.setdefault(key, {"status": "pending"} if key else {})
        for name, value in told.change.items():
            (everywhere if name in everywhere else here)[name] = value
        yield Moment(
            at=at,
            offset=round((at - placed[0][0]).total_seconds(), 6),
            played=0.0,
            kind=told.kind,
            step=key,
            text=told.text,
            **here,
            **everywhere,
        )


def _marks(view: TraceView, moments: Sequence[Moment]) -> list[Mark]:
    marks: list[Mark] = []
    for record in view.trace.steps:
        begins = (one for one in moments if one.step == record.key and one.kind != "request")
        if first := next(begins, None):
            title = plain(record.title)
            marks.append(
                Mark(key=record.key, title=title, played=first.played, status=record.status)
            )
    if since := next((one for one in moments if one.kind == "since"), None):
        marks.append(Mark(key="since", title="Since then", played=since.played))
    return sorted(marks, key=lambda one: one.played)
