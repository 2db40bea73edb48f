"""How a report is told in a terminal and to GitHub Actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from assemble_trace.cli.account import account, ending
from assemble_trace.cli.annotations import command, plain, quieted, remarks
from assemble_trace.cli.evaluate import _ended
from assemble_trace.reports import Report, from_json
from assemble_trace.reports.report import StageKey

EXAMPLES = Path(__file__).resolve().parents[1] / "reports" / "examples"
SOURCE = "import os\n\nfeature = Feature(\n    'a',\n    None,\n)\n"


def example(name: str) -> Report:
    return from_json((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_every_example_is_told(file: Path) -> None:
    report = from_json(file.read_text(encoding="utf-8"))
    merge = report.stage == "merge"
    asked = ("pruning",) if merge else ("structure", "api", "acceptance")
    lines = account(report, asked)
    for stage in report.stages:
        if stage.key in asked and stage.reason:
            assert f"   {stage.reason}" in lines
    if report.opinion and report.opinion.sentence:
        assert f"   {report.opinion.sentence}" in lines
    code, last = _ended(report, asked, whole=not merge, network=False)
    if merge:
        assert (code, last) == (0, "passed")
    elif report.verdict == "none":
        assert code == 3 and last.startswith("It could not be judged: ")
    else:
        assert (code, last) == (int(report.verdict == "rejected"), f"verdict: {report.verdict}")


NO_DATA = Report.model_validate(
    {
        "version": 2,
        "stages": [
            {"key": "structure", "status": "success", "reason": "It is where it belongs."},
            {"key": "api", "status": "error", "reason": "There is no network."},
            {"key": "acceptance", "status": "error", "reason": "There is no network."},
        ],
        "error": {"kind": "data", "message": "There is no network.", "needs_network": True},
    }
)


def told(report: Report, *asked: StageKey, network: bool = False) -> list[str]:
    """All lines about a report."""
    _, verdict = _ended(report, asked, whole=False, network=network)
    lines = account(report, asked)
    return [*lines, *ending(verdict, report, lines)]


def test_what_stopped_it_is_said_once_with_the_option_that_helps() -> None:
    assert told(NO_DATA, "structure", "api", "acceptance") == [
        "✓ Project structure    success",
        "   It is where it belongs.",
        "! Feature API          error",
        "   There is no network.",
        "! Feature acceptance   error",
        "It could not be judged. Give --allow-network to let the project's own code fetch its"
        " data.",
    ]


def test_an_option_that_was_given_is_not_advised() -> None:
    assert told(NO_DATA, "api", network=True)[-1] == "It could not be judged."


def test_what_stopped_it_is_said_at_the_end_where_no_stage_says_it() -> None:
    crashed = Report.model_validate(
        {"version": 2, "error": {"kind": "crash", "message": "The check crashed."}}
    )
    assert told(crashed, "api") == ["It could not be judged: The check crashed."]


def test_what_cannot_be_merged_says_why_also_without_its_stage() -> None:
    conflict = Report.model_validate(
        {"version": 2, "error": {"kind": "conflict", "message": "Both change a.txt."}}
    )
    assert told(conflict, "api") == [
        "It could not be judged: Both change a.txt.",
        "It was not judged, because it cannot be merged.",
    ]


def test_code_that_cannot_be_shut_in_is_refused_once_with_the_option_for_ones_own() -> None:
    sentence = "Nothing was run: there is no means to shut it in."
    refused = Report.model_validate(
        {
            "version": 2,
            "stages": [{"key": "api", "status": "error", "reason": sentence}],
            "error": {"kind": "not_isolated", "message": sentence},
            "isolation": {"mode": "none", "sentence": sentence},
        }
    )
    assert told(refused, "api") == [
        "! Feature API          error",
        f"   {sentence}",
        "It could not be judged. Give --own-code if all of it is your own; or install bubblewrap.",
    ]


def test_a_failed_check_is_put_beside_the_lines_of_the_feature() -> None:
    report = example("reject_nan")
    assert report.feature is not None
    (line, *_) = remarks(report, SOURCE)
    assert line.startswith(f"::error file={report.feature.path},line=3,endLine=6,title=")


@pytest.mark.parametrize(
    ("source", "where"),
    [(None, "line=1,"), ("(", "line=1,"), ("x" * 300_000, "line=1,"), ("(" * 9_000, "line=1,")],
)
def test_a_file_in_which_nothing_is_found(source: str | None, where: str) -> None:
    assert where in remarks(example("reject_nan"), source)[0]


def test_a_structure_check_is_put_beside_its_own_file() -> None:
    report = example("reject_structure")
    stage = report.stage_of("structure")
    assert stage is not None
    paths = [check.path for check in stage.checks if not check.passed]
    for path, line in zip(paths, remarks(report, None), strict=False):
        assert f"file={path}," in line


def test_a_second_opinion_that_disagrees_is_a_warning() -> None:
    report = example("disagree_gain")
    assert report.opinion is not None and report.opinion.agrees is False
    assert remarks(report, SOURCE)[-1].startswith("::warning file=")
    assert remarks(example("accept"), SOURCE) == []


def test_what_has_a_meaning_in_a_command_is_escaped() -> None:
    said = command("error", "50% of\r\n::x::", file="a,b:c%d\n.py", title="T")
    assert said == "::error file=a%2Cb%3Ac%25d%0A.py,title=T::50%25 of%0D%0A::x::"


@pytest.mark.parametrize(
    "text",
    ["::error::x", "  ::error::x", "a ##[error]x", "a\n::error::x", "a\r::error::x", "\u2028::x",
     "\x1b]0;::x\x07", "\x0b::x", "##[##[error]error]x"],
)  # fmt: skip
def test_no_text_is_a_command(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown and "\r" not in shown and "\x1b" not in shown
    assert not shown.lstrip().startswith("::")
    assert "##[" not in shown


def test_commands_are_off_until_an_unguessable_word() -> None:
    first, *between, last = quieted(["::x::", "y"])
    word = first.removeprefix("::stop-commands::")
    assert len(word) == 32 and last == f"::{word}::"
    assert between == ["· ::x::", "y"]
    assert next(iter(quieted([]))) != first
