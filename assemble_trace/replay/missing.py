"""What a record does not tell, said in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assemble_trace.models import ACTIVE, StepKey, StepRecord, TraceView

Written = tuple[datetime | None, StepRecord]


def sentences(
    view: TraceView, written: Mapping[StepKey, Sequence[Written]], unread: bool
) -> list[str]:
    """Say what is missing in a trace, in the order in which it is missing."""
    trace = view.trace
    found: list[str] = []
    if trace.status == "planned":
        found.append("It was planned and never sent, so nothing happened yet.")
    elif trace.status in ACTIVE:
        found.append("It is still under way: this is as far as it has come.")
    if trace.rebuilt:
        found.append("Nobody recorded it: what happened was concluded from what it left.")
    for record in trace.steps:
        if any(state.status == "interrupted" for _, state in written[record.key]):
            found.append(
                f"The program that did it ended in the middle of {record.title}: what happened"
                " between its last record and its end is not known."
            )
        if record.status not in {"pending", "cancelled", "paused"} and not record.started_at:
            found.append(f"When {record.title} began is not known.")
        unheard = [one for one in record.requests if one.status is None]
        if unheard:
            times = "a request" if len(unheard) == 1 else f"{len(unheard)} requests"
            found.append(f"What the forge answered to {times} of {record.title} was not heard.")
    stopped = any(record.status == "interrupted" for record in trace.steps)
    if trace.status == "interrupted" and not stopped:
        found.append("The program that did it ended between two steps.")
    if unread:
        found.append("Some of what was written down on the way cannot be read any more.")
    return found
