"""REST: pull requests, their files and commits, comments, reviews, merging."""

from __future__ import annotations

from typing import Any

from . import pull_shapes, shapes
from .api import Answer, Call, Page, route
from .api_git import addresses, commit_page
from .problems import Problem, invalid, not_found
from .pull_shapes import start_of
from .records import Pull, Remark, Repository
from .shapes import Json


def _pull(call: Call) -> tuple[Repository, Pull]:
    one = call.repository
    return one, call.forge.pulls.get(one, call.number("number"))


def _answer(call: Call, one: Repository, pull: Pull, status: int = 200) -> Answer:
    body = pull_shapes.pull(call.forge, pull, one, call.origin, call.actor, full=True)
    return Answer(body, status=status, headers={"Location": body["url"]} if status == 201 else {})


@route("GET", "/repos/:owner/:repo/pulls")
def pulls(call: Call) -> Page:
    """Those that are open, or as ``state``, ``head=owner:branch`` and ``base`` say."""
    one = call.repository
    state = call.query.get("state", "open")
    if state not in ("open", "closed", "all"):
        raise invalid("PullRequest", "state")
    head = None
    if given := call.query.get("head"):
        owner, colon, branch = given.partition(":")
        # GitHub silently ignores a head without owner, and so must whoever is to practise.
        head = (owner, branch) if colon else None
    found = call.forge.pulls.find(one, state=state, head=head, base=call.query.get("base"))
    if call.query.get("direction") == "asc":
        found.reverse()
    return Page(
        found,
        lambda pull: pull_shapes.pull(call.forge, pull, one, call.origin, call.actor, full=False),
    )


@route("POST", "/repos/:owner/:repo/pulls")
def open_pull(call: Call) -> Answer:
    """Propose a branch."""
    one, actor = call.repository, call.user
    made = call.forge.pulls.open(
        one,
        actor,
        title=call.body.get("title"),
        body=call.body.get("body"),
        head=call.body.get("head"),
        base_branch=call.body.get("base"),
    )
    return _answer(call, one, made, 201)


@route("GET", "/repos/:owner/:repo/pulls/:number")
def get_pull(call: Call) -> Answer:
    """One pull request, with counts and whether it merges."""
    return _answer(call, *_pull(call))


@route("PATCH", "/repos/:owner/:repo/pulls/:number")
def change_pull(call: Call) -> Answer:
    """Change title, body or state."""
    one, pull = _pull(call)
    return _answer(call, one, call.forge.pulls.edit(pull, call.user, call.body))


@route("GET", "/repos/:owner/:repo/pulls/:number/files")
def files(call: Call) -> Page:
    """The files it changes."""
    one, pull = _pull(call)
    bare = call.bare(one)
    url, html = addresses(call, one)
    return Page(
        bare.diff(start_of(bare, pull), pull.head_sha),
        lambda file: shapes.changed_file(file, url, html, pull.head_sha),
    )


@route("GET", "/repos/:owner/:repo/pulls/:number/commits")
def commits(call: Call) -> Page:
    """Its commits, oldest first."""
    one, pull = _pull(call)
    bare = call.bare(one)
    return commit_page(call, one, bare.commits(f"^{pull.base_sha}", pull.head_sha)[::-1])


@route("GET", "/repos/:owner/:repo/pulls/:number/merge")
def is_merged(call: Call) -> Answer:
    """204 if it was merged."""
    _, pull = _pull(call)
    if pull.merged_at is None:
        raise not_found()
    return Answer(status=204)


@route("PUT", "/repos/:owner/:repo/pulls/:number/merge")
def merge(call: Call) -> Answer:
    """Merge it, by a merge commit or squashed."""
    _, pull = _pull(call)
    given = call.body
    commit = call.forge.pulls.merge(
        pull,
        call.user,
        method=str(given.get("merge_method") or "merge"),
        sha=_text(given, "sha"),
        title=_text(given, "commit_title"),
        message=_text(given, "commit_message"),
    )
    return Answer({"sha": commit, "merged": True, "message": "Pull Request successfully merged"})


