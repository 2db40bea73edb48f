"""Names: of feature, branch and pull request, as proposed or as the learner typed them."""

from __future__ import annotations

import asyncio
import json
import re

from assemble_trace.commands import plain
from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding
from assemble_trace.models import Plan, PlanRequest, PullRequest
from assemble_trace.pipeline.connections import Connection
from assemble_trace.pipeline.freezing import look_at
from assemble_trace.projects import kind_of
from assemble_trace.workspace import branch_taken, clean_message

#: How many characters a forge takes, and how many bytes of text fit into one word of a command.
TITLE, BODY, WORD = 256, 65_536, 100_000
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")


async def name(
    plan: Plan, request: PlanRequest, finding: Finding, connection: Connection, known: str = ""
) -> None:
    """Fill in what the learner left open, and check what they typed.

    ``known`` is the feature's name in an earlier attempt, which is proposed again.
    """
    kind = kind_of(plan.project)
    proposed = known or kind.name(finding)
    look = look_at(plan, connection)

    def free(name: str) -> bool:
        try:
            kind.place(plan.project, plan.identity, name, "", look)
        except TraceError as problem:
            if problem.code == "feature_name_taken" and not plan.feature:
                return False
            raise
        return True

    name = plan.feature or proposed
    number = 1
    while not await asyncio.to_thread(free, name):
        number += 1
        name = f"{proposed}_{number}"
    wished = f"{plan.identity.login}/feature-{name.replace('_', '-')}"
    branch = plan.branch or wished
    check_branch(branch)
    number = 1
    while plan.fork_exists and await connection.forge.head(plan.fork, branch):
        if plan.branch:
            raise branch_taken(branch)
        number += 1
        branch = f"{wished}-{number}"
    plan.feature, plan.branch = name, branch
    title, body = kind.describe(plan.identity, name, finding)
    body = body if request.body is None else request.body
    if plan.follows:
        body = _linked(body, plan.follows)
    word(plan, plan.title or title, body)


def word(plan: Plan, title: str, body: str) -> None:
    """Set title, body and message. What cannot be shown is not sent: see `plain`."""
    title = " ".join(title.split())
    body = body.replace("\r\n", "\n")
    plan.title, plan.body = plain(title), plain(body)
    plan.message = clean_message(plan.title).rstrip("\n")
    if not plan.message or "\0" in title + body:
        raise TraceError(
            "title_missing",
            "The pull request needs a title of ordinary characters.",
            advice="Type a title that says what the feature is.",
        )
    if len(plan.title) > TITLE or len(plan.body) > BODY or len(json.dumps(plan.body)) > WORD:
        raise TraceError(
            "text_too_long",
            "The title or the text of the pull request is longer than a forge takes.",
            advice=f"A title has at most {TITLE} characters, a text {BODY:,}. Shorten it.",
        )


def _linked(body: str, pull: PullRequest) -> str:
    """Return a body that links to the pull request which it follows."""
    if re.search(rf"#{pull.number}\b", body):
        return body
    link = f"Follows #{pull.number}, which was closed without being merged."
    return f"{body.rstrip()}\n\n{link}".lstrip()


def check_branch(name: str) -> None:
    """Refuse what is no good branch name: git-check-ref-format(1), and a little stricter."""
    parts = name.split("/")
    bad = (
        not _BRANCH.fullmatch(name)
        or name == "HEAD"
        or len(name) > 200
        or ".." in name
        or "//" in name
        or name.endswith(("/", "."))
        or any(part.startswith(".") or part.endswith(".lock") for part in parts)
    )
    if bad:
        raise TraceError(
            "branch_name_invalid",
            f"{name!r} cannot be the name of a branch.",
            advice="Use letters, digits, dashes and slashes, and start with a letter.",
        )
