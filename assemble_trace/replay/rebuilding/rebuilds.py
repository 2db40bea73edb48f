"""Rebuilding: read a contribution, tell it in steps, and keep it like what was read in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from assemble_trace import showing
from assemble_trace.auth import Keys
from assemble_trace.errors import TraceError
from assemble_trace.models import ImportView, StepRecord, Submission
from assemble_trace.recorder import Recorder
from assemble_trace.replay.rebuilding import fromgit, telling
from assemble_trace.replay.rebuilding.asked import asked
from assemble_trace.replay.rebuilding.contribution import by_hand, submission
from assemble_trace.replay.rebuilding.fromforge import Found, Open, pull_request
from assemble_trace.store.attempts import family

#: A git object to keep: (sha, type, content).
Kept = tuple[str, str, bytes]


class Rebuilds:
    """Makes traces of contributions that nobody recorded. It changes nothing anywhere.

    ``connect`` opens a connection to a forge, ``short_id`` makes a name for a trace.
    """

    def __init__(
        self,
        recorder: Recorder,
        keys: Keys,
        connect: Callable[[str], Awaitable[Open]],
        short_id: Callable[[], str],
    ) -> None:
        self._recorder = recorder
        self._keys = keys
        self._connect = connect
        self._short_id = short_id

    async def pull_request(self, text: str) -> ImportView:
        """Rebuild the pull request at an address, or ``owner/name#number`` on one's own forge."""
        practice = await asyncio.to_thread(self._keys.practice)
        one = asked(text, practice)
        api = one.api or (await asyncio.to_thread(self._keys.current)).api
        connection = await self._connect(api)
        at_practice = practice is not None and practice.api == api
        return await self._keep(await pull_request(connection, api, one, practice=at_practice))

    async def branch(self, folder: Path, name: str) -> ImportView:
        """Rebuild a branch of the repository that a folder is in."""
        return await self._keep(Found(await asyncio.to_thread(fromgit.branch, folder, name)))

    async def _keep(self, found: Found) -> ImportView:
        made, steps, objects = await asyncio.to_thread(self._tell, found)
        known = await self._recorder.take(made, steps, objects)
        return await asyncio.to_thread(self._view, made, known)

    def _tell(self, found: Found) -> tuple[Submission, list[StepRecord], list[Kept]]:
        made = found.contribution
        hand = by_hand(made)
        told = submission(made, hand, self._name(made.id))
        told.since_then = found.since_then
        steps = telling.records(told, made, hand)
        if made.pull_request:
            telling.ci(steps["ci"], told, found.checks, found.evaluation)
        return told, list(steps.values()), made.line.kept() if made.line else []

    def _name(self, name: str) -> str:
        """Return the short id that it has here already, or a new one."""
        try:
            return self._recorder.store.trace(name).short_id
        except TraceError:
            return self._short_id()

    def _view(self, made: Submission, known: bool) -> ImportView:
        store = self._recorder.store
        trace = store.trace(made.id)
        shelf, imported = store.standing(made.id)
        view = showing.view(trace, family(store, made.id, trace), shelf=shelf, imported=imported)
        said = ["It was read again, and now tells what is known today."] if known else []
        return ImportView(view=view, known=known, remarks=[*said, *remarks(made)])


def remarks(made: Submission) -> list[str]:
    """Say in sentences how far a rebuilt trace can be trusted."""
    rebuilt = made.rebuilt
    if rebuilt is None:
        return []
    exact = "Its commands make the very same commit."
    other = f"Its commands do not make the same commit: {rebuilt.why_not}"
    return [exact if rebuilt.exact else other, *rebuilt.notes]
