"""Where a contribution to a Ballet project goes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding
from assemble_trace.models import Identity, Project
from assemble_trace.projects import find, kind_of
from assemble_trace.projects.ballet import Ballet

YAML = """
project: {project_name: Predict houses, project_slug: houses, package_slug: houses}
contrib: {module_path: src/houses/features/contrib}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    subprocess.run(
        ["git", "-C", str(tmp_path), "remote", "add", "origin", "https://github.com/a/houses.git"],
        check=True,
    )
    (tmp_path / "ballet.yml").write_text(YAML)
    return tmp_path


def identity(login: str) -> Identity:
    return Identity(id=1, login=login, name="A", email="a@b", api="x", practice=True)


def test_a_project_is_found_from_a_notebook_deep_inside(clone: Path) -> None:
    (clone / "pyproject.toml").write_text("[tool.black]\nline-length = 79\n")
    (clone / "notebooks" / "mine").mkdir(parents=True)
    project = find(clone / "notebooks" / "mine" / "a.ipynb")
    assert (project.name, project.upstream, project.line_length) == (
        "Predict houses",
        "a/houses",
        79,
    )
    assert isinstance(kind_of(project), Ballet)


def test_where_nothing_is_found_the_error_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(TraceError) as refused:
        find(tmp_path / "a.ipynb")
    assert refused.value.code == "project_not_found"
    assert "ballet.yml" in refused.value.message
    assert str(tmp_path) in refused.value.message


def test_a_broken_project_file_is_named(clone: Path) -> None:
    (clone / "ballet.yml").write_text("project: [")
    with pytest.raises(TraceError) as refused:
        find(clone)
    assert refused.value.code == "project_unreadable"


def place(clone: Path, login: str, name: str, there: dict[str, str] | None) -> list[str]:
    project: Project = find(clone)
    files = Ballet().place(project, identity(login), name, "x = 1\n", lambda path: there)
    return [one.path for one in files]


def test_a_first_feature_brings_the_package_with_it(clone: Path) -> None:
    assert place(clone, "ada-l", "log_area", None) == [
        "src/houses/features/contrib/user_ada_l/__init__.py",
        "src/houses/features/contrib/user_ada_l/feature_log_area.py",
    ]


def test_a_second_feature_does_not(clone: Path) -> None:
    there = {"__init__.py": "blob", "feature_first.py": "blob"}
    assert place(clone, "ada", "second", there) == [
        "src/houses/features/contrib/user_ada/feature_second.py"
    ]


@pytest.mark.parametrize("name", ["", "a b", "ünal", "-x", "a/b", "x" * 81, "a.b"])
def test_names_that_ballet_cannot_import_are_refused(clone: Path, name: str) -> None:
    with pytest.raises(TraceError) as refused:
        place(clone, "ada", name, None)
    assert refused.value.code == "feature_name_invalid"


def test_a_name_that_is_taken_is_refused(clone: Path) -> None:
    with pytest.raises(TraceError) as refused:
        place(clone, "ada", "first", {"feature_first.py": "blob"})
    assert refused.value.code == "feature_name_taken"


@pytest.mark.parametrize(
    ("finding", "name"),
    [
        (Finding(keywords={"name": "Log of Living Area!"}, assigned="f1"), "log_of_living_area"),
        (Finding(assigned="log_area"), "log_area"),
        (Finding(assigned="feature", inputs=["Lot Area", "Alley"]), "lot_area_alley"),
        (Finding(), "my_feature"),
    ],
)
def test_a_name_is_proposed_from_what_the_feature_says(finding: Finding, name: str) -> None:
    assert Ballet().name(finding) == name


def test_the_body_says_what_the_feature_is() -> None:
    finding = Finding(
        keywords={"name": "Log *area*", "description": "The bigger, the dearer."},
        inputs=["Gr Liv Area"],
    )
    title, body = Ballet().describe(identity("ada"), "log_area", finding)
    assert title == "Add feature: Log *area*"
    assert "**Log \\*area\\***" in body
    assert "The bigger, the dearer." in body
    assert "`Gr Liv Area`" in body
    assert "@ada" in body
