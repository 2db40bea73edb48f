"""The raw layer: what is shown of each request is what went over the wire."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.forges.github import GithubForge
from assemble_trace.models import FileChange, PullRequest, Request, Trace
from assemble_trace.pipeline.planner import Refused
from assemble_trace.redact import SHORTENED, register
from assemble_trace.traffic import NOTHING
from assemble_trace.workspace import Author, Workspace
from tests.faults.small import Small, error, git, go_on, press

REF = "refs/heads/feature"


def requests_of(trace: Trace, key: str) -> list[Request]:
    """Return a step's requests."""
    return next(step for step in trace.steps if step.key == key).requests


@pytest.mark.asyncio
async def test_every_step_shows_its_requests(small: Small) -> None:
    service = small.service()
    trace = await press(service, small)
    assert trace.plan is not None
    for step in trace.steps:
        for one in step.requests:
            assert one.status in (200, 201, 202, 304, 404), one
            assert one.milliseconds > 0
            assert one.request_id
            assert step.key != "lint"
            assert (one.rate_limit_left is not None) == (one.kind == "rest")
    rest = [one for step in trace.steps[:6] for one in step.requests if one.kind == "rest"]
    left = [one.rate_limit_left for one in sorted(rest, key=lambda one: one.at)]
    assert left == list(range(left[0], left[0] - len(left), -1))
    (made,) = [one for one in requests_of(trace, "pull_request") if one.changes]
    assert (made.method, made.status) == ("POST", 201)
    assert json.loads(made.sent or "")["title"] == trace.plan.title
    assert "more characters)" in (made.received or "")
    assert made.bytes_received > SHORTENED
    (pushed,) = [one for one in requests_of(trace, "push") if one.changes]
    assert pushed.refs == [f"{NOTHING} {trace.commit} refs/heads/{trace.branch}"]
    assert pushed.objects == trace.steps[4].outcome["Objects"]
    fetched = [one for one in requests_of(trace, "branch") if one.refs]
    assert [one.refs for one in fetched] == [[f"{NOTHING} {trace.base} refs/heads/main"]]
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("form", ["plain", "json", "percent", "basic", "basic of another", "alone"])
async def test_a_token_is_in_no_body_in_whatever_form(small: Small, form: str) -> None:
    token = 's3cret/"+\\token-of-ours'
    register(token)
    written = {
        "plain": token,
        "json": json.dumps(token),
        "percent": quote(token),
        "basic": base64.b64encode(f"x-access-token:{token}".encode()).decode(),
        "basic of another": base64.b64encode(f"somebody:{token}".encode()).decode(),
        "alone": base64.urlsafe_b64encode(token.encode()).decode(),
    }[form]
    heard: list[Request] = []
    forge = GithubForge(small.api, small.token, heard.append)
    body = json.dumps({"message": f"https://x:{written}@host/ {written}", "id": 1})
    small.proxy.refuse("POST", "/comments$", 201, body=body)
    pull = PullRequest(repository=small.upstream, number=1)
    await forge.comment(pull, f"I use {written} here")
    (request,) = heard
    assert (request.status, request.changes) == (201, True)
    core = written.strip('"')[6:-4]
    assert core in body or form in ("plain", "json")
    for side in (request.sent, request.received):
        assert side and "[redacted]" in side
        assert core not in side
        assert core.replace("\\", "\\\\").replace('"', '\\"') not in side


@pytest.mark.asyncio
async def test_a_token_at_the_cut_is_not_cut_in_two(small: Small) -> None:
    register(small.token)
    heard: list[Request] = []
    forge = GithubForge(small.api, small.token, heard.append)
    pull = PullRequest(repository=small.upstream, number=1)
    small.proxy.refuse("POST", "/comments$", 201, body='{"id": 1}', times=-1)
    for before in range(SHORTENED - len(small.token) - 40, SHORTENED + 40, 7):
        await forge.comment(pull, "x" * before + f" {small.token} " + "y" * 500)
        sent = heard[-1].sent or ""
        assert small.token[:8] not in sent
        cut = sent.rpartition("… (")[2]
        assert cut.endswith(" more characters)")
        whole = len(json.dumps({"body": "x" * before + " [redacted] " + "y" * 500}))
        assert int(cut.split()[0].replace(",", "")) == whole - SHORTENED


