from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assemble_trace import sandbox
from assemble_trace.practice_forge import settings
from assemble_trace.sandbox import Isolation
from tests.practice_forge.forge_in_a_thread import (
    BALLET_YML,
    Practice,
    commit,
    git,
    practising,
    wait_until,
)

OLD = "src/prices/features/contrib/user_bob/feature_old.py"
NEW = "src/prices/features/contrib/user_ada/feature_new.py"


@pytest.fixture
def ballet(tmp_path: Path, fake_evaluation: Path) -> Iterator[Practice]:
    """A forge with a Ballet project whose maintainer does everything by itself."""
    with practising(tmp_path / "forge", fake_evaluation) as running:
        wishes = BALLET_YML.format(merge="yes", close="yes", pruning="commit_to_master")
        running.upstream(tmp_path, {"ballet.yml": wishes, OLD: "old = 1\n"})
        yield running


def test_an_accepted_head_is_merged_and_what_it_made_redundant_is_removed(
    ballet: Practice, tmp_path: Path
) -> None:
    pull = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "accept", NEW: "new = 1\n"})
    runs = ballet.wait_for(pull["head"]["sha"])

    assert [(run["name"], run["conclusion"], run["output"]["title"]) for run in runs.values()] == [
        ("Project structure", "success", "It is where it belongs."),
        ("Feature API", "success", "It works."),
        ("Feature acceptance", "success", "It helps."),
        ("Feature pruning", "neutral", "Runs after merge"),
    ]
    text = runs["acceptance"]["output"]["text"]
    assert text.startswith("```json\n") and text.endswith("\n```")
    report = json.loads(text.removeprefix("```json\n").removesuffix("\n```"))
    assert report["verdict"] == "accepted"
    assert report["pull_request"] == 1
    assert runs["structure"]["output"]["text"] is None
    assert "| Fake\\|Check | passed | looks at it |" in runs["api"]["output"]["summary"]

    wait_until(lambda: ballet.rest("GET", "/repos/house/prices/pulls/1")["merged"])
    merged = ballet.rest("GET", "/repos/house/prices/pulls/1")
    assert merged["merged_by"]["login"] == "maintainer"
    assert merged["merged_by"]["type"] == "Bot"
    pruning = ballet.wait_for(merged["merge_commit_sha"], count=1)["pruning"]
    assert pruning["conclusion"] == "success"
    assert "One feature is redundant." in pruning["output"]["title"]

    bare = ballet.forge.repositories.bare(ballet.forge.repositories.get("house", "prices", None))
    wait_until(lambda: bare.branch("master") != merged["merge_commit_sha"])
    tip = bare.commit(bare.branch("master") or "")
    assert tip.parents == [merged["merge_commit_sha"]]
    assert tip.committer.name == "Maintainer"
    assert [(file.path, file.status) for file in bare.diff(tip.parents[0], tip.sha)] == [
        (OLD, "removed")
    ]
    comments = ballet.rest("GET", "/repos/house/prices/issues/1/comments")
    assert comments[0]["body"] == "Accepted. It helps."
    wait_until(lambda: len(ballet.rest("GET", "/repos/house/prices/issues/1/comments")) == 2)
    assert tip.sha in ballet.rest("GET", "/repos/house/prices/issues/1/comments")[1]["body"]


def test_a_rejected_head_is_closed_with_the_reason(ballet: Practice, tmp_path: Path) -> None:
    pull = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "reject"})
    runs = ballet.wait_for(pull["head"]["sha"])

    assert runs["structure"]["conclusion"] == "success"
    assert runs["api"]["conclusion"] == "failure"
    assert runs["acceptance"]["conclusion"] == "skipped"
    wait_until(lambda: ballet.rest("GET", "/repos/house/prices/pulls/1")["state"] == "closed")
    assert ballet.rest("GET", "/repos/house/prices/pulls/1")["merged"] is False
    comments = ballet.rest("GET", "/repos/house/prices/issues/1/comments")
    assert [one["body"] for one in comments] == ["Rejected. It gives missing values."]


