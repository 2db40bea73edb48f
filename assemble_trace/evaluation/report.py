"""The report while it is made: plain JSON, of a known version."""

from __future__ import annotations

import importlib
import math
import platform
from typing import Any

VERSION = 2
PACKAGES = {
    "ballet": "ballet",
    "numpy": "numpy",
    "pandas": "pandas",
    "scipy": "scipy",
    "scikit-learn": "sklearn",
}
STAGES = ("structure", "api", "acceptance", "pruning")

#: What a report says while the program is at work, and for ever if it is killed.
UNFINISHED = "The evaluation stopped before this part was finished."


def new(
    stage: str, base: str, head: str, pull_request: int, checks: tuple[str, ...] | None
) -> dict[str, Any]:
    """A report in which nothing has been judged. ``checks`` are the parts that are asked for."""
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
        "isolation": None,
        "data": None,
        "opinion": None,
        "comparison": None,
        "advice": [],
        "missing": {},
    }
    if stage == "merge":
        for key in STAGES[:3]:
            put(report, result(key, "skipped", "Judged before the merge."))
    else:
        put(report, result("pruning", "neutral", "Runs after the merge."))
    for key in STAGES:
        if checks is not None and key not in checks and stage_of(report, key) == UNFINISHED:
            put(report, result(key, "skipped", "Not asked for."))
    return report


def stage_of(report: dict[str, Any], key: str) -> str:
    """The reason that a stage gives."""
    return str(report["stages"][STAGES.index(key)]["reason"])


def verdict(report: dict[str, Any]) -> str:
    """What the stages of a head come to."""
    statuses = [stage["status"] for stage in report["stages"][:3]]
    if all(status == "success" for status in statuses):
        return "accepted"
    return "rejected" if "failure" in statuses else "none"


def broken(report: dict[str, Any], kind: str, message: str, name: str) -> None:
    """The evaluation broke off: what was not reached says why. ``name`` is the exception's."""
    report["verdict"] = "none"
    report["error"] = {"kind": kind, "message": message}
    for key in STAGES:
        if stage_of(report, key) == UNFINISHED:
            put(report, result(key, "error", message, name))


def refused(report: dict[str, Any], key: str, kind: str, message: str) -> None:
    """The evaluation cannot go on from one stage, for a reason that is not the feature's."""
    report["error"] = {"kind": kind, "message": message}
    put(report, result(key, "error", message))
    finish(report)


def finish(report: dict[str, Any]) -> None:
    """Say of the stages that were not reached that they were not."""
    for key in STAGES:
        if stage_of(report, key) == UNFINISHED:
            reason = "Not reached, because an earlier stage did not pass."
            put(report, result(key, "skipped", reason))
    if report["error"] and report["error"]["kind"] == "unfinished":
        report["error"] = None


def versions() -> dict[str, str]:
    """The versions of what the verdict depends on."""
    found = {}
    for package, module in PACKAGES.items():
        loaded = importlib.import_module(module)
        found[package] = str(getattr(loaded, "__version__", "unknown"))
    return found


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
