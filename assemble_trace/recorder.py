"""The one gate through which every record passes: redacted, stored, then announced."""

from __future__ import annotations

import asyncio
import json
import platform
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

from assemble_trace.models import AT_WORK, Event, Model, StepRecord, Submission
from assemble_trace.redact import redact_value
from assemble_trace.store import Store
from assemble_trace.store.carrying import Carried, take_again

_PACKAGES = ("assemble-trace", "PyGithub", "dulwich", "black", "pyflakes", "jupyter_server")


class Recorder:
    """Writes submissions and steps to the store and nudges whoever watches.

    ``notify`` is called on the event loop, after the record is safe on disk.
    """

    def __init__(self, store: Store, notify: Callable[[Event], None] | None = None) -> None:
        self.store = store
        self._notify = notify or (lambda event: None)

    async def create(
        self, submission: Submission, records: Sequence[StepRecord], digest: str | None
    ) -> None:
        """Write down a new submission and its steps."""
        documents = [_document(record) for record in records]
        sequence = await asyncio.to_thread(
            self.store.create, _document(submission), documents, environment(), digest
        )
        self._notify(Event(submission=submission.id, sequence=sequence))

    async def write(
        self,
        submission: Submission,
        record: StepRecord | None = None,
        kind: str = "submission",
        *,
        before: StepRecord | None = None,
    ) -> None:
        """Write down what changed, in one transaction, then announce it.

        ``before`` is a step whose outcome was not written down yet. While somebody is at work,
        only what is written ahead of an effect waits for the disk.
        """
        document = _document(record) if record else None
        ended = _document(before) if before else None
        kind = record.key if record else kind
        sure = submission.status not in AT_WORK
        sequence = await asyncio.to_thread(
            self.store.write, _document(submission), document, kind, ended, sure=sure
        )
        self._notify(Event(submission=submission.id, sequence=sequence))

    async def take(
        self,
        submission: Submission,
        records: Sequence[StepRecord],
        objects: Sequence[tuple[str, str, bytes]],
    ) -> bool:
        """Write down what was rebuilt, in place of an earlier look at the same.

        Returns whether there was one.
        """
        made = Carried(
            document=json.dumps(_document(submission)),
            environment=json.dumps(environment()),
            steps=[json.dumps(_document(record)) for record in records],
            objects=list(objects),
        )
        sequence = await asyncio.to_thread(take_again, self.store, made, time.time())
        self._notify(Event(submission=submission.id, sequence=sequence))
        return sequence > 1

    def write_ahead(self, submission: Submission, record: StepRecord) -> None:
        """Write down what is about to be done. Waits for the disk, so not on the event loop."""
        self.store.write(_document(submission), _document(record), record.key)


@cache
def environment() -> dict[str, str]:
    """Return the versions that a trace was made with."""
    found = {"python": platform.python_version(), "system": platform.system()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _document(record: Model) -> dict[str, Any]:
    return cast("dict[str, Any]", redact_value(record.model_dump(mode="json")))
