"""The plan: reads everything, changes nothing, and freezes what will be submitted."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assemble_trace.commands import plain
from assemble_trace.errors import TraceError
from assemble_trace.forges.problems import archived
from assemble_trace.linting import Finding, LintRequest
from assemble_trace.models import (
    ErrorRecord,
    Plan,
    PlanRequest,
    Project,
    Repository,
    Source,
    StepKey,
    StepRecord,
    Submission,
)
from assemble_trace.pipeline.connections import Connection, Connections
from assemble_trace.pipeline.words import short_id
from assemble_trace.projects import Look, find, kind_of
from assemble_trace.recorder import Recorder
from assemble_trace.steps import STEPS
from assemble_trace.steps.commit import author
from assemble_trace.steps.lint import plan_source, refuse
from assemble_trace.workspace import branch_taken, clean_message

_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*")


class Refused(TraceError):
    """Planning ended in a recorded refusal. ``submission`` is the record's id."""

    def __init__(self, error: TraceError, submission: str) -> None:
        super().__init__(error.code, error.message, advice=error.advice, details=error.details)
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
    ) -> tuple[str, bool]:
        """Plan a submission of cells of a notebook (an absolute path).

        ``project`` is a folder to look for the project in, instead of the notebook's own.
        Returns the submission's id, and whether it is one that was submitted before.
        Raises `Refused` with the id of the record that says why.
        """
        submission = Submission(
            id=str(uuid.uuid4()),
            short_id=short_id(),
            created_at=datetime.now(UTC),
            source=Source(path=request.path, cells=request.cells),
        )
        records = {step.key: step.record() for step in STEPS}
        phase = _Phase(records)
        try:
            connection, digest = await self._make(submission, request, project or notebook, phase)
        except TraceError as problem:
            await self._refuse(submission, phase, problem)
            raise Refused(problem, submission.id) from problem
        known = await asyncio.to_thread(self._recorder.store.same, digest)
        if known:
            return known, True
        for step in STEPS:
            records[step.key].commands = step.commands(submission)
        await self._recorder.create(submission, list(records.values()), digest)
        self._connections.keep(submission.id, connection)
        if request.replaces:
            await self._drop(request.replaces)
        return submission.id, False

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
    ) -> tuple[Connection, str]:
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
                name = f"{identity.login}/{upstream.full_name.partition('/')[2]}"
                found = await connection.forge.repository(name)
                fork = found if found and found.parent == upstream.full_name else None  # type: ignore[assignment]
        with phase("branch"):
            base = await asyncio.to_thread(
                connection.workspace.fetch, upstream.clone_url, upstream.default_branch
            )
            submission.plan = Plan(
                identity=identity,
                project=project,
                upstream=upstream,
                fork=fork.full_name if fork else name,
                fork_exists=fork is not None,
                base=base,
                base_branch=upstream.default_branch,
                directory=upstream.full_name.partition("/")[2],
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
                zone=_zone(),
                tree="",
                commit="",
            )
            digest = _digest(submission.plan, finding.formatted)
            await self._name(submission.plan, request, finding, connection)
        with phase("commit"):
            await asyncio.to_thread(freeze, submission.plan, finding.formatted, connection)
        return connection, digest

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

    async def _name(
        self, plan: Plan, request: PlanRequest, finding: Finding, connection: Connection
    ) -> None:
        """Fill in what the learner left open, and check what they typed."""
        kind = kind_of(plan.project)
        proposed = kind.name(finding)
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
        title, body = kind.describe(plan.identity, name, finding)
        plan.feature, plan.branch = name, branch
        title = " ".join((plan.title or title).split())
        body = (body if request.body is None else request.body).replace("\r\n", "\n")
        # what cannot be shown is not sent: the lines that are shown must make this very commit
        plan.title, plan.body = plain(title), plain(body)
        plan.message = clean_message(plan.title).rstrip("\n")
        if not plan.message or "\0" in title + body:
            raise TraceError(
                "title_missing",
                "The pull request needs a title of ordinary characters.",
                advice="Type a title that says what the feature is.",
            )


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


def look_at(plan: Plan, connection: Connection) -> Look:
    """Return a look at the folders of the plan's base."""
    return lambda path: connection.workspace.folder(plan.base, path)


def freeze(plan: Plan, code: str, connection: Connection) -> None:
    """Place the code on the plan's base, and set files, tree and commit."""
    look = look_at(plan, connection)
    plan.files = kind_of(plan.project).place(plan.project, plan.identity, plan.feature, code, look)
    plan.tree, plan.commit = connection.workspace.build(
        plan.base, plan.files, plan.message, author(plan)
    )


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


def _one_kind(request: PlanRequest) -> None:
    if not request.cells or all(not cell.source.strip() for cell in request.cells):
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


def _digest(plan: Plan, code: str) -> str:
    """Name the content: the same code, by the same person, for the same upstream."""
    who = f"{plan.project.api} {plan.identity.id} {plan.upstream.full_name}"
    return hashlib.sha256(f"{who}\n{code}".encode()).hexdigest()


def _zone() -> int:
    offset = datetime.now().astimezone().utcoffset()
    return int(offset.total_seconds()) // 60 * 60 if offset else 0
