"""CI: wait for the project's own checks, and read their verdict."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from assemble_trace.commands import call
from assemble_trace.errors import TraceError
from assemble_trace.forges import Check
from assemble_trace.models import Command, Submission, Verdict
from assemble_trace.steps.base import Outcome, Step, StillWaiting, Work, planned
from assemble_trace.steps.findings import by_key, evaluation_of, known

#: The checks whose success is what "accepted" means, and the code of each one's failure.
JUDGED = {
    "structure": "structure_failed",
    "api": "api_failed",
    "acceptance": "feature_rejected",
}
_GOOD = {"success", "neutral", "skipped"}
#: Problems that often pass by themselves, and for how many seconds they may last.
_PASSING = {"forge_unreachable", "forge_failed", "rate_limited"}
DEAF = 120.0


class WatchCI(Step):
    """Wait while the project's own checks look at your commit and say what they think of it."""

    key = "ci"
    title = "CI"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the look at the checks that a person would take."""
        plan = planned(submission)
        upstream = plan.upstream.full_name
        pull = submission.pull_request or (plan.follows if plan.parent else None)
        which = str(pull.number) if pull else plan.branch
        gh = ["gh", "pr", "checks", which, "--repo", upstream, "--watch"]
        url = f"{plan.project.api}/repos/{upstream}/commits/{plan.commit}/check-runs"
        return [call("GET", url, gh=gh)]

    async def run(self, work: Work) -> Outcome:
        """Look again and again until every check is done. Changes nothing anywhere.

        A forge that is away for a moment is waited for. Other checks than Ballet's may follow
        each other, so they count as done only when nothing moved for a while.
        """
        begun = heard = changed = time.monotonic()
        upstream = work.plan.upstream.full_name
        before: Outcome = {}
        while True:
            try:
                checks = known(await work.forge.checks(upstream, work.plan.commit))
                now: Outcome = {"checks": table(checks)}
                if now != before:
                    changed = time.monotonic()
                done = bool(checks) and all(check.status == "completed" for check in checks)
                quiet = time.monotonic() - changed >= work.patience.settle
                if done and (_all_judged(checks) or quiet):
                    found = await evaluation_of(work.forge, upstream, work.plan.commit, checks)
                    return judge(work.submission, checks, found)
            except TraceError as problem:
                if problem.code not in _PASSING or time.monotonic() - heard > DEAF:
                    raise
                await work.tell(f"{problem.message} Looking again", before, "waiting")
                if work.patience.finish <= 0:
                    raise StillWaiting from problem
                await work.rest(max(work.patience.poll, 1.0))
                continue
            heard = time.monotonic()
            if now != before:
                await work.tell(_progress(checks), now, "waiting")
                before = now
            waited = heard - begun
            if work.patience.finish <= 0:
                raise StillWaiting
            if waited > (work.patience.finish if checks else work.patience.appear):
                if await work.forge.awaits_approval(upstream, work.plan.commit):
                    raise _awaiting_approval()
                raise _never(checks, waited)
            await work.rest(work.patience.poll)


def _all_judged(checks: Sequence[Check]) -> bool:
    return {check.key for check in checks} >= set(JUDGED)


def _awaiting_approval() -> TraceError:
    return TraceError(
        "awaiting_approval",
        "A maintainer has to approve the first run of your checks.",
        advice="Nothing is wrong: wait for the maintainer, then press Resume.",
    )


def _progress(checks: Sequence[Check]) -> str:
    if not checks:
        return "Waiting for the first check to show up"
    if all(check.status == "completed" for check in checks):
        return "Every check so far is done; looking whether others follow"
    for check in checks:
        if check.status == "in_progress":
            return f"{check.name}: {check.title or 'running'}"
    waiting = next(check for check in checks if check.status != "completed")
    return waiting.title or f"{waiting.name} is waiting for its turn"


def table(checks: Sequence[Check]) -> list[dict[str, str | None]]:
    """Return what the record says of each check."""
    return [
        check.model_dump(include={"name", "key", "status", "conclusion", "title"})
        for check in checks
    ]


def judge(
    submission: Submission, checks: Sequence[Check], evaluation: dict[str, Any] | None
) -> Outcome:
    """Set the verdict and return the outcome; a check that failed is a failed step."""
    judging = {key: check for key, check in by_key(checks).items() if key in JUDGED}
    submission.verdict = verdict(judging, evaluation) if judging else _said(checks, evaluation)
    submission.evaluation = evaluation
    outcome: Outcome = {"checks": table(checks), "Verdict": submission.verdict}
    failed = next((check for check in checks if check.conclusion not in _GOOD), None)
    crashed = set(judging) == set(JUDGED) and _broke_down(evaluation)
    if failed and failed.conclusion == "failure" and submission.verdict == "none" and crashed:
        raise Judged(_breakdown(failed, evaluation), outcome)
    if failed is None and submission.verdict == "none":
        outcome["Note"] = "Every check passed, but none of them says what Ballet thinks."
    if failed is not None:
        raise Judged(_failure(failed, evaluation), outcome)
    return outcome


class Judged(TraceError):
    """The checks ended, and one of them failed. ``outcome`` says what each of them said."""

    def __init__(self, problem: TraceError, outcome: Outcome) -> None:
        super().__init__(
            problem.code, problem.message, advice=problem.advice, details=problem.details
        )
        self.outcome = outcome


def verdict(judging: dict[str, Check], evaluation: dict[str, Any] | None) -> Verdict:
    """Accepted means that structure, API and acceptance all passed for this head.

    A check that broke down or timed out is no verdict on the feature.
    """
    if set(judging) != set(JUDGED):
        return "none"
    conclusions = {check.conclusion for check in judging.values()}
    if conclusions == {"success"}:
        return "accepted"
    broken = {"timed_out", "cancelled", "action_required", "stale", "startup_failure"}
    if conclusions & broken or _broke_down(evaluation):
        return "none"
    return "rejected"


def _said(checks: Sequence[Check], evaluation: dict[str, Any] | None) -> Verdict:
    """Return the verdict where one job does everything, under whatever name: its report tells.

    What the report says and what the checks conclude must fit.
    """
    said: Verdict = (evaluation or {}).get("verdict", "none")
    good = all(check.conclusion in _GOOD for check in checks)
    return said if (said == "accepted") == good else "none"


def _broke_down(evaluation: dict[str, Any] | None) -> bool:
    """Say whether a report tells of a breakdown, and not of the feature, or is missing."""
    return evaluation is None or (
        bool(evaluation.get("error")) and evaluation.get("verdict", "none") == "none"
    )


def _breakdown(check: Check, evaluation: dict[str, Any] | None) -> TraceError:
    error = (evaluation or {}).get("error") or {}
    why = check.title or error.get("message")
    if error.get("kind") == "not_isolated":
        return TraceError(
            "not_isolated",
            error["message"],
            advice="Whoever runs the checks has to install bubblewrap there; then push again.",
        )
    if error.get("kind") == "data":
        return TraceError(
            "data_unreadable",
            error["message"],
            advice="Nothing is wrong with your feature: tell a maintainer what it says.",
        )
    return TraceError(
        "check_crashed",
        f"{check.name} broke down: {why or 'it gave no reason'}",
        advice="Run the cell and look for what it does at import; open the check's log.",
    )


def _failure(check: Check, evaluation: dict[str, Any] | None) -> TraceError:
    key, told = _told(check, evaluation)
    said = check.title or told or f"{check.name} failed"
    if check.conclusion == "timed_out":
        return TraceError(
            "check_timed_out",
            f"{check.name} was stopped: {said.rstrip('.')}.",
            advice="Make the feature cheaper to compute, or try it on fewer rows first.",
        )
    if check.conclusion == "action_required":
        return _awaiting_approval()
    advice = {
        "structure": "Look at where the file goes: one new feature file in your own folder.",
        "api": "Run the cell on the data: its values must be numbers, one row for each row.",
        "acceptance": "Try another idea: the project's model learns too little from this one.",
    }.get(key, "Open the pull request and read the check's log.")
    return TraceError(JUDGED.get(key, "check_failed"), f"{check.name}: {said}", advice=advice)


def _told(check: Check, evaluation: dict[str, Any] | None) -> tuple[str, str]:
    """Return which stage a failed check is about, and what the report says of that stage."""
    for stage in (evaluation or {}).get("stages", []):
        if stage["status"] == "failure" and check.key in ("", stage["key"]):
            return stage["key"], stage["reason"]
    return check.key, ""


def _never(checks: Sequence[Check], waited: float) -> TraceError:
    if not checks:
        return TraceError(
            "no_ci",
            f"No check showed up in {waited:.0f} seconds: this project seems to have no CI.",
            advice="The pull request is open all the same. Ask a maintainer to look at it.",
        )
    started = any(check.status == "in_progress" for check in checks)
    return TraceError(
        "ci_too_slow" if started else "ci_not_started",
        f"CI did not {'finish' if started else 'start'} in {waited / 60:.0f} minutes.",
        advice="The pull request is open. Press Resume later to look again.",
    )
