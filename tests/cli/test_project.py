"""`assemble-trace project init-ci`, and the workflow that it writes, run step by step."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from assemble_trace.projects.workflow import PLACE, workflow
from assemble_trace.reports import NAMES, from_json, merged
from tests.reports.stock import CASES, Stock, feature, make


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``assemble-trace project init-ci`` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "assemble_trace.cli", "project", "init-ci", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The project, with its workflow as the command wrote it and a maintainer committed it."""
    made = make(tmp_path_factory.mktemp("project") / "small")
    done = command(made.folder / "src")
    assert done.returncode == 0, done.stderr
    assert "default branch trunk" in done.stdout and "git add" in done.stdout
    made.base = made.write({}, "Judge contributions")
    return made


@pytest.fixture(scope="module")
def written(stock: Stock) -> dict[Any, Any]:
    """The workflow. YAML takes the key ``on`` for True."""
    found: dict[Any, Any] = yaml.safe_load((stock.folder / PLACE).read_text())
    return found


def test_it_runs_for_strangers_without_risk(written: dict[Any, Any], stock: Stock) -> None:
    triggers = written[True]
    assert triggers == {"pull_request": None, "push": {"branches": ["trunk"]}}
    assert written["permissions"] == {"contents": "read"}
    text = (stock.folder / PLACE).read_text()
    assert "secrets." not in text and "GITHUB_TOKEN" not in text
    assert not [line for line in text.splitlines() if "pull_request_target:" in line]
    for job in written["jobs"].values():
        assert "permissions" not in job
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "what strangers write must not be pasted"
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        checkout = job["steps"][0]["with"]
        assert checkout == {"fetch-depth": 0, "persist-credentials": False}
    pins = re.findall(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+\n", text)
    assert len(pins) == text.count("uses:") == 12


def test_four_jobs_are_called_as_the_practice_forge_calls_them(written: dict[Any, Any]) -> None:
    assert {key: job["name"] for key, job in written["jobs"].items()} == NAMES


def test_it_writes_over_nothing(stock: Stock, tmp_path: Path) -> None:
    place = stock.folder / PLACE
    before = place.read_text()
    again = command(stock.folder)
    assert again.returncode == 2 and "--force" in again.stderr
    place.write_text("changed")
    assert command(stock.folder, "--force").returncode == 0
    assert place.read_text() == before
    outside = command(tmp_path)
    assert outside.returncode == 3
    assert "no ballet.yml" in outside.stderr and not any(tmp_path.iterdir())


@pytest.mark.parametrize("branch", ["a]b", "a b", "*", "-x", "a..b", 'a"b', "a\nb", "${{ x }}"])
def test_a_branch_that_means_more_in_a_workflow_is_refused(branch: str) -> None:
    with pytest.raises(ValueError):
        workflow(branch)


@dataclass
class Run:
    """One job of a run: its log, its conclusion, and the artifacts that it left."""

    conclusion: str = "success"
    log: str = ""
    artifacts: dict[str, bytes] = field(default_factory=dict)


class MockRunner:
    """Runs a workflow's steps as GitHub's runner does: ``run`` for real, ``uses`` by stand-ins.

    The actions cannot be had here. Their stand-ins do what is documented of the settings that
    the workflow gives: a clone with everything, nothing (Python is there), keeping a file.
    """

    def __init__(self, workflow: dict[Any, Any], upstream: Stock, event: dict[str, Any]) -> None:
        self.workflow = workflow
        self.upstream = upstream
        self.github = event

    def job(self, key: str, folder: Path) -> Run:
        """Run one job."""
        job, run = self.workflow["jobs"][key], Run()
        folder.mkdir(parents=True)
        runner = {"temp": str(folder / "temp")}
        Path(runner["temp"]).mkdir()
        if not self.value(job["if"], runner):
            return Run("skipped")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
            "CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_TEMP": runner["temp"],
            "GITHUB_EVENT_NAME": self.github["event_name"],
            "GITHUB_WORKSPACE": str(folder / "work"),
            **{name: self.filled(text, runner) for name, text in self.workflow["env"].items()},
        }  # fmt: skip
        for step in job["steps"]:
            if run.conclusion == "failure" and step.get("if") != "always()":
                continue
            if "uses" in step:
                action = step["uses"].partition("@")[0].partition("/")[2].replace("-", "_")
                getattr(self, f"mock_{action}")(folder, step.get("with", {}), runner, run)
                continue
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=folder / "work", env=environment, text=True, check=False, timeout=170,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            run.log += done.stdout
            if done.returncode:
                run.conclusion = "failure"
        return run

    def mock_checkout(
        self, folder: Path, given: dict[str, Any], runner: dict[str, str], run: Run
    ) -> None:
        assert given["fetch-depth"] == 0
        self.upstream.clone(folder / "work", self.github["sha"])

    def mock_setup_python(
        self, folder: Path, given: dict[str, Any], runner: dict[str, str], run: Run
    ) -> None:
        assert given == {"python-version": "3.11"}

    def mock_upload_artifact(
        self, folder: Path, given: dict[str, Any], runner: dict[str, str], run: Run
    ) -> None:
        path = Path(self.filled(given["path"], runner))
        if path.is_file():
            run.artifacts[given["name"]] = path.read_bytes()

    def filled(self, text: str, runner: dict[str, str]) -> str:
        """Fill in the expressions of a text."""

        def fill(found: re.Match[str]) -> str:
            value = self.value(found[1], runner)
            return "" if value is None else str(value)

        return re.sub(r"\$\{\{ (.+?) \}\}", fill, text)

    def value(self, expression: str, runner: dict[str, str]) -> Any:
        """Work out an expression of the few kinds that the workflow has."""

        def look(found: re.Match[str]) -> str:
            value: Any = {"github": self.github, "runner": runner}
            for part in found[0].split("."):
                value = value.get(part) if isinstance(value, dict) else None
            return repr(value)

        words = re.sub(r"\b(github|runner)(\.\w+)+", look, expression)
        words = words.replace("&&", " and ").replace("||", " or ").replace("!", " not ")
        return eval(words, {"__builtins__": {}})


