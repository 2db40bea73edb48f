"""Whatever is wrong with the project or the commits becomes a sentence, and no verdict."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

CONTRIB = "src/house_prices/features/contrib"
LOAD_DATA = "src/house_prices/load_data.py"
ACCEPTED = f"{CONTRIB}/user_ada/feature_log_living_area.py"
AREA = 'from ballet import Feature\n\nfeature = Feature("Lot Area", None)\n'


def on_top(
    workshop: Any, files: dict[str, str | None], source: str = AREA
) -> tuple[Path, str, str]:
    """A project in which these files differ, and a feature proposed to it: clone, head, base."""
    clone, base = workshop.propose(files)
    for name, text in workshop.feature(source).items():
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_text(text)
    workshop.git(clone, "add", "--all")
    workshop.git(clone, "commit", "--quiet", "--message", "A feature")
    return clone, workshop.git(clone, "rev-parse", "HEAD"), base


def changed(workshop: Any, name: str, before: str, after: str) -> dict[str, str | None]:
    text = (workshop.upstream / name).read_text()
    assert before in text
    return {name: text.replace(before, after)}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise NotImplementedError", "does not say yet how its data are read"),
        ("return None", "does not return two tables"),
        ("return pd.DataFrame({'a': []}), pd.DataFrame({'b': []})", "have no rows"),
        ("return pd.DataFrame({'a': [1]}), pd.DataFrame({'b': [1, 2]})", "do not fit together"),
        (
            "import socket; socket.create_connection(('127.0.0.1', 1))",
            "have to be fetched from the network",
        ),
        ("import urllib.request as r; r.urlopen('http://127.0.0.1:1/')", "Allow the network"),
        ("raise KeyError('SalePrice')", "could not be read (KeyError: 'SalePrice')"),
    ],
    ids=["unwritten", "none", "empty", "lengths", "socket", "url", "raises"],
)
def test_data_that_cannot_be_had(workshop: Any, body: str, words: str) -> None:
    text = f"import pandas as pd\n\n\ndef load_data(split='train', input_dir=None):\n    {body}\n"
    judged = workshop.judge(*on_top(workshop, {LOAD_DATA: text}))

    assert judged.exit_code == 0
    assert judged.report["verdict"] == "none"
    assert judged.report["error"]["kind"] == "data"
    assert words in judged.report["error"]["message"]
    assert judged.statuses == ["success", "error", "skipped", "neutral"]
    assert words in judged.stage("api")["reason"]


def test_missing_targets(workshop: Any) -> None:
    files = changed(workshop, "data/train/targets.csv", "215000", "")
    judged = workshop.judge(*on_top(workshop, files))

    assert judged.report["verdict"] == "none"
    assert judged.report["error"]["kind"] == "data"
    assert judged.report["error"]["message"].startswith("The target is missing in 15 of 2,930 rows")
    assert judged.statuses == ["success", "success", "error", "neutral"]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("project: [", "ballet.yml cannot be read"),
        ("version: 1\n", "ballet.yml names no package"),
        ("project:\n  package_slug: not_there\ncontrib:\n  module_path: a/b\n", "not_there"),
        ("project:\n  package_slug: house_prices\n", "where contributions go"),
    ],
    ids=["not-yaml", "empty", "package", "contrib"],
)
def test_a_broken_ballet_yml(workshop: Any, rules: str, words: str) -> None:
    judged = workshop.judge(*on_top(workshop, {"ballet.yml": rules}))

    assert judged.report["verdict"] == "none"
    assert judged.statuses == ["error", "error", "error", "neutral"]
    assert words in judged.report["error"]["message"]


def test_an_accepter_that_is_not_there(workshop: Any) -> None:
    files = changed(workshop, "ballet.yml", "accepter.HeldOutGainAccepter", "accepter.Gone")
    judged = workshop.judge(*on_top(workshop, files))

    assert judged.report["verdict"] == "none"
    assert judged.report["error"]["kind"] == "exception"
    assert judged.statuses == ["success", "success", "error", "neutral"]
    assert "Gone" in judged.stage("acceptance")["reason"]


def test_an_accepted_feature_that_is_broken(workshop: Any) -> None:
    broken = AREA + '\nraise ValueError("out of date")\n'
    judged = workshop.judge(*on_top(workshop, {ACCEPTED: broken}))

    assert judged.report["verdict"] == "none"
    assert judged.statuses == ["success", "success", "error", "neutral"]
    reason = judged.stage("acceptance")["reason"]
    assert reason.startswith(f"{ACCEPTED}, which the project accepted before, failed (ValueError")


def test_a_head_that_does_not_merge(workshop: Any) -> None:
    clone, head = workshop.propose(workshop.feature(AREA))
    _, base = other = workshop.propose(workshop.feature(AREA + "# other\n"))
    workshop.git(clone, "fetch", "--quiet", str(other[0]), base)

    judged = workshop.judge(clone, head, base)

    assert judged.report["verdict"] == "none"
    assert judged.report["error"]["kind"] == "conflict"
    assert judged.statuses == ["error", "skipped", "skipped", "neutral"]
    assert f"{CONTRIB}/user_mary/feature_try.py" in judged.stage("structure")["reason"]


def test_commits_that_are_not_there(workshop: Any) -> None:
    clone, head = workshop.propose(workshop.feature(AREA))

    judged = workshop.judge(clone, head, "0" * 40)

    assert judged.report["verdict"] == "none"
    assert "there is no commit 000000" in judged.report["error"]["message"]


def test_a_shallow_clone(workshop: Any) -> None:
    clone, head = workshop.propose(workshop.feature(AREA))
    shallow = clone.with_name(clone.name + "-shallow")
    subprocess.run(
        ["git", "clone", "--quiet", "--depth", "1", f"file://{workshop.upstream}", str(shallow)],
        check=True,
    )
    workshop.git(shallow, "fetch", "--quiet", "--depth", "1", str(clone), head)

    judged = workshop.judge(shallow, head)

    assert judged.report["verdict"] == "none"
    assert "fetch-depth: 0" in judged.report["error"]["message"]


def test_code_of_the_project_that_the_head_edits_is_not_run(workshop: Any) -> None:
    files: dict[str, str | None] = {}
    for name in (LOAD_DATA, "src/house_prices/__init__.py", "src/house_prices/accepter.py"):
        text = (workshop.upstream / name).read_text()
        files[name] = f"{text}\nprint('EDITED', __file__)\n"
    judged = workshop.judge(*workshop.propose({**files, **workshop.feature(AREA)}))

    assert judged.statuses == ["failure", "skipped", "skipped", "neutral"]
    assert judged.report["verdict"] == "rejected"
    assert "EDITED" not in judged.log


@pytest.mark.parametrize("request_", ["", "[]", '{"stage": "head"}', '{"stage": "never"}'])
def test_a_request_that_is_none(workshop: Any, request_: str) -> None:
    from tests.evaluation.conftest import EVALUATION

    done = subprocess.run(
        ["python3", "-I", str(EVALUATION), "judge"], input=request_, capture_output=True, text=True
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(("The request", "There is no stage"))
