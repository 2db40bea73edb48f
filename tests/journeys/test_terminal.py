"""For those whose front end is the terminal: each command in a process of its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.steps import STEPS
from tests.conftest import Practice

GOOD = "from ballet import Feature\n\nfeature = Feature('Lot Area', None, name='Lot area')\n"
CONSTANT = "from ballet import Feature\n\nfeature = Feature('Lot Area', lambda lot: lot * 0 + 1)\n"
FIELDS = {
    "id", "short_id", "status", "project", "base", "commit", "tree", "branch", "pull_request",
    "verdict", "evaluation", "environment", "steps",
}  # fmt: skip
STEP_FIELDS = {
    "key", "status", "started_at", "finished_at", "commands", "requests", "outcome", "error",
}  # fmt: skip


def audited(practice: Practice) -> list[tuple[Any, ...]]:
    """Return the forge's audit log."""
    with closing(sqlite3.connect(practice.forge / "forge.db")) as connection:
        return connection.execute("select id, action from audit").fetchall()


def rows(practice: Practice) -> dict[str, int]:
    """Return how many rows each table of the trace store has."""
    with closing(sqlite3.connect(practice.data / "traces.db")) as connection:
        return {
            table: connection.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("submissions", "steps", "events", "objects")
        }


def test_demo_once_is_accepted_and_a_second_run_returns_the_first_trace(
    practice: Practice,
) -> None:
    demo = ("demo", "--once", "--json", "--directory", str(practice.home / "demo"))
    first = practice.command(*demo)
    assert first.returncode == 0, first.stderr
    trace = json.loads(first.stdout)
    assert [(step["key"], step["status"]) for step in trace["steps"]] == [
        (step.key, "passed") for step in STEPS
    ]
    assert (trace["status"], trace["verdict"]) == ("submitted", "accepted")
    assert trace.keys() >= FIELDS
    assert trace["pull_request"].keys() >= {"repository", "number", "url"}
    assert trace["pull_request"]["url"].startswith(practice.url)
    for step in trace["steps"]:
        assert step.keys() >= STEP_FIELDS
        for command in step["commands"]:
            assert command.keys() >= {"kind", "argv", "stdin", "env", "cwd"}
    assert trace["evaluation"]["verdict"] == "accepted"
    assert trace["environment"]["assemble-trace"] != "not installed"

    before = audited(practice)
    second = practice.command(*demo)
    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["id"] == trace["id"]
    assert audited(practice) == before

    listed = practice.command("traces", "list")
    assert listed.returncode == 0
    assert trace["short_id"] in listed.stdout
    shown = practice.command("traces", "show", trace["short_id"], "--json")
    assert json.loads(shown.stdout)["commit"] == trace["commit"]
    text = practice.command("traces", "show", trace["id"]).stdout
    assert "git clone --depth=1" in text and trace["pull_request"]["url"] in text

    exported = practice.command("traces", "export", trace["short_id"])
    assert exported.returncode == 0, exported.stderr
    assert f"commit={trace['commit']}\n" in exported.stdout
    file = practice.home / "submit.sh"
    assert practice.command("traces", "export", trace["id"], "--output", str(file)).stdout == ""
    assert file.read_text() == exported.stdout
    other = practice.command("traces", "export", trace["id"], "--format", "ps1").stdout
    assert f"$Commit = '{trace['commit']}'" in other


def test_a_plan_changes_nothing_wherever_the_cell_comes_from(practice: Practice) -> None:
    practice.command("traces", "list")  # makes the store
    elsewhere = practice.home / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.py").write_text(GOOD)
    (elsewhere / "cells.py").write_text(f"# %% [markdown]\n# Words\n# %% a feature\n{GOOD}")
    cells = json.loads(practice.notebook.read_text())["cells"]
    index = next(at for at, cell in enumerate(cells) if cell["id"] == "total-bathrooms")
    project = ("--project", str(practice.notebook.parent))
    url = practice.url
    before = audited(practice)
    for arguments in (
        (str(practice.notebook), "--cell", "total-bathrooms"),
        (str(practice.notebook), "--cell", str(index)),
        (str(elsewhere / "one.py"), *project),
        (str(elsewhere / "cells.py"), "--cell", "1", *project),
    ):
        done = practice.command("submit", *arguments, "--plan", "--json")
        assert done.returncode == 0, done.stderr
        trace = json.loads(done.stdout)
        assert trace["status"] == "planned"
        assert {step["status"] for step in trace["steps"]} == {"pending"}
        assert trace["plan"]["upstream"]["clone_url"].startswith(url)
        assert trace["commit"] and trace["tree"] and trace["branch"]
    assert audited(practice) == before
    assert set(rows(practice).values()) == {0}
    with closing(sqlite3.connect(practice.forge / "forge.db")) as connection:
        assert connection.execute("select count(*) from pulls").fetchone() == (4,)


