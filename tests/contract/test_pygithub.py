"""Unmodified PyGithub against the forge: every call that a client of ours may make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from github import Github, GithubException, UnknownObjectException

from tests.practice_forge.forge_in_a_thread import Practice, commit, git


def client(practice: Practice, token: str | None) -> Github:
    """PyGithub as our client makes it."""
    return Github(login_or_token=token, base_url=practice.api, retry=None, per_page=2)


def test_a_whole_contribution(practice: Practice, tmp_path: Path) -> None:
    ada = client(practice, practice.user("ada"))
    house = client(practice, practice.user("house"))
    me = ada.get_user()
    assert (me.login, me.name, me.email, me.id) == ("ada", "Ada", "ada@example.org", me.id)
    assert ada.get_user("house").login == "house"

    upstream = ada.get_repo("house/prices")
    assert (upstream.default_branch, upstream.archived, upstream.private) == (
        "master",
        False,
        False,
    )
    assert (upstream.permissions.pull, upstream.permissions.push) == (True, False)
    fork = upstream.create_fork()
    assert (fork.full_name, fork.fork) == ("ada/prices", True)
    assert (fork.parent.full_name, fork.source.full_name) == ("house/prices", "house/prices")
    assert [one.full_name for one in upstream.get_forks()] == ["ada/prices"]
    assert me.create_fork(upstream).id == fork.id

    tip = fork.get_branch("master").commit
    assert [branch.name for branch in fork.get_branches()] == ["master"]
    from github import InputGitTreeElement

    blob = fork.create_git_blob("new = 1\n", "utf-8")
    element = InputGitTreeElement("new.py", "100644", "blob", sha=blob.sha)
    tree = fork.create_git_tree([element], fork.get_git_tree(tip.sha))
    made = fork.create_git_commit("Add new\n\nBecause.", tree, [fork.get_git_commit(tip.sha)])
    ref = fork.create_git_ref("refs/heads/mine", made.sha)
    assert fork.get_git_ref("heads/mine").object.sha == made.sha
    assert [one.ref for one in fork.get_git_matching_refs("heads/mi")] == ["refs/heads/mine"]

    pull = upstream.create_pull(title="New", body="Why.", base="master", head="ada:mine")
    assert (pull.number, pull.state, pull.merged, pull.mergeable) == (1, "open", False, True)
    assert (pull.head.sha, pull.head.ref, pull.head.repo.full_name) == (
        made.sha,
        "mine",
        "ada/prices",
    )
    assert (pull.base.ref, pull.user.login) == ("master", "ada")
    with pytest.raises(GithubException) as caught:
        upstream.create_pull(title="New", body="", base="master", head="ada:mine")
    assert caught.value.status == 422
    assert "A pull request already exists" in str(caught.value.data)
    found = upstream.get_pulls(state="all", head="ada:mine")
    assert [one.number for one in found] == [1]
    assert [file.filename for file in pull.get_files()] == ["new.py"]
    assert [one.commit.message for one in pull.get_commits()] == ["Add new\n\nBecause."]

    pull.edit(title="Newer", body="Because.")
    assert upstream.get_pull(1).title == "Newer"
    pull.edit(state="closed")
    assert pull.as_issue().closed_by.login == "ada"
    house.get_repo("house/prices").get_pull(1).edit(state="open")
    assert pull.as_issue().closed_by is None
    pull.create_issue_comment("Hello")
    house.get_repo("house/prices").get_pull(1).create_review(event="APPROVE", body="Good")
    assert [(one.user.login, one.body) for one in pull.get_issue_comments()] == [("ada", "Hello")]
    assert [(one.state, one.body) for one in pull.get_reviews()] == [("APPROVED", "Good")]
    assert pull.get_review_comments().totalCount == 0
    assert [one.event for one in pull.get_issue_events()] == ["closed", "reopened"]
    assert pull.as_issue().comments == 1

    head = upstream.get_commit(made.sha)
    assert (head.stats.total, head.files[0].filename) == (1, "new.py")
    assert head.get_combined_status().state == "pending"
    assert list(head.get_statuses()) == []
    owned = house.get_repo("house/prices")
    owned.get_commit(made.sha).create_status("success", description="Good", context="ci")
    for name in ("one", "two", "three"):
        owned.create_check_run(name, made.sha, status="completed", conclusion="success")
    runs = head.get_check_runs()
    assert runs.totalCount == 3
    assert [run.name for run in runs] == ["one", "two", "three"]
    assert [suite.conclusion for suite in head.get_check_suites()] == ["success"]

    compared = upstream.compare("master", "ada:mine")
    assert (compared.ahead_by, compared.behind_by, len(compared.files)) == (1, 0, 1)
    result = owned.get_pull(1).merge(sha=made.sha)
    assert result.merged
    pull.update()
    assert (pull.merged, pull.merged_by.login, pull.merge_commit_sha) == (True, "house", result.sha)
    assert pull.is_merged()
    assert pull.raw_headers["x-github-request-id"]

    if hasattr(fork, "merge_upstream"):
        fork.merge_upstream("master")
    else:
        fork._requester.requestJsonAndCheck(
            "POST", f"{fork.url}/merge-upstream", input={"branch": "master"}
        )
    assert fork.get_branch("master").commit.sha == result.sha
    ref.delete()
    with pytest.raises(UnknownObjectException):
        fork.get_git_ref("heads/mine")


def test_reading_and_paging(practice: Practice, tmp_path: Path) -> None:
    work = tmp_path / "house-prices"
    for number in range(4):
        commit(work, {"src/a.py": f"a = {number + 2}\n"}, f"Commit {number}")
    git(
        "push", "-q", practice.clone_url("house/prices", practice.user("house")), "master", cwd=work
    )
    repository = client(practice, None).get_repo("house/prices")
    commits = repository.get_commits()
    assert commits.totalCount == 5
    assert [one.commit.message for one in commits][:2] == ["Commit 3", "Commit 2"]
    assert next(one.commit.message for one in commits.reversed) == "Change"
    file: Any = repository.get_contents("src/a.py")
    assert file.decoded_content == b"a = 5\n"
    assert {one.path for one in repository.get_contents("")} == {"README.md", "src"}  # type: ignore[union-attr]
    assert repository.get_git_tree("master", recursive=True).tree[0].path == "README.md"
    client(practice, None).get_rate_limit()


def test_an_unchanged_object_is_304(practice: Practice) -> None:
    repository = client(practice, practice.user("ada")).get_repo("house/prices")
    assert repository.update() is False
    practice.rest("PATCH", "/repos/house/prices", practice.user("house"), {"description": "New"})
    assert repository.update() is True
    assert repository.description == "New"


@pytest.mark.parametrize(
    ("token", "path", "status"),
    [("atf_" + "0" * 40, "house/prices", 401), (None, "house/none", 404)],
)
def test_refusals(practice: Practice, token: str | None, path: str, status: int) -> None:
    with pytest.raises(GithubException) as caught:
        client(practice, token).get_repo(path)
    assert caught.value.status == status


def test_owners_change_their_repositories(practice: Practice) -> None:
    house = client(practice, practice.user("house"))
    made = house.get_user().create_repo("notes", description="Mine", private=True)
    assert (made.full_name, made.private) == ("house/notes", True)
    repository = house.get_repo("house/prices")
    repository.edit(archived=True)
    assert house.get_repo("house/prices").archived is True
