"""The feature among the accepted ones: ranks, redundancy, authors, and how it came to this."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ballet import Feature
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder

from assemble_trace.evaluation.case import Case
from assemble_trace.evaluation.comparison import comparison
from assemble_trace.evaluation.gain import gain
from assemble_trace.evaluation.history import came_in
from assemble_trace.evaluation.redundancy import shared
from assemble_trace.evaluation.score import project_score
from assemble_trace.reports.report import Comparison
from tests.evaluation.bench import Altered, Bench

DAY = 86_400


def git(where: Path, *arguments: str, at: int = 0) -> str:
    when = f"{1_600_000_000 + at * DAY} +0000"
    who = {f"GIT_{role}_{key}": "ada@ames.example" for role in ("AUTHOR", "COMMITTER")
           for key in ("NAME", "EMAIL")}  # fmt: skip
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", *arguments],
        cwd=where,
        check=True,
        env={**os.environ, **who, **dates},
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip()


def commit(where: Path, path: str, at: int) -> None:
    (where / path).parent.mkdir(parents=True, exist_ok=True)
    (where / path).write_text(f"# {at}\n")
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--message", path, at=at)


@pytest.fixture(scope="module")
def history(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository: the second feature comes first, the first by a merge, the others later."""
    where = tmp_path_factory.mktemp("history")
    git(where, "init", "--quiet", "--initial-branch=main")
    commit(where, "ballet.yml", 0)
    git(where, "switch", "--quiet", "--create", "topic")
    commit(where, bench.paths[0], 1)
    git(where, "switch", "--quiet", "main")
    commit(where, bench.paths[1], 2)
    git(where, "merge", "--quiet", "--no-ff", "--message", "Merge", "topic", at=3)
    commit(where, bench.paths[2], 4)
    commit(where, bench.paths[3], 5)
    return where


