"""REST: check runs, check suites, commit statuses."""

from __future__ import annotations

from typing import Any

from . import pull_shapes, shapes
from .api import Answer, Call, Page, route
from .database import now
from .problems import forbidden, invalid, not_found
from .records import CheckRun, Repository
from .repositories import may_push
from .shapes import Json


def _app(call: Call) -> Json:
    return pull_shapes.app(call.origin, call.forge.users.maintainer())


def _sha(call: Call, one: Repository) -> str:
    return call.bare(one).resolve(call.params["ref"])


def _runs(call: Call, one: Repository, sha: str) -> Page:
    equal = {"status": call.query.get("status"), "name": call.query.get("check_name")}
    found = call.forge.check_runs.find(one, sha, **{k: v for k, v in equal.items() if v})
    maker = _app(call)
    return Page(
        found,
        lambda run: pull_shapes.check_run(run, one, call.origin, maker),
        key="check_runs",
    )


@route("GET", "/repos/:owner/:repo/commits/:ref/check-runs")
def check_runs(call: Call) -> Page:
    """The check runs of a commit."""
    one = call.repository
    return _runs(call, one, _sha(call, one))


@route("GET", "/repos/:owner/:repo/commits/:ref/check-suites")
def check_suites(call: Call) -> Page:
    """The one suite of a commit, if it has check runs."""
    one = call.repository
    sha = _sha(call, one)
    runs = call.forge.check_runs.find(one, sha)
    suites = [_suite(call, one, sha, runs)] if runs else []
    return Page(suites, lambda suite: suite, key="check_suites")


def _suite(call: Call, one: Repository, sha: str, runs: list[CheckRun]) -> Json:
    who = call.actor or one.owner
    return pull_shapes.suite(runs, one, sha, call.origin, who, _app(call))


def _sha_of_suite(call: Call, one: Repository) -> str:
    number = call.number("id")
    for sha in call.forge.check_runs.commits(one):
        if pull_shapes.suite_id(sha) == number:
            return sha
    raise not_found()


@route("GET", "/repos/:owner/:repo/check-suites/:id")
def check_suite(call: Call) -> Answer:
    """A suite by its number."""
    one = call.repository
    sha = _sha_of_suite(call, one)
    return Answer(_suite(call, one, sha, call.forge.check_runs.find(one, sha)))


@route("GET", "/repos/:owner/:repo/check-suites/:id/check-runs")
def check_runs_of_suite(call: Call) -> Page:
    """The check runs of a suite."""
    one = call.repository
    return _runs(call, one, _sha_of_suite(call, one))


@route("GET", "/repos/:owner/:repo/check-runs/:id")
def check_run(call: Call) -> Answer:
    """One check run."""
    one = call.repository
    found = call.forge.check_runs.get(one, call.number("id"))
    return Answer(pull_shapes.check_run(found, one, call.origin, _app(call)))


@route("GET", "/repos/:owner/:repo/check-runs/:id/annotations")
def no_annotations(call: Call) -> Answer:
    """None: the forge's checks speak by their summary."""
    call.forge.check_runs.get(call.repository, call.number("id"))
    return Answer([])


@route("POST", "/repos/:owner/:repo/check-runs")
def create_check_run(call: Call) -> Answer:
    """Add a check run, as the forge's app or the owner."""
    one = call.repository
    _check_maker(call, one)
    sha = call.bare(one).resolve(str(call.body.get("head_sha") or ""))
    values = _values(call.body)
    if "conclusion" in values:
        values = {"status": "completed", "completed_at": now(), **values}
    made = call.forge.check_runs.create(one, call.user, sha, [values])[0]
    body = pull_shapes.check_run(made, one, call.origin, _app(call))
    return Answer(body, status=201, headers={"Location": body["url"]})


@route("PATCH", "/repos/:owner/:repo/check-runs/:id")
def change_check_run(call: Call) -> Answer:
    """Change a check run that was made by the API; the forge's own belong to its jobs."""
    one = call.repository
    _check_maker(call, one)
    found = call.forge.check_runs.get(one, call.number("id"))
    if found.job is not None:
        raise forbidden("This check run belongs to the forge's own checks.")
    call.forge.check_runs.update(call.user, {found.id: _values(call.body)})
    found = call.forge.check_runs.get(one, found.id)
    return Answer(pull_shapes.check_run(found, one, call.origin, _app(call)))


def _check_maker(call: Call, one: Repository) -> None:
    if not may_push(call.user, one):
        raise forbidden("Resource not accessible by personal access token")


def _values(body: Json) -> dict[str, Any]:
    names = ("name", "external_id", "status", "conclusion", "details_url", "started_at")
    values = {name: body[name] for name in (*names, "completed_at") if name in body}
    output = body.get("output") or {}
    if not isinstance(output, dict):
        raise invalid("CheckRun", "output")
    return values | {name: output[name] for name in ("title", "summary", "text") if name in output}


# --- statuses ------------------------------------------------------------------------------


@route("POST", "/repos/:owner/:repo/statuses/:ref")
def create_status(call: Call) -> Answer:
    """Add a commit status."""
    one = call.repository
    call.check_writable(one)
    made = call.forge.check_runs.add_status(one, call.user, _sha(call, one), call.body)
    return Answer(pull_shapes.status(made, call.user, one, call.origin), status=201)


@route("GET", "/repos/:owner/:repo/commits/:ref/statuses")
@route("GET", "/repos/:owner/:repo/statuses/:ref")
def statuses(call: Call) -> Page:
    """The statuses of a commit, newest first."""
    one = call.repository
    found = call.forge.check_runs.statuses(one, _sha(call, one))
    creators = call.forge.users.by_ids({each.creator_id for each in found})
    return Page(
        found,
        lambda each: pull_shapes.status(each, creators[each.creator_id], one, call.origin),
    )


@route("GET", "/repos/:owner/:repo/commits/:ref/status")
def combined_status(call: Call) -> Answer:
    """The latest status of every context; ``pending`` when there is none."""
    one = call.repository
    sha = _sha(call, one)
    found = call.forge.check_runs.statuses(one, sha)
    latest = list({each.context: each for each in reversed(found)}.values())
    states = {each.state for each in latest}
    state = "failure" if states & {"failure", "error"} else "pending"
    if states == {"success"}:
        state = "success"
    creators = call.forge.users.by_ids({each.creator_id for each in latest})
    url = f"{call.api}/repos/{one.full_name}"
    return Answer(
        {
            "state": state,
            "statuses": [
                pull_shapes.status(each, creators[each.creator_id], one, call.origin)
                for each in latest
            ],
            "sha": sha,
            "total_count": len(latest),
            "repository": shapes.repository(one, call.origin, call.actor),
            "commit_url": f"{url}/commits/{sha}",
            "url": f"{url}/commits/{sha}/status",
        }
    )
