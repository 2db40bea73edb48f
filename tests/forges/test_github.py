"""Our client against the real practice forge, and against what a proxy makes of its answers."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.forges.github import GithubForge
from assemble_trace.models import Request
from tests.faults.small import Small


@pytest.fixture
def heard() -> list[Request]:
    """Every request that the client told of."""
    return []


@pytest.fixture
def forge(small: Small, heard: list[Request]) -> GithubForge:
    """The client, with the fault proxy between it and the forge."""
    return GithubForge(small.api, small.token, heard.append)


async def code(work: object) -> str:
    """Return the code of the error that a call ends in."""
    with pytest.raises(TraceError) as problem:
        await work  # type: ignore[misc]
    assert problem.value.advice
    return problem.value.code


@pytest.mark.asyncio
async def test_who_and_what_there_is(forge: GithubForge, small: Small) -> None:
    identity = await forge.identity()
    assert (identity.login, identity.name) == (small.login, "Ada L.")
    upstream = await forge.repository(small.upstream)
    assert upstream is not None
    assert (upstream.default_branch, upstream.parent) == ("main", None)
    assert upstream.clone_url == f"{small.proxy.url}/{small.upstream}.git"
    assert await forge.repository("ames/nothing") is None
    assert await forge.head(small.upstream, "no-such-branch") is None
    assert await forge.find_pull_request(small.upstream, f"{small.login}:none") is None
    fork = await forge.create_fork(upstream)
    assert (fork.full_name, fork.parent) == (small.fork, small.upstream)
    assert await forge.create_fork(upstream) == fork
    assert await forge.head(small.fork, "main") == await forge.head(small.upstream, "main")


@pytest.mark.asyncio
async def test_checks_asked_again_are_not_sent_again(
    forge: GithubForge, small: Small, heard: list[Request]
) -> None:
    commit = await forge.head(small.upstream, "main")
    assert commit is not None
    status = {"state": "pending", "context": "tests", "description": "Running"}
    small.rest("POST", f"/repos/{small.upstream}/statuses/{commit}", status, owner=True)
    first = await forge.checks(small.upstream, commit)
    heard.clear()
    assert await forge.checks(small.upstream, commit) == first
    assert {(one.status, one.bytes_received) for one in heard} == {(304, 0)}

    status |= {"state": "success"}
    small.rest("POST", f"/repos/{small.upstream}/statuses/{commit}", status, owner=True)
    (check,) = await forge.checks(small.upstream, commit)
    assert (check.name, check.status, check.conclusion) == ("tests", "completed", "success")


@pytest.mark.asyncio
async def test_a_pull_request_is_closed_and_its_branch_deleted(
    forge: GithubForge, small: Small, heard: list[Request]
) -> None:
    upstream = await forge.repository(small.upstream)
    assert upstream is not None
    await forge.create_fork(upstream)
    tip = await forge.head(small.fork, "main")
    ref = {"ref": "refs/heads/ada/x-1.y", "sha": tip}
    small.rest("POST", f"/repos/{small.fork}/git/refs", ref)
    small.commit_on("ada/x-1.y")
    pull = await forge.create_pull_request(
        small.upstream, head=f"{small.login}:ada/x-1.y", base="main", title="New", body=""
    )
    assert await forge.pull_request(pull) == pull
    heard.clear()
    closed = await forge.close_pull_request(pull)
    assert (closed.number, closed.state) == (pull.number, "closed")
    assert await forge.pull_request(pull) == closed
    state = await forge.pull_state(pull)
    assert [(one.kind, one.actor) for one in state.happenings] == [("closed", small.login)]
    await forge.delete_branch(small.fork, "ada/x-1.y")
    assert await forge.head(small.fork, "ada/x-1.y") is None
    assert [one.method for one in heard if one.changes] == ["PATCH", "DELETE"]

    assert await code(forge.delete_branch(small.fork, "ada/x-1.y")) == "forge_refused"
    assert (
        await code(forge.close_pull_request(pull.model_copy(update={"number": 9}))) == "not_found"
    )


@pytest.mark.asyncio
async def test_who_closed_it_is_said(forge: GithubForge, small: Small) -> None:
    upstream = await forge.repository(small.upstream)
    assert upstream is not None
    await forge.create_fork(upstream)
    ref = {"ref": "refs/heads/x", "sha": await forge.head(small.fork, "main")}
    small.rest("POST", f"/repos/{small.fork}/git/refs", ref)
    small.commit_on("x")
    pull = await forge.create_pull_request(
        small.upstream, head=f"{small.login}:x", base="main", title="New", body=""
    )
    path = f"/repos/{small.upstream}/pulls/{pull.number}"
    small.rest("PATCH", path, {"state": "closed"}, owner=True)
    state = await forge.pull_state(pull)
    assert [(one.kind, one.actor) for one in state.happenings] == [("closed", "ames")]


@pytest.mark.asyncio
async def test_calls_at_once_get_each_their_own_answer(forge: GithubForge, small: Small) -> None:
    """PyGithub shares one connection between threads."""
    await forge.identity()
    paths = [f"/repos/{small.upstream}", "/user", f"/repos/{small.upstream}/branches/main"] * 30
    answers = await asyncio.gather(*(forge.call("GET", path) for path in paths))
    for path, answer in zip(paths, answers, strict=True):
        expected = {"user": "login", "main": "commit"}.get(path.rpartition("/")[2], "full_name")
        assert expected in answer, path


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (401, {}, {"message": "Bad credentials"}, "token_refused"),
        (403, {}, {"message": "Repository was archived so is read-only."}, "upstream_archived"),
        (403, {}, {"message": "Resource not accessible by personal access token"}, "not_allowed"),
        (403, {"Retry-After": "7"}, {"message": "secondary rate limit"}, "rate_limited"),
        (403, {"X-RateLimit-Remaining": "0"}, {"message": "API rate limit"}, "rate_limited"),
        (429, {"Retry-After": "7"}, {"message": "Too many"}, "rate_limited"),
        (404, {}, {"message": "Not Found"}, "not_found"),
        (422, {}, {"message": "Validation Failed", "errors": [{"message": "No"}]}, "forge_refused"),
        (500, {}, {"message": "Oops"}, "forge_failed"),
        (502, {}, "<html>Bad gateway</html>", "forge_failed"),
        (503, {}, {}, "forge_failed"),
        (200, {}, "<html>A hotel's sign-in page</html>", "forge_misunderstood"),
        (200, {}, [], "forge_misunderstood"),
    ],
)
async def test_every_refusal_has_a_code_and_no_post_is_sent_twice(
    forge: GithubForge,
    small: Small,
    status: int,
    headers: dict[str, str],
    body: object,
    expected: str,
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    small.proxy.refuse("POST", "/pulls$", status, headers=headers, body=text, times=-1)
    made = forge.create_pull_request(small.upstream, head="a:b", base="main", title="T", body="")
    assert await code(made) == expected
    assert small.proxy.count("POST", "/pulls$") == 1


@pytest.mark.asyncio
async def test_a_pause_says_how_long(forge: GithubForge, small: Small) -> None:
    small.proxy.refuse("GET", "/user$", 403, headers={"Retry-After": "7"})
    with pytest.raises(TraceError, match="Wait about 7 seconds") as problem:
        await forge.identity()
    assert problem.value.details == {"retry_after": "7"}


@pytest.mark.asyncio
async def test_the_forges_own_words_are_passed_on(forge: GithubForge, small: Small) -> None:
    upstream = await forge.repository(small.upstream)
    assert upstream is not None
    await forge.create_fork(upstream)
    with pytest.raises(TraceError, match="No commits between") as problem:
        await forge.create_pull_request(
            small.upstream, head=f"{small.login}:main", base="main", title="T", body=""
        )
    assert problem.value.code == "forge_refused"


@pytest.mark.asyncio
async def test_a_wrong_token_an_archived_upstream_and_nobody_there(
    forge: GithubForge, small: Small, heard: list[Request]
) -> None:
    wrong = GithubForge(small.api, "ghp_" + "wrong" * 8, heard.append)
    assert await code(wrong.identity()) == "token_refused"
    small.rest("PATCH", f"/repos/{small.upstream}", {"archived": True}, owner=True)
    made = forge.create_pull_request(small.upstream, head="a:b", base="main", title="T", body="")
    assert await code(made) == "upstream_archived"
    nobody = GithubForge("http://127.0.0.1:9/api/v3", small.token, heard.append)
    assert await code(nobody.identity()) == "forge_unreachable"
    assert heard[-1].status is None  # also a request without an answer is told of


@pytest.mark.asyncio
async def test_a_lost_answer_is_unreachable_and_the_post_is_not_repeated(
    forge: GithubForge, small: Small
) -> None:
    upstream = await forge.repository(small.upstream)
    assert upstream is not None
    small.proxy.lose("POST", "/forks$")
    assert await code(forge.create_fork(upstream)) == "forge_unreachable"
    assert small.proxy.count("POST", "/forks$") == 1
    assert len(small.done("repository.fork")) == 1


@pytest.mark.asyncio
async def test_settings_of_the_machine_do_not_come_between(
    small: Small, heard: list[Request], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    forge = GithubForge(small.api, small.token, heard.append)
    assert (await forge.identity()).login == small.login


@pytest.mark.asyncio
async def test_requests_are_told_of_without_the_token(
    forge: GithubForge, small: Small, heard: list[Request]
) -> None:
    body = {"message": f"you sent {small.token}"}
    small.proxy.refuse("POST", "/comments$", 403, body=json.dumps(body))
    from assemble_trace.models import PullRequest
    from assemble_trace.redact import register

    register(small.token)
    pull = PullRequest(repository=small.upstream, number=1)
    assert await code(forge.comment(pull, f"my token is {small.token}")) == "not_allowed"
    (request,) = heard
    assert (request.method, request.status, request.changes) == ("POST", 403, True)
    assert small.token not in request.model_dump_json()
