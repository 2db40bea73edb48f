"""States: what a step found and what it left, looked up in the store."""

from __future__ import annotations

import asyncio

from assemble_trace.commands import plain
from assemble_trace.errors import TraceError
from assemble_trace.models import KeptFile, StateView, StepRecord, Trace
from assemble_trace.redact import redact
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import MOST, Kept
from assemble_trace.replay.objects.raw import Unsafe
from assemble_trace.replay.sandboxes.tasks import obstacle, step_of
from assemble_trace.replay.states import trees
from assemble_trace.replay.states.references import references
from assemble_trace.store import Store

#: The longest file that is shown, in bytes.
LONGEST = 200_000
#: Steps before the commit: what is shown is what it is built on.
_BEFORE = {"lint", "fork", "branch"}


class States:
    """Every past state of a submission's files and branches. It needs no network."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def state(self, name: str, key: str) -> StateView:
        """Return how everything stood around a step. Raises ``step_not_found``."""
        return await asyncio.to_thread(self._state, name, key)

    async def file(self, name: str, key: str, path: str) -> KeptFile:
        """Return a file of the tree shown at a step. Raises ``path_not_found``."""
        return await asyncio.to_thread(self._file, name, key, path)

    def _state(self, name: str, key: str) -> StateView:
        trace = self._store.trace(name)
        step = step_of(trace, key)
        kept = Kept(self._store.kept_objects(trace.id), trace.plan)
        view = StateView(
            step=step.key,
            title=step.title,
            happened=step.status == "passed",
            commit=commit_at(trace, step),
            tree=[],
            changes=[],
            refs=[],
        )
        if trace.plan is None:
            view.missing.append("It was refused before it had a plan, so there is nothing to see.")
            view.why = obstacle(trace, step, kept)
            return view
        view.refs = references(trace, trace.plan, step)
        _look(view, trace, kept)
        view.why = obstacle(trace, step, kept)
        view.sandbox = not view.why
        return view

    def _file(self, name: str, key: str, path: str) -> KeptFile:
        trace = self._store.trace(name)
        kept = Kept(self._store.kept_objects(trace.id), trace.plan)
        try:
            tree = trees.paths(kept, commit_at(trace, step_of(trace, key))) or {}
        except Unsafe:
            tree = {}
        found = next((one for one in tree.values() if trees.shown(one.path) == path), None)
        if found is None or found.mode == raw.FOLDER:
            raise TraceError(
                "path_not_found",
                f"There is no file called {path!r} in the tree of this step.",
                advice="Choose a file from the list of the tree.",
            )
        if not found.kept:
            why = "It is not part of this submission, so its content was not kept."
            return KeptFile(path=path, sha=found.sha, text=None, why=why)
        text = trees.text_of(kept, found)
        if text is None:
            return KeptFile(path=path, sha=found.sha, text=None, why="It is no text.")
        if len(text) > LONGEST:
            return KeptFile(path=path, sha=found.sha, text=None, why="It is too long to show.")
        return KeptFile(path=path, sha=found.sha, text=plain(redact(text)))


def commit_at(trace: Trace, step: StepRecord) -> str | None:
    """Return the commit whose tree is shown at a step: the new one, once it was made."""
    if trace.plan is None:
        return None
    if trace.kind == "withdraw":
        return trace.plan.commit
    made = any(one.key == "commit" and one.status == "passed" for one in trace.steps)
    return trace.plan.commit if made and step.key not in _BEFORE else trace.plan.start


def _look(view: StateView, trace: Trace, kept: Kept) -> None:
    """Fill in the tree and what is different in it, and say what is missing."""
    assert trace.plan is not None
    if kept.damaged:
        view.missing.append(
            f"{len(kept.damaged)} of the kept objects are not what their names say,"
            " and are left out."
        )
    try:
        now = trees.paths(kept, view.commit)
        before = trees.paths(kept, trace.plan.start) if view.commit == trace.plan.commit else None
    except Unsafe as problem:
        view.missing.append(f"The kept objects hold {problem}, which git would refuse.")
        return
    if now is None:
        view.missing.append(_nothing(trace))
        return
    view.tree = trees.listed(kept, now, before)
    view.changes = trees.differences(kept, now, before) if before is not None else []
    unkept = sum(not one.kept for one in view.tree)
    if len(now) >= MOST:
        view.missing.append(f"The tree has more than {MOST:,} paths; the others are left out.")
    if unkept:
        view.missing.append(
            "What the submission did not touch is named and was not kept:"
            f" {unkept} of {len(view.tree)} paths."
        )


def _nothing(trace: Trace) -> str:
    if trace.kind == "withdraw":
        return "A withdrawal makes no commit, so no files are kept with it."
    if any(step.key == "commit" and step.status == "passed" for step in trace.steps):
        return "The objects of this commit were not kept with the record, or went missing."
    return "No files were kept yet: they are once the step Commit has passed."
