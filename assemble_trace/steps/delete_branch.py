"""Delete branch: leave nothing of the submission on the fork."""

from __future__ import annotations

from assemble_trace.commands import call
from assemble_trace.models import Command, Submission
from assemble_trace.steps.base import Outcome, Skip, Step, Work, fork_name, planned
from assemble_trace.workspace import branch_moved


class DeleteBranch(Step):
    """Delete the branch from your fork, which itself stays; other branches are not touched."""

    key = "delete_branch"
    title = "Delete branch"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the one call that deletes it."""
        plan = planned(submission)
        where = f"repos/{fork_name(submission)}/git/refs/heads/{plan.branch}"
        gh = ["gh", "api", "--method", "DELETE", where]
        return [call("DELETE", f"{plan.project.api}/{where}", gh=gh)]

    async def run(self, work: Work) -> Outcome:
        """Delete it, if it holds nothing but what was submitted from here."""
        plan, fork = work.plan, fork_name(work.submission)
        there = await work.forge.head(fork, plan.branch)
        if there is None:
            raise Skip(f"{fork} has no branch {plan.branch} any more.")
        if there not in {plan.commit, plan.parent}:
            raise branch_moved(plan.branch, there)
        await work.forge.delete_branch(fork, plan.branch)
        return {"Branch": f"{plan.branch} on {fork}", "It held": there, "Deleted": "just now"}
