"""REST: the signed-in user, other users, limits."""

from __future__ import annotations

from . import shapes
from .api import Answer, Call, Page, route
from .problems import Problem
from .records import Repository
from .repositories import may_administer
from .shapes import Json

#: Requests an hour, as on github.com. They are counted, never refused.
RATE_LIMIT = 5000


@route("GET", "/?")
def root(call: Call) -> Answer:
    """Where things are."""
    api = call.api
    return Answer(
        {
            "current_user_url": f"{api}/user",
            "emails_url": f"{api}/user/emails",
            "rate_limit_url": f"{api}/rate_limit",
            "repository_url": f"{api}/repos/{{owner}}/{{repo}}",
            "user_url": f"{api}/users/{{user}}",
            "user_repositories_url": f"{api}/users/{{user}}/repos{{?type,page,per_page,sort}}",
            "current_user_repositories_url": f"{api}/user/repos{{?type,page,per_page,sort}}",
        }
    )


@route("GET", "/meta")
def meta(call: Call) -> Answer:
    """What kind of server this is."""
    return Answer({"verifiable_password_authentication": False, "installed_version": "practice"})


@route("GET", "/zen")
def zen(call: Call) -> Answer:
    """A word of encouragement."""
    return Answer("Practice makes progress.")


@route("GET", "/rate_limit")
def rate_limit(call: Call) -> Answer:
    """How many requests are left; asking is free."""
    core = {
        "limit": RATE_LIMIT,
        "used": int(call.query["_used"]),
        "remaining": RATE_LIMIT - int(call.query["_used"]),
        "reset": int(call.query["_reset"]),
    }
    return Answer({"resources": {"core": core, "search": core, "graphql": core}, "rate": core})


@route("GET", "/user")
def me(call: Call) -> Answer:
    """Who is signed in."""
    mine = call.forge.repositories.visible(call.user, owner=call.user)
    full = shapes.full_user(call.user, call.origin, repositories=len(mine))
    private = {
        "private_gists": 0,
        "total_private_repos": sum(one.private for one in mine),
        "owned_private_repos": sum(one.private for one in mine),
        "disk_usage": 0,
        "collaborators": 0,
        "two_factor_authentication": False,
    }
    return Answer({**full, **private})


@route("GET", "/user/emails")
def emails(call: Call) -> Answer:
    """The addresses of who is signed in."""
    only = {"email": call.user.email, "primary": True, "verified": True, "visibility": "public"}
    return Answer([only])


@route("GET", "/users/:login")
def other(call: Call) -> Answer:
    """Somebody else."""
    who = call.forge.users.get(call.params["login"])
    theirs = call.forge.repositories.visible(call.actor, owner=who)
    return Answer(shapes.full_user(who, call.origin, repositories=len(theirs)))


@route("GET", "/users/:login/repos")
def their_repositories(call: Call) -> Page:
    """Somebody's repositories."""
    who = call.forge.users.get(call.params["login"])
    return _repositories(call, call.forge.repositories.visible(call.actor, owner=who))


@route("GET", "/user/repos")
def my_repositories(call: Call) -> Page:
    """The repositories of who is signed in."""
    return _repositories(call, call.forge.repositories.visible(call.user, owner=call.user))


def _repositories(call: Call, found: list[Repository]) -> Page:
    return Page(found, lambda one: shapes.repository(one, call.origin, call.actor))


@route("POST", "/user/repos")
def create_repository(call: Call) -> Answer:
    """A new, empty repository."""
    made = call.forge.repositories.create(
        call.user,
        str(call.body.get("name") or ""),
        description=_text(call.body, "description"),
        private=call.body.get("private") is True,
        default_branch=_text(call.body, "default_branch") or "main",
    )
    return full_repository(call, made, status=201)


@route("GET", "/repos/:owner/:repo")
def get_repository(call: Call) -> Answer:
    """One repository."""
    return full_repository(call, call.repository)


@route("PATCH", "/repos/:owner/:repo")
def change_repository(call: Call) -> Answer:
    """Archive it, describe it, or choose its default branch."""
    one = call.repository
    if not may_administer(call.user, one):
        raise Problem(403, "Must have admin rights to Repository.")
    values = {
        name: call.body[name]
        for name in ("archived", "description", "default_branch", "private")
        if name in call.body
    }
    for name, kind in (("archived", bool), ("private", bool), ("description", str | None)):
        if name in values and not isinstance(values[name], kind):
            raise Problem(422, f"{name} is not of the right type.")
    if one.archived and values.get("archived") is not False:
        raise Problem(403, "Repository was archived so is read-only.")
    return full_repository(call, call.forge.repositories.change(one, call.user, **values))


@route("GET", "/repos/:owner/:repo/forks")
def list_forks(call: Call) -> Page:
    """The forks of a repository."""
    return _repositories(call, call.forge.repositories.forks(call.repository, call.actor))


@route("POST", "/repos/:owner/:repo/forks")
def fork(call: Call) -> Answer:
    """The actor's fork. It is answered at once, and may take a while to be ready."""
    made = call.forge.repositories.fork(call.repository, call.user)
    return full_repository(call, made, status=202)


@route("POST", "/repos/:owner/:repo/merge-upstream")
def merge_upstream(call: Call) -> Answer:
    """Bring a branch of a fork up to its parent."""
    one = call.repository
    call.check_writable(one)
    how, message, tip = call.forge.repositories.sync_fork(
        one, call.user, str(call.body.get("branch") or "")
    )
    if how == "fast-forward":
        branch = str(call.body["branch"])
        call.forge.pulls.follow_push(one, call.user, {f"refs/heads/{branch}": [None, tip]})
    base = f"{_parent(call, one)}:{call.body['branch']}"
    return Answer({"message": message, "merge_type": how, "base_branch": base})


def _parent(call: Call, one: Repository) -> str:
    return call.forge.repositories.by_id(one.parent_id or one.id).owner.login


def full_repository(call: Call, one: Repository, *, status: int = 200) -> Answer:
    """A repository with its parents, and counts."""
    repositories = call.forge.repositories
    body: Json = shapes.full_repository(
        one,
        call.origin,
        call.actor,
        parent=repositories.by_id(one.parent_id) if one.parent_id else None,
        source=repositories.by_id(one.source_id) if one.source_id else None,
        forks=len(repositories.forks(one, call.actor)),
        open_pulls=call.forge.pulls.counts(one).get("open", 0),
    )
    return Answer(body, status=status, headers={"Location": body["url"]} if status == 201 else {})


def _text(body: Json, name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) else None
