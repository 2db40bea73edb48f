"""The trace store: append-only events, with submissions and steps as their summary."""

from assemble_trace.store.opening import open_store
from assemble_trace.store.store import Store

__all__ = ["Store", "open_store"]
