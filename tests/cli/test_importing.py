"""Carrying submissions from one person's terminal to another's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assemble_trace.replay.bundles import pack, read
from assemble_trace.store import Store, open_store
from tests.replay.byhand import bash, project
from tests.replay.kept import ID, accepted, refused, submission

Run = Callable[..., subprocess.CompletedProcess[str]]
NAME = "quiet-otter-0012"
OTHER = "22222222-2222-4222-8222-222222222222"


def data(tmp_path: Path, who: str) -> Store:
    return open_store(f"sqlite:///{tmp_path / who / 'assemble-trace' / 'traces.db'}")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A function that runs ``assemble-trace`` as somebody, in a process of its own."""

    def command(who: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assemble_trace.cli", *arguments],
            capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
            env={**os.environ, "JUPYTER_DATA_DIR": str(tmp_path / who)},
        )  # fmt: skip

    return command


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The bundle of what Ada submitted, in a file."""
    store = data(tmp_path, "ada")
    accepted(store, tmp_path / "repository")
    file = tmp_path / "one.assemble"
    file.write_bytes(pack(store, ID))
    yield file
    store.close()


def test_what_one_exports_another_imports_and_looks_at(
    file: Path, run: Run, tmp_path: Path
) -> None:
    bundle = tmp_path / "exported.assemble"
    done = run("ada", "traces", "export", NAME, "--format", "bundle", "--output", str(bundle))
    assert done.returncode == 0, done.stderr
    assert bundle.read_bytes() == file.read_bytes()

    first = run("bob", "traces", "import", str(bundle))
    assert first.returncode == 0, first.stderr
    assert first.stdout == (
        f"{NAME} was read in: Add rooms\n  digest {read(bundle.read_bytes()).digest}\n"
    )
    assert f"{NAME} is here already" in run("bob", "traces", "import", str(bundle)).stdout
    listed = json.loads(run("bob", "traces", "list", "--json").stdout)["submissions"]
    assert [(one["short_id"], bool(one["imported"])) for one in listed] == [(NAME, True)]
    shown = run("bob", "traces", "show", NAME)
    assert shown.returncode == 0, shown.stderr
    assert "since then: maintainer commented. Well done." in shown.stdout
    assert "http://" not in shown.stdout.rpartition("since then")[2]  # another's practice forge
    again = tmp_path / "again.assemble"
    run("bob", "traces", "export", NAME, "--format", "bundle", "--output", str(again))
    assert again.read_bytes() == file.read_bytes()


def test_nothing_can_be_done_with_what_was_read_in(file: Path, run: Run) -> None:
    run("bob", "traces", "import", str(file))
    for button in ("resume", "withdraw"):
        done = run("bob", "traces", button, NAME)
        assert done.returncode == 1
        assert "was read in: it did not happen here" in done.stderr


def test_one_bad_file_does_not_keep_out_the_others(file: Path, run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.assemble"
    bad.write_bytes(file.read_bytes()[:-30])
    done = run("bob", "traces", "import", str(bad), str(file))
    assert done.returncode == 1
    assert done.stdout.startswith(f"{NAME} was read in")
    assert "bad.assemble: This bundle is cut off: its end is missing." in done.stderr


def test_another_record_of_that_id_is_left_alone(file: Path, run: Run, tmp_path: Path) -> None:
    store = data(tmp_path, "bob")
    refused(store)
    store.close()
    done = run("bob", "traces", "import", str(file))
    assert done.returncode == 1
    assert "is here already, and its record is not the same" in done.stderr


def test_another_record_of_that_name_is_said(file: Path, run: Run, tmp_path: Path) -> None:
    store = data(tmp_path, "bob")
    refused(store, id=OTHER)
    store.close()
    done = run("bob", "traces", "import", str(file))
    assert done.returncode == 0
    assert f"{NAME}-2 was read in" in done.stdout
    assert f"Another record here is called {NAME}: this is {NAME}-2." in done.stdout


def test_what_others_wrote_does_nothing_to_a_terminal(run: Run, tmp_path: Path) -> None:
    store = data(tmp_path, "ada")
    made = submission()
    assert made.plan is not None
    made.plan.title = "\x1b]0;evil\x07\x1b[2J\u202egnp"
    plan = made.plan.model_copy()
    refused(store, plan=plan)
    file = tmp_path / "one.assemble"
    file.write_bytes(pack(store, ID))
    store.close()
    said = run("bob", "traces", "import", str(file)).stdout
    said += run("bob", "traces", "list").stdout + run("bob", "traces", "show", NAME).stdout
    assert "evil" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_usage(run: Run, tmp_path: Path) -> None:
    assert run("bob", "traces", "import").returncode == 2
    assert run("bob", "traces", "import", str(tmp_path / "none.assemble")).returncode == 2
    assert run("bob", "traces", "import", str(tmp_path)).returncode == 2


def test_a_branch_made_by_hand_is_rebuilt(run: Run, tmp_path: Path) -> None:
    work = project(tmp_path / "houses")
    bash(work, "echo 'x = 1' > rooms.py && git add . && git commit -qm 'Add rooms'")
    done = run("bob", "traces", "import", "--from-git", str(work), "--branch", "ada/rooms")
    assert done.returncode == 0, done.stderr
    name, _, said = done.stdout.partition(" ")
    assert said.splitlines()[0] == "was rebuilt: Add rooms"
    assert "Its commands make the very same commit." in said
    shown = run("bob", "traces", "show", name).stdout
    assert "git commit '--message=Add rooms'" in shown
    assert "rebuilt from ada/rooms in" in shown
    assert "a branch, not submitted" in shown and "submitted, verdict" not in shown
    assert "branch                Add rooms" in run("bob", "traces", "list").stdout
    assert "was rebuilt again" in run(
        "bob", "traces", "import", "--from-git", str(work), "--branch", "ada/rooms"
    ).stdout  # fmt: skip
    played = run("bob", "replay", name, "--speed", "100")
    assert "Nobody recorded this: it is known from what is there." in played.stdout


def test_what_cannot_be_rebuilt_is_said_with_an_exit_code(run: Run, tmp_path: Path) -> None:
    project(tmp_path / "houses")
    for arguments, code, said in [
        (("--from-git", "houses", "--branch", "nobody"), 1, "no branch called 'nobody'"),
        (("--from-git", "houses"), 2, "go together"),
        (("--branch", "main"), 2, "Name bundles"),
        ((), 2, "Name bundles"),
        (("--from-pull-request", "seven"), 1, "does not name a pull request"),
        (("--from-pull-request", "https://github.com/a/b/pull/1"), 3, "not signed in"),
    ]:
        done = run("bob", "traces", "import", *arguments)
        assert done.returncode == code, (arguments, done.stderr)
        assert said in " ".join(done.stderr.split())
