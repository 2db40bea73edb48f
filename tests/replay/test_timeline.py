"""How a submission came about, from what was written down of it."""

from __future__ import annotations

import itertools
from typing import Any

from assemble_trace.commands import git
from assemble_trace.models import Rebuilt, Replay, StepRecord, TraceView
from assemble_trace.replay.timeline import timeline
from assemble_trace.store.happened import Happened
from tests.replay.literal import at, failed, request, step, view, whole, wrote


def told(replay: Replay) -> list[tuple[float, str, str | None, str | None]]:
    return [(one.offset, one.kind, one.step, one.status) for one in replay.moments]


def final(replay: Replay, key: str) -> dict[str, Any]:
    """Return what the last moment of a step says of its record."""
    last = [one for one in replay.moments if one.step == key][-1]
    return last.model_dump(include={"status", "lines", "requests", "progress", "outcome", "error"})


def as_it_stands(shown: TraceView, record: StepRecord) -> dict[str, Any]:
    known = record.model_dump(include={"status", "progress", "outcome", "error"})
    return known | {"lines": len(shown.shown[record.key]), "requests": len(record.requests)}


def test_a_step_begins_is_typed_asks_and_ends() -> None:
    done = step("lint", status="passed", began=1, ended=3, requests=[request(2)])
    begun = done.model_copy(update={"status": "running", "finished_at": None, "requests": []})

    replay = timeline(view(done), [wrote(1, begun), wrote(3, done)])

    assert told(replay) == [
        (0.0, "begun", "lint", "running"),
        (0.0, "typed", "lint", "running"),
        (1.0, "request", "lint", "running"),
        (2.0, "ended", "lint", "passed"),
    ]
    assert [one.text for one in replay.moments] == [
        "What lint is for.",
        "python -m pyflakes cell.py",
        "GET /user → 200",
        "Lint: passed.",
    ]
    assert [(one.lines, one.requests) for one in replay.moments] == [(0, 0), (1, 0), (1, 1), (1, 1)]
    assert replay.missing == []
    assert replay.lasted == 2.0


def test_the_moments_of_ci_are_those_that_were_written_down() -> None:
    checks = [{"name": "Structure", "status": "in_progress"}]
    done = step("ci", status="passed", began=0, ended=9, outcome={"Verdict": "accepted"})
    first = step("ci", status="waiting", began=0, progress="Waiting for a check")
    second = step("ci", status="waiting", began=0, progress="Running", outcome={"checks": checks})
    shown = view(done, verdict="accepted")

    replay = timeline(shown, [wrote(0, step("ci", status="running", began=0)),
                              wrote(1, first), wrote(5, second), wrote(9, done)])  # fmt: skip

    assert [(one.offset, one.kind, one.text, one.outcome) for one in replay.moments] == [
        (0.0, "begun", "What ci is for.", {}),
        (1.0, "progress", "Waiting for a check", {}),
        (5.0, "progress", "Running", {"checks": checks}),
        (9.0, "ended", "CI: passed.", {"Verdict": "accepted"}),
        (9.0, "verdict", "The feature was accepted.", {"Verdict": "accepted"}),
    ]
    assert [one.verdict for one in replay.moments] == [None] * 4 + ["accepted"]


def test_what_ended_is_told_when_it_ended_and_not_when_it_was_written_down() -> None:
    done = step("push", status="passed", began=1, ended=3)

    replay = timeline(view(done), [wrote(9, done)])

    assert [(one.offset, one.kind) for one in replay.moments] == [(0.0, "begun"), (2.0, "ended")]


def test_a_record_that_knows_more_than_its_events_is_believed() -> None:
    begun = step("push", status="running", began=1)
    done = step("push", status="passed", began=1, ended=3)

    replay = timeline(view(done), [wrote(1, begun)])

    assert [(one.offset, one.kind) for one in replay.moments] == [(0.0, "begun"), (2.0, "ended")]


