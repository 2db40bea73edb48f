"""REST: branches and references."""

from __future__ import annotations

from urllib.parse import unquote

from . import names, shapes
from .api import Answer, Call, Page, route
from .api_git import addresses, check_commit, whole_commit
from .problems import Problem, not_found
from .shapes import Json


@route("GET", "/repos/:owner/:repo/branches")
def branches(call: Call) -> Page:
    """The branches of a repository."""
    one = call.repository
    bare = call.bare(one)
    url, _ = addresses(call, one)
    return Page(
        sorted(bare.references("refs/heads").items()),
        lambda item: _short_branch(item[0].removeprefix("refs/heads/"), item[1], url),
    )


def _short_branch(name: str, sha: str, url: str) -> Json:
    return {"name": name, "commit": {"sha": sha, "url": f"{url}/commits/{sha}"}, "protected": False}


@route("GET", "/repos/:owner/:repo/branches/*branch")
def branch(call: Call) -> Answer:
    """One branch, with the commit at its tip."""
    one = call.repository
    name = unquote(call.params["branch"])
    bare = call.bare(one)
    sha = bare.branch(name)
    if sha is None:
        raise Problem(404, "Branch not found")
    url, html = addresses(call, one)
    return Answer(
        {
            "name": name,
            "commit": whole_commit(call, one, bare.commit(sha)),
            "protected": False,
            "protection": {"enabled": False, "required_status_checks": {}},
            "protection_url": f"{url}/branches/{name}/protection",
            "_links": {"self": f"{url}/branches/{name}", "html": f"{html}/tree/{name}"},
        }
    )


@route("GET", "/repos/:owner/:repo/git/refs/?")
@route("GET", "/repos/:owner/:repo/git/matching-refs/*ref")
def references(call: Call) -> Page:
    """References whose name begins as asked for."""
    one = call.repository
    bare = call.bare(one)
    url, _ = addresses(call, one)
    start = "refs/" + unquote(call.params.get("ref", ""))
    found = [item for item in bare.references("refs").items() if item[0].startswith(start)]
    return Page(
        sorted(found),
        lambda item: shapes.reference(item[0], item[1], bare.kind(item[1]) or "commit", url),
    )


@route("GET", "/repos/:owner/:repo/git/ref/*ref")
@route("GET", "/repos/:owner/:repo/git/refs/*ref")
def get_reference(call: Call) -> Answer:
    """One reference."""
    one = call.repository
    bare = call.bare(one)
    name = "refs/" + unquote(call.params["ref"]).removeprefix("refs/")
    sha = bare.reference(name) if ".." not in name else None
    if sha is None:
        raise not_found()
    url, _ = addresses(call, one)
    return Answer(shapes.reference(name, sha, bare.kind(sha) or "commit", url))


@route("POST", "/repos/:owner/:repo/git/refs")
def create_reference(call: Call) -> Answer:
    """A new branch or tag at a commit that is there."""
    one = call.repository
    call.check_writable(one)
    bare = call.bare(one)
    name, sha = names.reference(call.body.get("ref")), names.sha(call.body.get("sha"))
    check_commit(bare, sha)
    if bare.reference(name) is not None or not bare.update(name, sha):
        raise Problem(422, "Reference already exists")
    call.moved(one, {name: [None, sha]})
    url, _ = addresses(call, one)
    body = shapes.reference(name, sha, "commit", url)
    return Answer(body, status=201, headers={"Location": body["url"]})


@route("PATCH", "/repos/:owner/:repo/git/refs/*ref")
def update_reference(call: Call) -> Answer:
    """Move a branch forward; anywhere with ``force``."""
    one = call.repository
    call.check_writable(one)
    bare = call.bare(one)
    name, sha = names.reference("refs/" + unquote(call.params["ref"])), call.body.get("sha")
    sha = names.sha(sha)
    check_commit(bare, sha)
    with call.forge.repositories.lock(one):
        old = bare.reference(name)
        if old is None:
            raise Problem(422, "Reference does not exist")
        if call.body.get("force") is not True and not bare.is_ancestor(old, sha):
            raise Problem(422, "Update is not a fast forward")
        if not bare.update(name, sha, old):
            raise Problem(409, "The reference moved at the same moment.")
    call.moved(one, {name: [old, sha]})
    url, _ = addresses(call, one)
    return Answer(shapes.reference(name, sha, "commit", url))


@route("DELETE", "/repos/:owner/:repo/git/refs/*ref")
def delete_reference(call: Call) -> Answer:
    """Delete a branch or tag, but not the default branch."""
    one = call.repository
    call.check_writable(one)
    bare = call.bare(one)
    name = names.reference("refs/" + unquote(call.params["ref"]))
    old = bare.reference(name)
    if old is None:
        raise Problem(422, "Reference does not exist")
    if name == f"refs/heads/{one.default_branch}":
        raise Problem(422, "Cannot delete the default branch")
    if not bare.update(name, None, old):
        raise Problem(409, "The reference moved at the same moment.")
    call.moved(one, {name: [old, None]})
    return Answer(status=204)
