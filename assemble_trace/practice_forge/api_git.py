"""REST: commits, trees, blobs, contents, comparing."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from . import names, shapes
from .api import Answer, Call, Page, route
from .bare import Bare
from .git import Commit, Person
from .problems import Problem, invalid, not_found
from .records import Repository
from .shapes import Json

_MODES = ("100644", "100755", "040000", "160000", "120000")


def addresses(call: Call, one: Repository) -> tuple[str, str]:
    """The repository's address in the API, and that of its page."""
    return f"{call.api}/repos/{one.full_name}", f"{call.origin}/{one.full_name}"


def check_commit(bare: Bare, sha: str) -> None:
    """422 unless there is such a commit."""
    if bare.kind(sha) != "commit":
        raise Problem(422, "Object does not exist")


# --- objects -------------------------------------------------------------------------------


@route("GET", "/repos/:owner/:repo/git/blobs/:sha")
def blob(call: Call) -> Answer:
    """The bytes of a blob, in base64."""
    one = call.repository
    bare, sha = call.bare(one), names.sha(call.params["sha"])
    if bare.kind(sha) != "blob":
        raise not_found()
    data = bare.blob(sha)
    url, _ = addresses(call, one)
    return Answer(
        {
            "sha": sha,
            "node_id": shapes.node_id("Blob", sha),
            "size": len(data),
            "url": f"{url}/git/blobs/{sha}",
            "content": base64.encodebytes(data).decode(),
            "encoding": "base64",
        }
    )


@route("POST", "/repos/:owner/:repo/git/blobs")
def create_blob(call: Call) -> Answer:
    """Store some bytes."""
    one = call.repository
    call.check_writable(one)
    text = call.body.get("content")
    if not isinstance(text, str):
        raise invalid("Blob", "content", "missing_field")
    try:
        data = text.encode()
        if call.body.get("encoding") == "base64":
            data = base64.b64decode(text)
    except binascii.Error as error:
        raise invalid("Blob", "content") from error
    sha = _write_blob(call.bare(one), data)
    url, _ = addresses(call, one)
    return Answer({"sha": sha, "url": f"{url}/git/blobs/{sha}"}, status=201)


def _write_blob(bare: Bare, data: bytes) -> str:
    return bare.run("hash-object", "-w", "--stdin", stdin=data).decode().strip()


@route("GET", "/repos/:owner/:repo/git/trees/*sha")
def tree(call: Call) -> Answer:
    """A folder; with ``recursive`` everything below it."""
    one = call.repository
    bare = call.bare(one)
    sha = unquote(call.params["sha"])
    if not names.is_sha(sha):
        sha = bare.resolve(sha)
    entries = bare.tree(sha, recursive=call.query.get("recursive") not in (None, "", "0", "false"))
    return Answer(
        _tree(call, one, bare.commit(sha).tree if bare.kind(sha) == "commit" else sha, entries)
    )


def _tree(call: Call, one: Repository, sha: str, entries: list[Any]) -> Json:
    url, _ = addresses(call, one)
    return {
        "sha": sha,
        "url": f"{url}/git/trees/{sha}",
        "tree": [shapes.tree_entry(entry, url) for entry in entries],
        "truncated": False,
    }


@route("POST", "/repos/:owner/:repo/git/trees")
def create_tree(call: Call) -> Answer:
    """A tree from entries, on top of ``base_tree`` if there is one."""
    one = call.repository
    call.check_writable(one)
    bare = call.bare(one)
    given = call.body.get("tree")
    if not isinstance(given, list) or not given:
        raise invalid("Tree", "tree", "missing_field")
    base = call.body.get("base_tree")
    changes: list[tuple[str, str | None, str]] = []
    for entry in given:
        if not isinstance(entry, dict) or entry.get("mode", "100644") not in _MODES:
            raise invalid("Tree", "tree")
        path, mode = names.path(entry.get("path")), entry.get("mode", "100644")
        sha = entry.get("sha")
        if isinstance(entry.get("content"), str):
            sha = _write_blob(bare, entry["content"].encode())
        changes.append((mode, None if sha is None else names.sha(sha), path))
    sha = bare.write_tree(names.sha(base) if base else None, changes)
    return Answer(_tree(call, one, sha, bare.tree(sha)), status=201)


@route("GET", "/repos/:owner/:repo/git/commits/:sha")
def git_commit(call: Call) -> Answer:
    """A commit as git knows it."""
    one = call.repository
    found = call.bare(one).commit(names.sha(call.params["sha"]))
    return Answer(shapes.git_commit(found, *addresses(call, one)))


@route("POST", "/repos/:owner/:repo/git/commits")
def create_commit(call: Call) -> Answer:
    """A commit of a tree."""
    one = call.repository
    call.check_writable(one)
    bare = call.bare(one)
    message, tree_sha = call.body.get("message"), names.sha(call.body.get("tree"))
    parents = [names.sha(parent) for parent in call.body.get("parents") or []]
    if not isinstance(message, str) or not message:
        raise invalid("Commit", "message", "missing_field")
    if bare.kind(tree_sha) != "tree":
        raise invalid("Commit", "tree")
    for parent in parents:
        check_commit(bare, parent)
    author = _person(call, call.body.get("author"))
    committer = _person(call, call.body.get("committer") or call.body.get("author"))
    sha = bare.write_commit(tree_sha, parents, message, author, committer)
    return Answer(shapes.git_commit(bare.commit(sha), *addresses(call, one)), status=201)


