"""Commit: the change, with its author, its date and its reason."""

from __future__ import annotations

import asyncio

from assemble_trace.commands import git, plain, write
from assemble_trace.errors import TraceError
from assemble_trace.models import Command, EnvRef, Plan, Submission
from assemble_trace.steps.base import Outcome, Step, Work, planned
from assemble_trace.workspace import Author, clean_ident


class MakeCommit(Step):
    """Write the cell into the project's files and record the change, with your name on it."""

    key = "commit"
    title = "Commit"

    def commands(self, submission: Submission) -> list[Command]:
        """Return the files, and the commands that record them as one commit.

        ``--force`` is for upstreams whose .gitignore names the folder of the files.
        """
        plan = planned(submission)
        where = plan.directory
        # without the @, git takes one minute west of UTC for "unknown"
        date = f"@{plan.date} {zone(plan.zone)}"
        who = author(plan)
        dates: dict[str, str | EnvRef] = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        return [
            *(write(one.path, one.content, cwd=where) for one in plan.files),
            git("add", "--force", "--", *(one.path for one in plan.files), cwd=where),
            git("config", "user.name", who.name, cwd=where),
            git("config", "user.email", who.email, cwd=where),
            git("commit", f"--message={plan.message}", cwd=where, env=dates),
        ]

    async def run(self, work: Work) -> Outcome:
        """Make the commit in memory. It must be the one that the plan foresaw."""
        plan = work.plan
        tree, commit = await build(work)
        if commit != plan.commit:
            raise TraceError(
                "commit_differs",
                f"The commit came out as {commit[:10]}, but {plan.commit[:10]} was planned.",
                advice="This is a fault of Assemblé Trace: please report it with this trace.",
            )
        return {
            "Commit": commit,
            "Tree": tree,
            "Files": [one.path for one in plan.files],
            "Author": f"{author(plan).name} <{author(plan).email}>",
        }


async def build(work: Work) -> tuple[str, str]:
    """Build the planned commit in memory; returns the ids of its tree and of itself."""
    plan = work.plan
    return await asyncio.to_thread(
        work.workspace.build, plan.start, plan.files, plan.message, author(plan)
    )


def author(plan: Plan) -> Author:
    """Return who the plan's commit is by, cleaned already: versions of git differ in how."""
    name = clean_ident(plain(plan.identity.name)) or plan.identity.login
    return Author(name, clean_ident(plan.identity.email), plan.date, plan.zone)


def zone(seconds: int) -> str:
    """Write seconds east of UTC as git does: ``+0130``."""
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
    return f"{sign}{minutes // 60:02d}{minutes % 60:02d}"
