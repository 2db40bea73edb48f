"""A small sample of every figure: that it can be measured, and what does not depend on time."""

from __future__ import annotations

import pytest

from tests.benchmarks.figures import Figure, Shard, table
from tests.benchmarks.loop import LOOP
from tests.benchmarks.press import PRESS_1
from tests.benchmarks.weight import WEIGHT


@pytest.mark.parametrize("shard", [WEIGHT, LOOP, PRESS_1], ids=lambda shard: shard.key)
def test_a_shard_measures_its_figures(shard: Shard) -> None:
    figures = shard.measure(True)
    assert all(figure.measured == figure.measured for figure in figures)  # no NaN
    for figure in figures:
        if figure.unit == "kB":
            assert figure.met, figure


def test_a_miss_is_said_so() -> None:
    missed = Figure("slow", 1.5, True, "×", 1.6, "by hand")
    met = Figure("fast", 5, False, "×", 5.0, "by hand")
    assert (missed.met, met.met) == (False, True)
    assert "| slow | at most 1.5 × | 1.6 × | **missed** | by hand |" in table([missed, met])
    assert "| fast | at least 5 × | 5 × | met | by hand |" in table([missed, met])
