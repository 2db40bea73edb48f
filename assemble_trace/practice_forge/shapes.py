"""People, repositories and git objects as GitHub's API writes them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from .bare import Bare
from .git import Commit, Entry, FileDiff, Person
from .records import Repository, User
from .repositories import may_administer, may_push, may_read

Json = dict[str, Any]

_USER_URLS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}

_REPOSITORY_URLS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}


def node_id(kind: str, number: object) -> str:
    """GitHub's other identifier, opaque to clients."""
    return base64.b64encode(f"{kind}:{number}".encode()).decode()


def user(one: User, origin: str) -> Json:
    """A person, or a bot, in short."""
    url = f"{origin}/api/v3/users/{one.login}"
    return {
        "login": one.login,
        "id": one.id,
        "node_id": node_id("User", one.id),
        "avatar_url": f"{origin}/_forge/avatars/{one.id}",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{origin}/{one.login}",
        **{name: url + tail for name, tail in _USER_URLS.items()},
        "type": "Bot" if one.role == "maintainer" else "User",
        "site_admin": one.role == "admin",
    }


def full_user(one: User, origin: str, *, repositories: int) -> Json:
    """A person, as their own page says."""
    return {
        **user(one, origin),
        "name": one.name,
        "email": one.email,
        "company": None,
        "blog": "",
        "location": None,
        "hireable": None,
        "bio": None,
        "twitter_username": None,
        "public_repos": repositories,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": one.created_at,
        "updated_at": one.created_at,
    }


def repository(one: Repository, origin: str, actor: User | None) -> Json:
    """A repository without its parents."""
    url = f"{origin}/api/v3/repos/{one.full_name}"
    html = f"{origin}/{one.full_name}"
    role = {"admin": may_administer(actor, one), "push": may_push(actor, one)}
    return {
        "id": one.id,
        "node_id": node_id("Repository", one.id),
        "name": one.name,
        "full_name": one.full_name,
        "private": one.private,
        "visibility": "private" if one.private else "public",
        "owner": user(one.owner, origin),
        "html_url": html,
        "description": one.description,
        "fork": one.parent_id is not None,
        "url": url,
        **{name: url + tail for name, tail in _REPOSITORY_URLS.items()},
        "clone_url": f"{html}.git",
        "git_url": f"{html}.git",
        "ssh_url": f"{html}.git",
        "svn_url": html,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "license": None,
        "topics": [],
        "forks": 0,
        "forks_count": 0,
        "stargazers_count": 0,
        "watchers": 0,
        "watchers_count": 0,
        "size": 0,
        "default_branch": one.default_branch,
        "open_issues": 0,
        "open_issues_count": 0,
        "is_template": False,
        "has_issues": False,
        "has_projects": False,
        "has_wiki": False,
        "has_pages": False,
        "has_downloads": False,
        "has_discussions": False,
        "archived": one.archived,
        "disabled": False,
        "allow_forking": True,
        "web_commit_signoff_required": False,
        "pushed_at": one.pushed_at,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "permissions": {
            "admin": role["admin"],
            "maintain": role["admin"],
            "push": role["push"],
            "triage": role["push"],
            "pull": may_read(actor, one),
        },
    }


def full_repository(
    one: Repository,
    origin: str,
    actor: User | None,
    *,
    parent: Repository | None,
    source: Repository | None,
    forks: int,
    open_pulls: int,
) -> Json:
    """A repository with what it was forked from."""
    body = {
        **repository(one, origin, actor),
        "forks": forks,
        "forks_count": forks,
        "network_count": forks,
        "subscribers_count": 0,
        "open_issues": open_pulls,
        "open_issues_count": open_pulls,
        "allow_merge_commit": True,
        "allow_squash_merge": True,
        "allow_rebase_merge": False,
        "allow_auto_merge": False,
        "delete_branch_on_merge": False,
    }
    if parent is not None:
        body["parent"] = repository(parent, origin, actor)
    if source is not None:
        body["source"] = repository(source, origin, actor)
    return body


