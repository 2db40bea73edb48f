"""The nudge: an event that says which submission changed, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assemble_trace.models import Event

SCHEMA_ID = "https://assemble-trace.org/events/submission"
SCHEMA: dict[str, Any] = {
    "$id": SCHEMA_ID,
    "version": "1",
    "title": "A submission changed",
    "description": "Read the submission again; the event itself holds no truth.",
    "type": "object",
    "properties": {
        "submission": {"type": "string", "description": "The submission's id."},
        "sequence": {"type": "integer", "description": "Grows with every record."},
    },
    "required": ["submission", "sequence"],
    "additionalProperties": False,
}


def publisher(logger: Any) -> Callable[[Event], None]:
    """Return a function that emits on a jupyter_events ``EventLogger``.

    Call it on the event loop's thread only: the logger schedules its listeners there.
    """
    logger.register_event_schema(SCHEMA)

    def publish(event: Event) -> None:
        logger.emit(schema_id=SCHEMA_ID, data=event.model_dump())

    return publish
