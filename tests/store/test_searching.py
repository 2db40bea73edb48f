"""Finding submissions again: by text, by what is known of them, page by page."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.dialects import postgresql

from assemble_trace.errors import TraceError
from assemble_trace.models import (
    Cell,
    ErrorRecord,
    HistoryQuery,
    PullRequest,
    Source,
    StepKey,
    Submission,
)
from assemble_trace.steps import STEPS
from assemble_trace.store import Store, open_store, searching
from assemble_trace.store.searching import find
from assemble_trace.store.shelving import discard, put
from assemble_trace.store.tables import submissions
from tests.replay.stories import plan

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'traces.db'}")


def submission(short_id: str, code: str = "x = 1", **fields: Any) -> Submission:
    """Return a pressed submission of one cell."""
    return Submission(
        id=str(uuid.uuid4()),
        short_id=short_id,
        created_at=fields.pop("at", BEGUN),
        status=fields.pop("status", "submitted"),
        source=Source(
            path=fields.pop("path", "a.ipynb"), cells=[Cell(id="c", index=0, source=code)]
        ),
        **fields,
    )


def create(store: Store, made: Submission, failed: StepKey | None = None, code: str = "") -> str:
    """Write it down, with a step that failed where one did. Returns its id."""
    records = [step.record() for step in STEPS]
    for record in records:
        if record.key == failed:
            record.status, record.error = "failed", ErrorRecord(code=code, message="It failed.")
            record.started_at = record.finished_at = made.created_at
    documents = [record.model_dump(mode="json") for record in records]
    store.create(made.model_dump(mode="json"), documents, {}, None)
    return made.id


def found(store: Store, **asked: Any) -> list[str]:
    """Return the short ids of what is found."""
    return [one.short_id for one in find(store, HistoryQuery(**asked)).submissions]


def test_every_word_has_to_be_found_wherever_it_stands(store: Store) -> None:
    create(store, submission("calm-otter", "feature = Feature('Lot Area', log)"))
    create(store, submission("red-fox", "feature = Feature('Year Built', age)", path="Ära/ß.ipynb"))
    assert sorted(found(store, text="feature")) == ["calm-otter", "red-fox"]
    assert found(store, text="LOT  feature") == ["calm-otter"]
    assert found(store, text="lot year") == []
    assert found(store, text="otter") == ["calm-otter"]
    assert found(store, text="ÄRA/SS") == ["red-fox"]
    assert found(store, text="100%") == []
    assert found(store, text="lot_area") == []


def test_a_submission_is_found_by_whose_it_is(store: Store) -> None:
    create(store, submission("theirs", plan=plan("Ada-Lovelace")))
    create(store, submission("mine", plan=plan("learner")))
    assert found(store, text="ada-love") == ["theirs"]


def test_whose_it_is_is_said_of_what_was_read_in_only(store: Store) -> None:
    theirs = create(store, submission("theirs", plan=plan("ada"), at=BEGUN + timedelta(days=1)))
    refused = create(store, submission("refused", at=BEGUN + timedelta(days=2)))
    create(store, submission("mine", plan=plan("learner")))
    with store.engine.begin() as connection:
        for name in (theirs, refused):
            chosen = submissions.c.id == name
            connection.execute(update(submissions).where(chosen).values(imported=1.0))
    shown = find(store, HistoryQuery()).submissions
    assert [(one.short_id, one.person) for one in shown] == [
        ("refused", None), ("theirs", "ada"), ("mine", None),
    ]  # fmt: skip


def test_a_number_is_that_pull_request_and_no_longer_one(store: Store) -> None:
    for number in (1, 12, 123):
        pull = PullRequest(repository="ames/houses", number=number)
        create(store, submission(f"of-{number}", pull_request=pull))
    assert found(store, text="#12") == ["of-12"]
    assert found(store, text="#2") == []


def test_words_and_error_follow_what_is_written(store: Store) -> None:
    made = submission("calm-otter", status="running")
    create(store, made)
    assert found(store, text="#7") == []
    made.pull_request = PullRequest(repository="ames/houses", number=7)
    ci = next(step.record() for step in STEPS if step.key == "ci")
    ci.status, ci.error = "failed", ErrorRecord(code="feature_rejected", message="No.")
    store.write(made.model_dump(mode="json"), ci.model_dump(mode="json"), "ci")
    store.write(made.model_dump(mode="json"), None, "since then")
    assert found(store, text="#7") == ["calm-otter"]
    assert found(store, text="rejected") == ["calm-otter"]
    assert found(store, error="feature_rejected", step="ci") == ["calm-otter"]
    ci.status, ci.error = "running", None
    store.write(made.model_dump(mode="json"), ci.model_dump(mode="json"), "ci")
    assert found(store, error="feature_rejected") == []


def test_each_thing_known_can_be_asked_for(store: Store) -> None:
    create(store, submission("good", verdict="accepted"))
    create(store, submission("bad", verdict="rejected", path="b.ipynb"), "ci", "feature_rejected")
    create(store, submission("refused", status="failed"), "lint", "syntax_error")
    create(store, submission("at-work", status="running"))
    create(store, submission("waits", status="waiting"))
    create(store, submission("unpressed", status="planned"))
    assert found(store, verdict="accepted") == ["good"]
    assert found(store, path="b.ipynb") == ["bad"]
    assert found(store, error="syntax_error") == ["refused"]
    assert found(store, step="lint") == ["refused"]
    assert sorted(found(store, status=["running", "waiting"])) == ["at-work", "waits"]
    assert found(store, status=["planned"]) == []
    assert found(store, project="houses") == []
    assert found(store, verdict="rejected", text="b.ipynb", error="feature_rejected") == ["bad"]
    listed = find(store, HistoryQuery(verdict="accepted"))
    assert (listed.total, listed.errors) == (1, ["feature_rejected", "syntax_error"])


def test_pages_lose_and_repeat_nothing_where_times_are_equal(store: Store) -> None:
    for number in range(25):
        create(store, submission(f"s{number}", at=BEGUN + timedelta(microseconds=number // 10)))
    seen: list[str] = []
    after = ""
    while True:
        page = find(store, HistoryQuery(after=after, limit=4))
        seen += [one.short_id for one in page.submissions]
        assert page.total == 25 + (len(seen) > 4)
        if len(seen) == 4:  # something new, and something gone, between two pages
            create(store, submission("new", at=BEGUN + timedelta(hours=1)))
            create(store, submission("same", at=BEGUN + timedelta(microseconds=2), status="failed"))
            discard(store, page.submissions[-1].id)
        if page.next is None:
            break
        after = page.next
    seen = [one for one in seen if one != "same"]
    assert len(seen) == len(set(seen)) == 25
    assert {int(one[1:]) // 10 for one in seen[:5]} == {2}
    assert "new" not in seen


@pytest.mark.parametrize("after", ["yesterday", "~", "one~two"])
def test_a_page_that_begins_nowhere_is_refused(store: Store, after: str) -> None:
    with pytest.raises(TraceError) as refused:
        find(store, HistoryQuery(after=after))
    assert refused.value.code == "request_malformed"


def test_archived_ones_are_found_by_text_and_by_their_shelf_only(store: Store) -> None:
    name = create(store, submission("put-away"))
    create(store, submission("listed"))
    put(store, name, "archived")
    assert found(store) == ["listed"]
    assert found(store, shelf="archived") == ["put-away"]
    assert found(store, text="away") == ["put-away"]
    assert find(store, HistoryQuery(text="away")).submissions[0].shelf == "archived"
    put(store, name, "listed")
    assert sorted(found(store)) == ["listed", "put-away"]
    assert store.trace("put-away").sequence == 1  # it is about the record, and not in it


def test_a_kept_record_is_not_deleted_until_it_is_released(store: Store) -> None:
    name = create(store, submission("precious"))
    put(store, name, "kept")
    assert found(store, shelf="kept") == found(store) == ["precious"]
    with pytest.raises(TraceError) as refused:
        discard(store, name)
    assert refused.value.code == "record_kept"
    put(store, name, "listed")
    discard(store, name)
    assert found(store) == []
    with pytest.raises(TraceError) as gone:
        discard(store, name)
    assert gone.value.code == "trace_not_found"


def test_postgresql_is_asked_in_its_own_words() -> None:
    query = HistoryQuery(text="50% off", project="houses", after="1.5~a", status=["running"])
    wanted = searching._filters(query) + searching._texts(query.text) + searching._older("1.5~a")
    said = [str(one.compile(dialect=postgresql.dialect())) for one in wanted]
    assert any("LIKE '%%' || " in one and "ESCAPE '/'" in one for one in said)
    assert said[-1].startswith("(submissions.created_at, submissions.id) < (")
