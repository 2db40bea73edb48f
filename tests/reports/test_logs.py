"""Plain logs of `ballet validate`, really printed by it, read into a report."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assemble_trace.reports import JobLog, Report, from_logs, merged, stage_named
from assemble_trace.reports.checks import API, STRUCTURE
from assemble_trace.reports.lines import MAX_LINE, MAX_LOG, lines, number
from tests.reports.stock import CONTRIB, LOGS, as_actions_prints_it

CODES: dict[str, int] = json.loads((LOGS / "codes.json").read_text())
FORMS: dict[str, Callable[[str, int], str]] = {
    "as it is": lambda log, code: log,
    "on Actions": as_actions_prints_it,
}
#: Log → verdict, statuses of the four stages, Ballet's error, the first failed check.
EXPECTED = {
    "accepted": ("accepted", "success success success neutral", None, None),
    "rejected": ("rejected", "success success failure skipped", "FeatureRejected", None),
    "api": (
        "rejected", "success failure skipped skipped", "InvalidFeatureApi", "NoMissingValuesCheck",
    ),
    "syntax": ("rejected", "success failure skipped skipped", "InvalidFeatureApi", None),
    "structure": (
        "rejected", "failure skipped skipped skipped", "InvalidProjectStructure",
        "IsPythonSourceCheck",
    ),
    "crash": ("rejected", "success failure skipped skipped", "ZeroDivisionError", None),
    "several": ("rejected", "success success failure skipped", "FeatureCollectionError", None),
    "pruned": ("none", "skipped skipped skipped success", None, None),
}  # fmt: skip


def text(name: str) -> str:
    """Return a log as Ballet printed it."""
    return (LOGS / f"{name}.log").read_text(encoding="utf-8")


def read(*logs: str, conclusions: tuple[str | None, ...] = ()) -> Report:
    """Read logs that are some."""
    given = conclusions or (None,) * len(logs)
    report = from_logs([JobLog(log, end) for log, end in zip(logs, given, strict=True)])
    assert report is not None
    return report


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_log_in_either_form(name: str, form: str) -> None:
    verdict, statuses, error, check = EXPECTED[name]
    report = read(FORMS[form](text(name), CODES[name]))
    assert report.verdict == verdict
    assert [stage.status for stage in report.stages] == statuses.split()
    failed = next((stage for stage in report.stages if stage.status == "failure"), None)
    assert (failed.ballet_error if failed else None) == error
    if error and failed:
        assert error in failed.reason
    checks = [one for stage in report.stages for one in stage.checks]
    assert (checks[0].name if checks else None) == check
    assert all(not one.passed and one.advice and one.description for one in checks)
    assert {"opinion", "comparison", "project", "checks", "environment", "rows"} <= set(
        report.missing
    )
    assert report.opinion is report.comparison is report.project is None
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_who_and_what_is_read_from_the_path() -> None:
    feature = read(text("rejected")).feature
    assert feature is not None
    assert (feature.name, feature.author) == ("flat", "ada")
    assert feature.path == f"{CONTRIB}/user_ada/feature_flat.py"


def test_an_accepted_features_number_is_exact_and_its_threshold_is_missing() -> None:
    report = read(text("accepted"))
    acceptance = report.stage_of("acceptance")
    assert acceptance is not None and acceptance.numbers is not None
    (said,) = [line for line in text("accepted").splitlines() if "I(feature ; target" in line]
    assert acceptance.numbers["statistic"] == float(said.rpartition("= ")[2])
    assert "threshold" not in acceptance.numbers
    assert "does not say how much was needed" in report.missing["threshold"]
    assert acceptance.seconds > 0


def test_every_iteration_of_a_rejection_with_its_entropies() -> None:
    report = read(text("rejected"))
    acceptance = report.stage_of("acceptance")
    assert acceptance is not None and acceptance.numbers is not None
    numbers = acceptance.numbers
    first, second, third = numbers["iterations"]
    assert first["omitted"] is None
    assert second["omitted"] == "small.features.contrib.user_grace.feature_b"
    assert third["omitted"] == "small.features.contrib.user_grace.feature_d"
    for one in (second, third):
        found = one["omitted_h_xz"] + one["omitted_h_yz"]
        found -= one["omitted_h_xyz"] + one["omitted_h_z"]
        assert one["omitted_cmi"] == pytest.approx(max(0.0, found), abs=1e-12)
        assert one["statistic"] == one["candidate_cmi"] - one["omitted_cmi"]
        # Ballet's own figure, which the log rounds
        assert one["threshold"] == 6.1488e-03
    assert numbers["deciding"] == 0
    assert numbers["margin"] == max(one["margin"] for one in numbers["iterations"])
    assert numbers["lambda_1"] == 6.149e-03
    assert report.data is not None and report.data.validation_rows == 120


def test_what_was_pruned() -> None:
    report = read(text("pruned"), conclusions=("success",))
    pruning = report.stage_of("pruning")
    assert report.stage == "merge"
    assert pruning is not None
    assert [one.path for one in pruning.redundant] == [f"{CONTRIB}/user_grace/feature_b.py"]


def test_four_jobs_are_one_report() -> None:
    names = ["structure", "api", "acceptance", "pruning"]
    logs = [text(f"rejected_{name}") for name in names]
    whole, parts = read(text("rejected")), read(*logs)
    assert parts.verdict == "rejected"
    assert [one.status for one in parts.stages[:3]] == [one.status for one in whole.stages[:3]]
    four, one = parts.stage_of("acceptance"), whole.stage_of("acceptance")
    assert four is not None and one is not None
    assert four.numbers == one.numbers

    pair = read(logs[0], logs[2])
    assert (pair.stages[1].status, pair.missing["api"]) == ("skipped", "No log tells of it.")
    assert pair.verdict == "rejected"


def test_a_log_cut_anywhere_says_less_and_nothing_else() -> None:
    whole = as_actions_prints_it(text("accepted"), 0)
    for end in range(0, len(whole), 150):
        report = from_logs([JobLog(whole[:end], None)])
        if report is None:
            continue
        done = "evaluating feature performance...DONE" in whole[:end]
        assert report.verdict == ("accepted" if done else "none"), end
        if not done and report.stages:
            assert report.error is not None or "stages" in report.missing or report.missing
    cut = read(whole[: whole.index("H(X,Y,Z)")])
    assert cut.stages[2].status == "error"
    assert "ends in the middle" in cut.stages[2].reason


def test_a_log_without_its_beginning() -> None:
    log = text("rejected")
    report = read(log[log.index("Judging feature") - 60 :])
    assert report.stages[2].status == "failure"
    assert report.stages[2].ballet_error == "FeatureRejected"
    assert report.stages[0].status == "skipped"


@pytest.mark.parametrize("log", ["", "\n" * 50, "make: *** [test] Error 1\n", "\x00\x1b[2J\ufeff"])
def test_what_is_no_log_of_ballets(log: str) -> None:
    assert from_logs([JobLog(log, "failure")]) is None


def test_a_log_that_contradicts_its_check_run_is_not_believed() -> None:
    faked = read(text("accepted"), conclusions=("failure",))
    assert (faked.verdict, faked.stages[2].status) == ("none", "error")
    acceptance = text("rejected_acceptance").replace("FAILURE", "DONE").partition("Traceback")[0]
    hidden = read(acceptance, conclusions=("failure",))
    assert (hidden.verdict, hidden.stages[2].status) == ("none", "error")
    flattered = read(text("rejected"), conclusions=("success",))
    assert (flattered.verdict, flattered.stages[2].status) == ("none", "error")


def test_numbers_that_a_feature_printed_too_are_in_doubt() -> None:
    log = text("accepted")
    at = log.index("\n", log.index("Judging feature")) + 1
    line = "[2026-11-24 10:00:00,000] {ballet: validator.py:94} INFO - "
    fake = f"{line}I(feature ; target | existing_features) = 99.0\n"
    report = read(log[:at] + fake + log[at:])
    assert report.stages[2].numbers is None
    assert "may have printed it" in report.missing["numbers"]

    end = f"{line}Ballet Validation: validating feature API...DONE\n"
    log = text("api")
    at = log.index("Validating feature Feature(")
    at = log.rindex("\n", 0, at) + 1
    report = read(log[:at] + end + log[at:])
    assert (report.verdict, report.stages[1].status) == ("none", "error")


def test_hostile_text_is_harmless() -> None:
    line = "[2026-11-24 10:00:00,000] {ballet: main.py:1} INFO - "
    log = text("structure").replace("NOTES.txt", "a\u202eb\x1b[31m<script>\x07\x00.txt")
    log += line + "Found Redundant Feature: " + "../" * 5_000 + "\n"
    log += line + "H(X,Z): " + "9" * 4_000 + "\n" + line + "Recomputed lambda_1=nan, lambda_2=1e999"
    shown = read(log).model_dump_json()
    assert "\\u202e" not in shown and "\u202e" not in shown
    assert "\\u001b" not in shown and "\\u0007" not in shown
    assert number("nan") is number("inf") is number("1" * 40) is number("1_000") is None


def test_a_very_long_log_is_read_within_bounds() -> None:
    filler = "2026-11-24T10:00:00.0000000Z printed by the feature, line after line\n" * 150_000
    log = text("rejected")
    at = log.index("[", log.index("Judging feature"))
    report = read(log[:at] + filler + log[at:])
    assert (report.verdict, report.stages[2].numbers is not None) == ("rejected", True)

    report = read(log + "x" * MAX_LOG)
    assert report.verdict == "rejected"
    assert report.missing["log"] == "Only the first 16 million characters were read."
    (one,) = lines("y" * 10_000_000)
    assert len(one.words) == MAX_LINE


def test_ballets_checks_all_have_words() -> None:
    from ballet.validation.feature_api import checks as api
    from ballet.validation.project_structure import checks as structure

    assert set(API) == {one.__name__ for one in api.FeatureApiCheck.__subclasses__()}
    known = {one.__name__ for one in structure.ProjectStructureCheck.__subclasses__()}
    assert set(STRUCTURE) == known


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("Feature API", "api"),
        ("judge / Feature acceptance", "acceptance"),
        ("Project structure validation", "structure"),
        ("Feature pruning evaluation", "pruning"),
        ("build", None),
        ("Feature API docs", None),
    ],
)
def test_a_check_runs_name_says_its_stage(name: str, stage: str | None) -> None:
    assert stage_named(name) == stage


def test_the_practice_forge_names_its_check_runs_the_same() -> None:
    from assemble_trace.practice_forge.report import STAGES
    from assemble_trace.reports import NAMES

    assert dict(STAGES) == dict(NAMES)


def test_reports_of_four_jobs_are_put_together() -> None:
    parts = [read(text(f"rejected_{name}")) for name in ("structure", "api", "acceptance")]
    whole = merged(parts)
    assert whole is not None
    assert [one.status for one in whole.stages[:3]] == ["success", "success", "failure"]
    assert whole.verdict == "rejected"
    assert whole.stages[2].numbers == parts[2].stages[2].numbers
    assert "structure" not in whole.missing and "opinion" in whole.missing
    other = parts[2].model_copy(update={"head": "b" * 40})
    other_commit = merged([parts[0], other])
    assert other_commit is not None and other_commit.verdict == "none"
    assert merged([]) is None
