"""`assemble-trace evaluate` and the machine: the network, and whether code can be shut in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from assemble_trace import sandbox
from assemble_trace.cli.evaluate import evaluate as command
from assemble_trace.reports import Report, from_json
from assemble_trace.sandbox import Isolation
from tests.cli.test_evaluate import evaluate
from tests.judging.fetching import serving
from tests.reports.stock import CASES, Stock, make, written

RUNNER = {"GITHUB_ACTIONS": "true", "RUNNER_ENVIRONMENT": "github-hosted"}
#: Leaves word that it ran. ``@MARK@`` is where.
LEAVES_WORD = """\
from pathlib import Path

from ballet import Feature

Path("@MARK@").write_text("it ran")
feature = Feature("a", None, name="a")
"""


def test_data_that_lie_on_a_server_are_fetched_by_consent_only(tmp_path: Path) -> None:
    with serving() as homes:
        stock = make(tmp_path / "small")
        stock.git("switch", "--quiet", "trunk")
        stock.base = stock.write({"src/small/load_data.py": homes.load_data})
        stock.propose("mine", CASES["accepted"])

        without = evaluate(stock, "--base", "trunk", "--check", "api")
        assert homes.asked == []
        allowed = evaluate(stock, "--base", "trunk", "--check", "api", "--allow-network")
        assert set(homes.asked) == {"/homes.csv"}

    sentence = "The project's data have to be fetched from the network, and there is none here"
    assert without.code == 3
    assert without.out.count(sentence) == 1
    assert without.out.splitlines()[-1] == (
        "It could not be judged. Give --allow-network to let the project's own code fetch its data."
    )
    assert (allowed.code, allowed.out.splitlines()[-1]) == (0, "passed"), allowed.err


@dataclass
class Ended:
    """How a run ended on a machine that can shut nothing in, and whether the feature ran."""

    code: int
    out: str
    report: Report
    ran: bool


@pytest.fixture
def unable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be on a machine that can shut nothing in, and on no CI service."""
    monkeypatch.setattr(sandbox, "probe", lambda: Isolation("none", why="There is no bubblewrap."))
    for name in RUNNER:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """A project with a proposal that leaves word, at ``mark`` beside it."""
    folder = tmp_path_factory.mktemp("unable")
    stock = make(folder / "small")
    code = LEAVES_WORD.replace("@MARK@", str(folder / "mark"))
    stock.propose("mine", written("ada", "a", code))
    return stock


def run(stock: Stock, *options: str, **environment: str) -> Ended:
    """Judge one stage in this process."""
    mark, output = stock.folder.with_name("mark"), stock.folder.with_name("report.json")
    mark.unlink(missing_ok=True)
    given = ["--checkout", str(stock.folder), "--base", "trunk", "--head", "mine"]
    given += ["--check", "api", "--output", str(output), *options]
    done = CliRunner().invoke(command, given, env=environment)
    report = from_json(output.read_text())
    return Ended(done.exit_code, done.stdout, report, mark.exists())


@pytest.mark.usefixtures("unable")
def test_a_strangers_code_does_not_run_where_it_cannot_be_shut_in(stock: Stock) -> None:
    ended = run(stock)

    assert (ended.code, ended.ran) == (3, False)
    assert ended.report.error is not None and ended.report.error.kind == "not_isolated"
    sentence = (
        "Nothing was run: it may be somebody else's code, and this machine has no means to shut it"
        " in. There is no bubblewrap."
    )
    assert ended.out.count(sentence) == 1
    assert "--own-code" in ended.out.splitlines()[-1]


@pytest.mark.usefixtures("unable")
def test_ones_own_code_runs_there_and_the_report_says_so(stock: Stock) -> None:
    ended = run(stock, "--own-code")

    assert (ended.code, ended.ran) == (0, True), ended.out
    assert ended.report.isolation is not None
    assert ended.report.isolation.mode == "none"
    assert "Not isolated: the feature ran with limits on time and memory only" in ended.out


@pytest.mark.usefixtures("unable")
def test_a_machine_of_githubs_is_shut_in_by_github(stock: Stock) -> None:
    ended = run(stock, **RUNNER)

    assert (ended.code, ended.ran) == (0, True), ended.out
    assert ended.report.isolation is not None
    assert (ended.report.isolation.mode, ended.report.isolation.sentence) == (
        "outside",
        "GitHub Actions ran it, on a machine of its own.",
    )


@pytest.mark.usefixtures("unable")
def test_a_runner_of_the_projects_own_is_no_machine_of_githubs(stock: Stock) -> None:
    runner = RUNNER | {"RUNNER_ENVIRONMENT": "self-hosted"}

    refused = run(stock, **runner)
    allowed = run(stock, "--own-code", **runner)

    assert (refused.code, refused.ran) == (3, False)
    assert allowed.ran
    assert allowed.report.isolation is not None
    assert allowed.report.isolation.mode == "none"
