"""From press to verdict on the sample project, and a warm judgement against plain Ballet."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assemble_trace import judging, practice_forge
from assemble_trace.cli.cells import request
from assemble_trace.jobs import Queue
from assemble_trace.judging import Assignment
from assemble_trace.sample.seed import make
from assemble_trace.sandbox import Limits
from assemble_trace.service import Service
from tests.benchmarks.figures import Figure, Shard

RENDER = Path(judging.__file__).resolve().parents[1] / "sample" / "render.py"
CONTRIB = Path("src/house_prices/features/contrib")
#: Judged by the stock accepter, as the projects are that run plain `ballet validate`.
STOCK = {
    "house_prices.accepter.HeldOutGainAccepter":
        "ballet.validation.feature_acceptance.validator.GFSSFAccepter",
    "house_prices.accepter.HeldOutGainPruner":
        "ballet.validation.feature_pruning.validator.GFSSFPruner",
}  # fmt: skip
FEATURE = """
from ballet import Feature

feature = Feature("COLUMN", None, name="As it is")
"""
LOAD = """
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent


def load_data(split="train", input_dir=None):
    table = pd.read_csv(FOLDER / "table.csv")
    return table.drop(columns="Sale Price"), table[["Sale Price"]]
"""


def press(small: bool) -> list[Figure]:
    """Press Submit on the sample's good feature, with a cold forge and then a warm one."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        try:
            cold, warm = asyncio.run(_presses(data, Path(folder, "demo"), 2 if small else 7))
        finally:
            practice_forge.stop(data / "forge")
    how = "the sample project, whole submission: plan, push, pull request, verdict in the trace"
    return [
        Figure("press to verdict, median", 5, True, "s", statistics.median(warm), how),
        Figure("press to verdict, cold", 15, True, "s", cold,
               "the same with a forge that was just started and has read no data"),
    ]  # fmt: skip


async def _presses(data: Path, demo: Path, rounds: int) -> tuple[float, list[float]]:
    notebook = await make(data, demo, sys.executable, lambda said: None)
    practice_forge.stop(data / "forge")
    for kept in sorted((data / "forge" / "judging" / "data").rglob("*"), reverse=True):
        kept.rmdir() if kept.is_dir() else kept.unlink()
    practice_forge.ensure(data / "forge")
    seconds = []
    for number in range(rounds + 1):
        service = Service(data)
        try:
            await service.linter.warm()
            wanted = request(notebook, "total-bathrooms")
            (cell,) = wanted.cells
            source = cell.source.replace("\n", f"  # attempt {number}\n", 1)
            changed = wanted.model_copy(
                update={
                    "cells": [
                        cell.model_copy(update={"source": source, "id": f"attempt-{number}"})
                    ],
                    "feature": f"attempt_{number}",
                }
            )
            begun = time.monotonic()
            view, _ = await service.plan(changed, notebook)
            await service.start(view.trace.id)
            while (await service.view(view.trace.id)).trace.steps[-1].finished_at is None:
                await asyncio.sleep(0.02)
            seconds.append(time.monotonic() - begun)
            await service.finished(view.trace.id)
            while Queue(data / "forge" / "jobs.db").busy():
                await asyncio.sleep(0.2)  # what a merge sets off must not disturb the next one
        finally:
            await service.close()
    return seconds[0], seconds[1:]


def accepted(small: bool) -> list[Figure]:
    """Judge an accepted candidate warm, and by plain ``ballet validate`` in turn."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        project, assignment = _project(Path(folder))
        _warm_up(assignment)
        for _ in range(2 if small else 7):
            ours.append(_timed(lambda: _judged(assignment)))
            theirs.append(_timed(lambda: _plain(project, assignment)))
    judging.close()
    ratio = statistics.median(theirs) / statistics.median(ours)
    return [
        Figure(
            "speed of a whole accepted judgement, warm, against plain Ballet", 5, False, "×", ratio,
            "442 rows, one accepted feature, the four stages; pairs in turn, whole process",
        )
    ]  # fmt: skip


def _warm_up(assignment: Assignment) -> None:
    _judged(assignment)
    _judged(assignment)


def _judged(assignment: Assignment) -> None:
    report = judging.judge(assignment).report
    assert report is not None and b'"verdict": "accepted"' in report, report


def _plain(project: Path, assignment: Assignment) -> None:
    variables = {
        "TRAVIS_BUILD_DIR": str(project),
        "TRAVIS_PULL_REQUEST": "1",
        "TRAVIS_COMMIT_RANGE": f"{assignment.base}...{assignment.head}",
        "TRAVIS_PULL_REQUEST_BRANCH": "candidate",
        "TRAVIS_BRANCH": assignment.base_branch,
        "TRAVIS": "true",
        "CI": "true",
    }
    ballet = str(Path(sys.executable).with_name("ballet"))
    subprocess.run(
        [ballet, "validate", "-A"], cwd=project, check=True, capture_output=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", **variables},
    )  # fmt: skip


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _project(folder: Path) -> tuple[Path, Assignment]:
    """A project of 442 rows with an accepted feature, and a commit with a good one."""
    project = folder / "project"
    subprocess.run([sys.executable, "-I", str(RENDER), str(project)], check=True)
    configuration = project / "ballet.yml"
    rules = configuration.read_text()
    for ours, theirs in STOCK.items():
        assert ours in rules
        rules = rules.replace(ours, theirs)
    configuration.write_text(rules)
    noise = np.random.default_rng(1)
    quality = noise.normal(6, 1.5, 442)
    rows = [
        f"{one},{other},{20000 * one + 3000 * other + error}"
        for one, other, error in zip(
            quality, noise.normal(0, 5, 442), noise.normal(0, 9000, 442), strict=True
        )
    ]
    package = project / "src" / "house_prices"
    (package / "table.csv").write_text("\n".join(["Overall Qual,Other,Sale Price", *rows]) + "\n")
    (package / "load_data.py").write_text(LOAD)
    base = _commit(
        project, {CONTRIB / "user_ann" / "feature_other.py": FEATURE.replace("COLUMN", "Other")}
    )
    branch = _git(project, "branch", "--show-current")
    _git(project, "checkout", "--quiet", "-b", "candidate")
    head = _commit(
        project,
        {CONTRIB / "user_bob" / "feature_good.py": FEATURE.replace("COLUMN", "Overall Qual")},
    )
    assignment = Assignment(
        str(project / ".git"), base, branch, head, 1, "head", Limits(),
        python=sys.executable, place=str(folder / "place"),
        checks=("structure", "api", "acceptance"),
    )  # fmt: skip
    return project, assignment


def _commit(project: Path, files: dict[Path, str]) -> str:
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path.parent / "__init__.py").write_text("")
        (project / path).write_text(text)
    _git(project, "add", "--all")
    _git(project, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Change")
    return _git(project, "rev-parse", "HEAD")


def _git(project: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=project, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


VERDICT = Shard("verdict", press)
ACCEPTED = Shard("accepted", accepted)
