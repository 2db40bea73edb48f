"""Reading in what happened elsewhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from assemble_trace import showing
from assemble_trace.errors import TraceError
from assemble_trace.models import ACTIVE, Event, ImportView, Trace
from assemble_trace.replay.bundles import Bundle, read
from assemble_trace.store import Store
from assemble_trace.store.attempts import family
from assemble_trace.store.carrying import carry_in


class Imports:
    """Takes in records that were not made here. ``notify`` hears of each."""

    def __init__(self, store: Store, notify: Callable[[Event], None]) -> None:
        self._store = store
        self._notify = notify

    async def bundle(self, data: bytes) -> ImportView:
        """Read in a bundle. The same one again is said to be here, and changes nothing.

        Raises what `read` and `carry_in` raise; then nothing was written down.
        """
        found = await asyncio.to_thread(_take, self._store, data)
        if not found.known:
            trace = found.view.trace
            self._notify(Event(submission=trace.id, sequence=trace.sequence))
        return found


def check_own(store: Store, trace: Trace) -> None:
    """Raise ``imported_record`` where a submission was read in: nothing can be done with it."""
    if store.standing(trace.id)[1] is not None:
        raise TraceError(
            "imported_record",
            f"{trace.short_id} was read in: it did not happen here, and only shows what happened.",
            advice="Look at it, play it, compare it, or start a new submission from its code.",
        )


def _take(store: Store, data: bytes) -> ImportView:
    bundle = read(data)
    name, known = carry_in(store, bundle.carried, time.time())
    trace = store.trace(name)
    remarks = [*bundle.remarks, *_remarks(bundle, trace)]
    shelf, imported = store.standing(name)
    view = showing.view(trace, family(store, name, trace), shelf=shelf, imported=imported)
    return ImportView(view=view, known=known, remarks=remarks, digest=bundle.digest)


def _remarks(bundle: Bundle, trace: Trace) -> list[str]:
    said, saved = [], bundle.trace()
    if trace.short_id != saved.short_id:
        said.append(f"Another record here is called {saved.short_id}: this is {trace.short_id}.")
    if saved.status in ACTIVE:
        said.append("It was under way when it was saved; what followed is not in it.")
    return said
