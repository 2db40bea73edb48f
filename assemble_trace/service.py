"""Everything wired together, for the Jupyter server and for the command line alike."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from assemble_trace import practice_forge, scripts, showing
from assemble_trace.auth import Credential, Keys
from assemble_trace.errors import TraceError
from assemble_trace.linting import Linter
from assemble_trace.models import (
    Event,
    ForgeStatus,
    HistoryQuery,
    Identity,
    Plan,
    PlanRequest,
    PlanView,
    PullRequest,
    Remark,
    ScriptView,
    Shelf,
    SliceRequest,
    SliceView,
    Trace,
    TraceList,
    TraceView,
    TrialView,
)
from assemble_trace.pipeline import Planner, Runner
from assemble_trace.pipeline.connections import Connection, Connections
from assemble_trace.pipeline.follower import Follower, Sent
from assemble_trace.pipeline.trying import Trials
from assemble_trace.pipeline.withdrawing import withdrawal_of
from assemble_trace.pipeline.words import short_id
from assemble_trace.recorder import Recorder
from assemble_trace.redact import register
from assemble_trace.replay.importing import Imports, check_own
from assemble_trace.replay.playing import Playing
from assemble_trace.replay.rebuilding import Rebuilds
from assemble_trace.replay.sandboxes import Sandboxes
from assemble_trace.replay.states import States
from assemble_trace.replay.taking import Taking
from assemble_trace.steps import Patience
from assemble_trace.store import open_store
from assemble_trace.store.attempts import family
from assemble_trace.store.searching import find
from assemble_trace.store.shelving import discard, put

#: The login of whoever uses the practice forge of this machine.
LEARNER = "learner"
#: How long to wait for the practice forge, which is near, and for one far away.
NEAR = Patience(poll=0.4, fork=60, appear=30, finish=1800, settle=0, follow=30)
FAR = Patience(poll=5.0)
#: Plans that nobody pressed are forgotten after a day, in seconds.
_STALE = 86_400.0


class Service:
    """The traces, the pipeline and the identity of one learner.

    ``data`` is the folder that holds all state. ``notify`` hears of every record. ``login``
    is who they are on the practice forge, ``environment`` where ``GITHUB_TOKEN`` may stand.
    """

    def __init__(
        self,
        data: Path,
        notify: Callable[[Event], None] | None = None,
        *,
        store_url: str = "",
        patience: Patience | None = None,
        environment: Mapping[str, str] | None = None,
        login: str = LEARNER,
        forge_directory: Path | None = None,
    ) -> None:
        self.data = data
        self.forge_directory = forge_directory or data / "forge"
        self._login = login
        self._notify = notify or (lambda event: None)
        self.store = open_store(store_url or f"sqlite:///{data / 'traces.db'}")
        self.store.forget_plans(time.time() - _STALE)
        self.playing = Playing(self.store)
        self.taking = Taking(self.store)
        self.states = States(self.store)
        self.sandboxes = Sandboxes(self.store, self._practice)
        self.imports = Imports(self.store, self._notify)
        self.keys = Keys(self._practice, environment or {})
        self.connections = Connections(self.keys)
        self.linter = Linter()
        recorder = self._recorder = Recorder(self.store, self._notify)
        self.rebuilds = Rebuilds(recorder, self.keys, self.connections.open, short_id)

        def pace(plan: Plan) -> Patience:
            return patience or (NEAR if plan.identity.practice else FAR)

        self.planner = Planner(recorder, self.connections, self.linter.look)
        self.runner = Runner(recorder, self.connections, self.linter.look, pace)
        self.follower = Follower(recorder, self.connections, pace)
        self.trials = Trials(self.store, self.connections, data, self.forge_directory)
        self._following: set[asyncio.Task[None]] = set()
        self._seen: dict[str, int] = {}

    async def close(self) -> None:
        """Stop what runs here; the practice forge goes on."""
        for task in self._following:
            task.cancel()
        await self.trials.close()
        await self.runner.close()
        await self.linter.close()
        await asyncio.to_thread(self.store.close)

    # -- submissions ---------------------------------------------------------------------

    async def slice(self, request: SliceRequest) -> SliceView:
        """Gather what cells need of the notebook's other code cells; nothing is recorded."""
        return await self.linter.slice(request)

    async def plan(
        self, request: PlanRequest, notebook: Path, project: Path | None = None
    ) -> tuple[TraceView, bool]:
        """Plan a submission. Returns it, and whether it was submitted before."""
        preview = await self.preview(request, notebook, project)
        return preview.view, preview.existing

    async def preview(
        self, request: PlanRequest, notebook: Path, project: Path | None = None
    ) -> PlanView:
        """Plan a submission, and say which earlier one it continues or could continue."""
        if request.revises:
            await self._own(request.revises)
        planned = await self.planner.plan(request, notebook, project)
        view = await self.view(planned.submission)
        return PlanView(view=view, existing=planned.existing, revision=planned.revision)

    async def try_out(self, name: str, *, network: bool) -> TrialView:
        """Judge a plan here, before it is sent. ``network`` is for reading the project's data."""
        return await self.trials.start(name, network=network)

    async def trial(self, name: str) -> TrialView:
        """Say where a plan's trial stands."""
        return await self.trials.view(name)

    async def stop_trial(self, name: str) -> TrialView:
        """Stop a plan's trial."""
        return await self.trials.stop(name)

    async def start(self, name: str, *, stepwise: bool = False) -> TraceView:
        """Start or resume a submission; what others do next is followed too.

        ``stepwise`` stops before each step, and before the first one at once.
        """
        trace = await self._own(name)
        found = await asyncio.to_thread(family, self.store, trace.id)
        if showing.lineage.superseded(trace, found):
            raise TraceError(
                "nothing_to_do",
                "A later attempt or a withdrawal took the place of this submission.",
                advice="Look at the latest attempt.",
            )
        if trace.status == "planned" and trace.plan:
            await self.trials.stop(trace.id)
            await self.runner.start(
                trace.id, stepwise=stepwise, trial=self.trials.found(trace.plan)
            )
        else:
            await self.runner.start(trace.id, stepwise=stepwise)
        return await self._started(trace)

    async def next(self, name: str) -> TraceView:
        """Run one step of a paused submission, then pause again."""
        trace = await self._own(name)
        await self.runner.next(trace.id)
        return await self._started(trace)

    async def withdraw(self, name: str) -> TraceView:
        """Take a submission back: close its pull request, delete its branch. Never the fork."""
        await self._own(name)
        made = await withdrawal_of(name, self._recorder, self.connections)
        return await self.start(made)

    async def _own(self, name: str) -> Trace:
        """Return the trace of something that happened here. Raises ``imported_record``."""
        trace = await asyncio.to_thread(self.store.trace, name)
        await asyncio.to_thread(check_own, self.store, trace)
        return trace

    async def _started(self, trace: Trace) -> TraceView:
        task = asyncio.create_task(self._follow(trace.id))
        self._following.add(task)
        task.add_done_callback(self._following.discard)
        return await self.view(trace.id)

    async def finished(self, name: str) -> Trace:
        """Wait until nothing more is expected of a submission that was started here."""
        await self.runner.wait(name)
        for task in list(self._following):
            with contextlib.suppress(TraceError):
                await task
        return await asyncio.to_thread(self.store.trace, name)

    async def _follow(self, name: str) -> None:
        await self.runner.wait(name)
        with contextlib.suppress(TraceError):  # it was deleted, or the forge is away: seen later
            trace = await asyncio.to_thread(self.store.trace, name)
            if trace.verdict != "none":
                await self.follower.follow(name)
            if trace.kind == "withdraw":  # those that it took back have a new state
                for one in await asyncio.to_thread(family, self.store, name):
                    await self.follower.refresh(one.id)

    async def view(self, name: str) -> TraceView:
        """Return a trace with what is needed to show it."""
        return await asyncio.to_thread(self._view, name)

    def _view(self, name: str) -> TraceView:
        trace = self.store.trace(name)
        shelf, imported = self.store.standing(trace.id)
        found = family(self.store, trace.id, trace)
        return showing.view(trace, found, shelf=shelf, imported=imported)

    async def history(self, query: HistoryQuery | None = None) -> TraceList:
        """Return a page of the history, newest first."""
        return await asyncio.to_thread(find, self.store, query or HistoryQuery())

    async def script(self, name: str, format: scripts.Format) -> ScriptView:
        """Return a submission as a script. Raises ``nothing_to_export``."""
        trace = await asyncio.to_thread(self.store.trace, name)
        return scripts.script(trace, format)

    async def cancel(self, name: str) -> TraceView:
        """Ask a submission to stop before its next step."""
        trace = await self._own(name)
        await self.runner.cancel(trace.id)
        return await self.view(trace.id)

    async def refresh(self, name: str) -> TraceView:
        """Ask the forge what happened since."""
        trace = await self._own(name)
        await self.follower.refresh(trace.id)
        return await self.view(trace.id)

    async def shelve(self, name: str, shelf: Shelf) -> TraceView:
        """Keep a record, put it away, or put it back into the list."""
        trace = await asyncio.to_thread(self.store.trace, name)
        await asyncio.to_thread(put, self.store, trace.id, shelf)
        self._notify(Event(submission=trace.id, sequence=trace.sequence))
        return await self.view(trace.id)

    async def delete(self, name: str) -> None:
        """Delete a record, unless it is kept. The pull request stays."""
        trace = await asyncio.to_thread(self.store.trace, name)
        await asyncio.to_thread(discard, self.store, trace.id)
        self._notify(Event(submission=trace.id, sequence=trace.sequence + 1))

    async def remark(self, name: str, kind: str, remark: Remark) -> TraceView:
        """Comment on, review or merge the pull request of a submission."""
        trace = await self._own(name)
        pull, connection = await self._pull_request(trace)
        if kind == "comment" and not remark.body.strip():
            raise TraceError(
                "remark_empty", "The comment is empty.", advice="Write a few words first."
            )
        forge, key = connection.forge, None
        try:
            if kind == "comment":
                key = await forge.comment(pull, remark.body)
            elif kind == "review":
                key = await forge.review(pull, remark.event, remark.body)
            else:
                await forge.merge(pull)
        except TraceError:
            self._remember(trace.id, kind, remark, connection, key)
            with contextlib.suppress(TraceError):
                await self.refresh(name)  # it may have happened, and only its answer be lost
            raise
        self._remember(trace.id, kind, remark, connection, key)
        return await self.refresh(name)

    def _remember(
        self, name: str, kind: str, remark: Remark, connection: Connection, key: str | None
    ) -> None:
        """Keep the request of a remark, unless the forge refused it."""
        sent = [one for one in connection.drain() if one.changes and not one.refused]
        happened = {"comment": "commented", "review": "reviewed", "merge": "merged"}[kind]
        for request in sent:
            self.follower.remember(name, Sent(happened, remark.body, request, key))

    async def _pull_request(self, trace: Trace) -> tuple[PullRequest, Connection]:
        if trace.pull_request is None or trace.plan is None:
            raise TraceError(
                "no_pull_request",
                "This submission has no pull request yet.",
                advice="Wait until the step Pull request has passed.",
            )
        connection = await self.connections.open(trace.plan.project.api)
        return trace.pull_request, connection

    # -- other processes -----------------------------------------------------------------

    async def recover(self, *, wait: bool, only: str | None = None) -> None:
        """See to submissions whose owner is gone: to all, or to ``only`` one."""
        before = set(await asyncio.to_thread(self.store.abandoned))
        await self.runner.recover(wait=wait, only=only)
        if wait:
            for name in before if only is None else before & {only}:
                task = asyncio.create_task(self._follow(name))
                self._following.add(task)
                task.add_done_callback(self._following.discard)

    async def watch(self, every: float) -> None:
        """Until cancelled: look for records of other processes, and for owners that are gone."""
        while True:
            newest = await asyncio.to_thread(self.store.pulse)
            for name, sequence in newest.items():
                if self._seen and self._seen.get(name) != sequence:
                    self._notify(Event(submission=name, sequence=sequence))
            self._seen = newest or {"": 0}
            await self.recover(wait=True)
            await asyncio.sleep(every)

    # -- identity and forge --------------------------------------------------------------

    async def identity(self) -> Identity:
        """Return who is signed in. Raises ``not_signed_in``."""
        key = await asyncio.to_thread(self.keys.current)
        connection = await self.connections.open(key.api)
        return await self.connections.identity(key.api, connection)

    async def sign_in(self, token: str, api: str) -> Identity:
        """Sign in with a pasted token, once the forge has said whose it is."""
        key = self.keys.sign_in(token, api)
        self.connections.forget()
        try:
            connection = await self.connections.open(key.api)
            return await self.connections.identity(key.api, connection)
        except TraceError:
            self.keys.sign_out()
            raise

    def sign_out(self) -> None:
        """Forget the pasted token."""
        self.keys.sign_out()
        self.connections.forget()

    def forge(self) -> ForgeStatus | None:
        """Return the practice forge of this machine, if it runs."""
        return practice_forge.status(self.forge_directory)

    def _practice(self) -> Credential | None:
        """Return the practice credential; a forge that was made before is started again."""
        tokens = self.forge_directory / "tokens" / self._login
        if not tokens.exists():
            return None
        status = practice_forge.ensure(self.forge_directory)
        token = practice_forge.token(self.forge_directory, self._login)
        register(token)
        return Credential(f"{status.url}/api/v3", token, practice=True)
