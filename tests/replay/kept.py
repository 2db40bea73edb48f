"""A store with submissions in it, whose git objects were made by git."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

from assemble_trace.models import Cell, PullRequest, SinceThen, Source, StepRecord, Submission
from assemble_trace.store import Store, open_store
from tests.replay.literal import CODE, NOON, failed, plan, request, step

ID = "11111111-1111-4111-8111-111111111111"
PATH = "src/houses/user_ada/feature_rooms.py"


def new_store(folder: Path, name: str = "traces") -> Store:
    """Return a store that holds nothing yet."""
    return open_store(f"sqlite:///{folder / name}.db")


def git(folder: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """Run git in a folder, as somebody who has no settings."""
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def committed(folder: Path) -> tuple[str, str, list[tuple[str, str, bytes]]]:
    """Commit the feature in a new repository. Returns commit, tree, and all its objects."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / PATH).parent.mkdir(parents=True)
    (folder / PATH).write_text(CODE)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Add rooms")
    commit, tree = git(folder, "rev-parse", "HEAD", "HEAD^{tree}").decode().split()
    found = []
    for line in git(folder, "rev-list", "--objects", "HEAD").decode().splitlines():
        sha = line.split()[0]
        kind = git(folder, "cat-file", "-t", sha).decode().strip()
        found.append((sha, kind, git(folder, "cat-file", kind, sha)))
    return commit, tree, found


def submission(**more: Any) -> Submission:
    """Return a submission of the feature, as it is while nobody is at work on it."""
    known: dict[str, Any] = {
        "id": ID, "short_id": "quiet-otter-0012", "created_at": NOON, "status": "submitted",
        "source": Source(path="rooms.ipynb", cells=[Cell(id="a", index=3, source=CODE)]),
        "plan": plan(), "verdict": "accepted",
        "pull_request": PullRequest(repository="ames/houses", number=7, state="merged"),
        "since_then": [
            SinceThen(at=NOON + timedelta(minutes=2), kind="commented", actor="maintainer",
                      text="Well done.", key="k1"),
        ],
    }  # fmt: skip
    return Submission(**(known | more))


def record(store: Store, made: Submission, *steps: StepRecord) -> Submission:
    """Write down a submission whose steps go by one after the other."""
    document = made.model_dump(mode="json")
    begun = made.model_copy(update={"status": "running", "verdict": "none"})
    pending = [one.model_copy(update={"status": "pending"}) for one in steps]
    store.create(
        begun.model_dump(mode="json"), [one.model_dump(mode="json") for one in pending],
        {"python": "3.11.9"}, "ab" * 32,
    )  # fmt: skip
    for one in steps:
        running = one.model_copy(update={"status": "running"})
        store.write(begun.model_dump(mode="json"), running.model_dump(mode="json"), one.key)
        store.write(document, one.model_dump(mode="json"), one.key)
    store.write(document, None, "since then")
    return made


def accepted(store: Store, folder: Path, **more: Any) -> Submission:
    """Write down a submission that was accepted, with its objects."""
    commit, tree, objects = committed(folder)
    made = submission(plan=plan(commit=commit, tree=tree), **more)
    record(
        store, made,
        step("lint", status="passed", began=0, ended=1),
        step("commit", status="passed", began=1, ended=2, outcome={"Commit": commit}),
        step("push", status="passed", began=2, ended=3, requests=[request(2, "POST", "/push")]),
        step("ci", status="passed", began=3, ended=60, outcome={"Verdict": "accepted"}),
    )  # fmt: skip
    store.keep_objects(made.id, objects)
    return made


def refused(store: Store, **more: Any) -> Submission:
    """Write down a submission whose push was refused."""
    made = submission(status="failed", verdict="none", pull_request=None, since_then=[], **more)
    return record(
        store, made,
        step("lint", status="passed", began=0, ended=1),
        step("push", status="failed", began=2, ended=3, error=failed()),
    )  # fmt: skip
