"""Lint: look at the cell before anybody else does."""

from __future__ import annotations

from assemble_trace.commands import instead, write
from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding, LintRequest
from assemble_trace.models import Command, Plan, Submission
from assemble_trace.steps.base import Outcome, Step, Work, planned


class LintCell(Step):
    """Check the code for mistakes and bring it into the project's style, before it leaves."""

    key = "lint"
    title = "Lint"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the cell as a file, and the two tools that a person would run on it."""
        plan = planned(submission)
        file = plan.files[-1].path.rpartition("/")[2]
        length = f"--line-length={plan.project.line_length}"
        return [
            write(file, plan_source(submission, plan.added_lines)),
            instead("python", "-m", "pyflakes", file),
            instead("python", "-m", "black", length, file),
        ]

    async def run(self, work: Work) -> Outcome:
        """Look again at what the plan froze: it must still be the same file."""
        plan = work.plan
        finding = await work.look(
            LintRequest(
                source=plan_source(work.submission, plan.added_lines),
                line_length=plan.project.line_length,
            )
        )
        refuse(finding)
        if finding.formatted != plan.files[-1].content:
            raise TraceError(
                "plan_changed",
                "The cell is no longer what was planned.",
                advice="Press Submit again to see the plan as it is now.",
            )
        return outcome(finding, plan)


def plan_source(submission: Submission, added: list[str]) -> str:
    """Return the code to send: the added lines, then the cells."""
    return "\n".join([*added, submission.source.text])


def refuse(finding: Finding) -> None:
    """Raise the `TraceError` that a finding stands for, if it stands for one."""
    if not finding.code:
        return
    details: dict[str, object] = {}
    if finding.line is not None:
        details |= {"line": finding.line, "column": finding.column}
    if finding.undefined:
        details["names"] = [one.model_dump() for one in finding.undefined]
    raise TraceError(finding.code, finding.message, advice=finding.advice, details=details)


def outcome(finding: Finding, plan: Plan) -> Outcome:
    """Say what was found."""
    said: Outcome = {
        "Undefined names": "none",
        "Secrets": "none found",
        "Style": "reformatted by black" if plan.formatted else "already as black leaves it",
    }
    if finding.warnings:
        said["Remarks"] = finding.warnings
    if finding.features == 0:
        said["Feature"] = "none was recognised in the cell; CI will say whether there is one"
    return said