@pytest.mark.parametrize(
    ("behaviour", "conclusion", "title"),
    [
        ("crash", "failure", "The check crashed (exit code 9)"),
        ("memory", "failure", "Stopped: it needed too much memory"),
        ("sleep", "timed_out", "Stopped after 4 seconds"),
    ],
)
def test_a_job_that_ends_badly_is_no_verdict(
    ballet: Practice, tmp_path: Path, behaviour: str, conclusion: str, title: str
) -> None:
    settings.change(ballet.directory, check_seconds=4.0, check_memory_bytes=300_000_000)
    pull = ballet.propose(tmp_path, "ada", "mine", {"behaviour": behaviour})
    runs = ballet.wait_for(pull["head"]["sha"])

    for stage in ("structure", "api", "acceptance"):
        assert (runs[stage]["conclusion"], runs[stage]["output"]["title"]) == (conclusion, title)
    wait_until(lambda: ballet.rest("GET", "/repos/house/prices/issues/1/comments"))
    comments = ballet.rest("GET", "/repos/house/prices/issues/1/comments")
    assert comments[0]["body"] == f"No verdict. {title}"
    assert ballet.rest("GET", "/repos/house/prices/pulls/1")["state"] == "open"


def test_a_python_that_is_not_there_is_said(ballet: Practice, tmp_path: Path) -> None:
    settings.change(ballet.directory, python="/nowhere/python")
    pull = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "accept"})
    runs = ballet.wait_for(pull["head"]["sha"])
    assert runs["structure"]["conclusion"] == "failure"
    assert "/nowhere/python" in runs["structure"]["output"]["summary"]


def test_waiting_runs_say_their_place_and_a_newer_head_takes_the_older_ones_away(
    ballet: Practice, tmp_path: Path
) -> None:
    ballet.forge.runner.stop()  # type: ignore[union-attr]
    first = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "accept"})["head"]["sha"]
    second = ballet.propose(tmp_path, "bob", "his", {"behaviour": "accept\n"})["head"]["sha"]
    assert ballet.runs(first)["api"]["output"]["title"] == "First in line"
    assert ballet.runs(second)["api"]["output"]["title"] == "Second in line"
    assert ballet.runs(second)["pruning"]["output"]["title"] == "Runs after merge"

    work = tmp_path / "ada-mine"
    newer = commit(work, {"behaviour": "reject"})
    git("push", "-q", "origin", "mine", cwd=work)
    assert ballet.rest("GET", "/repos/house/prices/pulls/1")["head"]["sha"] == newer
    assert ballet.runs(first)["api"]["conclusion"] == "cancelled"
    assert ballet.runs(second)["api"]["output"]["title"] == "First in line"
    assert ballet.runs(newer)["api"]["output"]["title"] == "Second in line"


def test_a_killed_forge_takes_its_checks_up_again(
    tmp_path: Path, fake_evaluation: Path, ballet: Practice
) -> None:
    ballet.forge.runner.stop()  # type: ignore[union-attr]
    sha = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "reject"})["head"]["sha"]
    held = ballet.forge.queue.claim()
    assert held is not None  # as if a process had died with it

    with practising(tmp_path / "forge", fake_evaluation) as again:
        assert again.wait_for(sha)["api"]["conclusion"] == "failure"
    assert ballet.forge.queue.finish(held) is False


def test_runs_that_never_reached_the_queue_are_queued_at_the_next_start(
    tmp_path: Path, fake_evaluation: Path, ballet: Practice
) -> None:
    ballet.forge.runner.stop()  # type: ignore[union-attr]
    sha = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "reject"})["head"]["sha"]
    for name in ("jobs.db", "jobs.db-wal", "jobs.db-shm"):
        (tmp_path / "forge" / name).unlink(missing_ok=True)

    with practising(tmp_path / "forge", fake_evaluation) as again:
        assert again.wait_for(sha)["api"]["conclusion"] == "failure"


