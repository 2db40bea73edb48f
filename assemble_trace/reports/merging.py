"""Puts the reports of several jobs on one commit together: each job looked at some stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from .report import Report, ReportStage, StageKey

#: What a stage that was not looked at says in a report.
_SILENT = {"skipped", "neutral"}


def merged(reports: Sequence[Report]) -> Report | None:
    """Return one report of several: each stage from the job that looked at it.

    Everything else comes from the report that has most of it, as a rule the acceptance's. Reports
    of another commit than the first one's are left aside.
    """
    if not reports:
        return None
    same = [one for one in reports if (one.head, one.stage) == (reports[0].head, reports[0].stage)]
    stages = [_stage(key, same) for key in get_args(StageKey)]
    best = max(same, key=_weight)
    judged = [stage.status for stage in stages[:3]]
    missing: dict[str, str] = {}
    for one in same:
        missing |= {key: why for key, why in one.missing.items() if key not in get_args(StageKey)}
    return best.model_copy(
        update={
            "stages": stages,
            "verdict": "rejected" if "failure" in judged
            else "accepted" if judged == ["success"] * 3 else "none",
            "feature": next((one.feature for one in same if one.feature), None),
            "error": next((one.error for one in same if one.error), None),
            "seconds": round(sum(one.seconds for one in same), 4),
            "missing": missing,
        }
    )  # fmt: skip


def _stage(key: StageKey, reports: Sequence[Report]) -> ReportStage:
    found = [stage for one in reports if (stage := one.stage_of(key))]
    told = [stage for stage in found if stage.status not in _SILENT]
    if told:
        return told[0]
    return found[0] if found else ReportStage(key=key, status="skipped", reason="No job did it.")


def _weight(report: Report) -> int:
    """Return how much a report tells besides its stages."""
    parts = (report.opinion, report.comparison, report.project, report.data, report.feature)
    return sum(part is not None for part in parts)
