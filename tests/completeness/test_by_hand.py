"""The join tells when a row is taken out or put in by hand, on either side."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from assemble_trace.models import Request, SinceThen, Trace
from tests.completeness.joined import Change, join, log, now, rows
from tests.faults.small import Small, go_on, press


@pytest_asyncio.fixture
async def whole(small: Small) -> tuple[Trace, list[Change]]:
    """A submission whose pull request was opened, and whose fork's answer was lost."""
    start, service = now(small.forge), small.service()
    small.proxy.lose("POST", r"/forks$")
    trace = await go_on(service, (await press(service, small)).id)
    changes = log(small.forge, actor=small.login, after=start)
    assert not join(changes, [trace], small.login)
    assert [one.action for one in changes] == ["repository.fork", "push", "pull_request.open"]
    await service.close()
    return trace, changes


def copy(trace: Trace) -> Trace:
    """Return a trace to change by hand."""
    return trace.model_copy(deep=True)


@pytest.mark.asyncio
async def test_a_row_taken_out_of_the_trace(
    whole: tuple[Trace, list[Change]], small: Small
) -> None:
    trace, changes = whole
    claimed = {one.request_id for one in changes}
    for row in rows([trace]):
        if row.request_id is not None and row.request_id not in claimed:
            continue  # there was nothing to bring up to date
        changed = copy(trace)
        for step in changed.steps:
            step.requests = [one for one in step.requests if one != row]
        found = join(changes, [changed], small.login)
        assert len(found.left_out) == 1 and not found.invented, row


@pytest.mark.asyncio
async def test_a_row_put_into_the_trace(whole: tuple[Trace, list[Change]], small: Small) -> None:
    trace, changes = whole
    made = [one for one in rows([trace]) if one.request_id and one.status != 200]
    again = made[-1].model_copy()
    other = made[-1].model_copy(update={"request_id": uuid.uuid4().hex.upper()})
    for row in (again, other):
        changed = copy(trace)
        changed.steps[-1].requests.append(row)
        found = join(changes, [changed], small.login)
        assert (found.left_out, found.invented) == ([], [row])


@pytest.mark.asyncio
async def test_a_remark_put_into_the_trace(whole: tuple[Trace, list[Change]], small: Small) -> None:
    trace, changes = whole
    for kind in ("commented", "reviewed", "merged", "closed"):
        changed = copy(trace)
        remark = SinceThen(at=datetime.now(UTC), kind=kind, actor=small.login, text="", key="k")
        changed.since_then.append(remark)
        assert join(changes, [changed], small.login).invented == [remark]
        request = Request(
            kind="rest", method="POST", path="/api/v3/x", status=201, milliseconds=1,
            at=datetime.now(UTC), changes=True, request_id="MADE UP",
        )  # fmt: skip
        remark.request = request
        assert join(changes, [changed], small.login).invented == [request]


@pytest.mark.asyncio
async def test_a_line_taken_out_of_the_log(whole: tuple[Trace, list[Change]], small: Small) -> None:
    trace, changes = whole
    assert changes[0].action == "repository.fork"
    for line in changes[1:]:
        found = join([one for one in changes if one != line], [trace], small.login)
        assert [row.request_id for row in found.invented] == [line.request_id]
        assert not found.left_out
    # the fork's answer was lost, and the trace says so: it claims nothing
    assert not join(changes[1:], [trace], small.login)


@pytest.mark.asyncio
async def test_a_line_put_into_the_log(whole: tuple[Trace, list[Change]], small: Small) -> None:
    trace, changes = whole
    for line in changes:
        more = replace(line, id=10**6, request_id=uuid.uuid4().hex.upper())
        found = join([*changes, more], [trace], small.login)
        assert (found.left_out, found.invented) == ([more], []), line
        unasked = replace(line, id=10**6, request_id=None)
        assert join([*changes, unasked], [trace], small.login).left_out == [unasked]
