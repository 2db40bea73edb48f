"""Traces written out by hand, for tests of what is derived from them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from assemble_trace import showing
from assemble_trace.commands import git, instead
from assemble_trace.models import (
    Cell,
    Command,
    ErrorRecord,
    FileChange,
    Identity,
    Plan,
    Project,
    PullRequest,
    Repository,
    Request,
    Source,
    StepRecord,
    Trace,
    TraceView,
)
from assemble_trace.store.happened import Happened

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CODE = "from ballet import Feature\n\nfeature = Feature('x', None)\n"


def at(seconds: float) -> datetime:
    """Return a moment so many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def request(seconds: float, method: str = "GET", path: str = "/user", **more: Any) -> Request:
    """Return a request that was answered."""
    known: dict[str, Any] = {"kind": "rest", "status": 200, "milliseconds": 5.0}
    known["changes"] = method != "GET"
    return Request(method=method, path=path, at=at(seconds), **(known | more))


def step(key: str, **more: Any) -> StepRecord:
    """Return a step; ``began`` and ``ended`` are seconds after noon."""
    began, ended = more.pop("began", None), more.pop("ended", None)
    titles = {"pull_request": "Pull request", "ci": "CI"}
    known: dict[str, Any] = {
        "title": titles.get(key, key.capitalize()),
        "purpose": f"What {key} is for.",
        "started_at": None if began is None else at(began),
        "finished_at": None if ended is None else at(ended),
        "commands": [instead("python", "-m", "pyflakes", "cell.py")] if key == "lint" else [],
    }
    return StepRecord(key=key, **(known | more))  # type: ignore[arg-type]


def plan(**more: Any) -> Plan:
    """Return a plan of one file."""
    known: dict[str, Any] = {
        "identity": Identity(
            id=1, login="ada", name="Ada", email="ada@example.org",
            api="http://127.0.0.1:1/api/v3", practice=True,
        ),
        "project": Project(
            kind="ballet", name="houses", root="/home/ada/houses", upstream="ames/houses",
            api="http://127.0.0.1:1/api/v3", git="http://127.0.0.1:1", contrib="src/houses",
        ),
        "upstream": Repository(
            id=1, full_name="ames/houses", default_branch="main",
            clone_url="http://127.0.0.1:1/ames/houses.git",
        ),
        "fork": "ada/houses", "fork_exists": False, "base": "b" * 40, "base_branch": "main",
        "directory": "houses", "feature": "rooms",
        "files": [FileChange(path="src/houses/user_ada/feature_rooms.py", content=CODE)],
        "formatted": False, "branch": "ada/feature-rooms", "message": "Add rooms",
        "title": "Add rooms", "body": "", "date": 1_772_452_800, "zone": 3600,
        "tree": "e" * 40, "commit": "c" * 40,
    }  # fmt: skip
    return Plan(**(known | more))


def trace(*steps: StepRecord, **more: Any) -> Trace:
    """Return a trace with such steps."""
    frozen = more.pop("plan", plan())
    known: dict[str, Any] = {
        "id": "11111111-1111-4111-8111-111111111111", "short_id": "quiet-otter-12",
        "created_at": NOON, "status": "submitted", "verdict": "none", "evaluation": None,
        "project": "houses", "base": "b" * 40, "commit": "c" * 40, "tree": "e" * 40,
        "branch": "ada/feature-rooms", "pull_request": None, "environment": {"python": "3.11.9"},
        "source": Source(path="rooms.ipynb", cells=[Cell(id="a", index=3, source=CODE)]),
        "fork": None, "since_then": [], "sequence": 9,
    }  # fmt: skip
    return Trace(steps=list(steps), plan=frozen, **(known | more))


def view(*steps: StepRecord, **more: Any) -> TraceView:
    """Return what is shown of such a trace."""
    return showing.view(trace(*steps, **more))


def wrote(seconds: float, record: StepRecord) -> Happened:
    """Return the event with which a step's state was written down."""
    document = json.dumps(record.model_dump(mode="json"))
    return Happened(at(seconds).timestamp(), record.key, document)


def whole(**more: Any) -> TraceView:
    """Return a submission that was accepted and merged, with one of everything."""
    known: dict[str, Any] = {
        "verdict": "accepted",
        "pull_request": PullRequest(repository="ames/houses", number=7, state="merged"),
        "since_then": [
            {"at": at(70), "kind": "commented", "actor": "maintainer", "text": "Well done.",
             "key": "k1"},
            {"at": at(71), "kind": "merged", "actor": "maintainer", "text": "", "key": "k2"},
        ],
    }  # fmt: skip
    push: list[Command] = [git("push", "fork", "ada/feature-rooms", cwd="houses")]
    return view(
        step("lint", status="passed", began=0, ended=0.1, outcome={"Style": "already fine"}),
        step("fork", status="skipped", began=0.2, ended=0.3, outcome={"Skipped": "it is there"}),
        step("commit", status="passed", began=0.4, ended=0.5, outcome={"Commit": "c" * 40},
             commands=[git("commit", "--message=Add rooms", cwd="houses")]),
        step("push", status="passed", began=0.6, ended=1.0, commands=push,
             requests=[request(0.7, "POST", "/ada/houses.git/git-receive-pack", kind="git",
                               refs=["0 c refs/heads/ada/feature-rooms"], objects=3)]),
        step("ci", status="passed", began=1.1, ended=62.0, requests=[request(2), request(60)],
             outcome={"checks": [{"name": "Acceptance", "key": "acceptance",
                                  "status": "completed", "conclusion": "success",
                                  "title": "It helps"}], "Verdict": "accepted"}),
        **(known | more),
    )  # fmt: skip


def failed(code: str = "push_refused") -> ErrorRecord:
    """Return an error."""
    return ErrorRecord(code=code, message="The forge refused it.", advice="Try again.")