def test_the_workflow_step_by_step(stock: Stock, written: dict[Any, Any], tmp_path: Path) -> None:
    """A rejected pull request, and a push that merged a feature which makes another useless."""
    head = stock.propose("rejected", CASES["rejected"])
    stock.git("switch", "--quiet", "--detach", stock.base)
    stock.git("merge", "--quiet", "--no-ff", "--message", "Test merge", head)
    merge = stock.git("rev-parse", "HEAD")
    stock.git("update-ref", "refs/heads/pull-7-merge", merge)
    pull = {"number": 7, "base": {"sha": stock.base}, "head": {"sha": head}}
    event = {"event_name": "pull_request", "sha": merge, "event": {"pull_request": pull}}
    proposed = MockRunner(written, stock, event)

    twin = stock.propose("twin", feature("ada", "twin", "b", "lambda b: b * 2"))
    stock.git("switch", "--quiet", "--detach", stock.base)
    stock.git("merge", "--quiet", "--no-ff", "--message", "Merge", twin)
    pushed = stock.git("rev-parse", "HEAD")
    stock.git("update-ref", "refs/heads/pushed", pushed)
    event = {
        "event_name": "push", "sha": pushed, "event": {"before": stock.base, "created": False},
    }  # fmt: skip
    push = MockRunner(written, stock, event)

    asked = [(proposed, key) for key in NAMES] + [(push, key) for key in NAMES]
    folders = [tmp_path / str(number) for number in range(len(asked))]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda one, where: one[0].job(one[1], where), asked, folders))
    of_pull, of_push = (dict(zip(NAMES, part, strict=True)) for part in (runs[:4], runs[4:]))
    assert {key: run.conclusion for key, run in of_pull.items()} == {
        "structure": "success", "api": "success", "acceptance": "failure", "pruning": "skipped",
    }, of_pull  # fmt: skip
    assert [run.conclusion for run in of_push.values()] == ["skipped"] * 3 + ["success"], of_push

    kept = {name: data for run in of_pull.values() for name, data in run.artifacts.items()}
    assert set(kept) == {f"assemble-trace-{key}" for key in ("structure", "api", "acceptance")}
    report = merged([from_json(data.decode()) for data in kept.values()])
    assert report is not None
    assert (report.verdict, report.head, report.pull_request) == ("rejected", head, 7)
    assert [stage.status for stage in report.stages[:3]] == ["success", "success", "failure"]
    assert report.opinion is not None
    acceptance = report.stage_of("acceptance")
    assert acceptance is not None and acceptance.numbers is not None
    assert "::error file=src/small/features/contrib/user_ada/feature_flat.py,line=3" in (
        of_pull["acceptance"].log
    )
    assert "::error" not in of_pull["api"].log

    found = json.loads(of_push["pruning"].artifacts["assemble-trace-pruning"])
    (pruning,) = [stage for stage in found["stages"] if stage["key"] == "pruning"]
    assert [one["path"] for one in pruning["redundant"]] == [
        "src/small/features/contrib/user_grace/feature_b.py"
    ]
