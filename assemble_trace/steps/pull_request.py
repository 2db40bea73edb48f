"""Pull request: ask the upstream to take the commit."""

from __future__ import annotations

import json

from assemble_trace.commands import call
from assemble_trace.models import Command, Submission
from assemble_trace.steps.base import Outcome, Step, Work, fork_name, planned


class OpenPullRequest(Step):
    """Ask the project to take your commit, and give people a place to talk about it."""

    key = "pull_request"
    title = "Pull request"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the one call that opens it."""
        plan = planned(submission)
        head = head_label(submission)
        body = json.dumps(
            {
                "title": plan.title,
                "body": plan.body,
                "head": head,
                "base": plan.base_branch,
                "maintainer_can_modify": True,
            },
            ensure_ascii=False,
        )
        gh = ["gh", "pr", "create", "--repo", plan.upstream.full_name, "--head", head]
        gh += ["--base", plan.base_branch, "--title", plan.title, "--body", plan.body]
        url = f"{plan.project.api}/repos/{plan.upstream.full_name}/pulls"
        return [call("POST", url, body, gh=gh)]

    async def run(self, work: Work) -> Outcome:
        """Look for a pull request from this branch, open or closed; open one if there is none."""
        plan, submission = work.plan, work.submission
        head = head_label(submission)
        found = await work.forge.find_pull_request(plan.upstream.full_name, head, plan.commit)
        submission.pull_request = found or await work.forge.create_pull_request(
            plan.upstream.full_name,
            head=head,
            base=plan.base_branch,
            title=plan.title,
            body=plan.body,
        )
        return {
            "Pull request": f"{plan.upstream.full_name}#{submission.pull_request.number}",
            "From": head,
            "Into": plan.base_branch,
            "Opened": "it was there already" if found else "just now",
        }


def head_label(submission: Submission) -> str:
    """Return the head as GitHub wants it: ``owner:branch``."""
    return f"{fork_name(submission).partition('/')[0]}:{planned(submission).branch}"
