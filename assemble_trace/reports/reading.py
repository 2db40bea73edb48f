"""Reads the report out of a check run's text."""

from __future__ import annotations

import json
import re

from pydantic import ValidationError

from assemble_trace.errors import TraceError

from .report import Report

#: The newest version of the report that can be read.
VERSION = 2

_FENCE = re.compile(r"\A\s*```json\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)


def from_text(text: str | None) -> Report | None:
    """Read the report in a check run's ``output.text``; None if the check run has no text.

    Raises TraceError ``report_unreadable`` if there is something else in it, or a report of
    a newer version.
    """
    if text is None or not text.strip():
        return None
    fenced = _FENCE.match(text)
    if fenced is None:
        raise _unreadable("it is not one block of JSON")
    return from_json(fenced.group(1))


def from_json(text: str) -> Report:
    """Read a report that is plain JSON. Raises TraceError ``report_unreadable``."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable("its JSON is broken") from error
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _unreadable("it does not say which version it is")
    if version > VERSION:
        raise TraceError(
            "report_unreadable",
            f"The evaluation's report is of version {version}, newer than this program reads.",
            advice="Update assemble-trace, then look at the submission again.",
            details={"version": version, "readable": VERSION},
        )
    try:
        return Report.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _unreadable(f"{where or 'it'} is not what was expected") from error


def _unreadable(why: str) -> TraceError:
    return TraceError(
        "report_unreadable",
        f"The evaluation's report cannot be read: {why}.",
        advice="Look at the check run's own page, or push again to have the checks run anew.",
        details={"why": why},
    )
