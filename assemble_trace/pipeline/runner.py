"""Running a submission: record, effect, outcome, step by step, under a lease."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding, LintRequest
from assemble_trace.models import ErrorRecord, Submission, Trace
from assemble_trace.pipeline.connections import Connections
from assemble_trace.pipeline.walk import DONE, Walk
from assemble_trace.recorder import Recorder
from assemble_trace.steps import Pace, Patience, StillWaiting

log = logging.getLogger(__name__)

#: Seconds that a lease lasts, and after which its owner renews it.
LEASE, RENEW = 15.0, 5.0


class Runner:
    """Runs submissions of one process. Another process's are left alone while they live."""

    def __init__(
        self,
        recorder: Recorder,
        connections: Connections,
        look: Callable[[LintRequest], Awaitable[Finding]],
        pace: Pace,
    ) -> None:
        self.owner = str(uuid.uuid4())
        self._recorder = recorder
        self._store = recorder.store
        self._walk = Walk(recorder, connections, look)
        self._pace = pace
        self._running: dict[str, asyncio.Task[None]] = {}
        self._starting = asyncio.Lock()

    # -- from outside --------------------------------------------------------------------

    async def start(
        self, name: str, *, stepwise: bool = False, trial: dict[str, Any] | None = None
    ) -> None:
        """Begin, or go on with, a submission; returns when it is under way.

        ``stepwise`` pauses before the first step that is left, and from then on before each;
        without, it runs to the end. Raises ``already_running`` while another process works on
        it, ``nothing_to_do`` when there is nothing left to do. ``trial`` is what was found when
        it was tried before, to be kept with it.
        """
        await self._go(name, stepwise, 0 if stepwise else None, trial)

    async def next(self, name: str) -> None:
        """Run one step of a paused submission. Raises ``nothing_to_do`` for another one."""
        await self._go(name, True, 1)

    async def _go(
        self,
        name: str,
        stepwise: bool,
        limit: int | None,
        trial: dict[str, Any] | None = None,
    ) -> None:
        trace = await asyncio.to_thread(self._store.trace, name)
        _refuse_idle(trace, limit)
        async with self._starting:  # two presses at once are one
            if trace.id in self._running:
                return
            if not await asyncio.to_thread(self._store.claim, trace.id, self.owner, LEASE):
                raise TraceError(
                    "already_running",
                    "Another process is at work on this submission.",
                    advice="Watch it here: its steps appear as they happen.",
                )
            trace = await asyncio.to_thread(self._store.trace, name)
            try:  # whoever held the lease until now may have finished it
                _refuse_idle(trace, limit)
            except TraceError:
                await asyncio.to_thread(self._store.release, trace.id, self.owner)
                raise
            await asyncio.to_thread(self._store.ask_to_cancel, trace.id, False)
            trace.status, trace.stepwise = "running", stepwise
            trace.trial = trial or trace.trial
            await self._recorder.write(submission_of(trace), kind="pressed")
            self._begin(trace, limit)
            if limit == 0:
                await self.wait(trace.id)

    def _begin(self, trace: Trace, limit: int | None = None) -> None:
        assert trace.plan is not None
        task = asyncio.create_task(self._run(trace, self._pace(trace.plan), limit))
        self._running[trace.id] = task
        task.add_done_callback(lambda _: self._running.pop(trace.id, None))

    async def wait(self, submission: str) -> None:
        """Wait until a submission that this process runs has come to rest."""
        task = self._running.get(submission)
        if task:
            await asyncio.wait([task])

    async def cancel(self, submission: str) -> None:
        """Ask a submission to stop before its next step, whichever process runs it.

        One that is paused is stopped already, and becomes cancelled at once.
        """
        async with self._starting:
            if submission not in self._running and await self._cancel_paused(submission):
                return
        await asyncio.to_thread(self._store.ask_to_cancel, submission, True)

    async def _cancel_paused(self, name: str) -> bool:
        trace = await asyncio.to_thread(self._store.trace, name)
        if trace.status != "paused":
            return False
        if not await asyncio.to_thread(self._store.claim, name, self.owner, LEASE):
            return False
        try:
            trace = await asyncio.to_thread(self._store.trace, name)
            if trace.status != "paused":
                return False
            await self._walk.cancelled(submission_of(trace), trace.steps)
            return True
        finally:
            await asyncio.to_thread(self._store.release, name, self.owner)

    async def recover(self, *, wait: bool, only: str | None = None) -> None:
        """See to submissions whose owner is gone: take up waits, mark the rest interrupted.

        With ``wait``, a wait for CI goes on here; without, CI is asked once. ``only`` names
        the one to see to.
        """
        for name in await asyncio.to_thread(self._store.abandoned):
            if name in self._running or only not in (None, name):
                continue
            if not await asyncio.to_thread(self._store.claim, name, self.owner, LEASE):
                continue
            trace = await asyncio.to_thread(self._store.trace, name)
            if trace.status == "waiting" and wait:
                self._begin(trace)
            elif trace.status == "waiting":
                await self._run(trace, Patience(poll=0, finish=0, appear=0, follow=0))
            else:
                await self._interrupt(trace)

    async def close(self) -> None:
        """Let go of everything: what ran is interrupted, a wait for CI is left for the next."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    # -- inside --------------------------------------------------------------------------

    async def _run(self, trace: Trace, patience: Patience, limit: int | None = None) -> None:
        beat = asyncio.create_task(self._renew(trace.id, asyncio.current_task()))
        submission = submission_of(trace)
        records = {record.key: record for record in trace.steps}
        try:
            await self._walk.run(submission, records, patience, limit)
        except asyncio.CancelledError:
            if not beat.done() and submission.status == "waiting":
                await self._recorder.write(submission, records["ci"])
            elif not beat.done():
                latest = await asyncio.to_thread(self._store.trace, trace.id)
                for record in latest.steps:  # what was sent is kept, whatever came of it
                    record.requests = records[record.key].requests
                await self._interrupt(latest)
            raise
        except StillWaiting:
            await self._recorder.write(submission, records["ci"])
        except TraceError as problem:
            if problem.code != "trace_not_found":  # deleted while it ran: there is no one to tell
                log.error("Submission %s ended: %s", trace.id, problem)
        except Exception:
            log.exception("Submission %s ended in a fault of ours", trace.id)
        finally:
            beat.cancel()
            await asyncio.to_thread(self._store.release, trace.id, self.owner)

    async def _renew(self, submission: str, work: asyncio.Task[None] | None) -> None:
        """Keep the lease. Once it is another's, as after a long sleep, the work ends here."""
        while True:
            await asyncio.sleep(RENEW)
            try:
                kept = await asyncio.to_thread(self._store.claim, submission, self.owner, LEASE)
            except Exception:
                log.exception("The lease of %s could not be renewed; trying again", submission)
                continue
            if not kept:
                log.error("Submission %s is in other hands now", submission)
                if work:
                    work.cancel()
                return

    async def _interrupt(self, trace: Trace) -> None:
        submission = submission_of(trace)
        submission.status = "interrupted"
        record = next((one for one in trace.steps if one.status in {"running", "waiting"}), None)
        if record:
            record.status, record.finished_at = "interrupted", datetime.now(UTC)
            record.error = ErrorRecord(
                code="interrupted",
                message="The program that was doing this ended in the middle of it.",
                advice="Press Resume: what was done already is found, not done again.",
            )
        await self._recorder.write(submission, record, "interrupted")
        await asyncio.to_thread(self._store.release, trace.id, self.owner)


def submission_of(trace: Trace) -> Submission:
    """Return the submission that a trace was read from."""
    return Submission.model_validate(trace.model_dump(include=set(Submission.model_fields)))


def _refuse_idle(trace: Trace, limit: int | None) -> None:
    """Raise ``nothing_to_do`` for a submission that cannot go on, or need not."""
    if limit and trace.status not in {"paused", "running"}:
        raise TraceError(
            "nothing_to_do",
            "This submission is not paused, so it has no next step to wait for.",
            advice="Look at where it stands; press Resume if it can go on.",
        )
    if trace.plan is None:
        raise TraceError(
            "nothing_to_do",
            "This submission was refused before it had a plan, so it cannot go on.",
            advice="Correct the cell and press Submit again.",
        )
    if all(step.status in DONE for step in trace.steps):
        raise TraceError(
            "nothing_to_do",
            "Every step of this submission is done.",
            advice="To send something new, change the cell and press Submit.",
        )
