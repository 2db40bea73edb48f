"""Workers that are asked ahead, and more of them than may live at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.evaluation.crew import MOST, Crew, WorkerEnded
from assemble_trace.evaluation.request import Request

Answer = tuple[dict[str, Any], bytes]


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    made = Crew(Request("head", tmp_path, "base", "head", tmp_path), tmp_path)
    yield made
    made.end()


def echo(name: str) -> Callable[[dict[str, Any], bytes], Answer]:
    """What a worker of that name does: it says who it is, its process, and what it was asked."""
    return lambda question, payload: ({"name": name, "pid": os.getpid(), **question}, payload)


def test_what_was_asked_ahead_is_answered_once_and_in_order(crew: Crew) -> None:
    for name in "abc":
        crew.ask_ahead(name, echo(name), {"do": "describe"})

    first = [crew.ask(name, echo(name), {"do": "describe"})[0] for name in "abc"]
    again, payload = crew.ask("b", echo("b"), {"do": "values"}, b"rows")

    assert [(one["name"], one["do"]) for one in first] == [
        ("a", "describe"), ("b", "describe"), ("c", "describe"),
    ]  # fmt: skip
    assert (again["do"], again["pid"], payload) == ("values", first[1]["pid"], b"rows")


def test_an_answer_that_nobody_came_for_is_not_taken_for_another(crew: Crew) -> None:
    crew.ask_ahead("a", echo("a"), {"do": "describe"})

    answer, _ = crew.ask("a", echo("a"), {"do": "values"})

    assert answer["do"] == "values"


def test_a_worker_that_ends_after_it_was_asked_ahead(crew: Crew) -> None:
    def leave(question: dict[str, Any], payload: bytes) -> Answer:
        os._exit(3)

    crew.ask_ahead("a", leave, {"do": "describe"})

    with pytest.raises(WorkerEnded) as caught:
        crew.ask("a", leave, {"do": "describe"})
    assert caught.value.status == 3


def test_more_workers_than_may_live_at_once(crew: Crew) -> None:
    names = [f"w{number}" for number in range(MOST + 3)]
    for name in names:
        crew.ask_ahead(name, echo(name), {"do": "describe"})

    found = [crew.ask(name, echo(name), {"do": "describe"})[0] for name in names]
    back, _ = crew.ask(names[0], echo(names[0]), {"do": "values"})

    assert [one["name"] for one in found] == names
    assert back["pid"] != found[0]["pid"]  # it had made room, and was started again
