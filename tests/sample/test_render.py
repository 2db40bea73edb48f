"""The sample project is a Ballet project with a history, the same everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from assemble_trace.sample.content import features


def git(project: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=project, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_history_begins_with_ballets_template(rendered: Path) -> None:
    log = git(rendered, "log", "--reverse", "--format=%an <%ae> %aI %s").splitlines()

    assert log == [
        "The Ames maintainers <maintainers@ames.example> 2024-01-15T09:00:00+00:00"
        " Automatically generated files from ballet quickstart",
        "The Ames maintainers <maintainers@ames.example> 2024-01-15T10:00:00+00:00"
        " Predict house prices in Ames, Iowa: data, target, accepter",
    ]
    assert git(rendered, "branch", "--format=%(refname:short)").splitlines() == [
        "main",
        "project-template",
    ]
    assert git(rendered, "status", "--porcelain") == ""


def test_the_same_content_gives_the_same_commits(
    rendered: Path, render: Any, tmp_path: Path
) -> None:
    render(tmp_path / "elsewhere", tmp_path / "home")

    assert git(rendered, "rev-parse", "main") == git(tmp_path / "elsewhere", "rev-parse", "main")


def test_nothing_of_this_machine_gets_in_or_stays_behind(rendered: Path) -> None:
    folder = str(rendered.parent)
    history = git(rendered, "log", "--patch", "--all", "--", ".", ":!data")

    assert folder not in history
    assert "/site-packages" not in history
    assert "/tmp" not in history
    assert list((rendered.parent / "home").iterdir()) == []


def test_a_folder_that_exists_is_left_alone(rendered: Path, render: Any, tmp_path: Path) -> None:
    done = render(rendered, tmp_path / "home")

    assert done.returncode == 1
    assert "exists already" in done.stderr


def test_entities_and_targets_are_the_whole_table(rendered: Path) -> None:
    entities = (rendered / "data" / "train" / "entities.csv").read_text().splitlines()
    prices = (rendered / "data" / "train" / "targets.csv").read_text().splitlines()

    assert len(entities) == len(prices) == 2931
    assert prices[:2] == ["Order,SalePrice", "1,215000"]
    assert "SalePrice" not in entities[0]
    assert entities[0].startswith("Order,PID,MS SubClass,")


def test_plain_ballet_judges_it_where_our_package_is_out_of_reach(
    rendered: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(rendered, project)
    base = git(project, "rev-parse", "HEAD").strip()
    folder = project / "src" / "house_prices" / "features" / "contrib" / "user_ada"
    folder.mkdir()
    (folder / "__init__.py").touch()
    feature = features()[0]
    (folder / f"feature_{feature.feature_name}.py").write_text(feature.source)
    git(project, "add", "--all")
    git(project, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Add")
    head = git(project, "rev-parse", "HEAD").strip()
    program = (
        "import sys; sys.modules['assemble_trace'] = None; sys.argv = ['ballet', 'validate', '-A'];"
        " from ballet.cli import cli; cli()"
    )
    travis = {
        "TRAVIS_BUILD_DIR": str(project),
        "TRAVIS_PULL_REQUEST": "1",
        "TRAVIS_COMMIT_RANGE": f"{base}...{head}",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, env={**os.environ, **travis},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Feature is accepted" in done.stderr or "accepted" in done.stderr.lower()
