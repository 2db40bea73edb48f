"""A pull request that somebody made by hand, as its forge tells of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Protocol

from assemble_trace.errors import TraceError
from assemble_trace.forges import Check, Forge, PullFacts
from assemble_trace.models import PullRequest, Repository, SinceThen
from assemble_trace.replay.rebuilding.asked import Asked
from assemble_trace.replay.rebuilding.changes import OddTree
from assemble_trace.replay.rebuilding.contribution import Contribution, marker_of
from assemble_trace.replay.rebuilding.line import LARGEST, Line, line_of, nothing
from assemble_trace.steps.findings import after_merge, evaluation_of, known
from assemble_trace.steps.pull_request import name_of
from assemble_trace.workspace import History

#: More commits than these, GitHub does not list.
_LISTED = 250


class Open(Protocol):
    """An open connection to a forge, as far as it is needed here."""

    @property
    def forge(self) -> Forge: ...

    def history(self, url: str) -> History: ...


@dataclass
class Found:
    """What a forge tells of a pull request: the contribution, and what came of it."""

    contribution: Contribution
    checks: list[Check] = field(default_factory=list)
    evaluation: dict[str, Any] | None = None
    since_then: list[SinceThen] = field(default_factory=list)


async def pull_request(connection: Open, api: str, one: Asked, *, practice: bool) -> Found:
    """Read a pull request of the forge at a REST address. Changes nothing anywhere.

    Raises ``pull_request_missing``, ``nothing_to_rebuild``, ``too_much_to_rebuild``, and what
    the forge's own errors are.
    """
    forge = connection.forge
    facts = await forge.pull_facts(PullRequest(repository=one.repository, number=one.number))
    upstream = await forge.repository(facts.pull_request.repository) if facts else None
    if facts is None or upstream is None:
        raise TraceError(
            "pull_request_missing",
            f"There is no pull request {one.repository}#{one.number} that is shown to you.",
            advice="Check its name and number, and that you may see the repository.",
        )
    if not facts.commits:
        raise nothing()
    made = _contribution(api, facts, upstream, practice)
    await _read(connection, made, facts)
    found = Found(made)
    found.checks = known(await forge.checks(upstream.full_name, facts.head))
    if found.checks and all(check.status == "completed" for check in found.checks):
        found.evaluation = await evaluation_of(forge, upstream.full_name, facts.head, found.checks)
    state = await forge.pull_state(facts.pull_request)
    found.since_then = [SinceThen(**vars(happening)) for happening in state.happenings]
    if state.merge_commit:
        found.since_then += await after_merge(forge, upstream.full_name, state)
    found.since_then.sort(key=lambda since: since.at)
    return found


def _contribution(api: str, facts: PullFacts, upstream: Repository, practice: bool) -> Contribution:
    ending = f"/{upstream.full_name}.git"
    fork = facts.head_repository
    notes = []
    if facts.rewritten:
        times = "once" if facts.rewritten == 1 else f"{facts.rewritten} times"
        notes.append(
            f"Its branch was overwritten {times}: what it held before is not told, so this is"
            " what it holds now."
        )
    return Contribution(
        name=f"{api} {name_of(facts.pull_request)} {facts.head}",
        source=name_of(facts.pull_request),
        upstream=upstream,
        api=api,
        git=upstream.clone_url.removesuffix(ending),
        fork=fork.full_name
        if fork
        else f"{facts.head_owner}/{upstream.full_name.partition('/')[2]}",
        fork_now=fork,
        base_branch=facts.base_branch,
        branch=facts.head_branch,
        head=facts.head,
        line=None,
        title=facts.title,
        body=facts.body,
        login=facts.author,
        login_id=facts.author_id,
        practice=practice,
        pull_request=facts.pull_request,
        created_at=facts.created_at,
        notes=notes,
    )


async def _read(connection: Open, made: Contribution, facts: PullFacts) -> None:
    """Read the commits, and the files that they change; say why where that cannot be done."""
    if len(facts.commits) >= _LISTED:
        made.gone = f"It has {_LISTED} commits or more, and the forge lists no more than those."
        return
    history = connection.history(made.upstream.clone_url)
    if not await asyncio.to_thread(history.fetch, facts.head, len(facts.commits) + 1):
        made.gone = "The forge does not give its commits any more."
        return
    try:
        line = await asyncio.to_thread(line_of, history.repo.object_store, facts.commits)
        await _fetch_files(connection, made, history, line)
    except OddTree as odd:
        made.gone = f"Its files cannot be told: {odd}."
    except (KeyError, ValueError):
        made.gone = "The forge did not give all of its commits."
    else:
        made.line = line


async def _fetch_files(connection: Open, made: Contribution, history: History, line: Line) -> None:
    """Fetch the contents that changed, but for those that are too large to be handwork."""
    sizes: dict[str, int] = {}
    wanted = line.blobs()
    marker = marker_of(line)
    for commit in (line.base, *(link.commit for link in reversed(line.told))):
        if wanted - sizes.keys():
            sizes |= await connection.forge.sizes(made.upstream.full_name, commit.tree)
    small = {one for one in wanted | {marker or ""} if sizes.get(one, LARGEST + 1) <= LARGEST}
    await asyncio.to_thread(history.fetch_files, small)
    await asyncio.to_thread(line.read)
