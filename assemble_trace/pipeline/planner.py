"""The plan: reads everything, changes nothing, and freezes what will be submitted."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assemble_trace.errors import TraceError
from assemble_trace.forges.problems import archived
from assemble_trace.linting import Finding, LintRequest
from assemble_trace.models import (
    ErrorRecord,
    Plan,
    PlanRequest,
    Project,
    Repository,
    Revision,
    Source,
    StepKey,
    StepRecord,
    Submission,
)
from assemble_trace.pipeline.connections import Connection, Connections
from assemble_trace.pipeline.freezing import digest, freeze, local_zone
from assemble_trace.pipeline.naming import name
from assemble_trace.pipeline.revising import Earlier, continue_branch, find_earlier
from assemble_trace.pipeline.words import short_id
from assemble_trace.projects import find
from assemble_trace.recorder import Recorder
from assemble_trace.redact import redact_value
from assemble_trace.showing import lineage
from assemble_trace.steps import STEPS
from assemble_trace.steps.lint import plan_source, refuse
from assemble_trace.store.attempts import family


class Refused(TraceError):
    """Planning ended in a recorded refusal. ``submission`` is the record's id."""

    def __init__(self, error: TraceError, submission: str) -> None:
        super().__init__(error.code, error.message, advice=error.advice, details=error.details)
        self.submission = submission


@dataclass(frozen=True)
class Planned:
    """What came of planning: the submission's id, and whether it was submitted before.

    ``revision`` says which earlier one could be continued, whether this plan does so or not.
    """

    submission: str
    existing: bool = False
    revision: Revision | None = None


@dataclass(frozen=True)
class _Made:
    connection: Connection
    digest: str
    earlier: Earlier | None


class _Known(Exception):
    """The same was submitted before."""

    def __init__(self, submission: str) -> None:
        self.submission = submission


class Planner:
    """Makes plans and writes them down, the refused ones too."""

    def __init__(
        self,
        recorder: Recorder,
        connections: Connections,
        look: Callable[[LintRequest], Awaitable[Finding]],
    ) -> None:
        self._recorder = recorder
        self._connections = connections
        self._look = look

    async def plan(
        self, request: PlanRequest, notebook: Path, project: Path | None = None
    ) -> Planned:
        """Plan a submission of cells of a notebook (an absolute path).

        ``project`` is a folder to look for the project in, instead of the notebook's own.
        Raises `Refused` with the id of the record that says why.
        """
        submission = Submission(
            id=str(uuid.uuid4()),
            short_id=short_id(),
            created_at=datetime.now(UTC),
            source=Source(path=request.path, cells=request.cells, edited=request.text),
        )
        records = {step.key: step.record() for step in STEPS}
        phase = _Phase(records)
        try:
            made = await self._make(submission, request, project or notebook, phase)
        except _Known as known:
            return Planned(known.submission, existing=True)
        except TraceError as problem:
            await self._refuse(submission, phase, problem)
            raise Refused(problem, submission.id) from problem
        assert submission.plan is not None
        submission.predicted = submission.plan.commit
        for step in STEPS:
            records[step.key].commands = step.commands(submission)
        await self._recorder.create(submission, list(records.values()), made.digest)
        self._connections.keep(submission.id, made.connection)
        if request.replaces:
            await self._drop(request.replaces)
        return Planned(submission.id, revision=made.earlier.revision if made.earlier else None)

    async def _refuse(self, submission: Submission, phase: _Phase, problem: TraceError) -> None:
        record = phase.records[phase.key]
        now = datetime.now(UTC)
        record.status, record.started_at, record.finished_at = "failed", now, now
        record.error = ErrorRecord(
            code=problem.code,
            message=problem.message,
            advice=problem.advice,
            details=problem.details,
        )
        submission.status = "failed"
        # what is refused has no plan, and is nobody's further attempt
        submission.plan, submission.kind = None, "submit"
        submission.attempt, submission.revises = 1, None
        await self._recorder.create(submission, list(phase.records.values()), None)

    async def _drop(self, replaced: str) -> None:
        """Forget the plan that this one takes the place of, if it was never pressed."""
        try:
            trace = await asyncio.to_thread(self._recorder.store.trace, replaced)
        except TraceError:
            return
        if trace.status == "planned":
            await asyncio.to_thread(self._recorder.store.delete, trace.id)

    # -- the phases ----------------------------------------------------------------------

    async def _make(
        self, submission: Submission, request: PlanRequest, start: Path, phase: _Phase
    ) -> _Made:
        with phase("lint"):
            _one_kind(request)
            project = await asyncio.to_thread(find, start)
            finding = await self._lint(submission, request, project)
        with phase("fork"):
            connection = phase.connection = await self._connections.open(project.api)
            identity = await self._connections.identity(project.api, connection)
            upstream = await _upstream(connection, project)
            fork = upstream
            if upstream.full_name.partition("/")[0].lower() != identity.login.lower():
                mine = f"{identity.login}/{upstream.full_name.partition('/')[2]}"
                found = await connection.forge.repository(mine)
                fork = found if found and found.parent == upstream.full_name else None  # type: ignore[assignment]
            content = digest(project, identity, upstream.full_name, finding.formatted)
            await self._refuse_same(content)
            store = self._recorder.store
            earlier = await find_earlier(store, connection, request, identity, upstream.full_name)
        with phase("branch"):
            plan = submission.plan = Plan(
                identity=identity,
                project=project,
                upstream=upstream,
                fork=fork.full_name if fork else mine,
                fork_exists=fork is not None,
                base="",
                base_branch=upstream.default_branch,
                directory=_folder(upstream.full_name.partition("/")[2]),
                feature=request.feature.strip(),
                files=[],
                formatted=finding.formatted
                != plan_source(submission, request.add_lines).rstrip() + "\n",
                added_lines=request.add_lines,
                branch=request.branch.strip(),
                message="",
                title=request.title.strip(),
                body="",
                date=int(time.time()),
                zone=local_zone(),
                tree="",
                commit="",
            )
            following = earlier if not request.fresh else None
            if following:
                submission.kind, submission.attempt = "revise", following.attempt
                submission.revises = following.last.id
            if following and following.revision.same:
                await continue_branch(submission, following, request, finding.formatted, connection)
            else:
                plan.base = await asyncio.to_thread(
                    connection.workspace.fetch, upstream.clone_url, upstream.default_branch
                )
                plan.follows = following.pull if following else None
                known = following.owner.plan.feature if following and following.owner.plan else ""
                await name(plan, request, finding, connection, known)
        with phase("commit"):
            await asyncio.to_thread(freeze, plan, finding.formatted, connection)
            _refuse_secrets(submission)
        return _Made(connection, content, earlier)

    async def _refuse_same(self, content: str) -> None:
        """Leave planning where the same was submitted before, unless it was revised since."""
        store = self._recorder.store
        known = await asyncio.to_thread(store.same, content)
        if known is None:
            return
        last = lineage.latest(await asyncio.to_thread(family, store, known))
        if last is None or last.id == known:
            raise _Known(known)

    async def _lint(
        self, submission: Submission, request: PlanRequest, project: Project
    ) -> Finding:
        finding = await self._look(
            LintRequest(
                source=plan_source(submission, request.add_lines),
                line_length=project.line_length,
                others=[(cell.index, cell.source) for cell in request.others],
            )
        )
        refuse(finding)
        return finding


