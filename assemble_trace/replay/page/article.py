"""The text of a replay, as HTML: what is read without scripts, and printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.template import Loader

from assemble_trace.models import Replay, Shown, StepRecord, TraceView
from assemble_trace.replay import saying
from assemble_trace.replay.page.explained import Explanation, explanation, meanings

_LOADER = Loader(str(Path(__file__).with_name("templates")), whitespace="all")

_STAGES = {
    "structure": "Project structure",
    "api": "Feature API",
    "acceptance": "Acceptance",
    "pruning": "Pruning",
}
_STATUSES = {"cancelled": "Cancelled", "failed": "Not submitted", "submitted": "Submitted"}


@dataclass(frozen=True)
class Row:
    """A name and its value, in words."""

    name: str
    value: str


@dataclass(frozen=True)
class Told:
    """A step as the text tells of it."""

    record: StepRecord
    took: str
    lines: list[Shown]
    rows: list[Row]
    page: Explanation
    trouble: Explanation


@dataclass(frozen=True)
class Heading:
    """What stands above everything: which submission it was, and how it ended."""

    title: str
    outcome: str
    facts: list[str]
    address: str | None


def heading(view: TraceView) -> Heading:
    """Return what stands above everything."""
    trace = view.trace
    pull = trace.pull_request
    facts = [
        trace.short_id,
        trace.project or "",
        f"{pull.repository}#{pull.number}" if pull else "",
        trace.created_at.strftime("%Y-%m-%d %H:%M %Z"),
    ]
    address = pull.url if pull and (pull.url or "").startswith("https://") else None
    title = trace.plan.title if trace.plan else "A cell that was not sent"
    return Heading(title, _outcome(view), [one for one in facts if one], address)


def article(replay: Replay) -> str:
    """Return the whole submission as text: each step with what it is for and what came of it."""
    view = replay.view
    steps = [_told(view, step) for step in view.trace.steps]
    return filled(
        "article.html",
        missing=replay.missing,
        steps=steps,
        changes=view.changes,
        stages=_stages(view.trace.evaluation),
        since=view.trace.since_then,
        glossary=meanings([page for step in steps for page in (step.page, step.trouble)]),
    )


def filled(template: str, **values: Any) -> str:
    """Return a template with its values. Each is escaped unless the template says ``raw``."""
    return _LOADER.load(template).generate(**values).decode()


def _outcome(view: TraceView) -> str:
    trace = view.trace
    if trace.kind == "branch":
        return "A branch, not submitted"
    if trace.kind == "withdraw" and trace.status == "submitted":
        return "Withdrawn"
    if trace.status == "submitted" and trace.verdict != "none":
        return trace.verdict.capitalize() + _merged(view)
    return _STATUSES.get(trace.status, trace.status.capitalize())


def _merged(view: TraceView) -> str:
    """Say what became of the pull request, if it was merged; a later attempt may be in it."""
    if view.merged is None:
        return ""
    if view.merged != view.trace.attempt:
        return f"; attempt {view.merged} was merged"
    return " and merged" if view.trace.verdict == "accepted" else "; its pull request was merged"


def _told(view: TraceView, step: StepRecord) -> Told:
    return Told(
        record=step,
        took=saying.took(step),
        lines=view.shown.get(step.key, []),
        rows=_rows(step.outcome),
        page=explanation("steps", step.key),
        trouble=explanation("errors", step.error.code if step.error else ""),
    )


def _rows(outcome: dict[str, Any]) -> list[Row]:
    """Return what came back from a step, the check runs one by one."""
    rows = []
    for name, value in outcome.items():
        if name == "checks" and isinstance(value, list):
            runs = [run for run in value if isinstance(run, dict)]
            rows += [Row(str(run.get("name")), _run(run)) for run in runs]
        elif value is not None:
            rows.append(Row(name, _words(value)))
    return rows


def _run(run: dict[str, Any]) -> str:
    said = run.get("conclusion") or run.get("status") or ""
    return ". ".join(str(one) for one in (said, run.get("title")) if one)


def _words(value: object) -> str:
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)


def _stages(evaluation: dict[str, Any] | None) -> list[Row]:
    """Return what each stage of the verdict said. A stranger's report may hold anything."""
    stages = (evaluation or {}).get("stages")
    rows = []
    for stage in stages if isinstance(stages, list) else []:
        if isinstance(stage, dict):
            said = [str(stage.get(part) or "") for part in ("status", "reason")]
            name = str(stage.get("key"))
            rows.append(Row(_STAGES.get(name, name), ". ".join(one for one in said if one)))
    return rows
