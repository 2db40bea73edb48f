"""Since then: what others did to the pull request after the verdict."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from assemble_trace.forges import Happening
from assemble_trace.models import ACTIVE, Request, SinceThen, Submission
from assemble_trace.pipeline.connections import Connections
from assemble_trace.pipeline.runner import submission_of
from assemble_trace.recorder import Recorder
from assemble_trace.steps import Pace
from assemble_trace.steps.findings import after_merge


@dataclass(frozen=True)
class Sent:
    """A remark that was sent from here, to be found again among what happened.

    ``key`` is what the forge's answer says; without an answer, it is known by what was said.
    """

    kind: str
    text: str
    request: Request
    key: str | None


class Follower:
    """Appends to a submission what happened to its pull request. Each thing once."""

    def __init__(self, recorder: Recorder, connections: Connections, pace: Pace) -> None:
        self._sent: dict[str, list[Sent]] = {}
        self._recorder = recorder
        self._connections = connections
        self._pace = pace

    async def follow(self, name: str) -> None:
        """Look until the pull request is closed, or merged and scored, or patience ends."""
        trace = await asyncio.to_thread(self._recorder.store.trace, name)
        if trace.plan is None:
            return
        patience = self._pace(trace.plan)
        end = time.monotonic() + patience.follow
        while not await self.refresh(name) and time.monotonic() < end:
            await asyncio.sleep(patience.poll)

    def remember(self, name: str, sent: Sent) -> None:
        """Remember the request of a remark, until the forge shows what became of it."""
        self._sent.setdefault(name, []).append(sent)

    async def refresh(self, name: str) -> bool:
        """Look once and write down what is new. Returns whether nothing more is expected."""
        trace = await asyncio.to_thread(self._recorder.store.trace, name)
        submission = submission_of(trace)
        if submission.pull_request is None or submission.plan is None:
            return True
        if submission.kind == "withdraw":
            return True  # what happens from now on belongs to the attempts
        connection = await self._connections.open(submission.plan.project.api)
        state = await connection.forge.pull_state(submission.pull_request)
        found = [_since(one) for one in state.happenings if _concerns(one, submission)]
        answered = any(one.actor != submission.plan.identity.login for one in found)
        settled = state.pull_request.state == "closed" or (
            submission.verdict == "rejected" and answered
        )
        if state.merge_commit:
            after = await after_merge(connection.forge, submission.plan.upstream.full_name, state)
            settled = bool(after)
            found += after
        # the network was slow: whoever runs the submission may have written meanwhile
        trace = await asyncio.to_thread(self._recorder.store.trace, name)
        if trace.status in ACTIVE:
            return False
        submission = submission_of(trace)
        assert submission.pull_request is not None
        known = {one.key for one in submission.since_then}
        new = [one for one in found if one.key not in known]
        made_here = self._made_here(submission, submission.since_then + new)
        if new or made_here or submission.pull_request.state != state.pull_request.state:
            submission.since_then = sorted(submission.since_then + new, key=lambda one: one.at)
            submission.pull_request.state = state.pull_request.state
            await self._recorder.write(submission, kind="since then")
        return settled

    def _made_here(self, submission: Submission, happened: list[SinceThen]) -> bool:
        """Add the requests by which remarks were made from here. Returns whether any was."""
        assert submission.plan is not None
        sent = self._sent.get(submission.id, [])
        mine = [one for one in happened if one.actor == submission.plan.identity.login]
        found = 0
        for one in mine:
            fits = [each for each in sent if each.key == one.key]
            fits += [each for each in sent if each.key is None and _like(each, one)]
            if one.request is None and fits:
                one.request = fits[0].request
                sent.remove(fits[0])
                found += 1
        return found > 0


def _like(sent: Sent, one: SinceThen) -> bool:
    return sent.kind == one.kind and sent.text in ("", one.text)


def _concerns(one: Happening, submission: Submission) -> bool:
    """Say whether something is about this attempt: what was said before is the earlier one's."""
    assert submission.plan is not None
    said = one.kind in {"commented", "reviewed"}
    return not said or submission.plan.parent is None or one.at > submission.created_at


def _since(one: Happening) -> SinceThen:
    return SinceThen(at=one.at, kind=one.kind, actor=one.actor, text=one.text, key=one.key)
