"""Copies of submissions, to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assemble_trace.errors import TraceError
from assemble_trace.replay.bundles import pack
from assemble_trace.replay.exports import EXPORTS, Material
from assemble_trace.replay.playing import Playing
from assemble_trace.store import Store


@dataclass(frozen=True)
class Copy:
    """A file to save: its name, its media type and what is in it."""

    name: str
    media: str
    data: bytes


class Taking:
    """Makes copies of what a store holds. It reads the records, which hold no secrets."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._playing = Playing(store)

    def copy(self, name: str, format: str) -> Copy:
        """Return a submission in one of the formats of `EXPORTS`. Waits for the disk.

        Raises ``trace_not_found``, ``nothing_to_export``, and ``request_malformed`` for a format
        that there is not.
        """
        export = EXPORTS.get(format)
        if export is None:
            raise TraceError(
                "request_malformed",
                f"format is one of {', '.join(EXPORTS)}.",
                advice="Choose one of these formats.",
            )
        replay = self._playing.replay(name)
        trace = replay.view.trace
        data = export.make(Material(replay, lambda: pack(self._store, trace.id)))
        stem = re.sub(r"[^0-9A-Za-z-]", "-", trace.short_id)[:64]
        return Copy(f"{stem}.{export.ending}", export.media, data)
