"""What becomes of a pull request over REST: merging, talk, git data and checks."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.practice_forge.forge_in_a_thread import Practice, commit, git

CHECK_RUN_KEYS = (
    "app check_suite completed_at conclusion details_url external_id head_sha html_url id name"
    " node_id output pull_requests started_at status url"
)


@pytest.fixture
def pull(practice: Practice, tmp_path: Path) -> dict[str, Any]:
    """Ada's open pull request."""
    return practice.propose(tmp_path, "ada", "mine", {"new.py": "n = 1\n"})


def test_a_pull_request_is_merged_by_who_may(practice: Practice, pull: dict[str, Any]) -> None:
    ada, house = practice.user("ada"), practice.user("house")
    path = "/api/v3/repos/house/prices/pulls/1/merge"
    assert pull["mergeable"] is True
    assert (pull["commits"], pull["additions"], pull["changed_files"]) == (1, 1, 1)
    assert practice.call("PUT", path, ada, {}).status == 403
    assert practice.call("PUT", path, house, {"sha": "0" * 40}).status == 409
    assert practice.call("GET", path).status == 404
    merged = practice.call("PUT", path, house, {"sha": pull["head"]["sha"]})
    assert merged.body["merged"] is True
    made = practice.rest("GET", f"/repos/house/prices/git/commits/{merged.body['sha']}")
    assert made["message"] == "Merge pull request #1 from ada/mine\n\nMine"
    assert [parent["sha"] for parent in made["parents"]] == [
        pull["base"]["sha"],
        pull["head"]["sha"],
    ]
    assert (made["author"]["name"], made["committer"]["email"]) == ("House", "house@example.org")
    after = practice.rest("GET", "/repos/house/prices/pulls/1")
    assert (after["state"], after["merged"], after["mergeable"]) == ("closed", True, None)
    assert after["merge_commit_sha"] == merged.body["sha"]
    assert after["merged_by"]["login"] == "house"
    assert practice.call("GET", path).status == 204
    assert practice.call("PUT", path, house, {}).status == 405
    events = practice.rest("GET", "/repos/house/prices/issues/1/events")
    assert [(one["event"], one["actor"]["login"]) for one in events] == [("merged", "house")]


def test_squashing_keeps_the_author(practice: Practice, pull: dict[str, Any]) -> None:
    house = practice.user("house")
    merged = practice.rest(
        "PUT", "/repos/house/prices/pulls/1/merge", house, {"merge_method": "squash"}
    )
    made = practice.rest("GET", f"/repos/house/prices/git/commits/{merged['sha']}")
    assert len(made["parents"]) == 1
    assert made["message"] == "Mine (#1)\n\nWhy."
    assert (made["author"]["name"], made["committer"]["name"]) == ("Ada", "House")


def test_what_conflicts_is_not_mergeable(practice: Practice, tmp_path: Path) -> None:
    practice.propose(tmp_path, "ada", "mine", {"src/a.py": "a = 2\n"})
    practice.propose(tmp_path, "bob", "his", {"src/a.py": "a = 3\n"})
    house = practice.user("house")
    practice.rest("PUT", "/repos/house/prices/pulls/1/merge", house, {})
    second = practice.rest("GET", "/repos/house/prices/pulls/2")
    assert (second["mergeable"], second["mergeable_state"]) == (False, "dirty")
    reply = practice.call("PUT", "/api/v3/repos/house/prices/pulls/2/merge", house, {})
    assert (reply.status, reply.body["message"]) == (405, "Pull Request is not mergeable")


def test_a_pull_request_follows_its_branch(
    practice: Practice, tmp_path: Path, pull: dict[str, Any]
) -> None:
    work = tmp_path / "ada-mine"
    new = commit(work, {"more.py": "m = 1\n"})
    git("push", "-q", "origin", "mine", cwd=work)
    after = practice.rest("GET", "/repos/house/prices/pulls/1")
    assert (after["head"]["sha"], after["commits"]) == (new, 2)
    remote = git("ls-remote", practice.clone_url("house/prices"), "refs/pull/1/head", cwd=work)
    assert remote.split() == [new, "refs/pull/1/head"]
    git("push", "-q", "origin", ":mine", cwd=work)
    assert practice.rest("GET", "/repos/house/prices/pulls/1")["state"] == "closed"
    git("fetch", "-q", practice.clone_url("house/prices"), "refs/pull/1/head", cwd=work)


