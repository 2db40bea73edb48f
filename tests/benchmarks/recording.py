"""What recording and explaining cost, against a recorder that discards what it is given."""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assemble_trace import practice_forge, service, traffic
from assemble_trace.forges import wire
from assemble_trace.models import Cell, PlanRequest, StepRecord, Submission
from assemble_trace.recorder import Recorder
from assemble_trace.sample.seed import NOTEBOOK, make
from assemble_trace.steps import STEPS, Patience
from assemble_trace.store import Store
from tests.benchmarks.figures import Figure, Shard

#: Always the same number, whatever the house: judged by CI, and rejected.
CELL = """
from ballet import Feature

feature = Feature("Lot Area", lambda lot: lot * 0 + {number}, name="Always {number}")
"""
ROUNDS = 24
#: Looks often, so that when a look happens to fall matters little.
OFTEN = Patience(poll=0.05, fork=60, appear=30, finish=600, settle=0, follow=0)


class TimedRecorder(Recorder):
    """Records as always, and takes the time at which the pull request was open."""

    opened = 0.0

    async def write(self, *given: Any, before: StepRecord | None = None, **named: Any) -> None:
        """Write it down."""
        await super().write(*given, before=before, **named)
        self._look(before)

    def _look(self, ended: StepRecord | None) -> None:
        if ended and (ended.key, ended.status) == ("pull_request", "passed"):
            self.opened = time.perf_counter()


class DiscardingRecorder(TimedRecorder):
    """Discards every step and tells nobody. Plans are kept, since a press begins with one."""

    async def write(self, *given: Any, before: StepRecord | None = None, **named: Any) -> None:
        """Discard it."""
        self._look(before)

    def write_ahead(self, submission: Submission, record: StepRecord) -> None:
        """Discard it."""


@contextmanager
def discarding() -> Iterator[None]:
    """Explain nothing and keep nothing of what goes over the wire."""
    with (
        patch.object(wire, "shortened", lambda text: None),
        patch.object(traffic, "shortened", lambda text: ""),
        patch.object(Store, "keep_objects", lambda *_: None),
    ):
        patches = [patch.object(type(step), "commands", lambda *_: []) for step in STEPS]
        for one in patches:
            one.start()
        try:
            yield
        finally:
            for one in patches:
                one.stop()


def measure(small: bool) -> list[Figure]:
    """Make the sample project and submit to it."""
    gc.collect()
    gc.freeze()  # what other measurements have loaded is nothing that a server would look through
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        try:
            notebook = asyncio.run(
                make(data, Path(folder) / "demo", sys.executable, lambda said: None)
            )
            return asyncio.run(measure_at(data, notebook, 1 if small else ROUNDS))
        finally:
            practice_forge.stop(data / "forge")


async def measure_at(data: Path, notebook: Path, rounds: int) -> list[Figure]:
    """Submit to a sample project that is there, recorded and discarded in turn."""
    pairs = await _pairs(data, notebook, rounds)
    opened = statistics.median(kept[0] / lost[0] for kept, lost in pairs) - 1
    ratios = sorted((kept[1] / lost[1] - 1) * 100 for kept, lost in pairs)
    quarter = len(ratios) // 4
    seconds = [statistics.median(lost[part] for _, lost in pairs) for part in (0, 1)]
    more = statistics.median(kept[0] - lost[0] for kept, lost in pairs)
    return [
        Figure(
            "recording and explaining, of a submission's time",
            3, True, "%", statistics.median(ratios),
            f"press to verdict ({seconds[1]:.1f} s) with the sample project's CI and a panel that"
            " reads each change, against a recorder that discards, in turn in one process,"
            f" {rounds} pairs, the middle half of them from {ratios[quarter]:.1f} to"
            f" {ratios[-1 - quarter]:.1f}%;"
            f" of press to pull request alone ({seconds[0] * 1000:.0f} ms) it is"
            f" {opened * 100:.1f}% ({more * 1000:.0f} ms)",
        )
    ]  # fmt: skip


Times = tuple[float, float]


async def _pairs(data: Path, notebook: Path, rounds: int) -> list[tuple[Times, Times]]:
    """Return pairs of seconds (to the pull request, to the verdict), recorded and discarded."""
    found = []
    await _press(data, notebook, 0, keep=True)  # makes the fork, and warms the forge
    for number in range(1, rounds + 1):
        took: dict[bool, Times] = {}
        for keep in (True, False) if number % 2 else (False, True):
            took[keep] = await _press(data, notebook, 2 * number + keep, keep=keep)
        found.append((took[True], took[False]))
    return found


async def _press(data: Path, notebook: Path, number: int, *, keep: bool) -> Times:
    """Submit one feature; a panel is open, which reads the trace again at every nudge."""
    nudged = asyncio.Event()
    kind = TimedRecorder if keep else DiscardingRecorder
    with patch.object(service, "Recorder", kind):
        ours = service.Service(data, lambda event: nudged.set(), patience=OFTEN)
    recorder: Any = ours._recorder
    await ours.linter.warm()
    cell = Cell(id=f"cell-{number}", index=0, source=CELL.format(number=number))
    view, _ = await ours.plan(PlanRequest(path=NOTEBOOK, cells=[cell]), notebook)
    nudged.clear()

    async def panel() -> None:
        while True:
            await nudged.wait()
            nudged.clear()
            (await ours.view(view.trace.id)).model_dump_json()

    reading = asyncio.create_task(panel())
    try:
        if keep:
            return await _timed(ours, recorder, view.trace.id)
        with discarding():
            return await _timed(ours, recorder, view.trace.id)
    finally:
        reading.cancel()
        await ours.close()


async def _timed(ours: service.Service, recorder: TimedRecorder, name: str) -> Times:
    begun = time.perf_counter()
    await ours.runner.start(name)
    await ours.runner.wait(name)
    assert recorder.opened > begun, "no pull request was opened"
    return recorder.opened - begun, time.perf_counter() - begun


RECORDING = Shard("recording", measure)
