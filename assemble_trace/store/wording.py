"""What a submission is found by: its words, and the error at which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def words_of(submission: Mapping[str, Any]) -> str:
    """Return the text that is searched for a submission, a line each and without capitals.

    It holds title, feature, person, path, project, branch, short id, number of the pull request
    and code.
    """
    plan = submission.get("plan") or {}
    source = submission["source"]
    pull = submission.get("pull_request")
    lines = [
        submission["short_id"],
        plan.get("title"),
        plan.get("feature"),
        (plan.get("identity") or {}).get("login"),
        source["path"],
        (plan.get("project") or {}).get("name"),
        plan.get("branch"),
        f"#{pull['number']}" if pull else None,
        source.get("edited"),
        *(cell["source"] for cell in source["cells"]),
    ]
    return "".join(f"{line}\n" for line in lines if line).casefold().replace("\0", "\ufffd")


def stands_at(records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the step and the error at which a submission that failed stands, if it did."""
    for record in records:
        if record.get("error"):
            return {"step": record["key"], "error": record["error"]["code"]}
    return {}