def test_a_pull_request_that_no_longer_merges_says_so(ballet: Practice, tmp_path: Path) -> None:
    ballet.forge.runner.stop()  # type: ignore[union-attr]
    ballet.propose(tmp_path, "ada", "mine", {"behaviour": "accept", NEW: "a\n"})
    ballet.propose(tmp_path, "bob", "his", {"behaviour": "accept ", NEW: "b\n"})
    owner = ballet.user("house")
    ballet.rest("PUT", "/repos/house/prices/pulls/2/merge", owner, {})
    runner = ballet.forge.checks
    job = ballet.forge.queue.claim()
    assert job is not None
    assignment = runner.prepare(job)
    assert assignment is not None
    runner.done(job, runner.run(assignment), None)

    comments = ballet.rest("GET", "/repos/house/prices/issues/1/comments")
    assert comments[-1]["body"].startswith("It was accepted, but does not merge: master has moved")
    assert ballet.rest("GET", "/repos/house/prices/pulls/1")["state"] == "open"


def test_a_shared_forge_runs_nothing_that_it_cannot_shut_in(
    ballet: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "probe", lambda: Isolation("none", why="No bubblewrap."))
    settings.change(ballet.directory, shared=True)
    pull = ballet.propose(tmp_path, "ada", "mine", {"behaviour": "accept"})
    runs = ballet.wait_for(pull["head"]["sha"])
    for stage in ("structure", "api", "acceptance"):
        assert runs[stage]["conclusion"] == "failure"
        assert runs[stage]["output"]["title"].startswith(
            "Nothing was run: it may be somebody else's"
        )
    wait_until(lambda: ballet.rest("GET", "/repos/house/prices/issues/1/comments"))
    (comment,) = ballet.rest("GET", "/repos/house/prices/issues/1/comments")
    assert comment["body"].startswith("No verdict. Nothing was run")
    assert ballet.rest("GET", "/repos/house/prices/pulls/1")["state"] == "open"


def test_checks_say_that_a_cluster_cannot_be_reached_and_wait(
    tmp_path: Path, fake_evaluation: Path
) -> None:
    (tmp_path / "forge").mkdir()
    settings.change(tmp_path / "forge", dask_scheduler="tcp://127.0.0.1:9")
    with practising(tmp_path / "forge", fake_evaluation) as running:
        running.upstream(tmp_path, {"ballet.yml": BALLET_YML.format(merge=0, close=0, pruning=0)})
        sha = running.propose(tmp_path, "ada", "mine", {"behaviour": "accept"})["head"]["sha"]
        said = "The Dask scheduler at tcp://127.0.0.1:9 cannot be reached"
        wait_until(lambda: running.runs(sha)["api"]["output"]["title"] == said, seconds=60)
        assert running.runs(sha)["api"]["status"] == "queued"


def test_pruning_may_be_proposed_instead(tmp_path: Path, fake_evaluation: Path) -> None:
    with practising(tmp_path / "forge", fake_evaluation) as running:
        wishes = BALLET_YML.format(merge="yes", close="no", pruning="make_pull_request")
        running.upstream(tmp_path, {"ballet.yml": wishes, OLD: "old = 1\n"})
        running.propose(tmp_path, "ada", "mine", {"behaviour": "accept"})
        wait_until(lambda: len(running.rest("GET", "/repos/house/prices/pulls?state=all")) == 2)
        second = running.rest("GET", "/repos/house/prices/pulls/2")
        assert second["title"] == "Remove redundant features"
        assert second["user"]["login"] == "maintainer"
        files = running.rest("GET", "/repos/house/prices/pulls/2/files")
        assert [(one["filename"], one["status"]) for one in files] == [(OLD, "removed")]


def test_a_repository_without_ballet_yml_has_no_checks(practice: Practice, tmp_path: Path) -> None:
    pull = practice.propose(tmp_path, "ada", "mine", {"behaviour": "accept"})
    assert practice.runs(pull["head"]["sha"]) == {}