class _Phase:
    """Remembers which step a problem belongs to, and gives that step its requests."""

    def __init__(self, records: dict[StepKey, StepRecord]) -> None:
        self.records = records
        self.key: StepKey = "lint"
        self.connection: Connection | None = None

    @contextmanager
    def __call__(self, key: StepKey) -> Iterator[None]:
        self.key = key
        try:
            yield
        finally:
            if self.connection:
                self.records[key].requests += self.connection.drain()


def _refuse_secrets(submission: Submission) -> None:
    """Refuse what the record could not hold as it is: no command could be shown exactly."""
    commands = [one.model_dump() for step in STEPS for one in step.commands(submission)]
    if redact_value(commands) != commands:
        raise TraceError(
            "secret_in_cell",
            "The code, the title or the text looks as if it held a token.",
            advice="Take it out: what is submitted, others can read.",
        )


def _one_kind(request: PlanRequest) -> None:
    sources = [cell.source for cell in request.cells] if request.text is None else [request.text]
    if not request.cells or not "".join(sources).strip():
        raise TraceError(
            "empty_cell",
            "The cell is empty: there is nothing to submit.",
            advice="Select the cell that holds your feature, then press Submit.",
        )
    other = next((cell for cell in request.cells if cell.type != "code"), None)
    if other:
        raise TraceError(
            "not_code",
            f"Cell {other.index + 1} is a {other.type} cell, which holds text and no code.",
            advice="Select the code cell that holds your feature, then press Submit.",
        )


def _folder(name: str) -> str:
    """Return where a clone goes: a name that begins with a dash is no option of git's."""
    return f"./{name}" if name.startswith("-") else name


async def _upstream(connection: Connection, project: Project) -> Repository:
    """Find the upstream: the origin, or what the origin is a fork of."""
    found = await connection.forge.repository(project.upstream)
    if found and found.parent:
        found = await connection.forge.repository(found.parent)
    if found is None:
        raise TraceError(
            "upstream_missing",
            f"The forge has no repository {project.upstream}, where this project came from.",
            advice="It may have been renamed or made private. Check: git remote get-url origin",
        )
    if found.archived:
        raise archived(found.full_name)
    project.upstream = found.full_name
    return found
