"""Pull request: ask the upstream to take the commit."""

from __future__ import annotations

import json

from assemble_trace.commands import call
from assemble_trace.errors import TraceError
from assemble_trace.models import Command, PullRequest, Submission
from assemble_trace.steps.base import Outcome, Step, Work, fork_name, planned


class OpenPullRequest(Step):
    """Ask the project to take your commit, and give people a place to talk about it."""

    key = "pull_request"
    title = "Pull request"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the one call that opens it, or looks at the one that is continued."""
        plan = planned(submission)
        if plan.parent and plan.follows:
            return [_look(plan.project.api, plan.follows)]
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
        """Look for a pull request from this branch, open or closed; open one if there is none.

        A further attempt on the same branch is in its pull request since the push.
        """
        plan, submission = work.plan, work.submission
        head = head_label(submission)
        if plan.parent:
            submission.pull_request = await still_open(work)
            return {
                "Pull request": name_of(submission.pull_request),
                "From": head,
                "Into": plan.base_branch,
                "Opened": f"the same one, attempt {submission.attempt}: the push added the commit",
            }
        found = await work.forge.find_pull_request(plan.upstream.full_name, head, plan.commit)
        submission.pull_request = found or await work.forge.create_pull_request(
            plan.upstream.full_name,
            head=head,
            base=plan.base_branch,
            title=plan.title,
            body=plan.body,
        )
        return {
            "Pull request": name_of(submission.pull_request),
            "From": head,
            "Into": plan.base_branch,
            "Opened": "it was there already" if found else "just now",
        }


def head_label(submission: Submission) -> str:
    """Return the head as GitHub wants it: ``owner:branch``."""
    return f"{fork_name(submission).partition('/')[0]}:{planned(submission).branch}"


def name_of(pull: PullRequest) -> str:
    """Return ``owner/name#number``."""
    return f"{pull.repository}#{pull.number}"


async def still_open(work: Work) -> PullRequest:
    """Return the pull request that is continued. Raises where it was closed or merged."""
    assert work.plan.follows is not None
    pull = await work.forge.pull_request(work.plan.follows)
    if pull.state == "merged":
        raise already_merged(pull)
    if pull.state == "closed":
        raise TraceError(
            "pull_request_closed",
            f"{name_of(pull)} was closed since this attempt was planned.",
            advice="Press Revise: a new pull request is opened, which links to the closed one.",
        )
    return pull


def already_merged(pull: PullRequest) -> TraceError:
    """Return the error for a pull request that the project has taken."""
    return TraceError(
        "already_merged",
        f"{name_of(pull)} was merged: it is part of the project now.",
        advice="To change what was merged, submit a new feature, or ask a maintainer to revert it.",
    )


def _look(api: str, pull: PullRequest) -> Command:
    url = f"{api}/repos/{pull.repository}/pulls/{pull.number}"
    return call("GET", url, gh=["gh", "pr", "view", str(pull.number), "--repo", pull.repository])
