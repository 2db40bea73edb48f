"""Push: the commit travels to the fork."""

from __future__ import annotations

import asyncio

from assemble_trace.commands import CREDENTIAL_HELPER, git
from assemble_trace.models import Command, Submission
from assemble_trace.steps.base import Outcome, Step, Work, fork_name, fork_url, planned
from assemble_trace.steps.commit import build


class PushBranch(Step):
    """Send the branch with your commit to your fork, where others can see it."""

    key = "push"
    title = "Push"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the push. Git asks the helper, and the helper the environment, for the token."""
        plan = planned(submission)
        where = plan.directory
        return [
            git("config", "credential.helper", CREDENTIAL_HELPER, cwd=where),
            git("remote", "add", "fork", fork_url(submission), cwd=where),
            git("push", "fork", plan.branch, cwd=where),
        ]

    async def run(self, work: Work) -> Outcome:
        """Push from memory. A branch that holds this commit already is a success."""
        plan = work.plan
        if not work.workspace.made:  # resumed after the commit: its objects are made again
            await build(work)
        sent = await asyncio.to_thread(
            work.workspace.push, fork_url(work.submission), plan.branch, plan.commit, plan.parent
        )
        return {
            "Branch": f"{plan.branch} on {fork_name(work.submission)}",
            "Commit": plan.commit,
            "Sent": "just now" if sent else "it was there already",
            "Objects": len(work.workspace.made),
        }
