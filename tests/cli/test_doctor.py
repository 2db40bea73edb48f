from __future__ import annotations

import pytest
from click.testing import CliRunner

from assemble_trace import sandbox
from assemble_trace.cli.doctor import doctor
from assemble_trace.sandbox import Isolation


def line(monkeypatch: pytest.MonkeyPatch, isolation: Isolation) -> str:
    """The line about isolation."""
    monkeypatch.setattr(sandbox, "probe", lambda: isolation)
    said = CliRunner().invoke(doctor).output
    (found,) = [one for one in said.splitlines() if "isolation" in one]
    return found


def test_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    said = line(monkeypatch, Isolation("bubblewrap", own_user=True, landlock=7))
    assert said.split() == ["ok", "isolation", "bubblewrap,", "own", "user"]


def test_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    said = line(monkeypatch, Isolation("landlock", landlock=7, why="Because."))
    assert said.startswith("ok ") and said.endswith("landlock ABI 7, same user. Because.")


def test_none_is_never_called_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    said = line(monkeypatch, Isolation("none", why="Install bubblewrap."))
    assert said.startswith("LIMITED ") and said.endswith("limits only: Install bubblewrap.")
