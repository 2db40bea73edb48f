"""The wheel works for a stranger: no checkout, no Node, no make."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wheel.conftest import Environment, newer_python

Install = Callable[[str, list[str]], Environment]


def test_the_wheel_holds_the_lab_extension_once_and_the_content(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    scripts = [name for name in names if "remoteEntry" in name]
    assert len(scripts) == 1
    assert "/share/jupyter/labextensions/assemble-trace/static/" in scripts[0]
    assert any(
        name.endswith("etc/jupyter/jupyter_server_config.d/assemble_trace.json") for name in names
    )
    for page in ("sample/data/ames_housing.csv", "steps/push.md", "glossary/commit.md"):
        assert f"assemble_trace/_content/{page}" in names
    for player in ("player.js", "player.css"):
        assert f"assemble_trace/replay/page/static/{player}" in names
    assert not any("node_modules" in name or name.startswith("tests/") for name in names)


def test_a_bare_environment_runs_the_demo(install: Install) -> None:
    bare = install(sys.executable, [])
    assert bare.run("pip", "check").returncode == 0
    server = bare.run("jupyter", "server", "extension", "list")
    line = mentioning("assemble_trace.extension", server)
    assert "enabled" in line
    lab = bare.run("jupyter", "labextension", "list")
    line = mentioning("assemble-trace", lab)
    assert "enabled" in line
    assert "OK" in line
    doctor = bare.run("assemble-trace", "doctor")
    assert doctor.returncode == 0, doctor.stdout
    judged(bare)


def test_a_newer_python_leaves_ballet_to_the_projects_own(install: Install) -> None:
    """PyGithub 2 and no Ballet here; the other interpreter does Ballet's work."""
    python = newer_python()
    if python is None:
        pytest.skip("no Python newer than 3.11 on this machine")
    modern = install(python, ["PyGithub>=2"])
    found = modern.run("pip", "list", "--format=json")
    packages = {one["name"].lower(): one["version"] for one in json.loads(found.stdout)}
    assert "ballet" not in packages
    assert int(packages["pygithub"].partition(".")[0]) >= 2
    without = modern.run("assemble-trace", "demo", "--once")
    assert without.returncode == 3
    assert "Ballet" in without.stderr
    judged(modern, ASSEMBLE_TRACE_PYTHON=sys.executable)


def mentioning(name: str, done: subprocess.CompletedProcess[str]) -> str:
    """Return the first line that names something."""
    return next(line for line in (done.stdout + done.stderr).splitlines() if name in line)


def judged(environment: Environment, **variables: str) -> None:
    """Run the demo once, and see a judged and merged pull request."""
    done = environment.run("assemble-trace", "demo", "--once", "--json", **variables)
    try:
        assert done.returncode == 0, done.stderr
        trace = json.loads(done.stdout)
        assert [step["status"] for step in trace["steps"]] == ["passed"] * 7
        assert trace["verdict"] == "accepted"
        assert trace["pull_request"]["state"] == "merged"
        assert "merged" in [event["kind"] for event in trace["since_then"]]
    finally:
        environment.run("assemble-trace", "forge", "stop")
