"""The network, by consent: for the project's own code that reads the data, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assemble_trace.judging import Assignment
from tests.judging.fetching import Homes, serving
from tests.judging.real import Outside, in_force, isolation, judged, outside, proposal


@dataclass
class Bench:
    """A project whose data lie on a server, and the feature that tries everything."""

    outside: Outside
    homes: Homes
    assignment: Assignment


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("network")
    with outside(folder / "outside") as around, serving() as homes:
        yield Bench(around, homes, proposal(folder / "project", around, homes.load_data))


@pytest.mark.parametrize("mode", ["bubblewrap", "landlock"])
def test_it_is_there_by_consent_only(bench: Bench, tmp_path: Path, mode: str) -> None:
    bench.homes.asked.clear()
    with in_force(isolation(mode, "warm")):
        without = judged(bench.assignment, tmp_path)
        assert bench.homes.asked == []
        allowed = judged(bench.assignment, tmp_path, data_network=True)

    error = without.report["error"]
    assert (error["kind"], error["needs_network"]) == ("data", True)
    assert error["message"].startswith(
        "The project's data have to be fetched from the network, and there is none here"
    )
    assert [one["status"] for one in without.report["stages"]] == [
        "success", "error", "error", "neutral",
    ]  # fmt: skip

    assert allowed.report["verdict"] == "accepted", allowed.log
    assert set(bench.homes.asked) == {"/homes.csv"}
    assert ("feature", "network") in {(who, what) for who, what, _ in allowed.tried}
    assert allowed.got("feature") == set()
    assert not bench.outside.visited()