# --- remarks -------------------------------------------------------------------------------


def _remarks(call: Call, kind: str) -> Page:
    one, pull = _pull(call)
    found = call.forge.remarks.find(pull, kind)
    authors = call.forge.users.by_ids({remark.user_id for remark in found})
    return Page(
        found,
        lambda each: pull_shapes.remark(each, authors[each.user_id], pull, one, call.origin),
    )


def _made(call: Call, one: Repository, pull: Pull, remark: Remark, status: int) -> Answer:
    author = call.forge.users.by_id(remark.user_id)
    body = pull_shapes.remark(remark, author, pull, one, call.origin)
    return Answer(body, status=status)


def _by_number(call: Call, kind: str) -> Answer:
    """A comment asked for by its own number."""
    one = call.repository
    remark = call.forge.remarks.get(call.number("id"))
    pull = call.forge.pulls.by_id(remark.pull_id)
    if pull.repository_id != one.id or remark.kind != kind:
        raise not_found()
    return _made(call, one, pull, remark, 200)


@route("GET", "/repos/:owner/:repo/issues/comments/:id")
def comment(call: Call) -> Answer:
    """One comment."""
    return _by_number(call, "comment")


@route("GET", "/repos/:owner/:repo/pulls/comments/:id")
def line_comment(call: Call) -> Answer:
    """One comment on a line."""
    return _by_number(call, "line")


@route("GET", "/repos/:owner/:repo/issues/:number/comments")
def comments(call: Call) -> Page:
    """What was said, oldest first."""
    return _remarks(call, "comment")


@route("POST", "/repos/:owner/:repo/issues/:number/comments")
def add_comment(call: Call) -> Answer:
    """Say something."""
    one, pull = _pull(call)
    made = call.forge.remarks.comment(one, pull, call.user, call.body.get("body"))
    assert made is not None
    return _made(call, one, pull, made, 201)


@route("GET", "/repos/:owner/:repo/pulls/:number/comments")
def line_comments(call: Call) -> Page:
    """What was said about lines."""
    return _remarks(call, "line")


@route("POST", "/repos/:owner/:repo/pulls/:number/comments")
def add_line_comment(call: Call) -> Answer:
    """Say something about a line."""
    one, pull = _pull(call)
    given = call.body
    line = given.get("line", given.get("position"))
    made = call.forge.remarks.on_line(
        one, pull, call.user, body=given.get("body"), path=given.get("path"), line=line
    )
    return _made(call, one, pull, made, 201)


@route("GET", "/repos/:owner/:repo/pulls/:number/reviews")
def reviews(call: Call) -> Page:
    """The reviews, oldest first."""
    return _remarks(call, "review")


@route("POST", "/repos/:owner/:repo/pulls/:number/reviews")
def add_review(call: Call) -> Answer:
    """Approve, request changes, or comment."""
    one, pull = _pull(call)
    made = call.forge.remarks.review(
        one, pull, call.user, event=call.body.get("event"), body=call.body.get("body")
    )
    return _made(call, one, pull, made, 200)


# --- the issue that it also is -------------------------------------------------------------


@route("GET", "/repos/:owner/:repo/issues/:number")
def issue(call: Call) -> Answer:
    """The pull request as an issue."""
    one, pull = _pull(call)
    return Answer(pull_shapes.issue(call.forge, pull, one, call.origin, call.actor))


@route("GET", "/repos/:owner/:repo/issues/:number/events")
@route("GET", "/repos/:owner/:repo/issues/:number/timeline")
def events(call: Call) -> Page:
    """What happened to it, oldest first."""
    one, pull = _pull(call)
    found = call.forge.pulls.events(pull)
    actors = call.forge.users.by_ids({event.user_id for event in found})
    bodies: list[Json | None] = [
        pull_shapes.event(event, actors[event.user_id], pull, one, call.origin) for event in found
    ]
    return Page([body for body in bodies if body is not None], lambda body: body)


def _text(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise Problem(422, f"{name} must be a string.")
    return value
