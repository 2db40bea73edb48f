"""Past submissions, ready to be played."""

from __future__ import annotations

from assemble_trace import showing
from assemble_trace.models import Replay
from assemble_trace.replay.timeline import timeline
from assemble_trace.store import Store
from assemble_trace.store.attempts import family
from assemble_trace.store.happened import happened


class Playing:
    """Plays what a store holds. It runs nothing and asks nobody."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replay(self, name: str) -> Replay:
        """Return a submission as it can be played. Waits for the disk.

        Raises ``trace_not_found``.
        """
        trace = self._store.trace(name)
        shelf, imported = self._store.standing(trace.id)
        found = family(self._store, trace.id, trace)
        view = showing.view(trace, found, shelf=shelf, imported=imported)
        return timeline(view, happened(self._store, trace.id))
