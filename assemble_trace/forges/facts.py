"""What a forge tells of a pull request that was not made from here.

* ``GET /repos/{o}/{r}/pulls/{n}`` → ``head.repo`` is null once the fork is deleted, ``head.label``
  still names its owner.
* ``GET …/pulls/{n}/commits`` → its own commits, oldest first, at most 250 of them.
* ``GET …/issues/{n}/timeline`` → a ``head_ref_force_pushed`` for each time that the branch was
  overwritten. What it held before is not told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from assemble_trace.forges import PullFacts
from assemble_trace.models import PullRequest, Repository

#: How many commits a page has, and how many pages are read.
PAGE, PAGES = 100, 3


async def facts(
    pull_request: PullRequest,
    find: Callable[[str], Awaitable[Any]],
    repository: Callable[[dict[str, Any]], Repository],
) -> PullFacts | None:
    """Read a pull request; None where there is none, or where it is not shown to this person."""
    where, number = f"/repos/{quote(pull_request.repository)}", pull_request.number
    pull = await find(f"{where}/pulls/{number}")
    if pull is None:
        return None
    commits: list[str] = []
    for page in range(1, PAGES + 1):
        found = await find(f"{where}/pulls/{number}/commits?per_page={PAGE}&page={page}") or []
        commits += [one["sha"] for one in found]
        if len(found) < PAGE:
            break
    timeline = await find(f"{where}/issues/{number}/timeline?per_page={PAGE}") or []
    head, user = pull["head"], pull.get("user") or {}
    merged = bool(pull.get("merged") or pull.get("merged_at"))
    return PullFacts(
        pull_request=PullRequest(
            repository=pull["base"]["repo"]["full_name"],
            number=number,
            state="merged" if merged else "open" if pull["state"] == "open" else "closed",
        ),
        title=pull["title"],
        body=pull.get("body") or "",
        author=user.get("login", "ghost"),
        author_id=user.get("id", 0),
        created_at=datetime.fromisoformat(pull["created_at"]),
        base_branch=pull["base"]["ref"],
        head_branch=head["ref"],
        head_owner=(head.get("label") or "").partition(":")[0] or user.get("login", "ghost"),
        head_repository=repository(head["repo"]) if head.get("repo") else None,
        head=head["sha"],
        commits=commits,
        rewritten=sum(one.get("event") == "head_ref_force_pushed" for one in timeline),
    )
