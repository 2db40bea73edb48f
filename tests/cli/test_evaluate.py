"""`assemble-trace evaluate` in real clones of a small Ballet project, as a CI service calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from assemble_trace.cli.commits import find
from assemble_trace.errors import TraceError
from assemble_trace.reports import JobLog, Report, from_json, from_logs
from tests.reports.stock import CASES, CONTRIB, LOGS, Stock, as_actions_prints_it, make, written

#: What it says when it fails, to be taken for commands of GitHub's.
HOSTILE = r"""
from ballet import Feature


def bad(a):
    raise ValueError("x\n::error file=a.py::pwned\r::set-env name=PATH::/evil ##[add-mask]e%0A::")


feature = Feature(
    "a",
    bad,
    name="::stop-commands::x\n##[error]pwned",
)
"""


@dataclass
class Ended:
    """How one run ended."""

    code: int
    out: str
    err: str
    report: Report | None


def evaluate(stock: Stock, *arguments: str, **environment: str) -> Ended:
    """Run the command in a process of its own, in a clone."""
    output = stock.folder.with_name(f"{stock.folder.name}.json")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    done = subprocess.run(
        [
            sys.executable, "-m", "assemble_trace.cli", "evaluate", *arguments,
            "--output", str(output),
        ],
        cwd=stock.folder, env={**clean, **environment}, capture_output=True, text=True,
        timeout=170, check=False,
    )  # fmt: skip
    report = from_json(output.read_text()) if output.exists() else None
    return Ended(done.returncode, done.stdout, done.stderr, report)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The project. Its default branch is called trunk."""
    return make(tmp_path_factory.mktemp("stock") / "small")


@pytest.fixture(scope="module")
def runs(stock: Stock) -> dict[str, Ended]:
    """Five runs, each in a detached clone, two at a time."""
    folder = stock.folder.parent
    heads = {name: stock.propose(name, CASES[name]) for name in ("accepted", "rejected", "api")}
    heads["hostile"] = stock.propose("hostile", written("eve", "bad", HOSTILE))
    both = stock.propose("conflict", {"requirements.txt": "ballet==0.19.5\nscipy\n"})
    stock.git("switch", "--quiet", "--detach", stock.base)
    moved = stock.write({"requirements.txt": "ballet==0.19.5\npandas\n"})
    stock.git("branch", "moved", moved)
    clones = {name: stock.clone(folder / name, head) for name, head in heads.items()}
    clones["conflict"] = stock.clone(folder / "conflict", both)
    (clones["accepted"].folder / CONTRIB / "user_ada" / "feature_a.py").write_text("1 / 0\n")
    actions = {"GITHUB_ACTIONS": "true"}

    def run(name: str) -> Ended:
        clone = clones[name]
        if name == "conflict":
            return evaluate(clone, "--base", "moved")
        if name == "api":
            return evaluate(clone, "--base", "trunk", "--check", "structure")
        if name == "hostile":
            return evaluate(clone, "--base", stock.base, "--check", "api", **actions)
        return evaluate(clone, "--base", "trunk", "--pull-request", "7")

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(clones, pool.map(run, clones), strict=True))


@pytest.mark.parametrize(("name", "code"), [("accepted", 0), ("rejected", 1)])
def test_the_verdict_and_the_numbers_are_plain_ballets(
    runs: dict[str, Ended], name: str, code: int
) -> None:
    ended = runs[name]
    assert ended.code == code, ended.err
    report = ended.report
    assert report is not None
    assert (report.version, report.verdict, report.pull_request) == (2, name, 7)
    plain = from_logs([JobLog((LOGS / f"{name}.log").read_text())])
    assert plain is not None
    ours, theirs = report.stage_of("acceptance"), plain.stage_of("acceptance")
    assert ours is not None and theirs is not None
    assert ours.numbers is not None and theirs.numbers is not None
    assert ours.numbers["statistic"] == pytest.approx(theirs.numbers["statistic"], abs=1e-9)
    assert len(ours.numbers["iterations"]) == len(theirs.numbers["iterations"])
    for one, other in zip(ours.numbers["iterations"], theirs.numbers["iterations"], strict=True):
        assert one["omitted"] == other["omitted"]
        assert one["candidate_cmi"] == pytest.approx(other["candidate_cmi"], abs=1e-9)
        assert one["omitted_cmi"] == pytest.approx(other["omitted_cmi"], abs=1e-9)
    assert ended.out.splitlines()[-1] == f"verdict: {name}"
    for words in ("Project structure", "statistic", "threshold", "Second opinion"):
        assert words in ended.out
    assert "::" not in ended.out


def test_what_is_not_committed_is_not_judged(runs: dict[str, Ended]) -> None:
    assert "What is not committed is not judged." in runs["accepted"].err
    assert runs["accepted"].code == 0


def test_one_stage_by_itself(runs: dict[str, Ended]) -> None:
    ended = runs["api"]
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "passed")
    assert "Feature API" not in ended.out
    assert ended.report is not None
    structure = ended.report.stage_of("structure")
    assert structure is not None and structure.status == "success"


def test_a_head_that_cannot_be_merged(runs: dict[str, Ended]) -> None:
    ended = runs["conflict"]
    assert ended.code == 1
    assert "cannot be merged" in ended.out and "requirements.txt" in ended.out
    assert ended.report is not None and ended.report.verdict == "none"


