"""Pull requests, remarks and checks as GitHub's API writes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import shapes
from .bare import Bare
from .forge import Forge
from .records import CheckRun, Event, Pull, Remark, Repository, Status, User
from .shapes import Json, node_id

#: The forge's own app, which makes its check runs.
APP_ID = 1

_EVENTS = {"opened": None, "synchronized": "head_ref_force_pushed"}


@dataclass(frozen=True)
class Measure:
    """What is counted of a pull request."""

    commits: int
    additions: int
    deletions: int
    files: int
    mergeable: bool


@lru_cache(maxsize=1024)
def _measure(bare: Bare, start: str, base: str, head: str, tip: str | None) -> Measure:
    files = bare.diff(start, head)
    return Measure(
        commits=bare.counts(base, head)[0],
        additions=sum(file.additions for file in files),
        deletions=sum(file.deletions for file in files),
        files=len(files),
        mergeable=tip is not None and bare.merged_tree(tip, head) is not None,
    )


def measure(forge: Forge, base: Repository, pull: Pull) -> Measure:
    """Count; commits never change, so each count is made once."""
    bare = forge.repositories.bare(base)
    tip = bare.branch(pull.base_branch) if pull.state == "open" else None
    return _measure(bare, start_of(bare, pull), pull.base_sha, pull.head_sha, tip)


def start_of(bare: Bare, pull: Pull) -> str:
    """The commit from which the pull request's own changes are counted."""
    return bare.merge_base(pull.base_sha, pull.head_sha) or pull.base_sha


def pull(
    forge: Forge, one: Pull, base: Repository, origin: str, actor: User | None, *, full: bool
) -> Json:
    """A pull request; ``full`` adds what only the single one has: counts and mergeability."""
    url = f"{origin}/api/v3/repos/{base.full_name}"
    html = f"{origin}/{base.full_name}/pull/{one.number}"
    head = forge.repositories.by_id(one.head_repository_id)
    ids = {one.user_id, *([one.merged_by_id] if one.merged_by_id else [])}
    people = {key: shapes.user(who, origin) for key, who in forge.users.by_ids(ids).items()}
    own, issue = f"{url}/pulls/{one.number}", f"{url}/issues/{one.number}"
    links = {
        "self": own,
        "html": html,
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{own}/comments",
        "review_comment": f"{url}/pulls/comments{{/number}}",
        "commits": f"{own}/commits",
        "statuses": f"{url}/statuses/{one.head_sha}",
    }
    body: Json = {
        "url": own,
        "id": one.id,
        "node_id": node_id("PullRequest", one.id),
        "html_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "issue_url": issue,
        "number": one.number,
        "state": one.state,
        "locked": False,
        "title": one.title,
        "user": people[one.user_id],
        "body": one.body,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "closed_at": one.closed_at,
        "merged_at": one.merged_at,
        "merge_commit_sha": one.merge_commit_sha,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "labels": [],
        "milestone": None,
        "draft": False,
        "commits_url": links["commits"],
        "review_comments_url": links["review_comments"],
        "review_comment_url": links["review_comment"],
        "comments_url": links["comments"],
        "statuses_url": links["statuses"],
        "head": _side(head, one.head_branch, one.head_sha, origin, actor),
        "base": _side(base, one.base_branch, one.base_sha, origin, actor),
        "_links": {name: {"href": address} for name, address in links.items()},
        "author_association": association(base, one.user_id),
        "auto_merge": None,
        "active_lock_reason": None,
    }
    return {**body, **_counted(forge, one, base, people)} if full else body


def _counted(forge: Forge, one: Pull, base: Repository, people: dict[int, Json]) -> Json:
    counted = measure(forge, base, one)
    remarks = forge.remarks.find(one)
    state = "clean" if counted.mergeable else "dirty"
    is_open = one.state == "open"
    return {
        "merged": one.merged_at is not None,
        "mergeable": counted.mergeable if is_open else None,
        "rebaseable": counted.mergeable if is_open else None,
        "mergeable_state": state if is_open else "unknown",
        "merged_by": people.get(one.merged_by_id or 0),
        "comments": sum(remark.kind == "comment" for remark in remarks),
        "review_comments": sum(remark.kind == "line" for remark in remarks),
        "maintainer_can_modify": False,
        "commits": counted.commits,
        "additions": counted.additions,
        "deletions": counted.deletions,
        "changed_files": counted.files,
    }


