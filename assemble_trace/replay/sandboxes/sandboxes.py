"""Sandboxes: opened, looked at, judged and closed again."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from assemble_trace.errors import TraceError
from assemble_trace.models import Model, Sandbox, SandboxCheck, StepKey, Trace
from assemble_trace.redact import redact
from assemble_trace.replay.objects.kept import Kept
from assemble_trace.replay.objects.raw import Unsafe
from assemble_trace.replay.sandboxes.checking import check
from assemble_trace.replay.sandboxes.git import Failed
from assemble_trace.replay.sandboxes.making import address, make
from assemble_trace.replay.sandboxes.tasks import Task, obstacle, step_of
from assemble_trace.store import Store

#: The folder that holds all sandboxes, under the server's root or the current folder.
FOLDER = "assemble-sandboxes"
#: What a sandbox says of itself.
_LABEL = "sandbox.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")
#: The longest label that is read, in characters.
_LONGEST = 10_000


class _Label(Model):
    """What a sandbox was made of. ``repository`` is the folder to work in."""

    submission: str
    step: StepKey
    repository: str
    whole: bool


class Sandboxes:
    """Every sandbox of one learner, whichever folder they are in.

    ``wake`` sees to it that the practice forge answers, if there is one.
    """

    def __init__(self, store: Store, wake: Callable[[], object]) -> None:
        self._store = store
        self._wake = wake

    async def open(self, root: Path, name: str, key: str) -> Sandbox:
        """Make the sandbox of a step under ``root``; one that is there already is left as it is.

        Raises ``sandbox_impossible``, ``objects_missing`` and ``sandbox_failed``.
        """
        return await asyncio.to_thread(self._open, root, name, key)

    async def check(self, root: Path, name: str, key: str) -> SandboxCheck:
        """Judge the sandbox of a step. Raises ``sandbox_missing``."""
        return await asyncio.to_thread(self._check, root, name, key)

    async def check_folder(self, folder: Path) -> SandboxCheck:
        """Judge the sandbox that a folder is, or is in. Raises ``sandbox_missing``."""
        return await asyncio.to_thread(self._check_folder, folder)

    async def close(self, root: Path, name: str, key: str) -> None:
        """Delete the sandbox of a step, with all that was done in it."""
        await asyncio.to_thread(self._close, root, name, key)

    def _open(self, root: Path, name: str, key: str) -> Sandbox:
        task, kept, imported = self._task(name, key)
        folder = root / FOLDER / task.id
        if _label(folder) is not None:
            return _sandbox(root, folder, task)
        if folder.exists() or folder.is_symlink():
            raise TraceError(
                "sandbox_failed",
                f"Something else is at {FOLDER}/{task.id} already.",
                advice="Rename or delete that folder, then open the sandbox again.",
            )
        asked = address(task, imported=imported) is not None
        if asked and task.plan.identity.practice and not imported:
            with contextlib.suppress(TraceError):  # it cannot be started: kept paths only, then
                self._wake()
        _prepare(folder.parent)
        # made beside its place and then moved there: half of one is never seen
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as making:
            draft = Path(making) / task.id
            draft.mkdir()
            repository = _repository(task)
            try:
                whole = make(draft / repository, task, kept, asked=asked)
            except (Failed, Unsafe, OSError) as problem:
                raise TraceError(
                    "sandbox_failed",
                    f"The sandbox could not be made: {redact(str(problem))}.",
                    advice="Try again. The record itself is not touched by this.",
                ) from problem
            label = _Label(
                submission=task.trace.id, step=task.step.key, repository=repository, whole=whole
            )
            (draft / _LABEL).write_text(label.model_dump_json(indent=2) + "\n", encoding="utf-8")
            with contextlib.suppress(OSError):  # somebody else made it meanwhile
                draft.rename(folder)
        return _sandbox(root, folder, task)

    def _check(self, root: Path, name: str, key: str) -> SandboxCheck:
        task, kept, _ = self._task(name, key)
        folder = root / FOLDER / task.id
        return check(folder, _labelled(folder).repository, task, kept)

    def _check_folder(self, folder: Path) -> SandboxCheck:
        folder = folder.absolute()
        place = next((one for one in (folder, *folder.parents) if _label(one)), folder)
        label = _labelled(place)
        task, kept, _ = self._task(label.submission, label.step)
        return check(place, label.repository, task, kept)

    def _close(self, root: Path, name: str, key: str) -> None:
        task, _, _ = self._task(name, key)
        folder = root / FOLDER / task.id
        _labelled(folder)
        shutil.rmtree(folder)

    def _task(self, name: str, key: str) -> tuple[Task, Kept, bool]:
        trace = self._store.trace(name)
        step = step_of(trace, key)
        kept = Kept(self._store.kept_objects(trace.id), trace.plan)
        why = obstacle(trace, step, kept)
        if why or trace.plan is None or not _ID.fullmatch(trace.short_id):
            raise TraceError(
                "sandbox_impossible",
                why or "The record has a name that no folder may have.",
                advice=_instead(trace, kept),
            )
        _, imported = self._store.standing(trace.id)
        return Task(trace, trace.plan, step), kept, imported is not None


def _instead(trace: Trace, kept: Kept) -> str:
    """Say which steps can be done by hand, if any can."""
    able = [one.key for one in trace.steps if not obstacle(trace, one, kept)]
    if not able or not _ID.fullmatch(trace.short_id):
        return "No step of this submission can be done by hand."
    return f"Do another step by hand: {' or '.join(able)}."


def _sandbox(root: Path, folder: Path, task: Task) -> Sandbox:
    label = _labelled(folder)
    directory = folder / label.repository
    remarks = []
    if not label.whole:
        remarks.append(
            "The upstream could not be asked, so only the files that were kept with the submission"
            " are here. Committing works as it does with all of them."
        )
    if task.step.key != "push":
        remarks.append("Whatever you do here stays here: a push to any address is kept away.")
    return Sandbox(
        id=folder.name,
        step=task.step.key,
        directory=str(directory),
        path=directory.relative_to(root).as_posix(),
        goal=task.goal,
        lines=task.lines,
        whole=label.whole,
        remarks=remarks,
    )


def _repository(task: Task) -> str:
    """Name the folder to work in as the clone of the project is named, if that is harmless."""
    name = task.plan.directory
    return name if _NAME.fullmatch(name) and not name.endswith(".git") else "project"


def _prepare(place: Path) -> None:
    """Make the folder of all sandboxes; a project around it does not see them."""
    place.mkdir(exist_ok=True)
    ignored = place / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", encoding="ascii")


def _label(folder: Path) -> _Label | None:
    file = folder / _LABEL
    if folder.is_symlink() or file.is_symlink() or not file.is_file():
        return None
    try:
        label = _Label.model_validate_json(file.read_text(encoding="utf-8")[:_LONGEST])
    except (OSError, UnicodeDecodeError, ValidationError):
        return None
    return label if _NAME.fullmatch(label.repository) else None


def _labelled(folder: Path) -> _Label:
    label = _label(folder)
    if label is None:
        raise TraceError(
            "sandbox_missing",
            f"There is no sandbox at {folder.name!r}.",
            advice="Open one at the step that you want to do by hand.",
        )
    return label
