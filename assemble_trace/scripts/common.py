"""What scripts for every shell have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from assemble_trace.models import Command, Plan, StepRecord, Trace


@dataclass(frozen=True)
class Addresses:
    """The REST address and the git address that stand before every other address of a plan."""

    api: str
    git: str

    def split(self, word: str) -> tuple[str, str] | None:
        """Return which address a word begins with (``API`` or ``GIT``), and what follows it."""
        for name, address in (("API", self.api), ("GIT", self.git)):
            if word.startswith(f"{address}/"):
                return name, word[len(address) :]
        return None


@dataclass(frozen=True)
class Call:
    """A REST call, as its curl command says it. ``patient`` is in seconds."""

    method: str
    url: str
    body: str | None
    patient: int


def plan_of(trace: Trace) -> Plan:
    """Return the plan of a trace that has one."""
    assert trace.plan is not None
    return trace.plan


def addresses(plan: Plan) -> Addresses:
    """Return a plan's addresses. What the forge says of where to clone goes before the rest."""
    ending = f"/{plan.upstream.full_name}.git"
    clone = plan.upstream.clone_url
    return Addresses(
        plan.project.api, clone.removesuffix(ending) if clone.endswith(ending) else plan.project.git
    )


def working(trace: Trace) -> list[StepRecord]:
    """Return the steps in order that a person has something to do for."""
    return [step for step in trace.steps if step.commands and step.status != "skipped"]


def heading(step: StepRecord) -> str:
    """Return what a step is for, in one line."""
    return " ".join(f"{step.title}. {step.purpose}".split())


def call_of(command: Command) -> Call:
    """Read a curl command as the REST call that it is."""
    options = dict(zip(command.argv[:-1], command.argv[1:], strict=True))
    return Call(
        method=options.get("--request", "GET"),
        url=command.argv[-1],
        body=options.get("--data"),
        patient=int(options.get("--retry", "0")),
    )


def fork_of(trace: Trace) -> str:
    """Return ``owner/name`` of the fork, as known so far."""
    return trace.fork.full_name if trace.fork else plan_of(trace).fork


def held(plan: Plan) -> list[str]:
    """Return the commits with which a branch is nobody's but ours, so that it may be deleted."""
    return [one for one in (plan.commit, plan.parent) if one]


def piece(name: str, values: Mapping[str, str]) -> str:
    """Return a part of a script, with its ``@NAMES@`` filled in."""
    text = files(__package__).joinpath("pieces", name).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], text)


def introduction(trace: Trace, tools: str) -> Sequence[str]:
    """Return the sentences that a script begins with."""
    plan = plan_of(trace)
    if trace.kind == "withdraw":
        made = "It closes the pull request of this submission and deletes its branch."
    else:
        made = "It makes the same files, commit and branch, and the same pull request."
    return [
        f"Submission {trace.short_id} to {plan.upstream.full_name}, as a script.",
        "",
        made,
        f"It needs {tools} and a token in GITHUB_TOKEN. Run it in an empty folder.",
        "Set API and GIT to send everything to other addresses.",
    ]
