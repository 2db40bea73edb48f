"""What the check runs of a commit found: in their own text, in an artifact, or in a job's log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assemble_trace.errors import TraceError
from assemble_trace.forges import Check, Forge, PullState
from assemble_trace.models import SinceThen
from assemble_trace.reports import (
    NAMES,
    JobLog,
    Report,
    from_json,
    from_logs,
    from_text,
    merged,
    stage_named,
)

ACTIONS = "github-actions"
#: Problems with a report that no further look would mend.
_UNREADABLE = {"report_unreadable", "artifact_refused", "forge_misunderstood", "not_allowed"}
#: Conclusions, from the one that says least to the one that counts most.
_WEIGHT = ["skipped", "neutral", "success"]


def known(checks: Sequence[Check]) -> list[Check]:
    """Return the checks with their stages: GitHub Actions marks a job by nothing but its name."""
    return [
        check.model_copy(update={"key": stage_named(check.name) or ""})
        if check.app == ACTIONS
        else check
        for check in checks
    ]


def by_key(checks: Sequence[Check]) -> dict[str, Check]:
    """Return one check for each key. Where there are several, the worse one counts."""
    found: dict[str, Check] = {}
    for check in checks:
        if check.key not in found or _weight(check) > _weight(found[check.key]):
            found[check.key] = check
    return found


def _weight(check: Check) -> int:
    said = check.conclusion or ""
    return _WEIGHT.index(said) if said in _WEIGHT else len(_WEIGHT)


async def report_on(
    forge: Forge, full_name: str, commit: str, checks: Sequence[Check]
) -> Report | None:
    """Find the report on a commit whose checks are done. Changes nothing.

    Raises `TraceError` where there is one that cannot be read or believed.
    """
    for check in checks:
        if check.key in NAMES and (report := from_text(check.text)):
            return report
    if not any(check.app == ACTIONS for check in checks):
        return None
    reports = [from_json(text) for text in await forge.job_reports(full_name, commit)]
    report = merged([one for one in reports if one.head == commit])
    if report is not None:
        return _agreeing(report, by_key(checks))
    logs = await forge.job_logs(full_name, commit)
    return from_logs([JobLog(one.text, one.conclusion) for one in logs])


def _agreeing(report: Report, checks: dict[str, Check]) -> Report:
    """Return a report that says no more good than the checks do; what a job leaves, it may forge.

    Raises TraceError ``report_unreadable``.
    """
    for stage in report.stages:
        check = checks.get(stage.key)
        if check is None or check.conclusion not in {"success", "failure"}:
            continue
        if stage.status in {"skipped", "neutral"}:
            continue  # no job told of it
        if (stage.status == "success") != (check.conclusion == "success"):
            raise TraceError(
                "report_unreadable",
                f"The report contradicts the check run {check.name}, so it is not believed.",
                advice="Open the check's own page and read its log.",
            )
    return report


async def evaluation_of(
    forge: Forge, full_name: str, commit: str, checks: Sequence[Check]
) -> dict[str, Any] | None:
    """Return the report on a commit as JSON, or what was wrong with it; None without any.

    Raises `TraceError` where the forge itself could not be asked.
    """
    try:
        report = await report_on(forge, full_name, commit, checks)
    except TraceError as problem:
        if problem.code not in _UNREADABLE:
            raise
        return {"error": {"kind": problem.code, "message": str(problem)}}
    return report.model_dump(mode="json") if report else None


async def after_merge(forge: Forge, full_name: str, state: PullState) -> list[SinceThen]:
    """Return the pruning and the score, once CI has looked at the merge commit."""
    commit = state.merge_commit
    if commit is None:
        return []
    checks = known(await forge.checks(full_name, commit))
    pruning = next((check for check in checks if check.key == "pruning"), None)
    if pruning is None or pruning.status != "completed":
        return []
    report = await report_on(forge, full_name, commit, checks)
    at = max(one.at for one in state.happenings)
    found = [
        SinceThen(
            at=at,
            actor="CI",
            kind="pruned",
            text=pruning.title or "Pruning ran.",
            key=f"pruned-{commit}",
            data={"conclusion": pruning.conclusion},
        )
    ]
    if report and report.project:
        found.append(
            SinceThen(
                at=at,
                actor="CI",
                kind="score",
                text="Scored the project again, with what was merged.",
                key=f"score-{commit}",
                data=report.project.model_dump(mode="json"),
            )
        )
    return found
