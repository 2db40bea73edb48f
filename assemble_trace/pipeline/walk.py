"""One walk through the steps of a submission: record, effect, outcome."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from assemble_trace.errors import TraceError
from assemble_trace.models import ErrorRecord, StepRecord, StepStatus, Submission
from assemble_trace.pipeline.connections import Connection, Connections
from assemble_trace.pipeline.reconnecting import Look, reconnect
from assemble_trace.recorder import Recorder
from assemble_trace.steps import Patience, Skip, Step, StillWaiting, Work, steps_of
from assemble_trace.steps.ci import Judged
from assemble_trace.store.attempts import family, free

log = logging.getLogger(__name__)

DONE = {"passed", "skipped"}


class Walk:
    """Takes submissions through their steps. Whoever calls it holds the lease."""

    def __init__(self, recorder: Recorder, connections: Connections, look: Look) -> None:
        self._recorder = recorder
        self._store = recorder.store
        self._connections = connections
        self._look = look

    async def run(
        self,
        submission: Submission,
        records: dict[Any, StepRecord],
        patience: Patience,
        limit: int | None = None,
    ) -> None:
        """Go on where the records end. With ``limit``, pause after so many steps."""
        left = [step for step in steps_of(submission.kind) if records[step.key].status not in DONE]
        if limit == 0:
            await self._pause(submission, records[left[0].key], left[0])
            return
        kept = connection = self._connections.take(submission.id)
        try:
            assert submission.plan is not None
            connection = kept or await self._connections.open(submission.plan.project.api)
            moved = await reconnect(connection, kept is None, self._look, submission, records)
        except TraceError as problem:
            # lint asks no forge: a forge that cannot be reached is the next step's trouble
            first = next(step for step in left if step.key != "lint")
            _begin(records[first.key], first, submission)
            records[first.key].requests += connection.drain() if connection else []
            await self._fail(submission, records[first.key], problem)
            return
        # looking whether the base moved belongs to the branch, as long as there is none
        looked = records["branch" if moved or left[0].key == "lint" else left[0].key]
        looked.requests += connection.drain()
        for step in left if moved else ():
            records[step.key].commands = step.commands(submission)
            await self._recorder.write(submission, records[step.key], "planned again")
        work = self._work(submission, connection, patience)
        ended: StepRecord | None = None  # its outcome is written with the next one's intent
        for number, step in enumerate(left):
            stop = await asyncio.to_thread(self._store.cancel_asked, submission.id)
            if ended and (stop or number == limit):
                await self._recorder.write(submission, ended)
            if stop:
                await self.cancelled(submission, records.values())
                return
            if number == limit:
                self._connections.keep(submission.id, connection)
                await self._recorder.write(submission, looked)
                await self._pause(submission, records[step.key], step)
                return
            last = step is left[-1]
            if not await self._step(step, records[step.key], work, connection, last, ended):
                return
            ended = records[step.key]

    async def _pause(self, submission: Submission, record: StepRecord, step: Step) -> None:
        """Stop before a step, and say what it is about to do."""
        submission.status, record.status = "paused", "paused"
        record.commands, record.error = step.commands(submission), None
        await self._recorder.write(submission, record)

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
        self,
        step: Step,
        record: StepRecord,
        work: Work,
        connection: Connection,
        last: bool,
        ended: StepRecord | None,
    ) -> bool:
        """Run one step; returns whether the next one may follow.

        The outcome of any but the last is left to be written with what comes next: ``ended``.
        """
        submission = work.submission
        if record.status != "waiting":
            _begin(record, step, submission)
            submission.status = "running"
            await self._recorder.write(submission, record, before=ended)

        async def tell(sentence: str, known: dict[str, Any], status: StepStatus) -> None:
            record.progress, record.status = sentence, status
            record.outcome |= known
            submission.status = "waiting" if status == "waiting" else "running"
            await self._recorder.write(submission, record)

        def ahead() -> None:
            sent = sorted(connection.log.requests, key=lambda one: one.at)
            so_far = record.model_copy(update={"requests": record.requests + sent})
            self._recorder.write_ahead(submission, so_far)

        work.tell = tell
        connection.log.ahead = ahead
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
            await self.cancelled(submission, [record])
            return False
        except (StillWaiting, asyncio.CancelledError):
            await asyncio.to_thread(connection.log.shut)
            record.requests += connection.drain()
            raise
        except Exception as fault:
            log.exception("Step %s of %s failed in a way of its own", step.key, submission.id)
            record.requests += connection.drain()
            await self._fail(submission, record, _fault(fault))
            return False
        else:
            record.status, record.outcome = "passed", outcome
            if step.key == "branch" and submission.moved:
                record.outcome["Planned again"] = submission.moved
        record.progress = None
        record.requests += connection.drain()
        record.finished_at = datetime.now(UTC)
        record.commands = step.commands(submission)
        if last:
            submission.status = "submitted"
        if last and submission.kind == "withdraw":
            await asyncio.to_thread(self._let_go, submission)
        if step.key == "commit":
            await self._keep(submission, connection)
        if last:
            await self._recorder.write(submission, record)
        return True

    async def _keep(self, submission: Submission, connection: Connection) -> None:
        assert submission.plan is not None
        paths = [one.path for one in submission.plan.files]
        kept = await asyncio.to_thread(connection.workspace.kept, submission.plan.start, paths)
        await asyncio.to_thread(self._store.keep_objects, submission.id, kept)

    def _let_go(self, submission: Submission) -> None:
        """What was taken back can be submitted anew, unchanged."""
        assert submission.plan is not None
        taken = family(self._store, submission.id)
        free(self._store, [one.id for one in taken if one.branch == submission.plan.branch])

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

    async def cancelled(self, submission: Submission, records: Iterable[StepRecord]) -> None:
        """Write down that nothing more is done."""
        submission.status = "cancelled"
        now = datetime.now(UTC)
        for record in records:
            if record.status not in DONE:
                record.status, record.finished_at, record.progress = "cancelled", now, None
                await self._recorder.write(submission, record)


class _Cancelled(Exception):
    """Somebody asked to stop while a step was waiting."""


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
