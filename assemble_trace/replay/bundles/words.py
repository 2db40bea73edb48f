"""What a bundle is made of: its names, its limits, its documents, and what can be wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from assemble_trace.errors import TraceError
from assemble_trace.models import Model, StepKey

FORMAT: Final = "assemble-trace bundle"
VERSION: Final = 1
#: A bundle is a zip archive. Its ending is its own, so that no browser unpacks it unasked.
ENDING, MEDIA = "assemble", "application/vnd.assemble-trace.bundle"

MANIFEST, RECORD, PULL_REQUEST = "bundle.json", "record.json", "pull-request.md"
_NAMES = re.compile(
    r"bundle\.json|record\.json|pull-request\.md"
    r"|objects/[0-9a-f]{40}|pages/(?:steps|errors)/[a-z_]{1,64}\.md"
)

#: The largest bundle that is read or written, packed; how many entries; and all of it unpacked.
MOST_BYTES, MOST_ENTRIES, MOST_UNPACKED = 8 << 20, 2_000, 32 << 20
#: How large each entry may be, unpacked (bytes).
_LIMITS = {MANIFEST: 1 << 20, RECORD: 16 << 20, PULL_REQUEST: 1 << 20}
_LIMIT = 4 << 20
#: The largest number that every store can hold.
_MOST = 2**31 - 1

#: A document as JSON, or as the text that it is where JSON would not give the same text back.
Document = dict[str, Any] | str


class Entry(Model):
    """What the manifest says of another entry."""

    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Model):
    """``bundle.json``: what else there is. ``digest`` is over all of it."""

    format: Literal["assemble-trace bundle"] = FORMAT
    version: Literal[1] = VERSION
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    entries: dict[str, Entry]


class EventEntry(Model):
    """An event of the record. ``at`` is seconds since 1970."""

    sequence: Annotated[int, Field(ge=1, le=_MOST)]
    at: Annotated[float, Field(ge=0, le=253_402_300_799)]
    kind: Annotated[str, Field(pattern=r"^[a-z_ ]{1,32}$")]
    document: Document


class SubmissionEntry(Model):
    """The submission itself, with what is known beside its document."""

    document: Document
    environment: Document
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")] | None
    step: StepKey | None
    error: Annotated[str, Field(pattern=r"^[a-z_0-9]{1,64}$")] | None
    sequence: Annotated[int, Field(ge=1, le=_MOST)]


class RecordEntry(Model):
    """``record.json``: the submission, its steps, and everything that was ever written of it."""

    submission: SubmissionEntry
    steps: Annotated[list[Document], Field(min_length=1, max_length=9)]
    events: Annotated[list[EventEntry], Field(max_length=100_000)]


def known(name: str) -> bool:
    """Say whether a bundle may have an entry of this name."""
    return _NAMES.fullmatch(name) is not None


def limit(name: str) -> int:
    """Return how many bytes an entry may hold, unpacked."""
    return _LIMITS.get(name, _LIMIT)


def digest_of(entries: Mapping[str, Entry]) -> str:
    """Return the digest over all entries: SHA-256 of the lines of ``sha256sum``, by name."""
    lines = "".join(f"{entries[name].sha256}  {name}\n" for name in sorted(entries))
    return hashlib.sha256(lines.encode()).hexdigest()


def refused(why: str) -> TraceError:
    """Return the error for a bundle that is not as bundles are."""
    return TraceError(
        "bundle_refused",
        f"This bundle is not read: {why}.",
        advice="Ask for the file as it was saved, with: assemble-trace traces export --format"
        " bundle",
        details={"why": why},
    )


def edited() -> TraceError:
    """Return the error for a bundle that is not what was saved."""
    return TraceError(
        "bundle_edited",
        "This bundle was changed after it was saved, or damaged on its way.",
        advice="Ask for the file once more, from where it was saved.",
    )


def too_large() -> TraceError:
    """Return the error for what is larger than any bundle may be."""
    return TraceError(
        "bundle_too_large",
        f"This is larger than a bundle may be ({MOST_BYTES >> 20} MB).",
        advice="A usual bundle has less than 60 kB: check that it is the file you meant.",
    )
