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
from assemble_trace.models import ErrorRecord, StepRecord, StepStatus, Submission, Trace
from assemble_trace.pipeline.connections import Connection, Connections
from assemble_trace.pipeline.planner import freeze
from assemble_trace.recorder import Recorder
from assemble_trace.steps import STEPS, Pace, Patience, Skip, Step, StillWaiting, Work
from assemble_trace.steps.ci import Judged
from assemble_trace.steps.lint import plan_source

log = logging.getLogger(__name__)

#: Seconds that a lease lasts, and after which its owner renews it.
LEASE, RENEW = 15.0, 5.0
_DONE = {"passed", "skipped"}


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
        self._connections = connections
        self._look = look
        self._pace = pace
        self._running: dict[str, asyncio.Task[None]] = {}
        self._starting = asyncio.Lock()

    # -- from outside --------------------------------------------------------------------

    async def start(self, name: str) -> None:
        """Begin, or go on with, a submission; returns when it is under way.

        Raises ``already_running`` while another process works on it, ``nothing_to_do``
        when there is nothing left to do.
        """
        trace = await asyncio.to_thread(self._store.trace, name)
        _refuse_idle(trace)
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
                _refuse_idle(trace)
            except TraceError:
                await asyncio.to_thread(self._store.release, trace.id, self.owner)
                raise
            await asyncio.to_thread(self._store.ask_to_cancel, trace.id, False)
            trace.status = "running"
            await self._recorder.write(submission_of(trace), kind="pressed")
            self._begin(trace)

    def _begin(self, trace: Trace) -> None:
        assert trace.plan is not None
        task = asyncio.create_task(self._run(trace, self._pace(trace.plan)))
        self._running[trace.id] = task
        task.add_done_callback(lambda _: self._running.pop(trace.id, None))

    async def wait(self, submission: str) -> None:
        """Wait until a submission that this process runs has come to rest."""
        task = self._running.get(submission)
        if task:
            await asyncio.wait([task])

    async def cancel(self, submission: str) -> None:
        """Ask a submission to stop before its next step, whichever process runs it."""
        await asyncio.to_thread(self._store.ask_to_cancel, submission, True)

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

    async def _run(self, trace: Trace, patience: Patience) -> None:
        beat = asyncio.create_task(self._renew(trace.id, asyncio.current_task()))
        submission = submission_of(trace)
        records = {record.key: record for record in trace.steps}
        try:
            await self._steps(submission, records, patience)
        except asyncio.CancelledError:
            if not beat.done() and submission.status != "waiting":
                latest = await asyncio.to_thread(self._store.trace, trace.id)
                await self._interrupt(latest)
            raise
        except StillWaiting:
            pass
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

    async def _steps(
        self, submission: Submission, records: dict[Any, StepRecord], patience: Patience
    ) -> None:
        # lint asks no forge: a forge that cannot be reached is the next step's trouble
        first = next(step for step in STEPS[1:] if records[step.key].status not in _DONE)
        fresh = all(record.status == "pending" for record in records.values())
        try:
            connection, moved = await self._connect(submission, fresh)
        except TraceError as problem:
            record = records[first.key]
            _begin(record, first, submission)
            await self._fail(submission, record, problem)
            return
        records["branch"].requests += connection.drain()  # looking whether the base moved
        if moved:
            for step in STEPS:
                records[step.key].commands = step.commands(submission)
                await self._recorder.write(submission, records[step.key], "planned again")
        work = self._work(submission, connection, patience)
        for step in STEPS:
            record = records[step.key]
            if record.status in _DONE:
                continue
            if await asyncio.to_thread(self._store.cancel_asked, submission.id):
                await self._cancelled(submission, records)
                return
            if not await self._step(step, record, work, connection, moved):
                return

    def _work(self, submission: Submission, connection: Connection, patience: Patience) -> Work:
        async def unready(sentence: str, known: dict[str, Any], status: StepStatus) -> None:
            raise AssertionError("told before the step began")

        async def rest(seconds: float) -> None:
            if await asyncio.to_thread(self._store.cancel_asked, submission.id):
                raise _Cancelled
            await asyncio.sleep(seconds)

        return Work(
            submission=submission,
            forge=connection.forge,
            workspace=connection.workspace,
            look=self._look,
            tell=unready,
            rest=rest,
            patience=patience,
        )

    async def _step(
        self, step: Step, record: StepRecord, work: Work, connection: Connection, moved: str | None
    ) -> bool:
        """Run one step; returns whether the next one may follow."""
        submission = work.submission
        if record.status != "waiting":
            _begin(record, step, submission)
            submission.status = "running"
            await self._recorder.write(submission, record)

        async def tell(sentence: str, known: dict[str, Any], status: StepStatus) -> None:
            record.progress, record.status = sentence, status
            record.outcome |= known
            submission.status = "waiting" if status == "waiting" else "running"
            await self._recorder.write(submission, record)

        work.tell = tell
        try:
            outcome = await step.run(work)
        except Skip as reason:
            record.status, record.outcome = "skipped", {"Skipped": str(reason)}
        except Judged as judged:
            record.outcome = judged.outcome
            submission.status = "submitted"
            record.requests += connection.drain()
            await self._fail(submission, record, judged)
            return False
        except TraceError as problem:
            record.requests += connection.drain()
            await self._fail(submission, record, problem)
            return False
        except _Cancelled:
            record.requests += connection.drain()
            await self._cancelled(submission, {record.key: record})
            return False
        except (StillWaiting, asyncio.CancelledError):
            raise
        except Exception as fault:
            log.exception("Step %s of %s failed in a way of its own", step.key, submission.id)
            record.requests += connection.drain()
            await self._fail(submission, record, _fault(fault))
            return False
        else:
            record.status, record.outcome = "passed", outcome
            if step.key == "branch" and moved:
                record.outcome["Planned again"] = moved
        record.progress = None
        record.requests += connection.drain()
        record.finished_at = datetime.now(UTC)
        record.commands = step.commands(submission)
        if step.key == "ci":
            submission.status = "submitted"
        if step.key == "commit":
            await self._keep(submission, connection)
        await self._recorder.write(submission, record)
        return True

    async def _keep(self, submission: Submission, connection: Connection) -> None:
        assert submission.plan is not None
        paths = [one.path for one in submission.plan.files]
        kept = await asyncio.to_thread(connection.workspace.kept, submission.plan.base, paths)
        await asyncio.to_thread(self._store.keep_objects, submission.id, kept)

    async def _connect(self, submission: Submission, fresh: bool) -> tuple[Connection, str | None]:
        """Return the connection, and a sentence if the upstream moved since the plan.

        After a restart the base is fetched again. If the upstream moved before anything was
        done, the plan is made again on its new tip.
        """
        plan = submission.plan
        assert plan is not None
        connection = self._connections.take(submission.id)
        if connection is None:
            connection = await self._connections.open(plan.project.api)
            if submission.status == "waiting":
                return connection, None  # CI needs no objects
            tip = await asyncio.to_thread(
                connection.workspace.fetch, plan.upstream.clone_url, plan.base_branch
            )
            if tip != plan.base and not fresh:
                await asyncio.to_thread(
                    connection.workspace.fetch_commit, plan.upstream.clone_url, plan.base
                )
        head = await connection.forge.head(plan.upstream.full_name, plan.base_branch)
        if not fresh or head in (None, plan.base):
            return connection, None
        before = plan.base
        plan.base = await asyncio.to_thread(
            connection.workspace.fetch, plan.upstream.clone_url, plan.base_branch
        )
        workspace = connection.workspace
        workspace.made.clear()
        finding = await self._look(
            LintRequest(
                source=plan_source(submission, plan.added_lines),
                line_length=plan.project.line_length,
            )
        )
        await asyncio.to_thread(freeze, plan, finding.formatted, connection)
        return connection, (
            f"The upstream moved from {before[:10]} to {plan.base[:10]} between plan and press,"
            " so the plan was made again on its new tip."
        )

    async def _fail(self, submission: Submission, record: StepRecord, problem: TraceError) -> None:
        record.status, record.finished_at, record.progress = "failed", datetime.now(UTC), None
        record.error = ErrorRecord(
            code=problem.code,
            message=problem.message,
            advice=problem.advice,
            details=problem.details,
        )
        if record.key == "ci":
            submission.status = "submitted"
        else:
            submission.status = "failed"
        await self._recorder.write(submission, record)

    async def _cancelled(self, submission: Submission, records: dict[Any, StepRecord]) -> None:
        submission.status = "cancelled"
        now = datetime.now(UTC)
        for record in records.values():
            if record.status not in _DONE:
                record.status, record.finished_at, record.progress = "cancelled", now, None
                await self._recorder.write(submission, record)