def test_when_files_came_in(bench: Bench, history: Path) -> None:
    found = came_in(history, "main", [*bench.paths, "not/there.py"])

    assert [(found[path] - 1_600_000_000) // DAY for path in bench.paths] == [3, 2, 4, 5]
    assert "not/there.py" not in found


def test_a_file_that_came_back_counts_from_its_return(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "a ü.py", 1)
    (tmp_path / "a ü.py").unlink()
    commit(tmp_path, "b.py", 2)
    commit(tmp_path, "a ü.py", 3)

    assert came_in(tmp_path, "HEAD", ["a ü.py"]) == {"a ü.py": 1_600_000_000 + 3 * DAY}


def test_commits_of_one_second_keep_their_order(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for name in ("b.py", "c.py", "a.py"):
        commit(tmp_path, name, 1)

    assert list(came_in(tmp_path, "HEAD", ["a.py", "b.py", "c.py"])) == ["a.py", "c.py", "b.py"]


def test_what_cannot_be_known_of_the_order(bench: Bench, history: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", history.as_uri(), "shallow")

    assert came_in(tmp_path / "shallow", "main", bench.paths) == {}
    assert came_in(tmp_path, "main", bench.paths) == {}
    assert came_in(history, "no-such-branch", bench.paths) == {}


def test_a_feature_among_four(bench: Bench, history: Path) -> None:
    case = bench.case(bench.plain("Total Bsmt SF"))

    found = comparison(case, history, "main")

    assert (found["of"], found["rank_by_gain"], found["rank_by_information"]) == (5, 3, 4)
    assert found["unit"] == "SalePrice"
    best = found["features"][0]
    assert (best["name"], best["author"], best["this"]) == ("Log living area", "ada", False)
    assert [one["gain"] for one in found["features"]] == sorted(
        (one["gain"] for one in found["features"]), reverse=True
    )
    this = next(one for one in found["features"] if one["this"])
    assert this["gain"] == pytest.approx(gain(case)["saved"])
    statistic = bench.judge(case.candidate).numbers["statistic"]
    assert this["information"] == pytest.approx(statistic, rel=1e-4)
    assert [(one["name"], one["author"]) for one in found["history"]] == [
        ("", None),
        ("Overall quality", "grace"),
        ("Log living area", "ada"),
        ("House age", "florence"),
        ("Neighborhood price", "emmy"),
        ("try", "mary"),
    ]
    days = [one["at"] and (one["at"] - 1_600_000_000) // DAY for one in found["history"]]
    assert days == [None, 2, 3, 4, 5, None]
    errors = [one["error"] for one in found["history"]]
    assert errors == sorted(errors, reverse=True)
    assert (
        "saves a simple model 1,954 (SalePrice) of its error; that is rank 3 of 5"
        in (found["sentence"])
    )
    assert set(found) == set(Comparison.model_fields)
    Comparison.model_validate(found)


def test_the_feature_that_it_is_most_redundant_with(bench: Bench, history: Path) -> None:
    copy = Altered(bench.features[2], lambda age: np.log1p(age))

    found = comparison(bench.case(copy), history, "main")

    redundant = found["redundant_with"]
    assert (redundant["name"], redundant["author"]) == ("House age", "florence")
    assert redundant["path"] == bench.paths[2]
    assert redundant["share"] > 0.99
    assert "they are nearly one" in redundant["sentence"]
    assert found["rank_by_gain"] >= 3


def test_noise_shares_nothing_however_many_columns_it_has(bench: Bench, tmp_path: Path) -> None:
    random = np.random.RandomState(0)
    shares = []
    for width in (1, 30):
        noise = Altered(bench.features[0], lambda area, w=width: random.normal(size=(len(area), w)))
        shares += [shared(bench.case(noise), noise, one) for one in bench.features]
        shares += [shared(bench.case(noise), one, noise) for one in bench.features]

    assert max(shares) < 0.01
    assert comparison(bench.case(noise), tmp_path, "main")["redundant_with"] is None


def test_how_much_is_shared_is_known_on_simulated_data() -> None:
    """Half of the variance, whatever the scale; and a class tells all of what rests on it."""
    random = np.random.RandomState(1)
    X = pd.DataFrame({"one": random.normal(size=4000), "kind": random.choice(list("abc"), 4000)})
    X["half"] = np.exp(X["one"] + random.normal(size=4000))
    X["coded"] = X["kind"].map({"a": 2.0, "b": 30.0, "c": 4.0})
    y = X[["one"]]
    features = [Feature("one", None), Feature(["kind"], OneHotEncoder(sparse_output=False))]
    paths = ["a.py", "b.py", "c.py"]
    half = Case(X, y, X, y, FunctionTransformer(), features, Feature("half", None), paths)
    coded = Case(X, y, X, y, FunctionTransformer(), features, Feature("coded", None), paths)

    assert shared(half, half.candidate, features[0]) == pytest.approx(0.5, abs=0.03)
    assert shared(coded, coded.candidate, features[1]) == pytest.approx(1, abs=1e-3)


def test_the_first_feature_of_a_project(bench: Bench, history: Path) -> None:
    data = (bench.X, bench.prices, bench.X, bench.y, bench.encoder)
    case = Case(*data, [], bench.features[0], [bench.paths[0]])

    found = comparison(case, history, "main")

    assert (found["of"], found["rank_by_gain"], found["redundant_with"]) == (1, 1, None)
    assert [one["name"] for one in found["history"]] == ["", "Log living area"]
    assert "there is none to compare it with" in found["sentence"]


def test_an_accepted_feature_that_fails_on_new_rows_is_left_out(
    bench: Bench, history: Path
) -> None:
    roof = Feature(["Roof Matl"], OneHotEncoder(sparse_output=False))
    case = bench.case(bench.plain("Fireplaces"))
    case.features.append(roof)
    case.paths.insert(4, "user_a/feature_roof.py")

    found = comparison(case, history, "main")

    assert found["of"] == 5
    assert "1 accepted feature that fails on new rows is left out" in found["sentence"]


def test_each_feature_is_asked_once_for_each_fold(bench: Bench, history: Path) -> None:
    asked: list[int] = []

    def counted(values: Any) -> Any:
        asked.append(len(values))
        return values

    feature = Altered(bench.features[0], counted)
    case = bench.case(feature)
    gain(case)
    comparison(case, history, "main")

    assert asked == [2930] * 5


def test_the_projects_score_after_a_merge(bench: Bench) -> None:
    new = bench.plain("Total Bsmt SF")
    paths = [*bench.paths, "user_mary/feature_try.py"]
    data = (bench.X, bench.prices, bench.X, bench.y, bench.encoder)
    case = Case(*data, [*bench.features, new], None, paths)

    found = project_score(case, ["user_mary/feature_try.py"])

    assert found["metric"] == "RMSE of log SalePrice, 5-fold cross-validation"
    assert 0.1 < found["score_after"] < found["score_before"] < 0.2
    assert found["typical_error"]["unit"] == "SalePrice"
    assert 5_000 < found["typical_error"]["after"] < found["typical_error"]["before"]
    assert [one["author"] for one in found["features"]] == [
        *("ada", "grace", "florence", "emmy", "mary"),
    ]