def date(text: str) -> str:
    """An ISO date of git as ``YYYY-MM-DDTHH:MM:SSZ``."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def person(one: Person) -> Json:
    """An author or committer, as the commit names them."""
    return {"name": one.name, "email": one.email, "date": date(one.date)}


def git_commit(one: Commit, url: str, html: str) -> Json:
    """A commit as git knows it. ``url`` and ``html`` are the repository's."""
    return {
        "sha": one.sha,
        "node_id": node_id("Commit", one.sha),
        "url": f"{url}/git/commits/{one.sha}",
        "html_url": f"{html}/commit/{one.sha}",
        "author": person(one.author),
        "committer": person(one.committer),
        "tree": {"sha": one.tree, "url": f"{url}/git/trees/{one.tree}"},
        "message": one.message,
        "parents": [
            {
                "sha": parent,
                "url": f"{url}/git/commits/{parent}",
                "html_url": f"{html}/commit/{parent}",
            }
            for parent in one.parents
        ],
        "verification": {
            "verified": False,
            "reason": "unsigned",
            "signature": None,
            "payload": None,
            "verified_at": None,
        },
    }


def commit(one: Commit, url: str, html: str, people: dict[str, Json]) -> Json:
    """A commit as a list shows it. ``people`` are the forge's users by e-mail address."""
    plain = git_commit(one, url, html)
    return {
        "sha": one.sha,
        "node_id": plain["node_id"],
        "url": f"{url}/commits/{one.sha}",
        "html_url": plain["html_url"],
        "comments_url": f"{url}/commits/{one.sha}/comments",
        "commit": {
            "author": plain["author"],
            "committer": plain["committer"],
            "message": one.message,
            "tree": plain["tree"],
            "url": plain["url"],
            "comment_count": 0,
            "verification": plain["verification"],
        },
        "author": people.get(one.author.email.lower()),
        "committer": people.get(one.committer.email.lower()),
        "parents": [
            {**parent, "url": parent["url"].replace("/git/commits/", "/commits/")}
            for parent in plain["parents"]
        ],
    }


def changed_file(one: FileDiff, url: str, html: str, ref: str) -> Json:
    """A file of a diff."""
    body: Json = {
        "sha": one.sha,
        "filename": one.path,
        "status": one.status,
        "additions": one.additions,
        "deletions": one.deletions,
        "changes": one.additions + one.deletions,
        "blob_url": f"{html}/blob/{ref}/{one.path}",
        "raw_url": f"{html}/raw/{ref}/{one.path}",
        "contents_url": f"{url}/contents/{one.path}?ref={ref}",
    }
    if one.patch is not None:
        body["patch"] = one.patch
    if one.previous is not None:
        body["previous_filename"] = one.previous
    return body


def tree_entry(one: Entry, url: str) -> Json:
    """A line of a tree."""
    body: Json = {"path": one.path, "mode": one.mode, "type": one.type, "sha": one.sha}
    if one.size is not None:
        body["size"] = one.size
    body["url"] = f"{url}/git/{one.type}s/{one.sha}"
    return body


def content(one: Entry, url: str, html: str, ref: str, bare: Bare | None = None) -> Json:
    """A file or folder; a file read on its own (``bare`` given) carries its bytes."""
    address = f"{url}/contents/{one.path}?ref={ref}"
    kind = {"tree": "dir", "commit": "submodule"}.get(one.type, "file")
    git_url = f"{url}/git/{one.type}s/{one.sha}"
    page = f"{html}/blob/{ref}/{one.path}"
    body: Json = {
        "name": one.path.rpartition("/")[2],
        "path": one.path,
        "sha": one.sha,
        "size": one.size or 0,
        "url": address,
        "html_url": page,
        "git_url": git_url,
        "download_url": None if kind == "dir" else page.replace("/blob/", "/raw/", 1),
        "type": kind,
        "_links": {"self": address, "git": git_url, "html": page},
    }
    if bare is not None and kind == "file":
        body["encoding"] = "base64"
        body["content"] = base64.encodebytes(bare.blob(one.sha)).decode()
    return body


def reference(name: str, sha: str, kind: str, url: str) -> Json:
    """A reference and what it names."""
    return {
        "ref": name,
        "node_id": node_id("Ref", name),
        "url": f"{url}/git/{name}",
        "object": {"sha": sha, "type": kind, "url": f"{url}/git/{kind}s/{sha}"},
    }
