"""A submission in other formats, to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assemble_trace.models import Replay, Trace, TraceView


@dataclass(frozen=True)
class Material:
    """What an export is made from. ``bundle`` is the bundle's bytes, made when asked for."""

    view: TraceView
    replay: Replay
    bundle: Callable[[], bytes]

    @property
    def trace(self) -> Trace:
        """Return the trace itself."""
        return self.view.trace


@dataclass(frozen=True)
class Export:
    """A format: what it is called, its file's ending and media type, and how it is made."""

    label: str
    ending: str
    media: str
    make: Callable[[Material], bytes]
