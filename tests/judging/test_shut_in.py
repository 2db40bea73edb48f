"""What is judged is shut in: the real program, in each mode, warm and from a cold start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assemble_trace.judging import Assignment
from assemble_trace.sandbox import NONE, Isolation
from tests.judging.real import (
    TRYING,
    Found,
    Outside,
    in_force,
    isolation,
    judged,
    outside,
    proposal,
)

PROJECTS = {"secret", "beside", "network"}
FEATURES = PROJECTS | {
    "look_at_data", "poison_data", "judges_folder", "results", "roots_rights",
}  # fmt: skip
#: What only root can do, also where nothing shuts it in.
ROOTS = {"results", "roots_rights"}
WAYS = [(mode, start) for mode in ("bubblewrap", "landlock") for start in ("warm", "cold")]


@dataclass
class Bench:
    """One proposal and what is around it. Each mode has a place of its own."""

    folder: Path
    outside: Outside
    assignment: Assignment


@dataclass
class Judged:
    """What came of judging it in one way."""

    isolation: Isolation
    start: str
    found: Found
    visited: bool
    data: list[str]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("shut-in")
    with outside(folder / "outside") as around:
        yield Bench(folder, around, proposal(folder / "project", around, TRYING))


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest, bench: Bench) -> Judged:
    """The proposal, judged in one way."""
    mode, start = request.param
    place = bench.folder / mode
    found = isolation(mode, start)
    with in_force(found):
        judged_so = judged(bench.assignment, place)
    (data,) = (place / "data").glob("*/")
    names = sorted(one.name for one in data.iterdir())
    return Judged(found, start, judged_so, bench.outside.visited(), names)


def test_a_good_feature_is_accepted(way: Judged) -> None:
    report = way.found.report
    assert report["verdict"] == "accepted", way.found.log
    assert report["error"] is None
    assert report["isolation"]["mode"] == way.isolation.mode
    assert report["isolation"]["sentence"] == way.isolation.sentence


def test_a_feature_gets_nothing(way: Judged) -> None:
    tried = {what for who, what, _ in way.found.tried if who == "feature"}
    assert tried == FEATURES | {"user"}
    assert way.found.got("feature") == set()
    (user,) = {ended for who, what, ended in way.found.tried if (who, what) == ("feature", "user")}
    assert (int(user) != os.geteuid()) == way.isolation.own_user


def test_the_projects_own_code_gets_nothing_either(way: Judged) -> None:
    program = {"warm": "zygote", "cold": "judge"}[way.start]
    assert {what for who, what, _ in way.found.tried if who == program} == PROJECTS
    assert {who for who, _, _ in way.found.tried} == {"feature", program}
    assert way.found.got(program) == set()


def test_nothing_came_of_it_outside(way: Judged, bench: Bench) -> None:
    assert [one.name for one in bench.outside.folder.iterdir()] == ["secret"]
    assert not way.visited
    assert way.data == ["0-entities.pickle", "0-targets.pickle", "manifest.json"]


def test_where_nothing_shuts_it_in_they_get_everything(tmp_path: Path) -> None:
    quiet = TRYING.replace("attempts.project()", "attempts.project_when_judged()")
    with outside(tmp_path / "outside") as around, in_force(NONE):
        found = judged(proposal(tmp_path / "project", around, quiet), tmp_path / "place")
        assert around.visited()
    assert found.got("judge") == PROJECTS
    assert found.got("feature") == (FEATURES if os.geteuid() == 0 else FEATURES - ROOTS)


def test_where_nothing_shuts_it_in_the_reader_gets_everything(tmp_path: Path) -> None:
    with outside(tmp_path / "outside") as around, in_force(NONE):
        found = judged(proposal(tmp_path / "project", around, TRYING), tmp_path / "place")
    assert "The reader GOT secret beside network" in found.report["error"]["message"]
