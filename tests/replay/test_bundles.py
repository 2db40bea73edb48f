"""A submission goes into one file and comes out of it as it was."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.replay.bundles import pack, read
from assemble_trace.replay.timeline import timeline
from assemble_trace.store import Store
from assemble_trace.store.attempts import family, of_cell
from assemble_trace.store.carrying import carry_in, carry_out
from tests.replay.kept import ID, accepted, committed, new_store, record, refused, submission
from tests.replay.literal import plan, step

LATER = 1_800_000_000.0
OTHER = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path, "here")
    yield store
    store.close()


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path, "there")
    yield store
    store.close()


def test_every_row_is_the_same_on_the_other_side(here: Store, there: Store, tmp_path: Path) -> None:
    accepted(here, tmp_path / "repository")

    bundle = read(pack(here, "quiet-otter-0012"))

    assert carry_in(there, bundle.carried, LATER) == (ID, False)
    assert carry_out(there, ID) == carry_out(here, ID)
    assert bundle.remarks == []
    assert bundle.trace() == here.trace(ID) == there.trace(ID)
    assert there.standing(ID)[1] is not None


def test_the_same_record_is_the_same_file_wherever_it_is_packed(
    here: Store, there: Store, tmp_path: Path
) -> None:
    accepted(here, tmp_path / "repository")
    first = pack(here, ID)
    carry_in(there, read(first).carried, LATER)
    assert pack(here, ID) == first
    assert pack(there, ID) == first


def test_a_document_comes_back_as_the_very_text_that_it_was(here: Store, there: Store) -> None:
    refused(here)
    with here.engine.begin() as connection:  # written by something that puts spaces elsewhere
        connection.exec_driver_sql("update steps set document = ' ' || document")
    carry_in(there, read(pack(here, ID)).carried, LATER)
    assert carry_out(there, ID) == carry_out(here, ID)
    assert carry_out(there, ID).steps[0].startswith(" {")


def test_a_bundle_can_be_looked_into_with_ordinary_tools(here: Store, tmp_path: Path) -> None:
    made = accepted(here, tmp_path / "repository")
    data = pack(here, ID)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path / "unpacked")
    assert names[0] == "bundle.json"
    assert {"record.json", "pull-request.md", "pages/steps/push.md"} <= set(names)
    assert len([name for name in names if name.startswith("objects/")]) == 6
    assert "## maintainer commented" in (tmp_path / "unpacked/pull-request.md").read_text()
    assert made.plan is not None
    lines = subprocess.run(
        ["sh", "-c", "sha256sum $(find . -type f ! -name bundle.json | sed 's|^./||' | sort)"
         " | sha256sum"],
        cwd=tmp_path / "unpacked", capture_output=True, text=True, check=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert lines.stdout.split()[0] == read(data).digest
    named = subprocess.run(
        ["sha1sum", made.plan.commit], cwd=tmp_path / "unpacked/objects",
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert named.stdout.split()[0] == made.plan.commit


def test_the_pages_of_its_steps_and_errors_come_with_it(here: Store) -> None:
    refused(here)
    pages = read(pack(here, ID)).pages
    assert set(pages) == {
        "pages/steps/lint.md", "pages/steps/push.md", "pages/errors/push_refused.md",
    }  # fmt: skip
    assert pages["pages/steps/push.md"].startswith("## What\n")


def test_a_usual_bundle_is_small(here: Store, tmp_path: Path) -> None:
    accepted(here, tmp_path / "repository")
    assert len(pack(here, ID)) < 60_000


def test_it_is_played_from_the_file_alone(here: Store, tmp_path: Path) -> None:
    accepted(here, tmp_path / "repository")
    bundle = read(pack(here, ID))
    replay = timeline(bundle.view(), bundle.happened())
    assert [mark.key for mark in replay.marks] == ["lint", "commit", "push", "ci", "since"]


def test_the_same_again_is_here_already(here: Store, there: Store, tmp_path: Path) -> None:
    accepted(here, tmp_path / "repository")
    carried = read(pack(here, ID)).carried
    assert carry_in(there, carried, LATER) == (ID, False)
    assert carry_in(there, carried, LATER + 1) == (ID, True)
    assert carry_in(here, carried, LATER) == (ID, True)
    assert here.standing(ID)[1] is None  # it is still one's own


def test_something_else_under_its_id_is_refused(here: Store, there: Store) -> None:
    refused(here)
    earlier = read(pack(here, ID)).carried
    carry_in(there, earlier, LATER)
    here.write(submission().model_dump(mode="json"), None, "since then")
    with pytest.raises(TraceError) as problem:
        carry_in(there, read(pack(here, ID)).carried, LATER)
    assert problem.value.code == "record_differs"
    assert carry_out(there, ID) == earlier


def test_a_short_id_that_is_taken_gets_a_number(here: Store, there: Store, tmp_path: Path) -> None:
    refused(there, id=OTHER)
    accepted(here, tmp_path / "repository")
    carry_in(there, read(pack(here, ID)).carried, LATER)
    assert there.trace(ID).short_id == "quiet-otter-0012-2"
    assert there.trace("quiet-otter-0012").id == OTHER
    assert there.trace("quiet-otter-0012-2").id == ID
    assert pack(there, ID) == pack(here, ID)


def test_nobody_goes_on_with_what_was_under_way(here: Store, there: Store) -> None:
    made = submission(status="running", verdict="none", pull_request=None, since_then=[])
    record(here, made, step("lint", status="running", began=0))
    bundle = read(pack(here, ID))
    carry_in(there, bundle.carried, LATER)
    assert here.abandoned() == [ID]
    assert there.abandoned() == []
    view = bundle.view()
    assert (view.trace.status, view.trace.steps[0].status) == ("interrupted", "interrupted")
    assert (view.can_resume, view.can_cancel, view.can_next) == (False, False, False)
    assert carry_out(there, ID) == carry_out(here, ID)


def test_what_was_read_in_takes_the_place_of_nothing_here(here: Store, there: Store) -> None:
    refused(there)
    refused(here, id=OTHER, short_id="other-owl-0001", revises=ID, kind="revise", attempt=2)
    carry_in(there, read(pack(here, OTHER)).carried, LATER)
    assert [one.id for one in family(there, ID)] == [ID]
    assert [one.id for one in family(there, OTHER)] == [OTHER]
    assert of_cell(there, "rooms.ipynb", "a") == [ID]


def test_attempts_that_were_read_in_belong_together(here: Store, there: Store) -> None:
    refused(here)
    refused(here, id=OTHER, short_id="other-owl-0001", revises=ID, kind="revise", attempt=2)
    for name in (OTHER, ID):
        carry_in(there, read(pack(here, name)).carried, LATER)
    assert {one.id for one in family(there, ID)} == {ID, OTHER}
    assert {one.id for one in family(there, OTHER)} == {ID, OTHER}


def test_two_that_follow_each_other_in_a_circle_are_a_family_of_two(
    here: Store, there: Store
) -> None:
    refused(here, revises=OTHER)
    refused(here, id=OTHER, short_id="other-owl-0001", revises=ID)
    for name in (OTHER, ID):
        carry_in(there, read(pack(here, name)).carried, LATER)
    assert {one.id for one in family(there, ID)} == {ID, OTHER}


def test_missing_objects_are_said(here: Store, there: Store, tmp_path: Path) -> None:
    commit, tree, _ = committed(tmp_path / "repository")
    made = submission(plan=plan(commit=commit, tree=tree))
    record(here, made, step("commit", status="passed", began=0, ended=1))
    bundle = read(pack(here, ID))
    assert bundle.remarks == [
        "3 of its git objects are missing. It can be played, but its files cannot all be opened as"
        " they were."
    ]
    carry_in(there, bundle.carried, LATER)
    assert there.kept_objects(ID) == []


def test_a_plan_that_was_never_sent_is_not_carried(here: Store) -> None:
    made = submission(status="planned")
    here.create(made.model_dump(mode="json"), [step("lint").model_dump(mode="json")], {}, None)
    with pytest.raises(TraceError) as problem:
        pack(here, ID)
    assert problem.value.code == "nothing_to_export"


def test_what_is_found_by_its_words_is_found_on_the_other_side(here: Store, there: Store) -> None:
    refused(here)
    carry_in(there, read(pack(here, ID)).carried, LATER)
    with here.reading.connect() as one, there.reading.connect() as other:
        query = "select * from words"
        assert one.exec_driver_sql(query).all() == other.exec_driver_sql(query).all()
