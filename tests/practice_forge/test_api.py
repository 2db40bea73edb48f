from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assemble_trace.practice_forge import settings
from tests.practice_forge.forge_in_a_thread import Practice, commit, git, wait_until

REPOSITORY_KEYS = (
    "archive_url archived assignees_url blobs_url branches_url clone_url collaborators_url"
    " comments_url commits_url compare_url contents_url contributors_url created_at"
    " default_branch deployments_url description disabled downloads_url events_url fork forks"
    " forks_count forks_url full_name git_commits_url git_refs_url git_tags_url git_url"
    " has_discussions has_downloads has_issues has_pages has_projects has_wiki homepage"
    " hooks_url html_url id issue_comment_url issue_events_url issues_url keys_url labels_url"
    " language languages_url license merges_url milestones_url mirror_url name network_count"
    " node_id notifications_url open_issues open_issues_count owner private pulls_url"
    " pushed_at releases_url size ssh_url stargazers_count stargazers_url statuses_url"
    " subscribers_count subscribers_url subscription_url svn_url tags_url teams_url trees_url"
    " updated_at url watchers watchers_count"
)
PULL_KEYS = (
    "_links additions assignee author_association auto_merge base body changed_files closed_at"
    " comments comments_url commits commits_url created_at deletions diff_url head html_url id"
    " issue_url labels locked maintainer_can_modify merge_commit_sha mergeable mergeable_state"
    " merged merged_at merged_by milestone node_id number patch_url review_comment_url"
    " review_comments review_comments_url state statuses_url title updated_at url user"
)
USER_KEYS = (
    "avatar_url events_url followers_url following_url gists_url gravatar_id html_url id login"
    " node_id organizations_url received_events_url repos_url site_admin starred_url"
    " subscriptions_url type url"
)


@pytest.fixture
def pull(practice: Practice, tmp_path: Path) -> dict[str, Any]:
    """Ada's open pull request."""
    return practice.propose(tmp_path, "ada", "mine", {"new.py": "n = 1\n"})


def test_repositories_pulls_and_users_have_every_key_that_github_promises(
    practice: Practice, pull: dict[str, Any]
) -> None:
    repository = practice.rest("GET", "/repos/ada/prices")
    assert set(REPOSITORY_KEYS.split()) <= set(repository)
    assert set(USER_KEYS.split()) <= set(repository["owner"])
    assert repository["parent"]["full_name"] == "house/prices"
    assert repository["source"]["full_name"] == "house/prices"
    assert set(PULL_KEYS.split()) <= set(pull)
    assert set(PULL_KEYS.split()) <= set(practice.rest("GET", "/repos/house/prices/pulls/1"))
    assert pull["url"] == f"{practice.api}/repos/house/prices/pulls/1"
    assert pull["created_at"].endswith("Z") and "." not in pull["created_at"]


def test_addresses_follow_the_host_that_was_asked(practice: Practice) -> None:
    reply = practice.call("GET", "/api/v3/repos/house/prices", Host="forge.localhost:80")
    assert reply.body["url"] == "http://forge.localhost:80/api/v3/repos/house/prices"
    assert reply.body["clone_url"] == "http://forge.localhost:80/house/prices.git"


def test_a_name_that_was_pointed_at_us_is_refused(practice: Practice) -> None:
    assert practice.call("GET", "/api/v3/repos/house/prices", Host="evil.example").status == 403


def test_limits_tags_and_request_ids_are_in_the_headers(practice: Practice) -> None:
    ada = practice.user("ada")
    first = practice.call("GET", "/api/v3/repos/house/prices", ada)
    second = practice.call("GET", "/api/v3/repos/house/prices", ada)
    assert first.headers["X-RateLimit-Limit"] == "5000"
    assert first.headers["X-RateLimit-Remaining"] == "4999"
    assert second.headers["X-RateLimit-Remaining"] == "4998"
    assert first.headers["X-RateLimit-Resource"] == "core"
    assert first.headers["X-GitHub-Request-Id"] != second.headers["X-GitHub-Request-Id"]
    assert practice.rest("GET", "/rate_limit", ada)["rate"]["remaining"] == 4998

    tag = first.headers["Etag"]
    assert tag.startswith('W/"')
    same = practice.call("GET", "/api/v3/repos/house/prices", ada, If_None_Match=tag)
    assert (same.status, same.body) == (304, b"")