def test_a_real_fetch_and_a_real_push(small: Small) -> None:
    heard: list[Request] = []
    small.rest("POST", f"/repos/{small.upstream}/forks", {})
    url = f"{small.proxy.url}/{small.fork}.git"
    workspace = Workspace(small.token, heard.append)
    base = workspace.fetch(url, "main")
    fetched = [one for one in heard if one.refs]
    assert [one.refs for one in fetched] == [[f"{NOTHING} {base} refs/heads/main"]]
    trees = git(small.file.parent, "ls-remote", url, "main", env={"GIT_ASKPASS": "true"})
    assert trees.startswith(base)
    assert fetched[0].objects == 6  # a commit and the trees of its folders, no file

    heard.clear()
    files = [FileChange(path="a/b.txt", content="Hello\n")]
    _, commit = workspace.build(base, files, "Say hello", Author("A", "a@b", 1_700_000_000, 0))
    assert workspace.push(url, "feature", commit)
    (request,) = [one for one in heard if one.changes]
    assert request.refs == [f"{NOTHING} {commit} {REF}"]
    assert request.objects == len(workspace.made) == 4
    assert request.received == "unpack ok\nok refs/heads/feature"
    assert (request.status, request.bytes_sent > 300, bool(request.request_id)) == (200, True, True)
    (logged,) = small.done("push")
    assert logged["references"] == {REF: [None, commit]}


def test_a_request_is_told_of_before_it_is_sent(small: Small) -> None:
    """Whoever hears of it may still keep it from being sent."""

    def refuse(request: Request) -> None:
        if request.changes:
            assert (request.status, request.refs) == (None, [f"{NOTHING} {commit} {REF}"])
            raise OSError("No space left on device")

    small.rest("POST", f"/repos/{small.upstream}/forks", {})
    url = f"{small.proxy.url}/{small.fork}.git"
    workspace = Workspace(small.token, refuse)
    base = workspace.fetch(url, "main")
    files = [FileChange(path="b.txt", content="x\n")]
    _, commit = workspace.build(base, files, "B", Author("A", "a@b", 1_700_000_000, 0))
    with pytest.raises(TraceError):
        workspace.push(url, "feature", commit)
    assert small.proxy.count("POST", "git-receive-pack$") == 0
    assert small.done("push") == []


def test_what_a_remote_says_is_cut_and_redacted(small: Small) -> None:
    heard: list[Request] = []
    body = f"token {small.token} " + "x" * SHORTENED
    small.proxy.refuse("GET", "/info/refs", 403, body=body)
    with pytest.raises(TraceError) as problem:
        Workspace(small.token, heard.append).fetch(f"{small.proxy.url}/{small.upstream}.git", "m")
    assert small.token not in str(problem.value)
    received = heard[0].received or ""
    assert small.token not in received
    assert received.endswith("more characters)")


@pytest.mark.asyncio
async def test_a_forge_that_is_away_at_the_press_is_shown_as_asked_and_silent(
    small: Small,
) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    small.proxy.refuse("GET", "/git/ref/heads/main$")
    trace = await go_on(service, view.trace.id)
    assert error(trace, "fork") == "forge_unreachable"
    silent = [one for one in requests_of(trace, "fork") if one.status is None]
    assert [one.path.rpartition("/")[2] for one in silent] == ["main"]
    assert (silent[0].received, silent[0].request_id, silent[0].changes) == (None, None, False)
    await service.close()


@pytest.mark.asyncio
async def test_requests_of_a_refused_plan_are_shown(small: Small) -> None:
    service = small.service()
    small.proxy.refuse("GET", f"/repos/{small.upstream}$", 500)
    with pytest.raises(Refused) as refused:
        await service.plan(small.request(), small.file)
    trace = (await service.view(refused.value.submission)).trace
    assert error(trace, "fork") == "forge_failed"
    assert [one.status for one in requests_of(trace, "fork")] == [200, 500]
    await service.close()
