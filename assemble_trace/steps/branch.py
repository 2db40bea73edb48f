"""Branch: a line of work of its own, from the upstream's newest commit or an earlier attempt."""

from __future__ import annotations

from assemble_trace.commands import git
from assemble_trace.models import Command, Submission
from assemble_trace.steps.base import Outcome, Step, Work, fork_name, fork_url, planned
from assemble_trace.steps.pull_request import still_open
from assemble_trace.workspace import branch_moved, branch_taken


class CreateBranch(Step):
    """Start a branch, so that the main line stays as everyone else knows it."""

    key = "branch"
    title = "Branch"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the clone that a person would make, and the branch in it."""
        plan = planned(submission)
        where = plan.directory
        if plan.parent:
            switch = git("switch", "--force-create", plan.branch, plan.parent, cwd=where)
            return [*_clone(fork_url(submission), plan.branch, plan.parent, where), switch]
        switch = git("switch", "--create", plan.branch, plan.base, cwd=where)
        return [*_clone(plan.upstream.clone_url, plan.base_branch, plan.base, where), switch]

    async def run(self, work: Work) -> Outcome:
        """See that the branch's name is free on the fork, or holds this very commit.

        A further attempt goes on with the branch of the earlier one, which must be as it was
        left, and its pull request open.
        """
        plan, fork = work.plan, fork_name(work.submission)
        there = await work.forge.head(fork, plan.branch)
        if plan.parent is None:
            if there not in (None, plan.commit):
                raise branch_taken(plan.branch)
            starts = f"{plan.base[:10]} of {plan.upstream.full_name} {plan.base_branch}"
            return {"Branch": plan.branch, "Starts at": starts}
        if there not in (plan.parent, plan.commit):
            raise branch_moved(plan.branch, there)
        await still_open(work)
        return {
            "Branch": plan.branch,
            "Starts at": f"{plan.parent[:10]}, where the earlier attempt left it on {fork}",
        }


def _clone(url: str, branch: str, commit: str, directory: str) -> list[Command]:
    return [
        git("clone", "--depth=1", f"--branch={branch}", url, directory),
        git("fetch", "--depth=1", "origin", commit, cwd=directory),
    ]