def test_no_wait_leaves_the_wait_to_whoever_looks_next(practice: Practice) -> None:
    file = practice.notebook.parent / "mine.py"
    file.write_text(GOOD)
    done = practice.command("submit", str(file), "--no-wait", "--json")
    assert done.returncode == 0, done.stderr
    trace = json.loads(done.stdout)
    assert trace["status"] == "waiting"
    assert [step["status"] for step in trace["steps"]] == ["passed"] * 6 + ["waiting"]
    assert trace["pull_request"]["number"] == 5
    while trace["status"] == "waiting":
        shown = practice.command("traces", "show", trace["id"], "--json")
        assert shown.returncode == 0, shown.stderr
        trace = json.loads(shown.stdout)
    assert (trace["status"], trace["verdict"]) == ("submitted", "accepted")

    # the same cell again, now with patience: the first trace, and its verdict's exit code
    again = practice.command("submit", str(file), "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["id"] == trace["id"]

    # and plain git works in the clone, by the credential helper
    clone = practice.notebook.parent
    fork = f"{practice.url}/learner/ames-house-prices.git"
    pushed = subprocess.run(
        ["git", "push", fork, "HEAD:refs/heads/by-hand"], cwd=clone, capture_output=True,
        text=True, check=False, env=practice.environment | {"GIT_TERMINAL_PROMPT": "0"},
    )  # fmt: skip
    assert pushed.returncode == 0, pushed.stderr
    assert "by-hand" in pushed.stderr
    token = (practice.forge / "tokens" / "learner").read_text().strip()
    assert token not in (clone / ".git" / "config").read_text()


def test_a_second_submit_takes_up_the_wait_that_nobody_holds(practice: Practice) -> None:
    file = practice.notebook.parent / "mine.py"
    file.write_text(CONSTANT)
    first = json.loads(practice.command("submit", str(file), "--no-wait", "--json").stdout)
    assert first["status"] == "waiting"
    second = practice.command("submit", str(file), "--json")
    assert second.returncode == 1
    trace = json.loads(second.stdout)
    assert (trace["id"], trace["verdict"]) == (first["id"], "rejected")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("submit", "empty.py"), 1, "empty"),
        (("submit", "undefined.py"), 1, "np"),
        (("submit", "broken.ipynb", "--cell", "0"), 2, "not a notebook"),
        (("submit", "missing.py"), 2, "does not exist"),
        (("submit", "cells.py"), 2, "2 cells"),
        (("submit", "cells.py", "--cell", "7"), 2, "no cell"),
        (("demo", "--json"), 2, "--once"),
        (("submit", "good.py"), 3, "not signed in"),
        (("traces", "show", "no-such-0001"), 1, "no trace"),
        (("traces", "export", "no-such-0001"), 1, "no trace"),
    ],
)
def test_exit_codes_say_whose_turn_it_is(
    tmp_path: Path, seeded: Practice, arguments: tuple[str, ...], code: int, said: str
) -> None:
    here = tmp_path / "clone"
    here.mkdir()
    subprocess.run(["git", "init", "--quiet", str(here)], check=True)
    origin = "https://github.com/ames/ames-house-prices.git"
    subprocess.run(["git", "-C", str(here), "remote", "add", "origin", origin], check=True)
    (here / "ballet.yml").write_bytes((seeded.notebook.parent / "ballet.yml").read_bytes())
    (here / "empty.py").write_text("\n")
    (here / "undefined.py").write_text("x = np.log(1)\n")
    (here / "broken.ipynb").write_text("[]")
    (here / "cells.py").write_text("# %%\nx = 1\n# %%\ny = 2\n")
    (here / "good.py").write_text(GOOD)
    alone = Practice(tmp_path / "data", here / "good.py")
    done = alone.command(*(str(here / one) if "." in one else one for one in arguments))
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_forge_status_and_doctor(practice: Practice) -> None:
    url = practice.url
    status = practice.command("forge", "status", "--json")
    found = json.loads(status.stdout)
    assert (status.returncode, found["url"]) == (0, url)
    assert found["directory"] == str(practice.forge.resolve())
    assert isinstance(found["pid"], int)
    assert Path(found["token_file"]).exists()
    assert url in practice.command("forge", "status").stdout

    doctor = practice.command("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "MISSING" not in doctor.stdout
    assert "0.19.5" in doctor.stdout and url in doctor.stdout

    assert practice.command("forge", "stop").returncode == 0
    down = practice.command("forge", "status", "--json")
    assert down.returncode == 1
    assert "does not run" in down.stderr
