"""A submission as a script that a person can run: the same commit, branch and pull request."""

from __future__ import annotations

from typing import Literal, get_args

from assemble_trace.errors import TraceError
from assemble_trace.models import ScriptView, Trace
from assemble_trace.scripts import bash, powershell

__all__ = ["FORMATS", "Format", "script"]

Format = Literal["sh", "ps1"]
FORMATS: tuple[Format, ...] = get_args(Format)


def script(trace: Trace, format: Format) -> ScriptView:
    """Return a trace as a script. Raises ``nothing_to_export`` where nothing was planned."""
    if trace.plan is None or not any(step.commands for step in trace.steps):
        raise TraceError(
            "nothing_to_export",
            "There is nothing here that a script could do.",
            advice="Export a submission whose plan was made; its steps show their commands.",
        )
    if trace.rebuilt:
        raise TraceError(
            "nothing_to_export",
            "Somebody else made this by hand: a script would send it again, under your name.",
            advice="Save it as Markdown: that holds the lines that make the commit.",
        )
    whole = (bash if format == "sh" else powershell).whole(trace)
    return ScriptView(name=f"{trace.short_id}.{format}", script=whole)
