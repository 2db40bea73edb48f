"""What CI found of each side: every stage and every check, by the name that a person reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assemble_trace.replay.comparing.sides import Side
from assemble_trace.reports import NAMES
from assemble_trace.reports.report import ReportCheck, ReportStage

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BALLET = re.compile(r"\s*Ballet says [^.]*\.\s*$")
_STAGE = {
    "success": "passed",
    "failure": "failed",
    "skipped": "not judged",
    "error": "broke down",
    "neutral": "later",
}


@dataclass(frozen=True)
class Looked:
    """What came of one stage, or of one check of it. ``good`` is None where it was not judged.

    ``said`` is in a word or two, ``why`` the sentence that says why it is not good.
    """

    name: str
    good: bool | None
    said: str
    why: str = ""


def check_name(name: str) -> str:
    """Return a check's name in words: ``NoMissingValuesCheck`` is *No missing values*."""
    words = _CAPITAL.split(name.removesuffix("Check"))
    return " ".join([words[0], *(word.lower() for word in words[1:])])


def looked(side: Side) -> dict[str, Looked]:
    """Return each check and each stage in the order in which CI looks, a stage's checks first.

    What runs only after a merge is left out. Where no report says more, the check runs count.
    """
    if side.report is None:
        return {one.name: one for one in _runs(side)}
    found: dict[str, Looked] = {}
    for stage in side.report.stages:
        if stage.key != "pruning":
            found |= {one.name: one for one in (*_checks(stage), _stage(stage, side))}
    return found


def bare(reason: str) -> str:
    """Return a reason without the names that Ballet has for it."""
    return _BALLET.sub("", reason).strip()


def _stage(stage: ReportStage, side: Side) -> Looked:
    good = {"success": True, "failure": False}.get(stage.status)
    broken = stage.status == "error" and side.report is not None and side.report.error
    why = broken.message if broken else bare(stage.reason)
    return Looked(NAMES[stage.key], good, _STAGE[stage.status], "" if good else why)


def _checks(stage: ReportStage) -> Iterator[Looked]:
    """Yield each check once, although the structure is looked at file by file."""
    first = next((check for check in stage.checks if not check.passed), None)
    seen: dict[str, list[ReportCheck]] = {}
    for check in stage.checks:
        seen.setdefault(check.name, []).append(check)
    for name, all_of in seen.items():
        failed = next((check for check in all_of if not check.passed), None)
        if failed is None:
            yield Looked(check_name(name), True, "passed")
            continue
        why = bare(stage.reason) if failed is first else ""
        raised = (failed.exception or "").removeprefix("AssertionError").lstrip(": ")
        why = why or raised or failed.advice or failed.description
        yield Looked(check_name(name), False, "failed", why)


def _runs(side: Side) -> Iterator[Looked]:
    step = side.step("ci")
    runs = step.outcome.get("checks") if step else None
    for run in runs if isinstance(runs, list) else []:
        if not isinstance(run, dict) or run.get("key") == "pruning":
            continue
        said = str(run.get("conclusion") or run.get("status") or "unknown")
        good = {"success": True, "failure": False}.get(said)
        word = {"success": "passed", "failure": "failed"}.get(said, said.replace("_", " "))
        title = "" if good else str(run.get("title") or "")
        yield Looked(str(run.get("name") or "a check"), good, word, title)
