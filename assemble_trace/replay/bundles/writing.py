"""Packs a submission into one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from assemble_trace.errors import TraceError
from assemble_trace.lessons import lesson
from assemble_trace.models import Submission
from assemble_trace.replay.bundles.archive import packed
from assemble_trace.replay.bundles.conversation import conversation
from assemble_trace.replay.bundles.words import (
    MANIFEST,
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_UNPACKED,
    PULL_REQUEST,
    RECORD,
    Document,
    Entry,
    Manifest,
    RecordEntry,
    digest_of,
    limit,
    too_large,
)
from assemble_trace.store import Store
from assemble_trace.store.carrying import Carried, carry_out


def pack(store: Store, name: str) -> bytes:
    """Return a submission as a bundle, by its id or its short id.

    The same record gives the same bytes. Raises ``trace_not_found``, ``nothing_to_export`` or
    ``bundle_too_large``.
    """
    return bundle_of(carry_out(store, name))


def bundle_of(carried: Carried) -> bytes:
    """Return what was carried out of a store as a bundle."""
    submission = Submission.model_validate_json(carried.document)
    if submission.status == "planned":
        raise TraceError(
            "nothing_to_export",
            "This is a plan that was never sent: there is nothing to carry away yet.",
            advice="Press Submit first.",
        )
    entries = {RECORD: _record(carried), **dict(_pages(carried))}
    text = conversation(submission)
    if text:
        entries[PULL_REQUEST] = text.encode()
    for sha, kind, data in carried.objects:
        entries[f"objects/{sha}"] = f"{kind} {len(data)}\0".encode() + data
    return sealed(entries)


def sealed(entries: dict[str, bytes]) -> bytes:
    """Return entries with their manifest before them, as one file."""
    about = {
        name: Entry(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in sorted(entries.items())
    }
    manifest = Manifest(digest=digest_of(about), entries=about)
    if (
        len(about) >= MOST_ENTRIES
        or sum(map(len, entries.values())) > MOST_UNPACKED
        or any(len(data) > limit(name) for name, data in entries.items())
    ):
        raise too_large()
    first = (MANIFEST, manifest.model_dump_json(indent=1).encode())
    whole = packed([first, *sorted(entries.items())])
    if len(whole) > MOST_BYTES:
        raise too_large()
    return whole


def _record(carried: Carried) -> bytes:
    record = RecordEntry.model_validate(
        {
            "submission": {
                "document": _document(carried.document),
                "environment": _document(carried.environment),
                "digest": carried.digest,
                "step": carried.step,
                "error": carried.error,
                "sequence": carried.sequence,
            },
            "steps": [_document(one) for one in carried.steps],
            "events": [vars(one) | {"document": _document(one.document)} for one in carried.events],
        }
    )
    return json.dumps(record.model_dump()).encode()


def _document(text: str) -> Document:
    """Return a document as JSON if that gives the same text back, and else as its text."""
    value: Document = json.loads(text)
    return value if json.dumps(value) == text else text


def _pages(carried: Carried) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that explain the steps of a submission and what went wrong in it."""
    for document in carried.steps:
        step = json.loads(document)
        found = lesson("steps", step["key"])
        if found:
            yield f"pages/steps/{step['key']}.md", found.encode()
        code = (step.get("error") or {}).get("code")
        found = lesson("errors", code) if code else None
        if found:
            yield f"pages/errors/{code}.md", found.encode()
