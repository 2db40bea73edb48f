"""What there is to do in a sandbox, and whether a step can be done in one at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dulwich.refs import check_ref_format

from assemble_trace.commands import git, plain, show
from assemble_trace.errors import TraceError
from assemble_trace.models import Command, Plan, Shown, StepRecord, Submission, Trace
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import Kept
from assemble_trace.replay.objects.raw import Unsafe
from assemble_trace.steps import STEPS

#: The steps that are done in a repository and nowhere else.
BY_HAND = ("branch", "commit", "push")
#: The fork of a sandbox, beside its repository.
FORK = "fork.git"


@dataclass(frozen=True)
class Task:
    """One step of a submission, to be done by hand."""

    trace: Trace
    plan: Plan
    step: StepRecord

    @property
    def id(self) -> str:
        """Name the sandbox."""
        return f"{self.trace.short_id}-{self.step.key}"

    @property
    def goal(self) -> str:
        """Say what to achieve."""
        branch, start = plain(self.plan.branch), self.plan.start[:10]
        if self.step.key == "branch":
            return f"Start the branch {branch} at the commit {start}, and be on it."
        if self.step.key == "commit":
            return (
                f"Make one commit on the branch {branch}, on top of {start}, with the files below."
            )
        return (
            f"Send the branch {branch} to the fork. Here the fork is a folder beside the"
            " repository, so nothing leaves this computer."
        )

    @property
    def lines(self) -> list[Shown]:
        """Return what a person would type, from within the repository."""
        commands = [one.model_copy(update={"cwd": None}) for one in self._commands()]
        return show([("lines", commands)])["lines"]

    def _commands(self) -> Sequence[Command]:
        plan = self.plan
        if self.step.key == "branch":
            return [git("switch", "--create", plan.branch, plan.start)]
        if self.step.key == "push":
            return [git("remote", "add", "fork", f"../{FORK}"), git("push", "fork", plan.branch)]
        if self.trace.rebuilt:  # its files may have been deleted or renamed, not only written
            return [one for one in self.step.commands if one.kind in {"git", "write"}]
        known = self.trace.model_dump(include=set(Submission.model_fields))
        making = next(one for one in STEPS if one.key == "commit")
        return making.commands(Submission.model_validate(known))

    @property
    def folders(self) -> list[str]:
        """Return the folders that the commit writes to: the sparse paths."""
        return sorted({one.path.rpartition("/")[0] for one in self.plan.files} - {""})

    @property
    def home(self) -> str:
        """Return the branch that the repository has from the start."""
        plan = self.plan
        return plan.base_branch if plan.base_branch != plan.branch else f"{plan.base_branch}-before"

    @property
    def fork_url(self) -> str:
        """Return the address of the real fork."""
        plan = self.plan
        return (
            self.trace.fork.clone_url if self.trace.fork else f"{plan.project.git}/{plan.fork}.git"
        )

    @property
    def url(self) -> str:
        """Return the address of the repository that has the commit to start from."""
        return self.fork_url if self.plan.parent else self.plan.upstream.clone_url


def step_of(trace: Trace, key: str) -> StepRecord:
    """Return a step of a trace. Raises ``step_not_found``."""
    for step in trace.steps:
        if step.key == key:
            return step
    raise TraceError(
        "step_not_found",
        f"This submission has no step called {key!r}.",
        advice=f"Its steps are: {', '.join(step.key for step in trace.steps)}.",
    )


def obstacle(trace: Trace, step: StepRecord, kept: Kept) -> str:
    """Say why a step cannot be done by hand; nothing where it can."""
    plan = trace.plan
    if step.key not in BY_HAND:
        return "This step happens on the forge or in the cell, not in a repository."
    if plan is None:
        return "The submission was refused before it had a plan."
    ids = (plan.start, plan.commit, plan.tree)
    names = (plan.branch, plan.base_branch)
    if not all(map(raw.is_id, ids)) or not all(map(_is_branch, names)):
        return "The plan names commits or branches as git would not."
    paths = [one.path for one in plan.files]
    if not paths or not all(raw.safe(part) for one in paths for part in one.encode().split(b"/")):
        return "The plan holds no files, or paths that git would refuse."
    try:
        kept.check()
        made = kept.root(plan.commit)
    except Unsafe as problem:
        return f"The kept objects hold {problem}, which git would refuse."
    if step.key == "push" and made is None:
        return "There is nothing to send: the commit was not made, or its objects were not kept."
    return ""


def _is_branch(name: str) -> bool:
    return not name.startswith("-") and check_ref_format(f"refs/heads/{name}".encode())  # type: ignore[arg-type]
