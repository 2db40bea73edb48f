"""What a forge says at its start of how contributed code is shut in."""

from __future__ import annotations

import pytest

from assemble_trace import sandbox
from assemble_trace.practice_forge.serving import shut_in
from assemble_trace.practice_forge.settings import Settings
from assemble_trace.sandbox import Isolation


@pytest.mark.parametrize(
    ("isolation", "settings", "sentence"),
    [
        (
            Isolation("bubblewrap", own_user=True),
            Settings(shared=True),
            "Contributed code is shut in by bubblewrap and a user of its own: no network, no other"
            " files.",
        ),
        (
            Isolation("none", why="There is no bubblewrap."),
            Settings(),
            "Contributed code is not isolated: limits only. There is no bubblewrap.",
        ),
        (
            Isolation("none", why="There is no bubblewrap."),
            Settings(shared=True),
            "No contributed code is run: this machine cannot shut it in. There is no bubblewrap.",
        ),
        (
            Isolation("none"),
            Settings(dask_scheduler="tcp://h:1"),
            "Contributed code is run by the cluster at tcp://h:1, shut in as its machines can.",
        ),
    ],
)
def test_it_says_what_is_in_force(
    monkeypatch: pytest.MonkeyPatch, isolation: Isolation, settings: Settings, sentence: str
) -> None:
    monkeypatch.setattr(sandbox, "probe", lambda: isolation)
    assert shut_in(settings) == sentence