def _person(call: Call, given: object) -> Person:
    told = given if isinstance(given, dict) else {}
    when = told.get("date") or datetime.now(UTC).isoformat(timespec="seconds")
    try:
        datetime.fromisoformat(str(when))
    except ValueError as error:
        raise invalid("Commit", "date") from error
    name, email = told.get("name") or call.user.name, told.get("email") or call.user.email
    return Person(str(name), str(email), str(when))


# --- history -------------------------------------------------------------------------------


def people(call: Call, commits: list[Commit]) -> dict[str, Json]:
    """The forge's users among authors and committers, by e-mail address."""
    emails = {one.email.lower() for commit in commits for one in (commit.author, commit.committer)}
    return {
        email: shapes.user(who, call.origin)
        for email, who in call.forge.users.by_emails(emails).items()
    }


def commit_page(call: Call, one: Repository, commits: list[Commit]) -> Page:
    """Commits as a list shows them."""
    known = people(call, commits)
    return Page(commits, lambda each: shapes.commit(each, *addresses(call, one), known))


def whole_commit(call: Call, one: Repository, found: Commit) -> Json:
    """A commit with its files and counts."""
    bare = call.bare(one)
    url, html = addresses(call, one)
    files = bare.diff(found.parents[0] if found.parents else None, found.sha)
    added, removed = sum(f.additions for f in files), sum(f.deletions for f in files)
    return {
        **shapes.commit(found, url, html, people(call, [found])),
        "stats": {"total": added + removed, "additions": added, "deletions": removed},
        "files": [shapes.changed_file(file, url, html, found.sha) for file in files],
    }


@route("GET", "/repos/:owner/:repo/commits")
def commits(call: Call) -> Page:
    """The history of a branch or commit, of one file if ``path`` is given."""
    one = call.repository
    bare = call.bare(one)
    if bare.branch(one.default_branch) is None and "sha" not in call.query:
        raise Problem(409, "Git Repository is empty.")
    start = bare.resolve(call.query.get("sha") or one.default_branch)
    return commit_page(call, one, bare.commits(start, path=call.query.get("path", "")))


@route("GET", "/repos/:owner/:repo/compare/*basehead")
def compare(call: Call) -> Answer:
    """How two commits differ; each may be ``branch``, ``owner:branch`` or an id."""
    one = call.repository
    left, dots, right = unquote(call.params["basehead"]).partition("...")
    if not dots:
        raise not_found()
    (base_bare, base), (head_bare, head) = _end(call, one, left), _end(call, one, right)
    both = base_bare.borrowing(head_bare)
    ahead, behind = both.counts(base, head)
    start = both.merge_base(base, head)
    if start is None:
        raise Problem(404, f"No common ancestor between {left} and {right}.")
    status = {(True, True): "diverged", (True, False): "ahead", (False, True): "behind"}
    url, html = addresses(call, one)
    listed = both.commits(f"^{base}", head)[::-1]
    known = people(call, listed)
    return Answer(
        {
            "url": f"{url}/compare/{left}...{right}",
            "html_url": f"{html}/compare/{left}...{right}",
            "permalink_url": f"{html}/compare/{left}...{right}",
            "diff_url": f"{html}/compare/{left}...{right}.diff",
            "patch_url": f"{html}/compare/{left}...{right}.patch",
            "base_commit": shapes.commit(both.commits(base, limit=1)[0], url, html, known),
            "merge_base_commit": shapes.commit(both.commits(start, limit=1)[0], url, html, known),
            "status": status.get((ahead > 0, behind > 0), "identical"),
            "ahead_by": ahead,
            "behind_by": behind,
            "total_commits": ahead,
            "commits": [shapes.commit(each, url, html, known) for each in listed[:250]],
            "files": [
                shapes.changed_file(each, url, html, head) for each in both.diff(start, head)[:300]
            ],
        }
    )


def _end(call: Call, one: Repository, text: str) -> tuple[Bare, str]:
    """Where one end of a comparison lives, and its commit."""
    owner, colon, revision = text.rpartition(":")
    if colon and owner.lower() != one.owner.login.lower():
        family = one.source_id or one.id
        who = call.forge.users.get(owner)
        for other in call.forge.repositories.visible(call.actor, owner=who):
            if family in (other.id, other.source_id):
                bare = call.bare(other)
                return bare, bare.resolve(revision)
        raise not_found()
    bare = call.bare(one)
    return bare, bare.resolve(revision)


@route("GET", "/repos/:owner/:repo/contents/?")
@route("GET", "/repos/:owner/:repo/contents/*path")
def contents(call: Call) -> Answer:
    """A file with its bytes, or the list of a folder."""
    one = call.repository
    bare = call.bare(one)
    ref = call.query.get("ref") or one.default_branch
    sha = bare.resolve(ref)
    url, html = addresses(call, one)
    path = unquote(call.params.get("path", "")).strip("/")
    if path:
        found = [entry for entry in bare.tree(sha, path) if entry.path == path]
        if not found:
            raise not_found()
        if found[0].type != "tree":
            return Answer(shapes.content(found[0], url, html, ref, bare))
    entries = bare.tree(sha, f"{path}/") if path else bare.tree(sha)
    return Answer([shapes.content(entry, url, html, ref) for entry in entries])


@route("GET", "/repos/:owner/:repo/commits/*ref")
def commit(call: Call) -> Answer:
    """One commit with its files."""
    one = call.repository
    bare = call.bare(one)
    sha = bare.resolve(unquote(call.params["ref"]))
    return Answer(whole_commit(call, one, bare.commit(sha)))
