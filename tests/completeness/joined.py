"""The join of a forge's audit log with what traces show, in both directions.

Each change that the log holds for a person belongs to exactly one row: a request of a step, or
the request of a remark under *since then*. They are joined by the request's id. There are two
cases in which the row has no id:

* The answer was lost, so nobody told us the id. The row says so (no status, or that of a
  gateway) and may stand for one change of the same method and path, and for no more than one.
* The change was not made from here, but by the same person on the forge's own pages, or its
  answer was lost after the fact. Then *since then* tells of it, without a request.

In the other direction, each row that claims a change has one in the log. A row claims none
where the forge refused, said that there was nothing to do, or gave no answer.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from assemble_trace.models import Request, SinceThen, Trace
from tests.faults.proxy import FaultProxy

#: What *since then* calls an action of the log.
TOLD = {
    "comment.create": "commented",
    "review.create": "reviewed",
    "pull_request.merge": "merged",
    "pull_request.closed": "closed",
    "pull_request.reopened": "reopened",
}


@dataclass(frozen=True)
class Change:
    """A line of the audit log."""

    id: int
    actor: str
    action: str
    repository: str | None
    method: str | None
    path: str | None
    request_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """What the two sides do not agree about."""

    left_out: list[Change]
    invented: list[Request | SinceThen]

    def __bool__(self) -> bool:
        return bool(self.left_out or self.invented)


def log(forge: Path, *, actor: str = "", after: int = 0) -> list[Change]:
    """Read the audit log, oldest line first: one actor's, or with none given, everybody's."""
    with closing(sqlite3.connect(forge / "forge.db")) as connection:
        found = connection.execute(
            "select id, actor, action, repository, method, path, request_id, changes from audit"
            " where id > ? and (actor = ? or ? = '') order by id",
            (after, actor, actor),
        ).fetchall()
    return [Change(*row[:7], json.loads(row[7])) for row in found]


def now(forge: Path) -> int:
    """Return the number of the log's last line."""
    return max((one.id for one in log(forge)), default=0)


def rows(traces: Iterable[Trace]) -> list[Request]:
    """Return every shown request that asked for a change."""
    shown: list[Request] = []
    for trace in traces:
        shown += [one for step in trace.steps for one in step.requests if one.changes]
        shown += [one.request for one in trace.since_then if one.request is not None]
    return shown


def told(traces: Iterable[Trace], actor: str) -> list[SinceThen]:
    """Return what *since then* tells of a person without a request.

    The attempts at one pull request all tell what happened to it, so it is told once a key.
    """
    happened = [one for trace in traces for one in trace.since_then if one.actor == actor]
    done = {one.key for one in happened if one.request is not None}
    return list({one.key: one for one in happened if one.key not in done}.values())


def join(changes: Sequence[Change], traces: Sequence[Trace], actor: str) -> Difference:
    """Join one person's lines of the log with what the traces show of them."""
    requests, tellings = rows(traces), told(traces, actor)
    behind: dict[int, int] = {}  # number of a row → how many requests it stands for
    left_out: list[Change] = []
    by_request: dict[str, list[Change]] = {}
    for change in changes:
        by_request.setdefault(change.request_id or f"none-{change.id}", []).append(change)
    unheard = []
    for key, group in by_request.items():
        exact = [number for number, row in enumerate(requests) if row.request_id == key]
        if exact:
            behind[exact[0]] = 1
        else:
            unheard.append(group)
    kinds = Counter(TOLD.get(change.action) for change in changes)
    for group in unheard:
        lost = [
            number
            for number, row in enumerate(requests)
            if number not in behind and _no_answer(row) and _same(row, group[0])
        ]
        seen = [one for one in tellings if one.kind == TOLD.get(group[0].action)]
        if lost:
            behind[lost[0]] = 1
        elif seen:
            tellings.remove(seen[0])
            kinds[seen[0].kind] -= 1
        else:
            left_out += group
    invented: list[Request | SinceThen] = [
        row for number, row in enumerate(requests) if number not in behind and claims(row)
    ]
    for one in tellings:  # such as the closing that a withdrawal has done
        kinds[one.kind] -= 1
        if kinds[one.kind] < 0:
            invented.append(one)
    return Difference(left_out, invented)


def claims(row: Request) -> bool:
    """Say whether a row says that something was changed."""
    if row.refused or _no_answer(row):
        return False
    return not (row.path.endswith("/merge-upstream") and _nothing_to_do(row.received or ""))


def _nothing_to_do(answer: str) -> bool:
    return bool(json.loads(answer)["merge_type"] == "none")


def _no_answer(row: Request) -> bool:
    return row.request_id is None and (row.status is None or row.status >= 500)


def _same(row: Request, change: Change) -> bool:
    path = unquote(row.path.partition("?")[0])
    return (row.method, path) == (change.method, unquote(change.path or ""))


def sent(proxy: FaultProxy) -> Counter[tuple[str, str, int | None]]:
    """Return every request that asked for a change, as it went over the wire."""
    return Counter(
        (one.method, one.path, one.status or None)
        for one in proxy.seen
        if one.method not in ("GET", "HEAD") and not one.path.endswith("git-upload-pack")
    )


def shown(traces: Iterable[Trace]) -> Counter[tuple[str, str, int | None]]:
    """Return the same, as the traces show it."""
    return Counter((one.method, one.path, one.status) for one in rows(traces))


def others(changes: Sequence[Change], traces: Sequence[Trace], login: str) -> Difference:
    """Join what others did to a pull request with what *since then* says of them.

    ``traces`` are all attempts that went to this pull request: what happened to it is told once
    a key, by one of them or by several.
    """
    kinds = set(TOLD.values())
    pull = traces[0].pull_request
    assert pull is not None
    done = [
        one
        for one in changes
        if one.actor != login
        and one.action in TOLD
        and one.repository == pull.repository
        and one.details.get("number") == pull.number
    ]
    happened = [one for trace in traces for one in trace.since_then if one.actor != login]
    seen = [one for one in {one.key: one for one in happened}.values() if one.kind in kinds]
    left_out = []
    for change in done:
        wanted = (change.actor, TOLD[change.action])
        fits = [one for one in seen if (one.actor, one.kind) == wanted]
        if fits:
            seen.remove(fits[0])
        else:
            left_out.append(change)
    return Difference(left_out, list(seen))
