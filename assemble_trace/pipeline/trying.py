"""Trying a plan here: judged on the upstream's own base, by the job that CI runs."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from assemble_trace.judging import Assignment, judge
from assemble_trace.models import ErrorRecord, Plan, Submission, Trace, TrialView
from assemble_trace.pipeline.connections import Connection, Connections
from assemble_trace.pipeline.runner import submission_of
from assemble_trace.redact import redact_value
from assemble_trace.sandbox import Limits
from assemble_trace.steps.base import fork_url
from assemble_trace.steps.commit import author
from assemble_trace.store import Store
from assemble_trace.workspace import Wanted, mirror

#: What a trial may use where CI's limits cannot be known: another forge's CI does not say them.
#: The practice forge's are in its settings, and hold for its trials too.
ELSEWHERE = Limits(wall_seconds=600.0, cpu_seconds=600)
#: How many trials are remembered.
_REMEMBERED = 20


@dataclass
class _Trial:
    begun: float = field(default_factory=time.monotonic)
    ended: float | None = None
    state: str = "running"
    progress: str = "Fetching the project"
    report: dict[str, Any] | None = None
    error: ErrorRecord | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    task: asyncio.Task[None] | None = None

    def heard(self, event: dict[str, Any]) -> None:
        """Take in what the job says while it runs; called from its thread."""
        if event.get("event") == "progress":
            self.progress = str(event.get("text", ""))
        elif event.get("event") == "report":
            self.report = cast("dict[str, Any]", redact_value(event["report"]))

    def end(self, state: str, error: ErrorRecord | None = None) -> None:
        self.state, self.error, self.ended = state, error, time.monotonic()

    def view(self) -> TrialView:
        seconds = (self.ended or time.monotonic()) - self.begun
        return TrialView.model_validate(
            {
                "state": self.state,
                "progress": self.progress,
                "seconds": round(seconds, 1),
                "report": self.report,
                "error": self.error,
            }
        )


class Trials:
    """The trials of one process. What is the same code on the same base is tried once.

    ``folder`` is where copies of upstreams and what was read of their data are kept, ``forge`` the
    practice forge's directory.
    """

    def __init__(self, store: Store, connections: Connections, folder: Path, forge: Path) -> None:
        self._store = store
        self._connections = connections
        self._folder = folder
        self._forge = forge
        self._known: OrderedDict[str, _Trial] = OrderedDict()

    async def start(self, name: str, *, network: bool) -> TrialView:
        """Try a plan, unless that runs already. Raises ``nothing_to_do`` once it was pressed."""
        trace = await asyncio.to_thread(self._store.trace, name)
        if trace.plan is None or trace.status != "planned":
            raise TraceError(
                "nothing_to_do",
                "This was submitted already, so CI judges it.",
                advice="Look at what CI says in the panel.",
            )
        key = _key(trace.plan)
        known = self._known.get(key)
        if known is None or known.state != "running":
            trial = self._known[key] = _Trial()
            self._known.move_to_end(key)
            trial.task = asyncio.create_task(self._run(trial, trace, network))
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)[1].cancelled.set()
        return self._known[key].view()

    async def view(self, name: str) -> TrialView:
        """Say where a plan's trial stands."""
        trace = await asyncio.to_thread(self._store.trace, name)
        found = self._known.get(_key(trace.plan)) if trace.plan else None
        return found.view() if found else TrialView(state="untried")

    async def stop(self, name: str) -> TrialView:
        """Stop a plan's trial, and wait until it has stopped."""
        trace = await asyncio.to_thread(self._store.trace, name)
        found = self._known.get(_key(trace.plan)) if trace.plan else None
        if found and found.task:
            found.cancelled.set()
            await asyncio.wait([found.task])
        return await self.view(name)

    def found(self, plan: Plan) -> dict[str, Any] | None:
        """Return the report of a finished trial of this very code on this very base."""
        trial = self._known.get(_key(plan))
        return trial.report if trial and trial.state == "done" else None

    async def close(self) -> None:
        """Stop them all."""
        tasks = [one.task for one in self._known.values() if one.task and not one.task.done()]
        for trial in self._known.values():
            trial.cancelled.set()
        if tasks:
            await asyncio.wait(tasks)

    async def _run(self, trial: _Trial, trace: Trace, network: bool) -> None:
        try:
            await self._judge(trial, submission_of(trace), network)
        except TraceError as problem:
            trial.end(
                "failed",
                ErrorRecord(
                    code=problem.code,
                    message=problem.message,
                    advice=problem.advice,
                    details=problem.details,
                ),
            )
        except Exception as problem:  # whatever it was, somebody waits for an answer
            said = f"The trial could not be made ({type(problem).__name__}: {problem})."
            advice = "Submit it all the same: CI judges it on its own."
            trial.end("failed", ErrorRecord(code="trial_failed", message=said, advice=advice))

    async def _judge(self, trial: _Trial, submission: Submission, network: bool) -> None:
        plan = submission.plan
        assert plan is not None
        connection = await self._connection(submission)
        wanted = [Wanted(plan.upstream.clone_url, plan.base_branch, plan.base)]
        if plan.parent:
            wanted.append(Wanted(fork_url(submission), plan.branch, plan.parent))
        workspace = connection.workspace
        path = await asyncio.to_thread(
            mirror, self._folder / "upstreams", workspace.token, wanted, workspace.made.values()
        )
        assignment = Assignment(
            repository=str(path),
            base=plan.base,
            base_branch=plan.base_branch,
            head=plan.commit,
            pull_request=0,
            stage="try",
            limits=self._limits(plan),
            python=plan.project.python or "",
            place=str(self._folder / "judging"),
            data_network=network,
        )
        judgement = await asyncio.to_thread(
            judge, assignment, progress=trial.heard, cancelled=trial.cancelled
        )
        if judgement.report is not None:
            trial.heard({"event": "report", "report": json.loads(judgement.report)})
        trial.progress = ""
        trial.end("cancelled" if trial.cancelled.is_set() else "done")

    def _limits(self, plan: Plan) -> Limits:
        """What CI may use to judge this, as far as it can be known."""
        if plan.identity.practice:
            return practice_forge.settings.load(self._forge).limits
        return ELSEWHERE

    async def _connection(self, submission: Submission) -> Connection:
        """Return the connection over which it was planned, or one with the same objects."""
        plan = submission.plan
        assert plan is not None
        known = self._connections.planned(submission.id)
        if known:
            return known
        connection = await self._connections.open(plan.project.api)
        url = fork_url(submission) if plan.parent else plan.upstream.clone_url
        workspace = connection.workspace
        await asyncio.to_thread(workspace.fetch_commit, url, plan.start)
        await asyncio.to_thread(workspace.build, plan.start, plan.files, plan.message, author(plan))
        return connection


def _key(plan: Plan) -> str:
    return f"{plan.project.api} {plan.upstream.full_name} {plan.base} {plan.start} {plan.tree}"