def test_pushing_the_merge_to_the_base_merges_it(
    practice: Practice, tmp_path: Path, pull: dict[str, Any]
) -> None:
    work = tmp_path / "house-prices"
    git("fetch", "-q", practice.clone_url("house/prices"), "refs/pull/1/head", cwd=work)
    git("merge", "-q", "--no-ff", "-m", "By hand", "FETCH_HEAD", cwd=work)
    git(
        "push", "-q", practice.clone_url("house/prices", practice.user("house")), "master", cwd=work
    )
    after = practice.rest("GET", "/repos/house/prices/pulls/1")
    assert (after["merged"], after["merged_by"]["login"]) == (True, "house")


def test_comments_and_reviews(practice: Practice, pull: dict[str, Any]) -> None:
    ada, bob = practice.user("ada"), practice.user("bob")
    base = "/repos/house/prices"
    comment = practice.rest("POST", f"{base}/issues/1/comments", bob, {"body": "Hello"})
    assert comment["user"]["login"] == "bob"
    assert comment["issue_url"] == f"{practice.api}{base}/issues/1"
    review = {"event": "APPROVE", "body": "Good"}
    assert practice.rest("POST", f"{base}/pulls/1/reviews", bob, review)["state"] == "APPROVED"
    own = practice.call("POST", f"/api/v3{base}/pulls/1/reviews", ada, review)
    assert own.status == 422
    line = {"body": "Here", "path": "new.py", "line": 1, "commit_id": pull["head"]["sha"]}
    assert practice.rest("POST", f"{base}/pulls/1/comments", bob, line)["path"] == "new.py"
    assert [one["body"] for one in practice.rest("GET", f"{base}/issues/1/comments")] == ["Hello"]
    assert [one["body"] for one in practice.rest("GET", f"{base}/pulls/1/reviews")] == ["Good"]
    assert [one["line"] for one in practice.rest("GET", f"{base}/pulls/1/comments")] == [1]
    for body in ({}, {"body": ""}, {"body": 1}, {"body": "x" * 70_000}):
        reply = practice.call("POST", f"/api/v3{base}/issues/1/comments", bob, body)
        assert reply.status == 422
    issue = practice.rest("GET", f"{base}/issues/1")
    assert (issue["comments"], issue["pull_request"]["url"]) == (1, pull["url"])


def test_a_commit_made_by_the_git_data_api(practice: Practice) -> None:
    house = practice.user("house")
    base = "/repos/house/prices"
    tip = practice.rest("GET", f"{base}/git/ref/heads/master")["object"]["sha"]
    old = practice.rest("GET", f"{base}/git/commits/{tip}")
    data = base64.b64encode(b"\x00\x01").decode()
    blob = practice.rest(
        "POST", f"{base}/git/blobs", house, {"content": data, "encoding": "base64"}
    )
    entries = [
        {"path": "deep/er/b.bin", "mode": "100644", "type": "blob", "sha": blob["sha"]},
        {"path": "c.txt", "mode": "100644", "type": "blob", "content": "text\n"},
        {"path": "src/a.py", "mode": "100644", "type": "blob", "sha": None},
    ]
    tree = practice.rest(
        "POST", f"{base}/git/trees", house, {"base_tree": old["tree"]["sha"], "tree": entries}
    )
    person = {"name": "Ada", "email": "ada@example.org", "date": "2026-01-02T03:04:05Z"}
    body = {"message": "New", "tree": tree["sha"], "parents": [tip], "author": person}
    made = practice.rest("POST", f"{base}/git/commits", house, body)
    assert made["committer"]["date"] == "2026-01-02T03:04:05Z"
    again = practice.rest("POST", f"{base}/git/commits", house, body)
    assert again["sha"] == made["sha"]
    ref = {"ref": "refs/heads/api", "sha": made["sha"]}
    assert practice.rest("POST", f"{base}/git/refs", house, ref)["object"]["sha"] == made["sha"]
    reply = practice.call("POST", f"/api/v3{base}/git/refs", house, ref)
    assert (reply.status, reply.body["message"]) == (422, "Reference already exists")

    listed = practice.rest("GET", f"{base}/git/trees/api?recursive=1")["tree"]
    assert [one["path"] for one in listed if one["type"] == "blob"] == [
        "README.md", "c.txt", "deep/er/b.bin",
    ]  # fmt: skip
    compared = practice.rest("GET", f"{base}/compare/master...api")
    assert (compared["status"], compared["ahead_by"], len(compared["files"])) == ("ahead", 1, 3)
    backwards = practice.call("PATCH", f"/api/v3{base}/git/refs/heads/api", house, {"sha": tip})
    assert backwards.status == 422
    forced = {"sha": tip, "force": True}
    practice.rest("PATCH", f"{base}/git/refs/heads/api", house, forced)
    practice.rest("DELETE", f"{base}/git/refs/heads/api", house)
    assert practice.call("GET", f"/api/v3{base}/git/ref/heads/api").status == 404
    assert practice.call("DELETE", f"/api/v3{base}/git/refs/heads/master", house).status == 422


