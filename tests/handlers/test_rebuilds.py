"""Rebuilding what somebody made by hand, over real HTTP."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Practice
from tests.handlers.conftest import Fetch
from tests.replay.byhand import bash


async def test_a_branch_and_a_pull_request_are_rebuilt_and_say_why_not(
    fetch: Fetch, practice: Practice
) -> None:
    clone = practice.notebook.parent
    (clone / "below").mkdir()
    bash(
        clone,
        "git switch -qc by-hand && echo 'x = 1' > mine.py && git add mine.py"
        " && git commit -qm 'By hand' && git switch -q -",
    )
    code, found = await fetch("POST", "rebuilds", body={"branch": "by-hand"})
    assert (code, found["known"]) == (201, False), found
    assert found["view"]["trace"]["commit"] == bash(clone, "git rev-parse by-hand")
    assert found["view"]["trace"]["rebuilt"]["exact"]
    code, again = await fetch("POST", "rebuilds", body={"folder": "/below", "branch": "by-hand"})
    assert (code, again["known"]) == (200, True)

    code, found = await fetch("POST", "rebuilds", body={"pull_request": f"{_upstream(clone)}#1"})
    assert (code, found["view"]["trace"]["verdict"]) == (201, "accepted")
    code, listed = await fetch("GET", "submissions")
    assert {one["status"] for one in listed["submissions"]} == {"submitted"}

    (clone / "out").symlink_to("/")
    for body, status, why in [
        ({"branch": "nobody"}, 404, "branch_missing"),
        ({"branch": "by-hand", "folder": "../.."}, 404, "folder_missing"),
        ({"branch": "by-hand", "folder": "out/tmp"}, 404, "folder_missing"),
        ({"branch": "by-hand", "folder": "mine.py"}, 404, "folder_missing"),
        ({"pull_request": f"{_upstream(clone)}#999"}, 404, "pull_request_missing"),
        ({"pull_request": "seven"}, 422, "pull_request_unclear"),
        ({"pull_request": "a/b#1", "branch": "by-hand"}, 400, "request_malformed"),
        ({}, 400, "request_malformed"),
    ]:
        code, found = await fetch("POST", "rebuilds", body=body)
        assert (code, found["error"]["code"]) == (status, why), body
        assert found["error"]["advice"]


def _upstream(clone: Path) -> str:
    address = bash(clone, "git remote get-url origin")
    return "/".join(address.removesuffix(".git").split("/")[-2:])
