"""What a terminal shows of a replay."""

from __future__ import annotations

import pytest

from assemble_trace.models import TraceView
from assemble_trace.replay.terminal import Frame, frames
from assemble_trace.replay.terminal.pen import Pen
from assemble_trace.replay.timeline import timeline
from assemble_trace.store.happened import Happened
from tests.replay.hostile import hostile
from tests.replay.literal import failed, request, step, view, whole, wrote


def shown(record: TraceView, *events: Happened, width: int = 80) -> str:
    """Return all that is written, in so many columns and without colours."""
    pen = Pen(width, wraps=True, colour=False)
    return "".join(one.text for one in frames(timeline(record, events), pen))


def test_a_step_is_its_heading_what_was_typed_and_what_came_back() -> None:
    done = step("lint", status="passed", began=0, ended=0.25, outcome={"Style": "fine"})

    lines = shown(view(done, status="submitted")).splitlines()

    assert lines[0] == "Add rooms"
    assert lines[3].startswith("── 1 of 1  Lint ───")
    assert lines[3].endswith("─── 12:00:00 ──")
    assert len(lines[3]) == 80
    assert lines[4:8] == [
        "  What lint is for.",
        "  $ python -m pyflakes cell.py",
        "  ✓ Lint passed in 250 ms",
        "    Style  fine",
    ]


def test_what_failed_is_said_once_with_what_to_do() -> None:
    check = {"name": "Feature API", "conclusion": "failure", "title": "No value for 259 rows."}
    error = failed("api_failed").model_copy(
        update={"message": "Feature API: No value for 259 rows."}
    )
    done = step("ci", status="failed", began=0, ended=90, error=error, outcome={"checks": [check]})

    text = shown(view(done))

    assert text.count("No value for 259 rows.") == 1
    assert "  ✗ CI failed in 1 min 30 s\n    Try again.\n" in text


def test_asking_the_same_again_is_counted_and_not_shown() -> None:
    polls = [request(second) for second in (1, 2, 3)]
    done = step("ci", status="passed", began=0, ended=4, requests=polls)

    text = shown(view(done))

    assert text.count("GET /user") == 1
    assert "    and asked the same 2 times more\n" in text


def test_what_was_asked_before_a_step_stands_under_the_step() -> None:
    lint = step("lint", status="passed", began=5, ended=6)
    fork = step("fork", status="passed", began=7, ended=8, requests=[request(1, path="/early")])

    text = shown(view(lint, fork))

    assert text.index("── 2 of 2  Fork") < text.index("→ 200  GET /early")


def test_a_step_that_was_done_again_says_so() -> None:
    cut = step("push", status="interrupted", began=0, ended=1, error=failed("interrupted"))
    done = step("push", status="passed", began=5, ended=6)

    text = shown(view(done), wrote(1, cut), wrote(6, done))

    assert "! The program that did it ended in the middle of Push:" in text
    assert "  ! Push interrupted\n" in text
    assert "── 1 of 1  Push, again ─" in text


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("record", [whole(), hostile()])
def test_it_fits_its_columns(record: TraceView, width: int) -> None:
    assert max(len(line) for line in shown(record, width=width).splitlines()) <= width


def test_what_was_typed_is_typed_before_the_next_thing_happens() -> None:
    replay = timeline(whole(), [])

    written: list[Frame] = list(frames(replay, Pen(80, wraps=True, colour=True)))

    times = [one.played for one in written]
    assert times == sorted(times)
    assert times[-1] == replay.duration
    assert len({one.played for one in written if "\n" not in one.text}) > 30
