"""Branch: a line of work of its own, starting at the upstream's newest commit."""

from __future__ import annotations

from assemble_trace.commands import git
from assemble_trace.models import Command, Submission
from assemble_trace.steps.base import Outcome, Step, Work, fork_name, planned
from assemble_trace.workspace import branch_taken


class CreateBranch(Step):
    """Start a branch, so that the main line stays as everyone else knows it."""

    key = "branch"
    title = "Branch"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the clone that a person would make, and the new branch in it."""
        plan = planned(submission)
        return [
            git(
                "clone",
                "--depth=1",
                f"--branch={plan.base_branch}",
                plan.upstream.clone_url,
                plan.directory,
            ),
            git("switch", "--create", plan.branch, cwd=plan.directory),
        ]

    async def run(self, work: Work) -> Outcome:
        """See that the branch's name is free on the fork, or holds this very commit."""
        plan = work.plan
        there = await work.forge.head(fork_name(work.submission), plan.branch)
        if there not in (None, plan.commit):
            raise branch_taken(plan.branch)
        return {
            "Branch": plan.branch,
            "Starts at": f"{plan.base[:10]} of {plan.upstream.full_name} {plan.base_branch}",
        }