def _side(one: Repository, branch: str, sha: str, origin: str, actor: User | None) -> Json:
    return {
        "label": f"{one.owner.login}:{branch}",
        "ref": branch,
        "sha": sha,
        "user": shapes.user(one.owner, origin),
        "repo": shapes.repository(one, origin, actor),
    }


def association(base: Repository, user_id: int) -> str:
    """What the author is to the repository."""
    return "OWNER" if base.owner.id == user_id else "CONTRIBUTOR"


def issue(forge: Forge, one: Pull, base: Repository, origin: str, actor: User | None) -> Json:
    """The issue that every pull request also is."""
    whole = pull(forge, one, base, origin, actor, full=False)
    url = whole["issue_url"]
    same = [
        "node_id",
        "html_url",
        "number",
        "state",
        "locked",
        "title",
        "user",
        "body",
        "created_at",
        "updated_at",
        "closed_at",
        "assignee",
        "assignees",
        "labels",
        "milestone",
        "draft",
        "author_association",
        "active_lock_reason",
    ]
    return {
        **{name: whole[name] for name in same},
        "id": one.id,
        "url": url,
        "repository_url": f"{origin}/api/v3/repos/{base.full_name}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "comments": len(forge.remarks.find(one, "comment")),
        "state_reason": None,
        "closed_by": _closed_by(forge, one, origin),
        "pull_request": {
            "url": whole["url"],
            "html_url": whole["html_url"],
            "diff_url": whole["diff_url"],
            "patch_url": whole["patch_url"],
            "merged_at": one.merged_at,
        },
    }


def _closed_by(forge: Forge, one: Pull, origin: str) -> Json | None:
    """Who closed or merged it, if it is closed."""
    ends = [event for event in forge.pulls.events(one) if event.kind in ("closed", "merged")]
    if one.state == "open" or not ends:
        return None
    return shapes.user(forge.users.by_id(ends[-1].user_id), origin)


def remark(one: Remark, author: User, pull_: Pull, base: Repository, origin: str) -> Json:
    """A comment, a review or a comment on a line."""
    url = f"{origin}/api/v3/repos/{base.full_name}"
    html = f"{origin}/{base.full_name}/pull/{pull_.number}"
    own = f"{url}/pulls/{pull_.number}"
    body: Json = {
        "id": one.id,
        "node_id": node_id(one.kind, one.id),
        "html_url": f"{html}#remark-{one.id}",
        "user": shapes.user(author, origin),
        "body": one.body,
        "author_association": association(base, one.user_id),
    }
    if one.kind == "review":
        return {
            **body,
            "url": f"{own}/reviews/{one.id}",
            "state": one.state,
            "commit_id": one.commit_sha,
            "submitted_at": one.created_at,
            "pull_request_url": own,
            "_links": {"html": {"href": body["html_url"]}, "pull_request": {"href": own}},
        }
    body |= {"created_at": one.created_at, "updated_at": one.updated_at}
    if one.kind == "comment":
        issue_url = f"{url}/issues/{pull_.number}"
        return {**body, "url": f"{url}/issues/comments/{one.id}", "issue_url": issue_url}
    return {
        **body,
        "url": f"{url}/pulls/comments/{one.id}",
        "pull_request_review_id": None,
        "pull_request_url": own,
        "diff_hunk": "",
        "path": one.path,
        "line": one.line,
        "side": "RIGHT",
        "commit_id": one.commit_sha,
        "original_commit_id": one.commit_sha,
        "_links": {
            "self": {"href": f"{url}/pulls/comments/{one.id}"},
            "html": {"href": body["html_url"]},
            "pull_request": {"href": own},
        },
    }


