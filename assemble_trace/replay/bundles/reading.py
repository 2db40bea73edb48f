"""Reads a bundle, believes nothing of it, and executes nothing in it."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from assemble_trace import showing
from assemble_trace.errors import TraceError
from assemble_trace.models import Model, StepRecord, Trace, TraceView
from assemble_trace.redact import redact, redact_value
from assemble_trace.replay.bundles.archive import Archive
from assemble_trace.replay.bundles.checking import check, missing
from assemble_trace.replay.bundles.words import (
    FORMAT,
    MANIFEST,
    PULL_REQUEST,
    RECORD,
    VERSION,
    Document,
    Manifest,
    RecordEntry,
    digest_of,
    edited,
    known,
    refused,
)
from assemble_trace.replay.timeline import timeline
from assemble_trace.store.carrying import Carried, CarriedEvent, derived
from assemble_trace.store.happened import Happened
from assemble_trace.store.store import trace_of

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Bundle:
    """What was found in a bundle. ``remarks`` say in sentences what is missing or was changed."""

    carried: Carried
    pages: dict[str, str]
    pull_request: str | None
    digest: str
    remarks: list[str]

    def trace(self) -> Trace:
        """Return the trace, as the store would give it."""
        return _trace(self.carried)

    def view(self, imported: datetime | None = None) -> TraceView:
        """Return what is shown of it: something that did not happen here."""
        return showing.view(self.trace(), imported=imported or datetime.now(UTC))

    def happened(self) -> list[Happened]:
        """Return all that was written down of it, oldest first."""
        return _happened(self.carried)


def read(data: bytes) -> Bundle:
    """Read a bundle in memory, with every check that there is.

    Raises `TraceError`: ``not_a_bundle``, ``bundle_cut``, ``bundle_newer``, ``bundle_edited``,
    ``bundle_too_large`` or ``bundle_refused``.
    """
    try:
        return _read(data)
    except RecursionError as problem:
        raise refused("something in it is too deep") from problem


def _read(data: bytes) -> Bundle:
    archive = Archive(data)
    if archive.names[:1] != [MANIFEST]:
        raise refused(f"it does not begin with {MANIFEST}")
    manifest = _manifest(archive.entry(MANIFEST))
    names = archive.names[1:]
    strange = [name for name in names if not known(name)]
    if strange:
        raise refused(f"{strange[0][:80]!r} is no name of an entry")
    entries = {name: archive.entry(name) for name in names}
    _compare(manifest, entries)
    if RECORD not in entries:
        raise refused("it holds no record")
    carried, cleaned = _carried(entries)
    check(carried)
    _show(carried)
    remarks = missing(carried)
    if cleaned:
        remarks.append("Something in it looked like a token and was taken out.")
    return Bundle(
        carried=carried,
        pages={
            name: redact(_text(data)) for name, data in entries.items() if name.startswith("pages/")
        },
        pull_request=redact(_text(entries[PULL_REQUEST])) if PULL_REQUEST in entries else None,
        digest=manifest.digest,
        remarks=remarks,
    )


def _manifest(data: bytes) -> Manifest:
    value = _json(data)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise refused(f"{MANIFEST} does not say that it is one")
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise TraceError(
            "bundle_newer",
            f"This bundle was saved by a newer version of Assemblé Trace (format {version}).",
            advice="Update assemble-trace, then read it in.",
        )
    return _model(Manifest, value)


def _compare(manifest: Manifest, entries: dict[str, bytes]) -> None:
    """Compare each entry, and all together, with what the manifest says of them."""
    if manifest.entries.keys() != entries.keys() or digest_of(manifest.entries) != manifest.digest:
        raise edited()
    for name, data in entries.items():
        told = manifest.entries[name]
        if len(data) != told.bytes or hashlib.sha256(data).hexdigest() != told.sha256:
            raise edited()


def _carried(entries: dict[str, bytes]) -> tuple[Carried, bool]:
    """Return the record and its objects without secrets, and whether any was taken out."""
    found = _json(entries[RECORD])
    clean = redact_value(found)
    record = _model(RecordEntry, clean)
    kept = []
    for name in sorted(entries):
        if name.startswith("objects/"):
            kept.append(_object(name.removeprefix("objects/"), entries[name]))
    about = record.submission
    return Carried(
        document=_dumped(about.document),
        environment=_dumped(about.environment),
        digest=about.digest,
        step=about.step,
        error=about.error,
        sequence=about.sequence,
        steps=[_dumped(one) for one in record.steps],
        events=[
            CarriedEvent(one.sequence, one.at, one.kind, _dumped(one.document))
            for one in record.events
        ],
        objects=kept,
    ), clean != found


def _object(sha: str, data: bytes) -> tuple[str, str, bytes]:
    """Return a git object, once its content gives its own id."""
    head, _, content = data.partition(b"\0")
    kind, _, size = head.decode("ascii", "replace").partition(" ")
    if hashlib.sha1(data, usedforsecurity=False).hexdigest() != sha:
        raise refused(f"the content of the git object {sha[:12]} is not what its id says")
    if kind not in {"blob", "tree", "commit"} or size != str(len(content)):
        raise refused(f"the git object {sha[:12]} is of no kind that is kept")
    return sha, kind, content


def _show(carried: Carried) -> None:
    """Derive once all that is kept and shown, so that nothing is kept that cannot be shown."""
    try:
        derived(carried)
        view = showing.view(_trace(carried), imported=datetime.now(UTC))
        timeline(view, _happened(carried)).model_dump_json()
    except (TraceError, RecursionError):
        raise
    except Exception as problem:
        raise refused("its record does not make sense") from problem


def _happened(carried: Carried) -> list[Happened]:
    return [Happened(one.at, one.kind, one.document) for one in carried.events]


def _trace(carried: Carried) -> Trace:
    document = json.loads(carried.document)
    row = {
        "document": carried.document,
        "short_id": document["short_id"],
        "environment": carried.environment,
        "sequence": carried.sequence,
    }
    return trace_of(row, [StepRecord.model_validate_json(one) for one in carried.steps])


def _dumped(document: Document) -> str:
    if isinstance(document, str):
        _json(document)
        return document
    return json.dumps(document)


def _json(data: bytes | str) -> Any:
    try:
        return json.loads(data, parse_constant=_finite, parse_float=_finite)
    except ValueError as problem:
        raise refused("what should be JSON in it is none") from problem


def _finite(text: str) -> float:
    """Return a number, if it is one: neither NaN nor larger than all others."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number")
    return number


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _model(model: type[M], value: object) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        raise refused("its parts are not those of a bundle") from problem
