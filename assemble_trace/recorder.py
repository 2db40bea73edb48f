"""The one gate through which every record passes: redacted, stored, then announced."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

from assemble_trace.models import Event, Model, StepRecord, Submission
from assemble_trace.redact import redact_value
from assemble_trace.store import Store

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

        ``before`` is a step whose outcome was not written down yet.
        """
        document = _document(record) if record else None
        ended = _document(before) if before else None
        kind = record.key if record else kind
        sequence = await asyncio.to_thread(
            self.store.write, _document(submission), document, kind, ended
        )
        self._notify(Event(submission=submission.id, sequence=sequence))

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
