"""What a copy of a submission is made from, and what a format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assemble_trace.models import Replay, Trace, TraceView


@dataclass(frozen=True)
class Material:
    """What an export is made from. ``bundle`` gives the bundle's bytes when asked for."""

    replay: Replay
    bundle: Callable[[], bytes]

    @property
    def view(self) -> TraceView:
        """Return the trace with what is derived from it."""
        return self.replay.view

    @property
    def trace(self) -> Trace:
        """Return the trace itself."""
        return self.replay.view.trace


@dataclass(frozen=True)
class Export:
    """A format: what it is called and good for, its file's ending and media type, its making."""

    label: str
    good_for: str
    ending: str
    media: str
    make: Callable[[Material], bytes]