def test_without_events_the_records_tell() -> None:
    replay = timeline(whole(), [])

    assert [(one.kind, one.step) for one in replay.moments] == [
        ("begun", "lint"), ("typed", "lint"), ("ended", "lint"),
        ("begun", "fork"), ("ended", "fork"),
        ("begun", "commit"), ("typed", "commit"), ("typed", "commit"), ("ended", "commit"),
        ("begun", "push"), ("typed", "push"), ("request", "push"), ("ended", "push"),
        ("begun", "ci"), ("request", "ci"), ("request", "ci"), ("ended", "ci"), ("verdict", "ci"),
        ("since", None), ("since", None),
    ]  # fmt: skip
    assert [one.since for one in replay.moments][-3:] == [0, 1, 2]
    assert replay.missing == []


def test_the_last_moment_of_each_step_is_its_record() -> None:
    shown = whole()

    replay = timeline(shown, [])

    for record in shown.trace.steps:
        assert final(replay, record.key) == as_it_stands(shown, record)


def test_time_goes_forward_and_no_pause_is_long() -> None:
    replay = timeline(whole(), [])

    offsets = [one.offset for one in replay.moments]
    played = [one.played for one in replay.moments]
    assert offsets == sorted(offsets)
    assert played == sorted(played)
    assert max(later - one for one, later in itertools.pairwise(played)) <= 2.0
    assert replay.duration == played[-1]
    ci = next(one for one in replay.moments if (one.kind, one.step) == ("ended", "ci"))
    assert ci.idle == 58.0  # 60 seconds lay between it and the request that asked something new


def test_asking_again_fills_the_pause_and_does_not_draw_it_out() -> None:
    asked = [request(second) for second in range(1, 3600)]
    done = step("ci", status="passed", began=0, ended=3600, requests=asked)

    replay = timeline(view(done), [])

    assert len(replay.moments) == 3601
    assert replay.duration < 5.0


def test_a_step_that_was_interrupted_is_told_twice_once_it_was_resumed() -> None:
    typed = [git("push", "fork")]
    begun = step("push", status="running", began=0, commands=typed)
    cut = step("push", status="interrupted", began=0, ended=60, error=failed("interrupted"))
    again = step("push", status="running", began=100)
    done = step("push", status="passed", began=100, ended=101, commands=typed,
                requests=[request(0.5, "POST", status=None), request(100.5, "POST")])  # fmt: skip
    events = [wrote(0, begun), wrote(60, cut), wrote(100, again), wrote(101, done)]

    replay = timeline(view(done), events)

    assert [(one.offset, one.kind, one.status, one.lines) for one in replay.moments] == [
        (0.0, "begun", "running", 0),
        (0.0, "typed", "running", 1),
        (0.5, "request", "running", 1),
        (60.0, "ended", "interrupted", 1),
        (100.0, "begun", "running", 0),
        (100.0, "typed", "running", 1),
        (100.5, "request", "running", 1),
        (101.0, "ended", "passed", 1),
    ]
    assert replay.moments[3].error is not None
    assert replay.moments[4].error is None
    assert replay.moments[2].text == "POST /user → no answer was heard"
    assert replay.missing == [
        "The program that did it ended in the middle of Push: what happened between its last "
        "record and its end is not known.",
        "What the forge answered to a request of Push was not heard.",
    ]
    assert [(one.key, one.played, one.status) for one in replay.marks] == [("push", 0.0, "passed")]


def test_what_was_cancelled_and_resumed_later_keeps_its_times() -> None:
    lint = step("lint", status="passed", began=50, ended=51)
    push = step("push", status="passed", began=52, ended=53)
    cancelled = [wrote(1, step(key, status="cancelled", ended=1)) for key in ("lint", "push")]

    replay = timeline(view(lint, push), [*cancelled, wrote(51, lint), wrote(53, push)])

    assert [(one.offset, one.kind, one.step) for one in replay.moments if one.kind != "typed"] == [
        (0.0, "ended", "lint"),
        (0.0, "ended", "push"),
        (49.0, "begun", "lint"),
        (50.0, "ended", "lint"),
        (51.0, "begun", "push"),
        (52.0, "ended", "push"),
    ]