@pytest.mark.parametrize("path", ["../x", ".git/config", "a//b", "/a"])
def test_trees_that_no_checkout_could_take_are_refused(practice: Practice, path: str) -> None:
    body = {"tree": [{"path": path, "mode": "100644", "type": "blob", "content": "x"}]}
    reply = practice.call(
        "POST", "/api/v3/repos/house/prices/git/trees", practice.user("house"), body
    )
    assert reply.status == 422


def test_contents(practice: Practice) -> None:
    base = "/repos/house/prices/contents"
    assert [(one["path"], one["type"]) for one in practice.rest("GET", base)] == [
        ("README.md", "file"),
        ("src", "dir"),
    ]
    file = practice.rest("GET", f"{base}/src/a.py?ref=master")
    assert base64.b64decode(file["content"]) == b"a = 1\n"
    assert file["size"] == 6
    assert [one["path"] for one in practice.rest("GET", f"{base}/src")] == ["src/a.py"]


def test_check_runs_and_statuses_by_the_owner(practice: Practice, pull: dict[str, Any]) -> None:
    house, ada = practice.user("house"), practice.user("ada")
    sha, base = pull["head"]["sha"], "/repos/house/prices"
    body = {
        "name": "lint", "head_sha": sha, "status": "in_progress",
        "output": {"title": "T", "summary": "S"},
    }  # fmt: skip
    assert practice.call("POST", f"/api/v3{base}/check-runs", ada, body).status == 403
    run = practice.rest("POST", f"{base}/check-runs", house, body)
    assert set(CHECK_RUN_KEYS.split()) <= set(run)
    assert run["output"]["title"] == "T"
    done = practice.rest(
        "PATCH", f"{base}/check-runs/{run['id']}", house, {"conclusion": "success"}
    )
    assert (done["status"], done["conclusion"]) == ("completed", "success")
    bad = practice.call(
        "PATCH", f"/api/v3{base}/check-runs/{run['id']}", house, {"conclusion": "x"}
    )
    assert bad.status == 422
    listed = practice.rest("GET", f"{base}/commits/{sha}/check-runs")
    assert (listed["total_count"], listed["check_runs"][0]["name"]) == (1, "lint")
    [suite] = practice.rest("GET", f"{base}/commits/{sha}/check-suites")["check_suites"]
    assert (suite["conclusion"], suite["latest_check_runs_count"]) == ("success", 1)
    assert practice.rest("GET", f"{base}/check-suites/{suite['id']}")["head_sha"] == sha

    assert practice.rest("GET", f"{base}/commits/{sha}/status")["state"] == "pending"
    status = {"state": "success", "context": "ci", "description": "Good"}
    practice.rest("POST", f"{base}/statuses/{sha}", house, {**status, "state": "pending"})
    practice.rest("POST", f"{base}/statuses/{sha}", house, status)
    combined = practice.rest("GET", f"{base}/commits/{sha}/status")
    assert (combined["state"], combined["total_count"]) == ("success", 1)
    assert len(practice.rest("GET", f"{base}/commits/{sha}/statuses")) == 2