def test_lists_come_in_pages(practice: Practice, tmp_path: Path) -> None:
    work = tmp_path / "house-prices"
    for number in range(4):
        commit(work, {"a": str(number)})
    git(
        "push", "-q", practice.clone_url("house/prices", practice.user("house")), "master", cwd=work
    )
    reply = practice.call("GET", "/api/v3/repos/house/prices/commits?per_page=2&page=2")
    base = f"{practice.api}/repos/house/prices/commits?per_page=2&page="
    assert reply.headers["Link"] == (
        f'<{base}3>; rel="next", <{base}3>; rel="last", <{base}1>; rel="first", '
        f'<{base}1>; rel="prev"'
    )
    assert len(reply.body) == 2
    assert "Link" not in practice.call("GET", "/api/v3/repos/house/prices/branches").headers


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "/nothing", 404, "Not Found"),
        ("GET", "/repos/house/nothing", 404, "Not Found"),
        ("GET", "/repos/house/prices/pulls/7", 404, "Not Found"),
        ("GET", "/repos/house/prices/pulls/x", 404, "Not Found"),
        ("GET", "/repos/house/prices/branches/none", 404, "Branch not found"),
        ("GET", "/repos/house/prices/contents/none", 404, "Not Found"),
        ("GET", "/repos/house/prices/commits/none", 404, "Not Found"),
        ("GET", "/repos/house/prices/git/blobs/12", 422, "The sha parameter must be exactly 40"),
        ("DELETE", "/user", 405, "Method Not Allowed"),
        ("GET", "/user", 401, "Requires authentication"),
        ("POST", "/repos/house/prices/forks", 401, "Requires authentication"),
        ("GET", "/repos/%2e%2e/prices", 404, "Not Found"),
        ("GET", "/repos/house/prices/git/ref/heads/..%2f..%2fconfig", 404, "Not Found"),
    ],
)
def test_refusals_are_json_like_githubs(
    practice: Practice, method: str, path: str, status: int, message: str
) -> None:
    reply = practice.call(method, f"/api/v3{path}")
    assert reply.status == status
    assert reply.body["message"].startswith(message)
    assert reply.body["status"] == str(status)
    assert reply.body["documentation_url"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'"text"'])
def test_bodies_that_are_not_objects_are_400(practice: Practice, body: bytes) -> None:
    reply = practice.call("POST", "/api/v3/repos/house/prices/pulls", practice.user("ada"), body)
    assert reply.status == 400


def test_a_second_open_pull_request_is_refused_as_github_does(
    practice: Practice, pull: dict[str, Any]
) -> None:
    body = {"title": "Again", "head": "ada:mine", "base": "master"}
    reply = practice.call("POST", "/api/v3/repos/house/prices/pulls", practice.user("ada"), body)
    assert reply.status == 422
    assert reply.body["message"] == "Validation Failed"
    assert reply.body["errors"] == [
        {
            "resource": "PullRequest",
            "code": "custom",
            "message": "A pull request already exists for ada:mine.",
        }
    ]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": ""}, {"field": "title", "code": "missing_field"}),
        ({"head": "ada:none"}, {"field": "head", "code": "invalid"}),
        ({"head": "nobody:mine"}, {"field": "head", "code": "invalid"}),
        ({"head": "ada:--upload-pack=x"}, {"field": "head", "code": "invalid"}),
        ({"base": "none"}, {"field": "base", "code": "invalid"}),
        ({"base": None}, {"field": "base", "code": "invalid"}),
        ({"head": "ada:master"}, {"message": "No commits between house:master and ada:master"}),
    ],
)
def test_pull_requests_that_cannot_be(
    practice: Practice, pull: dict[str, Any], change: dict[str, Any], error: dict[str, str]
) -> None:
    body = {"title": "Mine", "head": "ada:mine", "base": "master", **change}
    reply = practice.call("POST", "/api/v3/repos/house/prices/pulls", practice.user("ada"), body)
    assert reply.status == 422
    assert error.items() <= reply.body["errors"][0].items()


def test_nobody_proposes_anothers_branch(practice: Practice, pull: dict[str, Any]) -> None:
    body = {"title": "Mine", "head": "ada:mine", "base": "master"}
    reply = practice.call("POST", "/api/v3/repos/house/prices/pulls", practice.user("eve"), body)
    assert reply.status == 422


def test_pulls_are_found_by_exact_head_and_state(practice: Practice, pull: dict[str, Any]) -> None:
    ada = practice.user("ada")

    def numbers(query: str) -> list[int]:
        return [one["number"] for one in practice.rest("GET", f"/repos/house/prices/pulls?{query}")]

    assert numbers("head=ada:mine&state=all") == [1]
    assert numbers("head=ada:min&state=all") == []
    assert numbers("head=house:mine") == []
    assert numbers("base=other") == []
    assert numbers("state=closed") == []
    practice.rest("PATCH", "/repos/house/prices/pulls/1", ada, {"state": "closed"})
    assert numbers("") == []
    assert numbers("head=ada:mine&state=closed") == [1]
    again = practice.rest("PATCH", "/repos/house/prices/pulls/1", ada, {"state": "open"})
    assert again["state"] == "open" and again["closed_at"] is None


