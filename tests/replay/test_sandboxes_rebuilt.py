"""Sandboxes of a commit that somebody else made by hand: it deletes, renames, and sets modes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from assemble_trace.commands import git as command
from assemble_trace.commands import write
from assemble_trace.models import FileChange, Rebuilt
from assemble_trace.replay.sandboxes import Sandboxes
from assemble_trace.replay.states import States
from assemble_trace.store import Store
from tests.replay.kept import git, new_store, record, submission
from tests.replay.literal import plan, step
from tests.replay.sandboxed import found, lines, refused, typed

ID = "11111111-1111-4111-8111-111111111111"


def made_by_hand(store: Store, folder: Path) -> dict[str, str]:
    """Write down a commit that deletes a file and adds an executable; its ids by name."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    for name in ("old.py", "stays.py"):
        (folder / name).write_text(f"# {name}\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Begin")
    git(folder, "rm", "--quiet", "old.py")
    (folder / "run.sh").write_text("echo hello\n")
    git(folder, "add", "--chmod=+x", "run.sh")
    git(folder, "commit", "--quiet", "--message=By hand")
    names = ("HEAD~", "HEAD", "HEAD^{tree}")
    start, commit, tree = git(folder, "rev-parse", *names).decode().split()
    kept = []
    for line in git(folder, "rev-list", "--objects", "HEAD").decode().splitlines():
        sha = line.split()[0]
        kind = git(folder, "cat-file", "-t", sha).decode().strip()
        kept.append((sha, kind, git(folder, "cat-file", kind, sha)))
    files = [
        FileChange(path="old.py", content="", before="# old.py\n", kind="deleted"),
        FileChange(path="run.sh", content="echo hello\n", kind="executable"),
    ]
    typed_then = [
        command("rm", "old.py", cwd="houses"), write("run.sh", "echo hello\n", cwd="houses"),
        command("add", "--chmod=+x", "run.sh", cwd="houses"),
        command("-c", "user.name=Ada", "-c", "user.email=a@b", "commit", "--message=By hand"),
    ]  # fmt: skip
    rebuilt = Rebuilt(kind="git", source="houses", at=datetime.now(UTC), exact=True)
    frozen = plan(base=start, commit=commit, tree=tree, files=files)
    record(
        store, submission(plan=frozen, rebuilt=rebuilt),
        step("commit", status="passed", began=1, ended=2, commands=typed_then, basis="known"),
        step("push", status="passed", began=2, ended=3, basis="known"),
    )  # fmt: skip
    store.keep_objects(ID, kept)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE submissions SET imported = 1"))
    return {"start": start, "commit": commit}


@pytest.mark.asyncio
async def test_deleting_and_modes_are_shown_done_and_judged(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    made_by_hand(store, tmp_path / "work")
    state = await States(store).state(ID, "commit")
    assert {one.path: (one.change, one.kind) for one in state.tree} == {
        "old.py": ("deleted", "file"),
        "run.sh": ("added", "executable"),
        "stays.py": (None, "file"),
    }
    assert [(one.path, one.lines[0].mark) for one in state.changes] == [
        ("old.py", "-"), ("run.sh", "+"),
    ]  # fmt: skip

    sandboxes = Sandboxes(store, lambda: None)
    made = await sandboxes.open(tmp_path, ID, "commit")
    assert typed(made, "ls") == "old.py\nstays.py"
    typed(made, "echo 'echo hello' > run.sh", "git add run.sh")
    typed(made, "git config user.name Ada", "git config user.email a@b", "git commit -qm 'Mine'")
    said = found(await sandboxes.check(tmp_path, ID, "commit"))
    assert (said["old.py"], said["run.sh"]) == ((False, "still there"), (False, "mode 100644"))
    typed(made, "git reset --quiet --hard HEAD~")
    typed(made, *lines(made))
    judged = await sandboxes.check(tmp_path, ID, "commit")
    assert judged.done, judged
    store.close()


@pytest.mark.asyncio
async def test_a_branch_of_the_same_name_as_the_upstreams_is_sent_too(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ids = made_by_hand(store, tmp_path / "work")
    with store.engine.begin() as connection:
        connection.execute(
            text("UPDATE submissions SET document = replace(document, 'ada/feature-rooms', 'main')")
        )
    sandboxes = Sandboxes(store, lambda: None)
    made = await sandboxes.open(tmp_path, ID, "push")
    assert typed(made, "git rev-parse HEAD main-before") == f"{ids['commit']}\n{ids['start']}"
    assert not (await sandboxes.check(tmp_path, ID, "push")).done
    assert "does not appear to be a git" in refused(made, "git push origin main")
    typed(made, *lines(made))
    assert (await sandboxes.check(tmp_path, ID, "push")).done
    store.close()
