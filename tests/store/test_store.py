"""The store: what is written is there, for every process, once."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from assemble_trace.errors import TraceError
from assemble_trace.models import Cell, ErrorRecord, HistoryQuery, Source, Submission
from assemble_trace.steps import STEPS
from assemble_trace.store import Store, open_store, opening
from assemble_trace.store.attempts import family, free, of_cell
from assemble_trace.store.opening import on_network
from assemble_trace.store.searching import find


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'traces.db'}")


def submission(name: str = "one", **fields: object) -> Submission:
    return Submission(
        id=f"id-{name}",
        short_id=name,
        created_at=datetime.now(UTC),
        source=Source(path="a.ipynb", cells=[Cell(id="c", index=0, source="x = 1")]),
        **fields,
    )


def create(store: Store, made: Submission, digest: str | None = None) -> None:
    records = [step.record().model_dump(mode="json") for step in STEPS]
    store.create(made.model_dump(mode="json"), records, {"python": "3"}, digest)


def test_a_new_submission_has_seven_pending_steps_in_order(store: Store) -> None:
    create(store, submission())
    trace = store.trace("one")
    assert [step.key for step in trace.steps] == [
        "lint", "fork", "branch", "commit", "push", "pull_request", "ci",
    ]  # fmt: skip
    assert {step.status for step in trace.steps} == {"pending"}
    assert (trace.sequence, trace.environment) == (1, {"python": "3"})
    assert store.trace("id-one") == trace


def test_an_outcome_and_the_next_intent_are_one_transaction_and_two_events(
    store: Store, tmp_path: Path
) -> None:
    made = submission()
    create(store, made)
    ended, begun = STEPS[0].record(), STEPS[1].record()
    ended.status, begun.status, made.status = "passed", "running", "running"
    documents = [one.model_dump(mode="json") for one in (made, begun, ended)]
    assert store.write(documents[0], documents[1], "fork", documents[2]) == 3
    trace = store.trace("one")
    assert [step.status for step in trace.steps[:3]] == ["passed", "running", "pending"]
    with sqlite3.connect(tmp_path / "traces.db") as connection:
        rows = connection.execute("select sequence, kind from events order by id").fetchall()
    assert rows == [(1, "planned"), (2, "lint"), (3, "fork")]


def test_readers_do_not_wait_for_a_writer(store: Store, tmp_path: Path) -> None:
    create(store, submission())
    writer = sqlite3.connect(tmp_path / "traces.db", isolation_level=None)
    writer.execute("begin immediate")
    writer.execute("update submissions set status = 'running'")
    assert store.trace("one").status == "planned"
    assert store.abandoned() == []
    writer.execute("commit")
    writer.close()
    assert store.abandoned() == ["id-one"]


def test_each_write_is_one_event_and_one_sequence_number(store: Store, tmp_path: Path) -> None:
    made = submission()
    create(store, made)
    record = STEPS[0].record()
    record.status = "passed"
    made.status = "running"
    first = store.write(made.model_dump(mode="json"), record.model_dump(mode="json"), "lint")
    second = store.write(made.model_dump(mode="json"), None, "submission")
    assert (first, second) == (2, 3)
    trace = store.trace("one")
    assert (trace.status, trace.steps[0].status, trace.sequence) == ("running", "passed", 3)
    rows = sqlite3.connect(tmp_path / "traces.db").execute(
        "SELECT sequence, kind, document FROM events ORDER BY sequence"
    )
    events = [(sequence, kind, json.loads(document)["status"]) for sequence, kind, document in rows]
    assert events == [
        (1, "planned", "planned"),
        (2, "lint", "passed"),
        (3, "submission", "running"),
    ]


def test_a_deleted_record_is_gone_with_everything_kept(store: Store, tmp_path: Path) -> None:
    create(store, submission())
    store.keep_objects("id-one", [("a" * 40, "blob", b"x")])
    store.delete("id-one")
    with pytest.raises(TraceError) as missing:
        store.trace("one")
    assert missing.value.code == "trace_not_found"
    database = sqlite3.connect(tmp_path / "traces.db")
    for table in ("submissions", "steps", "events", "objects"):
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    with pytest.raises(TraceError):
        store.write(submission().model_dump(mode="json"), None, "late")


def test_objects_are_kept_once(store: Store) -> None:
    create(store, submission())
    store.keep_objects("id-one", [("a" * 40, "blob", b"x")])
    store.keep_objects("id-one", [("a" * 40, "blob", b"x"), ("b" * 40, "tree", b"y")])
    kept = sorted(store.kept_objects("id-one"))
    assert kept == [("a" * 40, "blob", b"x"), ("b" * 40, "tree", b"y")]


def test_a_lease_is_held_by_one_until_it_expires(store: Store) -> None:
    create(store, submission(status="running"))
    assert store.claim("id-one", "ada", 60)
    assert store.claim("id-one", "ada", 60)
    assert not store.claim("id-one", "grace", 60)
    assert store.abandoned() == []
    assert store.claim("id-one", "ada", -1)
    assert store.abandoned() == ["id-one"]
    assert store.claim("id-one", "grace", 60)
    store.release("id-one", "ada")
    assert not store.claim("id-one", "ada", 60)
    store.release("id-one", "grace")
    assert store.claim("id-one", "ada", 60)


def test_only_submissions_at_work_can_be_abandoned(store: Store) -> None:
    for status in ("planned", "submitted", "failed", "cancelled", "interrupted"):
        create(store, submission(status, status=status))
    create(store, submission("waits", status="waiting"))
    assert store.abandoned() == ["id-waits"]


def test_nobody_is_missed_on_a_paused_submission(store: Store) -> None:
    create(store, submission("rests", status="paused"), "digest")
    assert store.abandoned() == []
    assert store.same("digest") == "id-rests"


def test_a_family_is_found_from_each_of_its_members(store: Store) -> None:
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    for number, (name, revises) in enumerate(
        [("a", None), ("b", "id-a"), ("c", "id-b"), ("gone", "id-b"), ("alone", None)]
    ):
        kind = "withdraw" if name == "gone" else "revise" if revises else "submit"
        status = "planned" if name == "c" else "submitted"
        made = submission(name, status=status, kind=kind, revises=revises, attempt=2)
        made.created_at = begun + timedelta(minutes=number)
        create(store, made, f"digest-{name}")
    assert [one.short_id for one in family(store, "id-a")] == ["a", "b", "gone"]
    assert [one.short_id for one in family(store, "id-gone")] == ["a", "b", "gone"]
    assert [one.short_id for one in family(store, "id-c")] == ["a", "b", "c", "gone"]
    assert [one.short_id for one in family(store, "id-alone")] == ["alone"]
    assert of_cell(store, "a.ipynb", "c") == ["id-alone", "id-b", "id-a"]
    assert of_cell(store, "a.ipynb", "other") == []
    page = find(store, HistoryQuery()).submissions
    assert [(one.short_id, one.kind, one.attempt) for one in page][:2] == [
        ("alone", "submit", 2), ("gone", "withdraw", 2),
    ]  # fmt: skip
    free(store, ["id-a", "id-b"])
    assert store.same("digest-a") is None
    assert store.same("digest-alone") == "id-alone"
    store.delete("id-a")  # what followed it still belongs together
    assert [one.short_id for one in family(store, "id-gone")] == ["b", "gone"]


def test_the_same_content_is_found_only_where_it_reached_a_forge(store: Store) -> None:
    create(store, submission("failed", status="failed"), "digest")
    assert store.same("digest") is None
    create(store, submission("sent", status="submitted"), "digest")
    assert store.same("digest") == "id-sent"


def test_old_plans_are_forgotten_and_nothing_else(store: Store) -> None:
    create(store, submission("plan"))
    create(store, submission("sent", status="submitted"))
    store.forget_plans(time.time() + 1)
    with pytest.raises(TraceError):
        store.trace("plan")
    assert store.trace("sent").status == "submitted"


def test_a_wish_to_cancel_is_seen_by_other_processes(store: Store, tmp_path: Path) -> None:
    create(store, submission(status="running"))
    other = open_store(f"sqlite:///{tmp_path / 'traces.db'}")
    assert not store.cancel_asked("id-one")
    other.ask_to_cancel("id-one", True)
    assert store.cancel_asked("id-one")


def test_processes_write_side_by_side_without_losing_a_number(store: Store, tmp_path: Path) -> None:
    made = submission()
    create(store, made)
    program = (
        "import json, sys; from assemble_trace.store import open_store\n"
        "store = open_store(sys.argv[1]); made = json.loads(sys.argv[2])\n"
        "for _ in range(25): store.write(made, None, 'x')\n"
    )
    arguments = [f"sqlite:///{tmp_path / 'traces.db'}", made.model_dump_json()]
    writers = [subprocess.Popen([sys.executable, "-c", program, *arguments]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert store.trace("one").sequence == 76
    rows = sqlite3.connect(tmp_path / "traces.db").execute("SELECT sequence FROM events")
    assert sorted(row[0] for row in rows) == list(range(1, 77))


def test_a_store_is_durable_and_migrated(store: Store, tmp_path: Path) -> None:
    with store.engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert (mode, version) == ("wal", "0003")


def test_a_sure_write_waits_for_the_disk_and_so_does_everything_where_there_is_no_log(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def how(opened: Store, *, sure: bool) -> list[str]:
        said: list[str] = []
        event.listen(opened.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
        opened.write(made.model_dump(mode="json"), None, "x", sure=sure)
        return [one for one in said if "synchronous" in one][:1]

    made = submission()
    create(store, made)
    assert how(store, sure=True) == ["PRAGMA synchronous=FULL"]
    assert how(store, sure=False) == ["PRAGMA synchronous=NORMAL"]
    assert how(store, sure=True) == ["PRAGMA synchronous=FULL"]
    assert store.trace("one").sequence == 4

    monkeypatch.setattr(opening, "on_network", lambda path: True)
    elsewhere = open_store(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    create(elsewhere, made)
    assert how(elsewhere, sure=False) == ["PRAGMA synchronous=FULL"]


def test_a_store_of_the_first_version_is_brought_up_to_date(store: Store, tmp_path: Path) -> None:
    create(store, submission("old", status="submitted"), "digest")
    ci = STEPS[-1].record()
    ci.status, ci.error = "failed", ErrorRecord(code="no_ci", message="No checks ran.")
    old = submission("old", status="submitted").model_dump(mode="json")
    store.write(old, ci.model_dump(mode="json"), "ci")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX submissions_by_revises")
        connection.exec_driver_sql("DROP INDEX submissions_by_age")
        connection.exec_driver_sql("CREATE INDEX submissions_by_age ON submissions (created_at)")
        connection.exec_driver_sql("DROP TABLE words")
        for column in ("kind", "attempt", "revises", "error", "shelf", "imported"):
            connection.exec_driver_sql(f"ALTER TABLE submissions DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    store.close()
    opened = open_store(f"sqlite:///{tmp_path / 'traces.db'}")
    assert [one.short_id for one in family(opened, "id-old")] == ["old"]
    page = find(opened, HistoryQuery(text="X = 1")).submissions
    assert [(one.kind, one.attempt, one.error) for one in page] == [("submit", 1, "no_ci")]
    assert opened.same("digest") == "id-old"


def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from assemble_trace.store.tables import metadata

    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_store_of_a_newer_version_is_left_alone(store: Store, tmp_path: Path) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(TraceError) as newer:
        open_store(f"sqlite:///{tmp_path / 'traces.db'}")
    assert newer.value.code == "store_newer"


def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "traces.db").write_text("this is not a database, it is a letter\n" * 100)
    with pytest.raises(TraceError) as broken:
        open_store(f"sqlite:///{tmp_path / 'traces.db'}")
    assert broken.value.code == "store_unreadable"


def test_this_machines_own_disk_is_no_network(tmp_path: Path) -> None:
    assert not on_network(tmp_path / "traces.db")