def test_a_pause_is_a_moment() -> None:
    paused = step("lint", status="paused")

    replay = timeline(view(paused, status="paused"), [wrote(1, paused)])

    assert told(replay) == [(0.0, "progress", "lint", "paused")]
    assert replay.moments[0].text == "Paused before: Lint."
    assert replay.missing == ["It is still under way: this is as far as it has come."]


def test_a_rebuilt_trace_without_times_is_in_the_order_of_its_steps() -> None:
    rebuilt = Rebuilt(kind="git", source="a branch", at=at(0), exact=False)
    steps = [step("branch", status="passed", basis="inferred"),
             step("commit", status="passed", began=-100, basis="known"),
             step("push", status="passed", basis="inferred")]  # fmt: skip

    replay = timeline(view(*steps, rebuilt=rebuilt, verdict="rejected"), [])

    assert [(one.kind, one.step) for one in replay.moments] == [
        ("begun", "branch"), ("ended", "branch"), ("begun", "commit"), ("ended", "commit"),
        ("begun", "push"), ("ended", "push"), ("verdict", None),
    ]  # fmt: skip
    assert replay.missing == [
        "Nobody recorded it: what happened was concluded from what it left.",
        "When Branch began is not known.",
        "When Push began is not known.",
    ]


def test_what_a_forge_told_to_the_second_comes_after_the_verdict() -> None:
    merged = {"at": at(9), "kind": "merged", "actor": "bot", "text": "", "key": "k"}
    done = step("ci", status="passed", began=0, ended=9.4, outcome={"Verdict": "accepted"})

    replay = timeline(view(done, verdict="accepted", since_then=[merged]), [])

    assert [one.kind for one in replay.moments] == ["begun", "ended", "verdict", "since"]
    assert replay.marks[-1].key == "since"


def test_what_the_forge_did_before_we_noticed_the_end_of_ci_comes_after_the_verdict() -> None:
    said = {"at": at(10), "kind": "commented", "actor": "bot", "text": "No.", "key": "k"}
    closed = {"at": at(20), "kind": "closed", "actor": "bot", "text": "", "key": "l"}
    done = step("ci", status="failed", began=0, ended=40, outcome={"Verdict": "rejected"})

    replay = timeline(view(done, verdict="rejected", since_then=[said, closed]), [])

    assert [(one.offset, one.kind, one.since, one.verdict) for one in replay.moments] == [
        (0.0, "begun", 0, None),
        (40.0, "ended", 0, None),
        (40.0, "verdict", 0, "rejected"),
        (40.0, "since", 1, "rejected"),
        (40.0, "since", 2, "rejected"),
    ]
    assert [one.at for one in replay.view.trace.since_then] == [at(10), at(20)]


def test_a_plan_that_nobody_pressed_has_no_moments() -> None:
    replay = timeline(view(step("lint"), status="planned"), [])

    assert (replay.moments, replay.marks, replay.lasted, replay.duration) == ([], [], 0.0, 0.0)
    assert replay.missing == ["It was planned and never sent, so nothing happened yet."]


def test_a_refusal_without_a_plan_is_played_too() -> None:
    refused = step("lint", status="failed", began=0, ended=1, error=failed("syntax_error"),
                   commands=[])  # fmt: skip

    replay = timeline(view(refused, step("fork"), plan=None, status="failed"), [])

    assert [(one.kind, one.text) for one in replay.moments] == [
        ("begun", "What lint is for."),
        ("ended", "The forge refused it."),
    ]


def test_a_writing_that_cannot_be_read_is_said_and_passed_over() -> None:
    done = step("lint", status="passed", began=0, ended=1)

    for text in ('{"key": "lint"', '"lint"', '{"key": "lint", "surprise": 1}'):
        replay = timeline(view(done), [Happened(at(0).timestamp(), "lint", text)])
        assert [one.kind for one in replay.moments] == ["begun", "typed", "ended"]
        assert replay.missing == [
            "Some of what was written down on the way cannot be read any more."
        ]