def commands(out: str) -> list[str]:
    """Return the lines in which GitHub's runner would find a command, as it reads them."""
    found = []
    stopped = None
    for line in out.replace("\r", "\n").split("\n"):
        shown = line.strip()
        if stopped:
            stopped = None if shown == f"::{stopped}::" else stopped
            assert stopped is None or not shown.startswith("::"), line
            assert "##[" not in line
        elif shown.startswith("::stop-commands::"):
            stopped = shown.removeprefix("::stop-commands::")
        elif shown.startswith("::") or "##[" in line:
            found.append(shown)
    assert stopped is None
    return found


def test_no_word_of_a_feature_becomes_a_command(runs: dict[str, Ended]) -> None:
    ended = runs["hostile"]
    assert ended.code == 1, ended.err
    found = commands(ended.out)
    assert found
    assert commands(ended.err) == []
    for line in found:
        assert line.startswith(f"::error file={CONTRIB}/user_eve/feature_bad.py,line=")
        assert "\n" not in line and "##[" not in line.partition("::")[0]
    assert "line=9,endLine=13,title=CanTransformCheck" in "\n".join(found)
    assert "pwned" in ended.out


def test_a_plain_log_of_actions_says_the_same_of_the_rejected_one(runs: dict[str, Ended]) -> None:
    log = as_actions_prints_it((LOGS / "rejected.log").read_text(), 1)
    plain = from_logs([JobLog(log, "failure")])
    ours = runs["rejected"].report
    assert plain is not None and ours is not None
    assert [one.status for one in plain.stages[:3]] == [one.status for one in ours.stages[:3]]
    assert plain.feature is not None and ours.feature is not None
    assert plain.feature.path == ours.feature.path


# -- which commits ---------------------------------------------------------------------------


def test_a_base_by_any_name(stock: Stock, tmp_path: Path) -> None:
    head = stock.propose("named", CASES["accepted"])
    clone = stock.clone(tmp_path / "clone", head)
    for base in ("trunk", "origin/trunk", stock.base, stock.base[:10]):
        found = find(clone.folder / "src", base, "HEAD", "head")
        assert (found.base, found.head, found.dirty) == (stock.base, head, False)
        assert found.root == clone.folder
    assert find(clone.folder, None, "HEAD", "merge").base == stock.base
    clone.git("remote", "set-head", "origin", "trunk")
    assert find(clone.folder, None, "HEAD", "head").base == stock.base


@pytest.mark.parametrize(
    "base", ["nothing", "--upload-pack=x", "a..b", "HEAD:ballet.yml", "0" * 40]
)
def test_a_base_that_is_none_is_wrong_usage(stock: Stock, base: str) -> None:
    with pytest.raises(click.UsageError, match="--base"):
        find(stock.folder, base, "HEAD", "head")


def test_no_base_to_guess_and_no_head(stock: Stock) -> None:
    with pytest.raises(click.UsageError, match="--base"):
        find(stock.folder, None, "HEAD", "head")
    with pytest.raises(click.UsageError, match="--head"):
        find(stock.folder, "trunk", "nothing", "head")


def test_a_shallow_clone_says_to_fetch_more(stock: Stock, tmp_path: Path) -> None:
    url = stock.folder.as_uri()
    stock.git("clone", "--quiet", "--depth=1", "--branch=trunk", url, str(tmp_path / "shallow"))
    with pytest.raises(TraceError, match="shallow") as problem:
        find(tmp_path / "shallow", "trunk", "HEAD", "head")
    assert problem.value.code == "history_cut"
    assert "git fetch --unshallow" in problem.value.advice
    assert "fetch-depth: 0" in problem.value.advice


def test_histories_that_never_met(stock: Stock, tmp_path: Path) -> None:
    clone = stock.clone(tmp_path / "clone", stock.base)
    clone.git("switch", "--quiet", "--orphan", "other")
    clone.write({"ballet.yml": "x"})
    with pytest.raises(TraceError, match="no commit in common") as problem:
        find(clone.folder, "trunk", "HEAD", "head")
    assert problem.value.code == "history_cut"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "project_not_found"),
        ("project: [", "project_unreadable"),
        ("", "project_unreadable"),
        ("- a list", "project_unreadable"),
        ("project: {package_slug: x}", "project_unreadable"),
        ("\xff\xfe", "project_unreadable"),
    ],
)
def test_a_base_without_rules(tmp_path: Path, text: str | None, code: str) -> None:
    other = Stock(tmp_path / "other")
    other.folder.mkdir()
    other.git("init", "--quiet", "--initial-branch=main")
    (other.folder / "a.txt").write_text("a")
    if text is not None:
        (other.folder / "ballet.yml").write_bytes(text.encode("latin-1"))
    other.write({})
    with pytest.raises(TraceError) as problem:
        find(other.folder, "main", "HEAD", "head")
    assert problem.value.code == code
    assert problem.value.advice


def test_no_repository_is_the_environments_fault(tmp_path: Path) -> None:
    ended = evaluate(Stock(tmp_path), "--base", "main")
    assert (ended.code, ended.report) == (3, None)
    assert "not in a clone" in ended.err and "Traceback" not in ended.err


def test_a_stage_that_does_not_go_with_the_other(stock: Stock) -> None:
    ended = evaluate(stock, "--base", "trunk", "--check", "pruning")
    assert ended.code == 2
    assert "--stage merge" in ended.err
