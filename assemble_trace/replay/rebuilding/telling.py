"""The steps of somebody else's contribution: what is known of each, and what is concluded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from assemble_trace.commands import git
from assemble_trace.errors import TraceError
from assemble_trace.forges import Check
from assemble_trace.models import Command, ErrorRecord, StepKey, StepRecord, Submission
from assemble_trace.replay.rebuilding import byhand
from assemble_trace.replay.rebuilding.contribution import ByHand, Contribution
from assemble_trace.steps import STEPS
from assemble_trace.steps.ci import Judged, judge, table
from assemble_trace.steps.pull_request import head_label, name_of

#: Labels of outcomes that more than one step writes.
_BRANCH, _SKIPPED = "Branch", "Skipped"


def records(submission: Submission, made: Contribution, hand: ByHand) -> dict[StepKey, StepRecord]:
    """Return the steps but for CI, which is told by `ci`."""
    told = {step.key: step.record() for step in STEPS}
    _skip(told["lint"], "Nobody wrote down whether the code was looked at before it was sent.")
    _fork(told["fork"], submission, made)
    _branch(told["branch"], made)
    _commit(told["commit"], made, hand)
    _push(told["push"], submission, made)
    _pull(told["pull_request"], submission, made)
    _skip(told["ci"], "No pull request is known, so no check looked at the commit.")
    return told


def _skip(record: StepRecord, why: str) -> None:
    record.status, record.basis, record.outcome = "skipped", "inferred", {_SKIPPED: why}


def _known(record: StepRecord, outcome: dict[str, Any], commands: list[Command]) -> None:
    """Tell of a step that left something behind; what was typed for it is always concluded."""
    record.status, record.basis, record.outcome = "passed", "known", outcome
    record.commands = commands
    record.inferred = ["commands"] if commands else []


def _fork(record: StepRecord, submission: Submission, made: Contribution) -> None:
    if made.pull_request is None:
        _skip(record, "A branch in a folder tells of no fork.")
    elif made.fork == made.upstream.full_name:
        record.status, record.basis = "skipped", "known"
        record.outcome = {_SKIPPED: "The branch is in the project itself, not in a fork."}
    elif submission.fork is None:
        _known(record, {"Fork": made.fork, "Now": "it was deleted, or is not shown to you"}, [])
        record.basis = "inferred"
    else:
        commands = STEPS[1].commands(submission)
        _known(record, {"Fork": made.fork}, commands)


def _branch(record: StepRecord, made: Contribution) -> None:
    outcome: dict[str, Any] = {_BRANCH: made.branch}
    if made.line is None:
        _known(record, outcome, [])
        return
    base, where = made.line.base.id, made.directory
    outcome["Starts at"] = f"{base[:10]} of {made.upstream.full_name} {made.base_branch}"
    url, pull = made.upstream.clone_url, made.pull_request
    fresh = made.main_here and made.branch != made.base_branch
    option = "--create" if fresh else "--force-create"
    shallow = ["--depth=1"] if pull else []
    begin = [f"--branch={made.base_branch}"] if made.main_here else []
    commands = [git("clone", *shallow, *begin, url, where)]
    if pull:
        commands.append(git("fetch", *shallow, "origin", base, cwd=where))
    if pull and byhand.taken(made.line):
        depth = f"--depth={len(made.line.told) + 1}"
        commands.append(git("fetch", depth, "origin", made.head, cwd=where))
    commands.append(git("switch", option, made.branch, base, cwd=where))
    _known(record, outcome, commands)


def _commit(record: StepRecord, made: Contribution, hand: ByHand) -> None:
    if made.line is None:
        _known(record, {"Commit": made.head, "Its content": made.gone}, [])
        return
    first, last = hand.typed[0], hand.typed[-1]
    paths = [one.path for one in made.line.whole]
    outcome: dict[str, Any] = {
        "Commit": made.head,
        "Tree": made.line.head.tree,
        "Files": paths,
        "Author": f"{last.author.name} <{last.author.email}>",
    }
    if (last.author.name, last.author.email) != (last.committer.name, last.committer.email):
        outcome["Committed by"] = f"{last.committer.name} <{last.committer.email}>"
    if len(hand.typed) > 1:
        outcome["Commits"] = [
            f"{link.commit.id[:10]} {one.message.partition(chr(10))[0]}"
            for link, one in zip(made.line.told, hand.typed, strict=True)
        ]
    _known(record, outcome, byhand.commands(made.line, hand.typed, made.directory))
    begun, ended = _at(first.author.date), _at(last.committer.date)
    record.started_at, record.finished_at = min(begun, ended), max(begun, ended)


def _push(record: StepRecord, submission: Submission, made: Contribution) -> None:
    if made.pull_request is None:
        _skip(record, "The folder does not tell of another place that holds the branch.")
        return
    outcome = {_BRANCH: f"{made.branch} on {made.fork}", "Commit": made.head}
    _known(record, outcome, STEPS[4].commands(submission) if submission.fork else [])


def _pull(record: StepRecord, submission: Submission, made: Contribution) -> None:
    if made.pull_request is None:
        _skip(record, "A branch in a folder tells of no pull request.")
        return
    outcome = {
        "Pull request": name_of(made.pull_request),
        "From": head_label(submission),
        "Into": made.base_branch,
        "Opened": f"by {made.login}",
    }
    _known(record, outcome, STEPS[5].commands(submission))
    record.started_at = record.finished_at = made.created_at


def ci(
    record: StepRecord,
    submission: Submission,
    checks: Sequence[Check],
    evaluation: dict[str, Any] | None,
) -> None:
    """Tell what the checks said of the commit, and set the verdict."""
    record.commands, record.inferred = STEPS[6].commands(submission), ["commands"]
    if not checks:
        record.status, record.basis = "skipped", "known"
        record.outcome = {_SKIPPED: "No check looked at this commit."}
        return
    record.basis = "known"
    begun = [one.started_at for one in checks if one.started_at]
    ended = [one.finished_at for one in checks if one.finished_at]
    record.started_at = min(begun) if begun else None
    if any(one.status != "completed" for one in checks):
        record.status, record.outcome = "interrupted", {"checks": table(checks)}
        record.error = ErrorRecord(
            code="ci_too_slow",
            message="The checks were not done when this was read.",
            advice="Rebuild it again later: then it tells what they said.",
        )
        return
    record.finished_at = max(ended) if ended else None
    try:
        record.outcome, record.status = judge(submission, checks, evaluation), "passed"
    except Judged as judged:
        record.outcome, record.status = judged.outcome, "failed"
        record.error = _error(judged)


def _error(problem: TraceError) -> ErrorRecord:
    return ErrorRecord(
        code=problem.code,
        message=problem.message,
        advice=problem.advice,
        details=problem.details,
    )


def _at(seconds: int) -> datetime:
    """Return a moment; one that no calendar holds is the first that it does."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)
