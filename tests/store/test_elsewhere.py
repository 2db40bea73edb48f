"""What looks at every test's store: that it compares, and notices what is not the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from assemble_trace.errors import TraceError
from assemble_trace.store import Store, open_store
from tests.elsewhere import Elsewhere
from tests.replay.kept import accepted


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one submission."""
    made = open_store(f"sqlite:///{tmp_path / 'traces.db'}")
    accepted(made, tmp_path / "work")
    return made


def test_it_counts_what_it_compared(store: Store, elsewhere: Elsewhere, tmp_path: Path) -> None:
    assert elsewhere.check(tmp_path / "traces.db") == 1
    assert elsewhere.check(tmp_path / "traces.db") == 1  # the other store is empty again
    assert elsewhere.check(tmp_path / "nothing.db") == 0


def test_a_changed_row_is_noticed(store: Store, elsewhere: Elsewhere, tmp_path: Path) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE words SET text = text || 'more'"))

    with pytest.raises(AssertionError):
        elsewhere.check(tmp_path / "traces.db")


def test_a_lost_row_is_noticed(store: Store, elsewhere: Elsewhere, tmp_path: Path) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM words"))

    with pytest.raises(AssertionError):
        elsewhere.check(tmp_path / "traces.db")


def test_only_what_is_no_store_is_passed_over(
    store: Store, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    (tmp_path / "broken.db").write_text("this is not a database, it is a letter\n" * 100)
    assert elsewhere.check(tmp_path / "broken.db") == 0
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(TraceError):
        elsewhere.check(tmp_path / "traces.db")
