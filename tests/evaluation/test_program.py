"""The program's verdict is that of the real `ballet validate`, and its report says why."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.reports import Report
from assemble_trace.sample import content

CONTRIB = "src/house_prices/features/contrib"
FEATURE = f"{CONTRIB}/user_mary/feature_try.py"


def notebook_cell(cell_id: str) -> str:
    """A cell of the sample notebook."""
    path = content.content_root() / "sample" / "predict-house-prices.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["id"] == cell_id))


def lot_area(transformer: str, before: str = "") -> str:
    return f'from ballet import Feature\n{before}\nfeature = Feature("Lot Area", {transformer})\n'


GOOD = notebook_cell("total-bathrooms")
NOISE = notebook_cell("random-noise")
CONSTANT = lot_area("lambda column: column * 0")
NAN = lot_area("lambda column: column.where(column > 9000)")


def test_accepted(workshop: Any) -> None:
    judged, ballet = workshop.both(*workshop.propose(workshop.feature(GOOD)))

    assert ballet is None
    assert judged.exit_code == 0
    assert judged.report["verdict"] == "accepted"
    assert judged.statuses == ["success", "success", "success", "neutral"]
    assert len({check["name"] for check in judged.stage("structure")["checks"]}) == 7
    assert len(judged.stage("api")["checks"]) == 15
    assert all(check["passed"] for check in judged.stage("api")["checks"])
    numbers = judged.stage("acceptance")["numbers"]
    assert numbers["accepter"] == "HeldOutGainAccepter"
    assert numbers["margin"] == pytest.approx(numbers["statistic"] - numbers["threshold"])
    assert numbers["margin"] > 0
    assert numbers["accepted_features"] == 4
    assert judged.report["feature"] == {
        "name": "Total bathrooms",
        "path": FEATURE,
        "author": "mary",
        "description": "Bathrooms in the whole house, where a half bath counts one half",
    }
    assert judged.report["rows"] == 2930
    assert judged.report["environment"]["ballet"] == "0.19.5"
    assert judged.report["error"] is None
    assert judged.report["project"] is None
    assert Report.model_validate(judged.report).verdict == "accepted"


@pytest.mark.parametrize(
    ("source", "stage", "error", "words"),
    [
        (CONSTANT, "acceptance", "FeatureRejected", "the same value in every row"),
        (NOISE, "acceptance", "FeatureRejected", "shuffled copies"),
        (NAN, "api", "InvalidFeatureApi", "missing (NaN)"),
        ("feature = (\n", "api", "InvalidFeatureApi", "line 1 cannot be imported (SyntaxError"),
        ("import not_there\n", "api", "InvalidFeatureApi", "No module named 'not_there'"),
        (
            lot_area("None") + lot_area("None").replace("feature =", "other ="),
            "api",
            "InvalidFeatureApi",
            "exactly one feature",
        ),
        ("1 / 0\n", "api", "ZeroDivisionError", "failed with ZeroDivisionError"),
        (
            lot_area("lambda column: column.astype(str)"),
            "api",
            "InvalidFeatureApi",
            "not numbers",
        ),
    ],
    ids=["constant", "noise", "nan", "syntax", "import", "two-objects", "raises", "strings"],
)
def test_rejected(workshop: Any, source: str, stage: str, error: str, words: str) -> None:
    judged, ballet = workshop.both(*workshop.propose(workshop.feature(source)))

    assert ballet == error
    assert judged.report["verdict"] == "rejected"
    failed = judged.stage(stage)
    assert failed["status"] == "failure"
    assert failed["ballet_error"] == error
    assert words in failed["reason"]
    assert error in failed["reason"]
    assert judged.report["error"] is None
    assert Report.model_validate(judged.report).verdict == "rejected"


def test_the_swallowed_exception_and_the_advice_are_kept(workshop: Any) -> None:
    judged = workshop.judge_feature(lot_area("lambda column: column['no such row']"))

    fit = next(c for c in judged.stage("api")["checks"] if c["name"] == "CanTransformCheck")
    assert not fit["passed"]
    assert "no such row" in fit["exception"]
    assert fit["advice"] == "The feature fails when calling transform on sample data"
    assert fit["description"] == "Check that transform can be called on reference data"


def test_a_file_in_the_wrong_place(workshop: Any) -> None:
    judged, ballet = workshop.both(*workshop.propose({"src/house_prices/feature_try.py": GOOD}))

    assert ballet == "InvalidProjectStructure"
    assert judged.statuses == ["failure", "skipped", "skipped", "neutral"]
    reason = judged.stage("structure")["reason"]
    assert reason.startswith(f"src/house_prices/feature_try.py is outside {CONTRIB}")
    assert "InvalidProjectStructure: WithinContribCheck" in reason


def test_two_features_in_two_files(workshop: Any) -> None:
    files = {**workshop.feature(GOOD), **workshop.feature(GOOD, name="again")}
    judged, ballet = workshop.both(*workshop.propose(files))

    assert ballet == "FeatureCollectionError"
    assert judged.statuses == ["success", "success", "failure", "neutral"]
    assert judged.stage("acceptance")["ballet_error"] == "FeatureCollectionError"
    assert "adds 2" in judged.stage("acceptance")["reason"]
    assert judged.report["feature"] is None


def test_the_verdict_is_told_before_what_comes_after_it(workshop: Any) -> None:
    judged = workshop.judge(*workshop.propose(workshop.feature(GOOD)))

    reports = [event["report"] for event in judged.events if event["event"] == "report"]
    first = next(report for report in reports if report["verdict"] == "accepted")
    told = next(report for report in reports if report["missing"])
    assert first["stages"][2]["status"] == "success"
    assert told["verdict"] == "accepted"
    assert told["error"] is None
    assert told["opinion"] is None
    assert set(told["missing"]) == {"opinion", "comparison"}
    assert reports[-1]["missing"] == {}
    assert reports[-1]["opinion"]["noise"]["copies"] == 1999
    assert reports[-1]["comparison"]["of"] == 5
    assert [event["key"] for event in judged.events if event["event"] == "stage"] == [
        "structure", "api", "acceptance",
    ]  # fmt: skip


def test_a_pull_request_cannot_change_its_judge(workshop: Any) -> None:
    rules = (workshop.upstream / "ballet.yml").read_text()
    lenient = rules.replace(
        "house_prices.accepter.HeldOutGainAccepter",
        "ballet.validation.feature_acceptance.validator.AlwaysAccepter",
    ).replace(CONTRIB, "src")
    judged = workshop.judge(
        *workshop.propose({"ballet.yml": lenient, **workshop.feature(CONSTANT)})
    )

    assert judged.report["verdict"] == "rejected"
    assert judged.stage("structure")["status"] == "failure"
    assert "ballet.yml is already part of the project" in judged.stage("structure")["reason"]


def test_the_rules_are_those_of_the_base(workshop: Any) -> None:
    """The head was made before the base changed the accepter."""
    clone, head = workshop.propose(workshop.feature(CONSTANT))
    rules = (workshop.upstream / "ballet.yml").read_text()
    workshop.git(clone, "checkout", "--quiet", "--detach", workshop.base)
    (clone / "ballet.yml").write_text(
        rules.replace(
            "house_prices.accepter.HeldOutGainAccepter",
            "ballet.validation.feature_acceptance.validator.AlwaysAccepter",
        )
    )
    workshop.git(clone, "commit", "--quiet", "--all", "--message", "Accept everything")
    base = workshop.git(clone, "rev-parse", "HEAD")
    workshop.git(clone, "checkout", "--quiet", "--detach", head)

    judged = workshop.judge(clone, head, base)

    assert judged.report["verdict"] == "accepted"
    assert judged.stage("acceptance")["numbers"]["accepter"].endswith(".AlwaysAccepter")


def test_a_feature_that_was_accepted_meanwhile(workshop: Any, warm: Any) -> None:
    """Two branches with one feature begin at one commit; the first of them is merged.

    CI services check out the merge of a pull request, and so does plain Ballet here.
    """
    clone, head = workshop.propose(workshop.feature(GOOD, login="eve"))
    before = warm.judge(clone, head)
    first, base = workshop.propose(workshop.feature(GOOD, login="ada"))
    workshop.git(clone, "fetch", "--quiet", str(first), base)
    workshop.git(first, "fetch", "--quiet", str(clone), head)
    workshop.git(first, "merge", "--quiet", "--no-ff", "--message", "Merge", head)

    ballet = workshop.plain(first, head, base)
    judged = workshop.judge(clone, head, base)
    again = warm.judge(clone, head, base)

    assert before.report["verdict"] == "accepted"
    assert ballet == "FeatureRejected"
    assert judged.report["verdict"] == "rejected"
    assert judged.statuses == ["success", "success", "failure", "neutral"]
    assert judged.stage("acceptance")["ballet_error"] == "FeatureRejected"
    numbers = judged.stage("acceptance")["numbers"]
    assert numbers["accepted_features"] == 5
    assert again.stage("acceptance")["numbers"] == numbers
    assert judged.report["head"] == head
    comparison = judged.report["comparison"]
    path = f"{CONTRIB}/user_ada/feature_try.py"
    assert comparison["of"] == 6
    assert comparison["redundant_with"]["path"] == path
    assert comparison["redundant_with"]["share"] > 0.99
    assert [one["author"] for one in comparison["history"]][-2:] == ["ada", "eve"]
    assert all(one["at"] for one in comparison["history"][1:-1])


def test_a_branch_that_is_behind_is_judged_as_if_it_were_up_to_date(workshop: Any) -> None:
    other = lot_area("None")
    behind, head = workshop.propose(workshop.feature(GOOD, login="eve"))
    first, base = workshop.propose(workshop.feature(other, login="ada"))
    workshop.git(behind, "fetch", "--quiet", str(first), base)
    upstream, on_top = workshop.propose(workshop.feature(GOOD, login="eve"))
    workshop.git(upstream, "fetch", "--quiet", str(first), base)
    workshop.git(upstream, "rebase", "--quiet", base)
    on_top = workshop.git(upstream, "rev-parse", "HEAD")

    found = [workshop.judge(behind, head, base), workshop.judge(upstream, on_top, base)]

    assert found[0].statuses == ["success", "success", "success", "neutral"]
    assert found[0].stage("acceptance")["numbers"] == found[1].stage("acceptance")["numbers"]
    for part in ("opinion", "comparison", "advice"):
        assert found[0].report[part] == found[1].report[part]


def test_a_git_that_cannot_merge(
    workshop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before git 2.38 there is no such merge, and a wrong verdict would be worse than none."""
    clone, head = workshop.propose(workshop.feature(GOOD, login="eve"))
    first, base = workshop.propose(workshop.feature(GOOD, login="ada"))
    workshop.git(clone, "fetch", "--quiet", str(first), base)
    old = tmp_path / "git"
    refuse = 'case " $* " in *" --write-tree "*) echo "usage: git merge-tree" >&2; exit 129;; esac'
    old.write_text(f'#!/bin/sh\n{refuse}\nexec {shutil.which("git")} "$@"\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    behind = workshop.judge(clone, head, base, checks=["structure"])
    on_top = workshop.judge(clone, head, checks=["structure"])

    assert behind.report["verdict"] == "none"
    assert "git 2.38 or later (usage: git merge-tree)" in behind.report["error"]["message"]
    assert behind.statuses == ["error", "skipped", "skipped", "neutral"]
    assert on_top.statuses == ["success", "skipped", "skipped", "neutral"]


def test_a_feature_that_exits_is_not_accepted(workshop: Any) -> None:
    """Plain `ballet validate` ends with code 0 here, which nobody would call a verdict."""
    judged = workshop.judge_feature("import sys\n\nsys.exit(0)\n")

    assert judged.report["verdict"] == "rejected"
    assert judged.stage("api")["ballet_error"] == "SystemExit"
    assert judged.stage("acceptance")["status"] == "skipped"


def test_a_judge_that_is_killed_leaves_a_report(workshop: Any) -> None:
    clone, head = workshop.propose(workshop.feature("while True:\n    pass\n"))
    process = workshop.start(clone, head, workshop.base, "head")
    out = ""
    while '"Checking the feature"' not in out:
        out += process.stdout.readline()
    process.kill()

    done = workshop.finish(process, out)

    assert done.report["verdict"] == "none"
    assert done.report["error"]["kind"] == "unfinished"
    assert done.statuses == ["success", "error", "error", "neutral"]


def test_no_data(workshop: Any) -> None:
    clone, base = workshop.propose({"data/train/entities.csv": None})
    for name, text in workshop.feature(GOOD).items():
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_text(text)
    workshop.git(clone, "add", "--all")
    workshop.git(clone, "commit", "--quiet", "--message", "A feature without data")
    head = workshop.git(clone, "rev-parse", "HEAD")

    judged = workshop.judge(clone, head, base)

    assert judged.report["verdict"] == "none"
    assert judged.report["error"]["kind"] == "data"
    assert judged.statuses == ["success", "error", "skipped", "neutral"]
    assert "could not be read (FileNotFoundError" in judged.stage("api")["reason"]


def test_a_base_without_ballet_yml(workshop: Any) -> None:
    clone, base = workshop.propose({"ballet.yml": None})

    judged = workshop.judge(clone, base, base)

    assert judged.exit_code == 0
    assert judged.report["verdict"] == "none"
    assert judged.statuses == ["error", "error", "error", "neutral"]
    assert "git show failed" in judged.report["error"]["message"]


@pytest.mark.parametrize("how", ["--no-ff", "--squash"])
def test_a_merge_is_pruned_and_scored(workshop: Any, how: str) -> None:
    clone, head = workshop.propose(workshop.feature(GOOD))
    workshop.git(clone, "checkout", "--quiet", "main")
    workshop.git(clone, "merge", "--quiet", how, head)
    if how == "--squash":
        workshop.git(clone, "commit", "--quiet", "--message", "Squashed")
    merge = workshop.git(clone, "rev-parse", "HEAD")

    judged = workshop.judge(clone, merge, stage="merge")

    assert judged.statuses == ["skipped", "skipped", "skipped", "success"]
    assert judged.stage("pruning")["redundant"] == []
    assert len(judged.stage("pruning")["numbers"]["gains"]) == 4
    assert judged.report["verdict"] == "none"
    assert judged.report["feature"]["name"] == "Total bathrooms"
    project = judged.report["project"]
    assert project["metric"] == "RMSE of log SalePrice, 5-fold cross-validation"
    assert project["score_after"] < project["score_before"] < 0.2
    assert not project["higher_is_better"]
    assert project["typical_error"]["unit"] == "SalePrice"
    assert 5_000 < project["typical_error"]["after"] < project["typical_error"]["before"]
    assert sorted(feature["author"] for feature in project["features"]) == [
        "ada",
        "emmy",
        "florence",
        "grace",
        "mary",
    ]


def test_a_feature_that_another_replaces_is_pruned(workshop: Any) -> None:
    """A better copy of the living area makes the old one say nothing of its own."""
    clone, base = workshop.propose(
        workshop.feature(
            'from ballet import Feature\n\nfeature = Feature("Garage Yr Blt", '
            "lambda column: (column.fillna(0) > 2003) * 1.0)\n",
            name="new_garage",
        )
    )
    copy = (
        'from ballet import Feature\n\nfeature = Feature(["Garage Yr Blt", "Garage Cars"], '
        "lambda df: df.fillna(0).assign(new=df['Garage Yr Blt'] > 2003).iloc[:, 1:] * 1.0)\n"
    )
    path = clone / CONTRIB / "user_mary" / "feature_garage.py"
    path.write_text(copy)
    workshop.git(clone, "add", "--all")
    workshop.git(clone, "commit", "--quiet", "--message", "A copy and more")
    head = workshop.git(clone, "rev-parse", "HEAD")

    judged = workshop.judge(clone, head, base, stage="merge")

    redundant = judged.stage("pruning")["redundant"]
    assert [one["path"] for one in redundant] == [f"{CONTRIB}/user_mary/feature_new_garage.py"]
    assert "feature_new_garage.py" in judged.stage("pruning")["reason"]