def test_forking_twice_is_one_fork(practice: Practice) -> None:
    ada = practice.user("ada")
    first = practice.call("POST", "/api/v3/repos/house/prices/forks", ada)
    second = practice.call("POST", "/api/v3/repos/house/prices/forks", ada)
    assert (first.status, second.status) == (202, 202)
    assert first.body["id"] == second.body["id"]
    forks = practice.rest("GET", "/repos/house/prices/forks")
    assert [fork["full_name"] for fork in forks] == ["ada/prices"]


def test_a_fork_of_a_taken_name_gets_another(practice: Practice) -> None:
    ada = practice.user("ada")
    practice.rest("POST", "/user/repos", ada, {"name": "Prices"})
    fork = practice.rest("POST", "/repos/house/prices/forks", ada)
    assert fork["full_name"] == "ada/prices-1"


def test_a_fork_may_take_a_while(practice: Practice, tmp_path: Path) -> None:
    settings.change(practice.directory, fork_ready_seconds=0.5)
    ada = practice.user("ada")
    practice.rest("POST", "/repos/house/prices/forks", ada)
    assert practice.rest("GET", "/repos/ada/prices", ada)["full_name"] == "ada/prices"
    early = practice.call("GET", "/api/v3/repos/ada/prices/branches/master", ada)
    assert (early.status, early.body["message"]) == (409, "Git Repository is empty.")
    assert practice.call("GET", "/ada/prices.git/info/refs?service=git-upload-pack").status == 401
    path = "/api/v3/repos/ada/prices/branches/master"
    wait_until(lambda: practice.call("GET", path, ada).status == 200)


def test_a_fork_is_brought_up_to_date(practice: Practice, tmp_path: Path) -> None:
    ada = practice.user("ada")
    practice.rest("POST", "/repos/house/prices/forks", ada)
    path, body = "/repos/ada/prices/merge-upstream", {"branch": "master"}
    assert practice.rest("POST", path, ada, body)["merge_type"] == "none"
    work = tmp_path / "house-prices"
    new = commit(work, {"b": "2"})
    git(
        "push", "-q", practice.clone_url("house/prices", practice.user("house")), "master", cwd=work
    )
    assert practice.rest("POST", path, ada, body) == {
        "message": "Successfully fetched and fast-forwarded from upstream house:master.",
        "merge_type": "fast-forward",
        "base_branch": "house:master",
    }
    assert practice.rest("GET", "/repos/ada/prices/branches/master")["commit"]["sha"] == new
    assert practice.call("POST", f"/api/v3{path}", practice.user("eve"), body).status == 403


def test_an_archived_repository_is_read_only(practice: Practice, pull: dict[str, Any]) -> None:
    house, ada = practice.user("house"), practice.user("ada")
    assert (
        practice.call("PATCH", "/api/v3/repos/house/prices", ada, {"archived": True}).status == 403
    )
    assert practice.rest("PATCH", "/repos/house/prices", house, {"archived": True})["archived"]
    body = {"title": "Mine", "head": "ada:mine", "base": "master"}
    for method, path, given in (
        ("POST", "/repos/house/prices/pulls", body),
        ("POST", "/repos/house/prices/issues/1/comments", {"body": "x"}),
        ("PATCH", "/repos/house/prices/pulls/1", {"title": "x"}),
    ):
        reply = practice.call(method, f"/api/v3{path}", ada, given)
        assert reply.status == 403
        assert reply.body["message"] == "Repository was archived so is read-only."
    assert practice.call("PUT", "/api/v3/repos/house/prices/pulls/1/merge", house, {}).status == 403
    assert not practice.rest("PATCH", "/repos/house/prices", house, {"archived": False})["archived"]


def test_a_private_repository_does_not_exist_for_others(practice: Practice) -> None:
    house, eve = practice.user("house"), practice.user("eve")
    practice.rest("POST", "/user/repos", house, {"name": "secret", "private": True})
    assert practice.rest("GET", "/repos/house/secret", house)["private"] is True
    for who in (None, eve):
        assert practice.call("GET", "/api/v3/repos/house/secret", who).status == 404
        assert practice.call("GET", "/house/secret", who).status == 404
    assert practice.call("GET", "/house/secret", house).status == 200
    assert "secret" not in str(practice.rest("GET", "/users/house/repos", eve))
