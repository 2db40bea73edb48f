"""What the commands share: where state lives, exit codes, and how a trace is printed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine, Iterator, Set
from pathlib import Path
from typing import Any, TypeVar

import click
from jupyter_core.paths import jupyter_data_dir
from rich.console import Console

from assemble_trace.commands import plain
from assemble_trace.errors import TraceError
from assemble_trace.models import StepRecord, StepStatus, Trace, TraceView

T = TypeVar("T")

#: How a branch stands that was only rebuilt.
NO_SUBMISSION = "a branch, not submitted"
#: How far a step that nobody recorded can be trusted.
_BASES = {
    "known": "known from what is there",
    "inferred": "concluded from what is there",
}

ACCEPTED, REFUSED, USAGE, ENVIRONMENT = 0, 1, 2, 3
_MARKS = {
    "pending": "·",
    "running": "▸",
    "paused": "‖",
    "waiting": "…",
    "passed": "✓",
    "failed": "✗",
    "skipped": "–",
    "cancelled": "–",
    "interrupted": "!",
}


def data_folder() -> Path:
    """Return the folder that holds all state."""
    return Path(jupyter_data_dir()) / "assemble-trace"


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end."""
    return asyncio.run(work)


def refusing(work: Coroutine[Any, Any, T], codes: Set[str]) -> T:
    """Run a coroutine to its end; what cannot be done with a submission ends with exit code 1."""
    try:
        return run(work)
    except TraceError as problem:
        if problem.code not in codes:
            raise
        click.echo(f"{problem.message}\n{problem.advice}", err=True)
        sys.exit(REFUSED)


class _Harmless(Console):
    """A console on which no text, whoever wrote it, does more than stand there."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print; control and direction characters in texts are shown as such."""
        super().print(*(plain(one) if isinstance(one, str) else one for one in objects), **options)


def console(*, stderr: bool = False) -> Console:
    """Return where to print; markup in what people wrote stays as they wrote it."""
    return _Harmless(stderr=stderr, markup=False, highlight=False, soft_wrap=True)


def print_json(view: TraceView) -> None:
    """Print a trace as JSON."""
    click.echo(json.dumps(view.trace.model_dump(mode="json"), indent=2, ensure_ascii=False))


def exit_code(trace: Trace) -> int:
    """Return the exit code that a finished submission stands for."""
    if trace.verdict == "accepted":
        return ACCEPTED
    if trace.verdict == "rejected" or trace.status in {"failed", "cancelled"}:
        environment = {"forge_unreachable", "forge_failed", "not_signed_in", "token_refused"}
        codes = {step.error.code for step in trace.steps if step.error}
        return ENVIRONMENT if codes & environment else REFUSED
    return ENVIRONMENT


def mark(status: StepStatus) -> str:
    """Return the sign that stands for a step's state beside its word."""
    return _MARKS[status]


def step_line(step: StepRecord) -> str:
    """Return a step in one line: mark, title, how long, and what there is to say."""
    took = ""
    if step.started_at and step.finished_at:
        took = f"{(step.finished_at - step.started_at).total_seconds():.1f} s"
    said = step.error.message if step.error else step.progress or ""
    return f" {_MARKS[step.status]} {step.title:<13} {step.status:<12} {took:>7}  {said}".rstrip()


def _elsewhere(view: TraceView) -> Iterator[str]:
    """Say of what did not happen here where it comes from, and how far it can be trusted."""
    rebuilt = view.trace.rebuilt
    if view.imported is None:
        return
    if rebuilt is None:
        yield f"It happened elsewhere, and was read in on {view.imported:%Y-%m-%d}."
        return
    yield f"Nobody recorded it: it was rebuilt from {rebuilt.source} on {rebuilt.at:%Y-%m-%d}."
    same = "Its commands make the very same commit."
    yield same if rebuilt.exact else f"Its commands do not make the same commit: {rebuilt.why_not}"
    yield from rebuilt.notes


def print_trace(view: TraceView, out: Console) -> None:
    """Print a trace for people: the steps, what was typed, what came back."""
    trace = view.trace
    title = trace.plan.title if trace.plan else "(refused)"
    out.print(f"{trace.short_id}  {title}")
    branch = trace.kind == "branch"
    out.print(NO_SUBMISSION if branch else f"{trace.status}, verdict: {trace.verdict}")
    for sentence in _elsewhere(view):
        out.print(sentence)
    for step in trace.steps:
        out.print()
        out.print(step_line(step))
        out.print(f"   {step.purpose}")
        if step.basis != "recorded":
            typed = "; what was typed is concluded" if "commands" in step.inferred else ""
            out.print(f"   Nobody recorded this: it is {_BASES[step.basis]}{typed}.")
        for line in view.shown[step.key]:
            text = line.text.replace("\n", "\n     ")
            out.print(f"   $ {text}")
        for label, value in step.outcome.items():
            if label == "checks":
                for check in value:
                    said = check["conclusion"] or check["status"]
                    out.print(f"   {check['name']}: {said}. {check['title']}")
            else:
                words = ", ".join(map(str, value)) if isinstance(value, list) else value
                out.print(f"   {label}: {words}")
        if step.error and step.error.advice:
            out.print(f"   {step.error.advice}")
    for event in trace.since_then:
        out.print(f"since then: {event.actor} {event.kind}. {event.text}".rstrip())
    if trace.pull_request and trace.pull_request.url:
        out.print(f"\n{trace.pull_request.url}")
