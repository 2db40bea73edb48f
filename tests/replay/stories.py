"""Submissions as they would be recorded, told in a line: whose, how far, and what CI found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assemble_trace import showing
from assemble_trace.models import (
    Cell,
    ErrorRecord,
    FileChange,
    Identity,
    Plan,
    Project,
    PullRequest,
    Repository,
    Source,
    StepRecord,
    StepStatus,
    Submission,
    SubmissionKind,
    SubmissionStatus,
    Trace,
    TraceView,
    Verdict,
)
from assemble_trace.steps import steps_of
from assemble_trace.store import Store

EXAMPLES = Path(__file__).resolve().parents[1] / "reports" / "examples"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CODE = 'input = "Lot Area"\nfeature = Feature(input, None, name="Lot area")\n'


def example(name: str, **more: Any) -> dict[str, Any]:
    """Return one of the examples of a report."""
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text())
    return found | more


def plan(
    login: str = "learner",
    feature: str = "lot_area",
    *,
    api: str = "http://127.0.0.1:41000/api/v3",
    upstream: str = "ames/house-prices",
    base: str = "b" * 40,
    code: str = CODE,
    practice: bool = False,
) -> Plan:
    """Return the plan of a learner who has no fork yet."""
    git = api.removesuffix("/api/v3")
    folder = f"src/house_prices/features/contrib/user_{login}"
    ids = {"commit": f"{feature}{login}", "tree": f"{login}{feature}"}
    shas = {key: (text.encode().hex() * 40)[:40] for key, text in ids.items()}
    return Plan(
        identity=Identity(
            id=7, login=login, name=login.title(), email=f"{login}@example.org", api=api,
            practice=practice,
        ),
        project=Project(
            kind="ballet", name=upstream.partition("/")[2], root=f"/home/{login}/work",
            upstream=upstream, api=api, git=git, contrib="src/house_prices/features/contrib",
        ),
        upstream=Repository(
            id=1, full_name=upstream, default_branch="main", clone_url=f"{git}/{upstream}.git"
        ),
        fork=f"{login}/{upstream.partition('/')[2]}", fork_exists=False, base=base,
        base_branch="main", directory=upstream.partition("/")[2], feature=feature,
        files=[
            FileChange(path=f"{folder}/__init__.py", content=""),
            FileChange(path=f"{folder}/feature_{feature}.py", content=code),
        ],
        formatted=False, branch=f"submit-{feature}-{login}-1", message=f"Add {feature}",
        title=f"Add “{feature}”", body=f"By {login}.\n\nIt is a feature.", date=1_763_900_000,
        zone=3600, **shas,
    )  # fmt: skip


def told(
    *,
    of: Plan | None = None,
    stopped: tuple[str, StepStatus, str] | None = None,
    report: dict[str, Any] | None = None,
    verdict: Verdict | None = None,
    name: str = "calm-otter",
    kind: SubmissionKind = "submit",
    status: SubmissionStatus = "submitted",
    imported: bool = False,
    **more: Any,
) -> TraceView:
    """Return the view of a submission.

    ``stopped`` is the step at which it stopped, how it stands there, and the error as ``code:
    message``. What comes before passed, what comes after is pending.
    """
    verdict = verdict or (report["verdict"] if report else "none")
    submission = Submission(
        id=f"id-{name}", short_id=name, created_at=NOON, kind=kind, status=status, plan=of,
        source=Source(path="notebook.ipynb", cells=[Cell(id="c", index=0, source=CODE)]),
        verdict=verdict, evaluation=report, **more,
    )  # fmt: skip
    records = []
    reached = True
    for number, step in enumerate(steps_of(kind)):
        record = step.record()
        record.commands = step.commands(submission) if of else []
        if stopped and step.key == stopped[0]:
            reached, record.status = False, stopped[1]
            code, _, message = stopped[2].partition(": ")
            record.error = ErrorRecord(code=code, message=message) if message else None
        elif reached:
            record.status = "passed"
        if record.status in {"passed", "failed"}:
            record.started_at = NOON + timedelta(seconds=10 * number)
            record.finished_at = record.started_at + timedelta(seconds=2 + number)
        records.append(record)
    return viewed(submission, records, imported=imported)


def viewed(
    submission: Submission, records: Sequence[StepRecord], *, imported: bool = False
) -> TraceView:
    """Return a submission as it would be shown."""
    known = {name: getattr(submission, name) for name in Submission.model_fields}
    flat = submission.plan
    trace = Trace(
        **known, steps=list(records), sequence=1, environment={},
        project=flat.project.name if flat else None, base=flat.base if flat else None,
        commit=flat.commit if flat else None, tree=flat.tree if flat else None,
        branch=flat.branch if flat else None,
    )  # fmt: skip
    return showing.view(trace, [trace], imported=NOON if imported else None)


def pull_request(number: int = 5, **more: Any) -> PullRequest:
    """Return a pull request of the project that stories are about."""
    return PullRequest(repository="ames/house-prices", number=number, **more)


def rejected(report: str, /, **more: Any) -> TraceView:
    """Return a submission whose report is an example, and whose CI failed by it."""
    found = example(report)
    failed = next(one for one in found["stages"] if one["status"] == "failure")
    stopped = ("ci", "failed", f"rejected: {failed['key']}: {failed['reason']}")
    return told(report=found, stopped=stopped, **more)  # type: ignore[arg-type]


def keep(store: Store, view: TraceView) -> None:
    """Let a store hold a submission, as if it had been recorded there."""
    trace = view.trace
    document = trace.model_dump(mode="json", include=set(Submission.model_fields))
    records = [step.model_dump(mode="json") for step in trace.steps]
    store.create(document, records, {}, None)


def family(*views: TraceView) -> list[TraceView]:
    """Return the views of submissions that belong together, each knowing the others."""
    traces = [view.trace for view in views]
    return [showing.view(trace, traces) for trace in traces]