def event(one: Event, actor: User, pull_: Pull, base: Repository, origin: str) -> Json | None:
    """An event of the issue; None for what GitHub does not list."""
    name = _EVENTS.get(one.kind, one.kind)
    if name is None:
        return None
    return {
        "id": one.id,
        "node_id": node_id("Event", one.id),
        "url": f"{origin}/api/v3/repos/{base.full_name}/issues/events/{one.id}",
        "actor": shapes.user(actor, origin),
        "event": name,
        "commit_id": one.commit_sha,
        "commit_url": one.commit_sha
        and f"{origin}/api/v3/repos/{base.full_name}/commits/{one.commit_sha}",
        "created_at": one.created_at,
        "performed_via_github_app": None,
    }


def app(origin: str, owner: User) -> Json:
    """The forge's own app."""
    return {
        "id": APP_ID,
        "slug": "practice-forge",
        "node_id": node_id("App", APP_ID),
        "owner": shapes.user(owner, origin),
        "name": "Practice forge",
        "description": "The checks of the practice forge",
        "external_url": origin,
        "html_url": origin,
        "created_at": owner.created_at,
        "updated_at": owner.created_at,
        "permissions": {"checks": "write", "metadata": "read"},
        "events": [],
    }


def check_run(one: CheckRun, base: Repository, origin: str, maker: Json) -> Json:
    """A check run. Its suite is that of its commit; see `suite`."""
    url = f"{origin}/api/v3/repos/{base.full_name}"
    own = f"{url}/check-runs/{one.id}"
    page = f"{origin}/{base.full_name}/commit/{one.head_sha}"
    return {
        "id": one.id,
        "head_sha": one.head_sha,
        "node_id": node_id("CheckRun", one.id),
        "external_id": one.external_id,
        "url": own,
        "html_url": page,
        "details_url": one.details_url or page,
        "status": one.status,
        "conclusion": one.conclusion,
        "started_at": one.started_at,
        "completed_at": one.completed_at,
        "output": {
            "title": one.title,
            "summary": one.summary,
            "text": one.text,
            "annotations_count": 0,
            "annotations_url": f"{own}/annotations",
        },
        "name": one.name,
        "check_suite": {"id": suite_id(one.head_sha)},
        "app": maker,
        "pull_requests": [],
        "deployment": None,
    }


def suite_id(sha: str) -> int:
    """A number for the one suite that a commit has."""
    return int(sha[:12], 16)


def suite(
    runs: list[CheckRun], base: Repository, sha: str, origin: str, actor: User, maker: Json
) -> Json:
    """The suite of a commit's check runs."""
    conclusions = {run.conclusion for run in runs}
    over = all(run.status == "completed" for run in runs)
    bad = [one for one in ("failure", "timed_out", "cancelled") if one in conclusions]
    url = f"{origin}/api/v3/repos/{base.full_name}"
    return {
        "id": suite_id(sha),
        "node_id": node_id("CheckSuite", suite_id(sha)),
        "head_branch": None,
        "head_sha": sha,
        "status": "completed" if over else "in_progress",
        "conclusion": (bad[0] if bad else "success") if over else None,
        "url": f"{url}/check-suites/{suite_id(sha)}",
        "before": None,
        "after": sha,
        "pull_requests": [],
        "app": maker,
        "repository": shapes.repository(base, origin, actor),
        "created_at": runs[0].started_at,
        "updated_at": max(run.completed_at or run.started_at for run in runs),
        "latest_check_runs_count": len(runs),
        "check_runs_url": f"{url}/commits/{sha}/check-runs",
    }


def status(one: Status, creator: User, base: Repository, origin: str) -> dict[str, Any]:
    """A commit status."""
    return {
        "url": f"{origin}/api/v3/repos/{base.full_name}/statuses/{one.sha}",
        "avatar_url": f"{origin}/_forge/avatars/{creator.id}",
        "id": one.id,
        "node_id": node_id("Status", one.id),
        "state": one.state,
        "description": one.description,
        "target_url": one.target_url,
        "context": one.context,
        "created_at": one.created_at,
        "updated_at": one.created_at,
        "creator": shapes.user(creator, origin),
    }