class _Cancelled(Exception):
    """Somebody asked to stop while a step was waiting."""


def submission_of(trace: Trace) -> Submission:
    """Return the submission that a trace was read from."""
    return Submission.model_validate(trace.model_dump(include=set(Submission.model_fields)))


def _refuse_idle(trace: Trace) -> None:
    """Raise ``nothing_to_do`` for a submission that cannot go on, or need not."""
    if trace.plan is None:
        raise TraceError(
            "nothing_to_do",
            "This submission was refused before it had a plan, so it cannot go on.",
            advice="Correct the cell and press Submit again.",
        )
    if all(step.status in _DONE for step in trace.steps):
        raise TraceError(
            "nothing_to_do",
            "Every step of this submission is done.",
            advice="To send something new, change the cell and press Submit.",
        )


def _begin(record: StepRecord, step: Step, submission: Submission) -> None:
    record.status, record.started_at, record.finished_at = "running", datetime.now(UTC), None
    record.commands = step.commands(submission)
    record.outcome, record.error, record.progress = {}, None, None


def _fault(problem: Exception) -> TraceError:
    return TraceError(
        "internal_error",
        f"Assemblé Trace itself made a mistake here ({type(problem).__name__}).",
        advice="Press Resume. If it happens again, report it with this trace.",
    )
