"""Close: take the pull request back."""

from __future__ import annotations

import json

from assemble_trace.commands import call
from assemble_trace.models import Command, Submission
from assemble_trace.steps.base import Outcome, Skip, Step, Work, planned
from assemble_trace.steps.pull_request import already_merged, head_label, name_of


class ClosePullRequest(Step):
    """Close the pull request without merging it, so that nobody spends time on it any more."""

    key = "close"
    title = "Close"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the one call that closes it."""
        pull = submission.pull_request
        if pull is None:
            return []
        body = json.dumps({"state": "closed"})
        url = f"{planned(submission).project.api}/repos/{pull.repository}/pulls/{pull.number}"
        gh = ["gh", "pr", "close", str(pull.number), "--repo", pull.repository]
        return [call("PATCH", url, body, gh=gh)]

    async def run(self, work: Work) -> Outcome:
        """Close it, if it is open. One that was opened unnoticed is looked for first."""
        plan, submission = work.plan, work.submission
        if submission.pull_request is None:
            submission.pull_request = await work.forge.find_pull_request(
                plan.upstream.full_name, head_label(submission), plan.commit
            )
        else:
            submission.pull_request = await work.forge.pull_request(submission.pull_request)
        pull = submission.pull_request
        if pull is None:
            raise Skip("No pull request was opened from this branch.")
        if pull.state == "merged":
            raise already_merged(pull)
        if pull.state == "closed":
            raise Skip(f"{name_of(pull)} is closed already.")
        submission.pull_request = await work.forge.close_pull_request(pull)
        return {"Pull request": name_of(pull), "Closed": "just now, without merging it"}
