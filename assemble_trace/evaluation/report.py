"""The report: plain JSON, of a known version, written whole or not at all."""

from __future__ import annotations

import json
import math
import platform
from pathlib import Path
from typing import Any

VERSION = 1
STAGES = ("structure", "api", "acceptance", "pruning")

#: What a report says while the program is at work, and for ever if it is killed.
UNFINISHED = "The evaluation stopped before this part was finished."


def new(stage: str, base: str, head: str, pull_request: int) -> dict[str, Any]:
    """A report in which nothing has been judged. ``stage`` is ``head`` or ``merge``."""
    report: dict[str, Any] = {
        "version": VERSION,
        "stage": stage,
        "base": base,
        "head": head,
        "pull_request": pull_request,
        "verdict": "none",
        "stages": [result(key, "error", UNFINISHED) for key in STAGES],
        "feature": None,
        "project": None,
        "environment": {"python": platform.python_version()},
        "rows": None,
        "seconds": 0.0,
        "error": {"kind": "unfinished", "message": UNFINISHED},
    }
    if stage == "head":
        put(report, result("pruning", "neutral", "Runs after the merge."))
    else:
        for key in STAGES[:3]:
            put(report, result(key, "skipped", "Judged before the merge."))
    return report


def result(
    key: str, status: str, reason: str, ballet_error: str | None = None, **more: Any
) -> dict[str, Any]:
    """One stage of the report. ``seconds`` and ``checks`` are empty unless they are given."""
    stage: dict[str, Any] = {
        "key": key,
        "status": status,
        "seconds": 0.0,
        "reason": reason,
        "ballet_error": ballet_error,
        "checks": [],
    }
    stage.update(more)
    return stage


def put(report: dict[str, Any], stage: dict[str, Any]) -> None:
    """Put a stage in its place."""
    report["stages"][STAGES.index(stage["key"])] = stage


def write(report: dict[str, Any], path: Path) -> None:
    """Write the report. A reader sees the former one or this one, never a part of it."""
    text = json.dumps(plain(report), indent=1, allow_nan=False)
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def plain(value: Any) -> Any:
    """The value as JSON can hold it: numpy's numbers as Python's, and no NaN or infinity."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)
