"""A small sample of every figure: that it can be measured, and what does not depend on time."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.benchmarks.bias import BIAS
from tests.benchmarks.bundle import BUNDLE
from tests.benchmarks.exact import EXACT
from tests.benchmarks.figures import Figure, Shard, table, together
from tests.benchmarks.fuzzing import FUZZING
from tests.benchmarks.history import HISTORY
from tests.benchmarks.interval import INTERVAL
from tests.benchmarks.judging import JUDGING
from tests.benchmarks.loop import LOOP
from tests.benchmarks.playing import PLAYING
from tests.benchmarks.press import PRESS_1
from tests.benchmarks.recording import measure_at
from tests.benchmarks.sandbox import SANDBOX
from tests.benchmarks.speed import GROWTH, REJECTED
from tests.benchmarks.verdict import ACCEPTED
from tests.benchmarks.weight import WEIGHT
from tests.completeness.joined import log
from tests.conftest import Practice

JUDGED = [shard for shard in JUDGING if shard.key.endswith("-0") or shard.key == "good"]
SAMPLE = [WEIGHT, LOOP, PRESS_1, EXACT[0], *JUDGED, *BIAS, INTERVAL, SANDBOX, ACCEPTED]
SAMPLE += [REJECTED[0], GROWTH[1]]
SAMPLE += [HISTORY, PLAYING]
SAMPLE += [BUNDLE, FUZZING[0]]


@pytest.mark.parametrize("shard", SAMPLE, ids=lambda shard: shard.key)
def test_a_shard_measures_its_figures(shard: Shard) -> None:
    figures = shard.measure(True)
    assert all(figure.measured == figure.measured for figure in figures)  # no NaN
    for figure in figures:
        if figure.unit in {"bundles", "kB", "submissions", "seeds", "features", "attacks"}:
            assert figure.met, figure


@pytest.mark.asyncio
async def test_recording_is_measured_beside_discarding(practice: Practice) -> None:
    (figure,) = await measure_at(practice.data, practice.notebook, 1)
    assert figure.measured > -100  # it took some time at all
    connection = sqlite3.connect(practice.data / "traces.db")
    with closing(connection):
        found = connection.execute("select status, step from submissions order by created_at")
        assert sorted(found) == [("planned", None), ("submitted", "ci"), ("submitted", "ci")]
        (objects,) = connection.execute("select count(distinct submission) from objects")
        assert objects == (2,)
    opened = [one for one in log(practice.forge) if one.action == "pull_request.open"]
    assert len([one for one in opened if one.actor == "learner"]) == 3  # the discarded one, too


def test_a_miss_is_said_so() -> None:
    missed = Figure("slow", 1.5, True, "×", 1.6, "by hand")
    met = Figure("fast", 5, False, "×", 5.0, "by hand")
    assert (missed.met, met.met) == (False, True)
    assert "| slow | at most 1.5 × | 1.6 × | **missed** | by hand |" in table([missed, met])
    assert "| fast | at least 5 × | 5 × | met | by hand |" in table([missed, met])


def test_what_shards_count_is_added_up() -> None:
    one = Figure("equal", 50, False, "submissions", 50, "by hand")
    other = Figure("equal", 50, False, "submissions", 49, "by hand")
    (added,) = together([one, other])
    assert (added.target, added.measured, added.met) == (100, 99, False)
    assert together([one]) == [one]
