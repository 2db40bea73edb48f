"""What is put into a report by who started the program, and the report of what never ran."""

from __future__ import annotations

import json
from typing import Any

from assemble_trace.sandbox import Limits, Outcome

from .assignment import Assignment
from .data import Data
from .isolating import Isolated

#: The stages of a report, in order.
STAGES = ("structure", "api", "acceptance", "pruning")
#: The version of the report that is written here.
VERSION = 2

_GB = 1024**3
_FURTHER = "The evaluation did not get that far."


def sealed(report: dict[str, Any], isolation: Isolated) -> bytes:
    """The report as it is handed on. How the code was shut in is not the program's to say."""
    return json.dumps({**report, "isolation": isolation.as_json()}).encode()


def refusal(assignment: Assignment, sentence: str) -> dict[str, Any]:
    """The report of a commit that was not judged, because its code cannot be shut in here."""
    report: dict[str, Any] = {
        "version": VERSION,
        "stage": assignment.stage,
        "base": assignment.base,
        "head": assignment.head,
        "pull_request": assignment.pull_request,
        "verdict": "none",
        "stages": [{"key": key, "status": "error", "reason": sentence} for key in STAGES],
        "error": {"kind": "not_isolated", "message": sentence},
    }
    if assignment.stage == "merge":
        for stage in report["stages"][:3]:
            stage |= {"status": "skipped", "reason": "Judged before the merge."}
    else:
        report["stages"][3] |= {"status": "neutral", "reason": "Runs after the merge."}
    return report


def without_data(report: dict[str, Any], data: Data) -> dict[str, Any]:
    """The report of a commit that was judged by its structure alone, for want of data.

    A structure that did not pass is a verdict, with or without data.
    """
    if any(stage["status"] == "failure" for stage in report["stages"]):
        return _because(report, "Not reached, because an earlier stage did not pass.", "skipped")
    changed = _because(report, data.error, "error")
    changed["verdict"] = "none"
    changed["error"] = {
        "kind": "data",
        "message": data.error,
        "needs_network": data.needs_network,
    }
    nothing = "There are no data."
    return changed | {"missing": {"data": data.error, "opinion": nothing, "comparison": nothing}}


#: What to try after a run that was ended; the program could not say it itself any more.
_ADVICE = {
    "time": [
        "Compute the feature for the whole column at once: loops over rows in Python are slow.",
        "Run the cell on the project's data and see how long it takes.",
    ],
    "memory": [
        "Look for a table that has a row for each pair of rows, or a column for each value of a "
        "column with many values, and compute the same without it."
    ],
    "disk": ["Keep values in memory: a feature has no need to write files."],
    "processes": ["Compute in one process: a feature has no need to start others."],
}


def _because(report: dict[str, Any], reason: str, status: str) -> dict[str, Any]:
    """The report with a reason for each stage that needs data."""
    needs_data = ("pruning",) if report["stage"] == "merge" else ("api", "acceptance")
    stages = [
        {**stage, "status": status, "reason": reason} if stage["key"] in needs_data else stage
        for stage in report["stages"]
    ]
    return {**report, "stages": stages}


def ended_early(
    report: dict[str, Any], outcome: Outcome, limits: Limits, *, stopped: bool
) -> dict[str, Any]:
    """The last report of a run that was ended, with the reason for what is not in it."""
    ended = _why_ended(outcome, limits, stopped)
    error = report.get("error")
    if ended is None or (isinstance(error, dict) and error.get("kind") != "unfinished"):
        return report
    kind, message = ended
    stages = [
        {**stage, "reason": message}
        if stage["status"] == "error" and stage.get("ballet_error") is None
        else stage
        for stage in report["stages"]
    ]
    judged = report["verdict"] != "none"
    why = message if judged else _FURTHER
    missing = {part: why for part in ("opinion", "comparison") if not report.get(part)}
    return {
        **report,
        "stages": stages,
        "error": None if judged else {"kind": kind, "message": message},
        "advice": (report.get("advice") or []) if judged else _ADVICE.get(kind, []),
        "missing": {**missing, **(report.get("missing") or {})},
    }


def _why_ended(outcome: Outcome, limits: Limits, stopped: bool) -> tuple[str, str] | None:
    if stopped:
        return "cancelled", "It was stopped before it was finished, because somebody asked for it."
    if outcome.timed_out:
        seconds = f"{limits.wall_seconds:.0f} seconds"
        return "time", f"It was stopped after {seconds}, the time that one evaluation may take."
    if outcome.memory_exceeded:
        size = f"{limits.memory_bytes / _GB:.1f} GB"
        return "memory", f"It was stopped because it needed more than {size} of memory."
    if outcome.disk_exceeded:
        size = f"{limits.disk_bytes / _GB:.1f} GB"
        return "disk", f"It was stopped because it wrote more than {size} to the disk."
    if outcome.processes_exceeded:
        return "processes", "It was stopped because it started too many processes."
    return None
