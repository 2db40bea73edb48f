"""Fork: your own copy of the upstream, on the forge."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

from assemble_trace.commands import call
from assemble_trace.errors import TraceError
from assemble_trace.forges.problems import archived
from assemble_trace.models import Command, Repository, Submission
from assemble_trace.steps.base import Outcome, Skip, Step, Work, fork_name, planned


class FindFork(Step):
    """Get your own copy of the project on the forge, because only its owners write to theirs."""

    key = "fork"
    title = "Fork"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the calls that make the fork and bring it up to date."""
        plan = planned(submission)
        if plan.fork == plan.upstream.full_name:
            return []
        api, upstream, fork = plan.project.api, plan.upstream.full_name, fork_name(submission)
        made = []
        if not plan.fork_exists:
            body = json.dumps({"default_branch_only": True})
            gh = ["gh", "repo", "fork", upstream, "--clone=false", "--default-branch-only"]
            made.append(call("POST", f"{api}/repos/{upstream}/forks", body, gh=gh))
            # forges copy in the background: what comes next needs the branch to be there
            ref = f"repos/{fork}/git/ref/heads/{quote(plan.base_branch)}"
            made.append(call("GET", f"{api}/{ref}", gh=["gh", "api", ref], patient=300))
        body = json.dumps({"branch": plan.base_branch})
        gh = ["gh", "repo", "sync", fork, "--branch", plan.base_branch]
        return [*made, call("POST", f"{api}/repos/{fork}/merge-upstream", body, gh=gh)]

    async def run(self, work: Work) -> Outcome:
        """Find the fork or make it, wait until it is ready, and bring it up to date."""
        plan = work.plan
        if plan.upstream.archived:
            raise archived(plan.upstream.full_name)
        if plan.fork == plan.upstream.full_name:
            raise Skip("You own the upstream, so the branch goes there directly.")
        fork = await work.forge.repository(plan.fork)
        found = fork is not None and fork.parent == plan.upstream.full_name
        if fork is None or not found:
            fork = await work.forge.create_fork(plan.upstream)
        await _ready(work, fork)
        work.submission.fork = fork
        said = await work.forge.sync_fork(fork.full_name, plan.base_branch)
        return {
            "Fork": fork.full_name,
            "Found or made": "found: you had it already" if found else "made just now",
            "Brought up to date": said,
        }


async def _ready(work: Work, fork: Repository) -> None:
    """Wait until a fork has its default branch; making one takes GitHub up to minutes."""
    end = time.monotonic() + work.patience.fork
    while True:
        if await work.forge.head(fork.full_name, work.plan.base_branch):
            return
        if time.monotonic() >= end:
            raise TraceError(
                "fork_not_ready",
                f"The fork {fork.full_name} is still not ready"
                f" after {work.patience.fork:.0f} seconds.",
                advice="The forge is slow today. Nothing is lost: press Resume in a while.",
            )
        await work.tell(f"The forge is copying {fork.full_name}", {}, "running")
        await work.rest(work.patience.poll)
