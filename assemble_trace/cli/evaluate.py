"""``assemble-trace evaluate``: judges a commit as CI does; the one command for every CI."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import psutil

from assemble_trace import judging
from assemble_trace.cli import common
from assemble_trace.cli.account import account, ending
from assemble_trace.cli.annotations import command, plain, quieted, remarks
from assemble_trace.cli.commits import Commits, find
from assemble_trace.cli.interpreter import RECIPE, project_python
from assemble_trace.errors import TraceError
from assemble_trace.judging import Assignment, Isolated, Judgement
from assemble_trace.reports import NAMES, VERSION, Report, from_json
from assemble_trace.reports.report import ReportError, StageKey
from assemble_trace.sandbox import Limits

#: Stage of the pull request's life → the stages that are judged in it.
APPLY: dict[str, tuple[StageKey, ...]] = {
    "head": ("structure", "api", "acceptance"),
    "merge": ("pruning",),
}
#: What the program does besides a stage that is asked for by itself.
WITH = {"acceptance": ("opinion", "comparison"), "pruning": ("score",)}
SECONDS = 3000
_CI = Isolated("outside", False, "GitHub Actions ran it, on a machine of its own.")


#: What to do about a reason for which it could not be judged.
_NETWORK = "Give --allow-network to let the project's own code fetch its data."
_OWN = "Give --own-code if all of it is your own; or install bubblewrap."


@click.command()
@click.option(
    "--checkout", default=".", show_default=True, help="A clone of the project.",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)  # fmt: skip
@click.option(
    "--base", metavar="BRANCH|COMMIT",
    help="What the pull request goes into. Left out: origin's default branch, or for a merge the"
    " commit before it.",
)  # fmt: skip
@click.option(
    "--head", default="HEAD", show_default=True, metavar="BRANCH|COMMIT", help="What is judged.",
)  # fmt: skip
@click.option(
    "--pull-request", type=click.IntRange(0), default=0, help="Its number, if it has one."
)
@click.option(
    "--check", "checks", multiple=True, type=click.Choice(list(NAMES)),
    help="Only this stage; may be given several times. Left out: all that apply.",
)  # fmt: skip
@click.option(
    "--stage", type=click.Choice(list(APPLY)), default="head", show_default=True,
    help="A pull request's head, or the merge after which features are pruned.",
)  # fmt: skip
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report there, as JSON.",
)  # fmt: skip
@click.option(
    "--allow-network", is_flag=True,
    help="The project's own code may use the network to read its data. Contributed code never may.",
)  # fmt: skip
@click.option(
    "--own-code", is_flag=True,
    help="All of it is your own code: run it also where it cannot be shut in.",
)  # fmt: skip
def evaluate(
    checkout: Path,
    base: str | None,
    head: str,
    pull_request: int,
    checks: tuple[StageKey, ...],
    stage: str,
    output: Path | None,
    allow_network: bool,
    own_code: bool,
) -> None:
    """Judge a commit by the project's own rules, as they stand at the base.

    Ballet's stages are run for a Ballet project in any clone, detached or on any branch. What is
    not committed is not judged. Exit codes: 0 accepted (or each --check passed), 1 rejected,
    2 wrong usage, 3 it could not be judged.
    """
    wrong = [one for one in checks if one not in APPLY[stage]]
    if wrong:
        other = "merge" if stage == "head" else "head"
        raise click.UsageError(f"--check {wrong[0]} goes with --stage {other}.")
    commits = find(checkout, base, head, stage)
    on_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    # a machine that is made for this job and thrown away; one of the project's own is not
    hosted = on_actions and os.environ.get("RUNNER_ENVIRONMENT") == "github-hosted"
    if commits.dirty:
        click.echo("What is not committed is not judged.", err=True)
    judgement = _judge(
        commits, pull_request, checks, stage, allow_network, shared=not (own_code or hosted)
    )
    report = _report(judgement, commits, pull_request, stage, hosted)
    if output:
        output.write_text(report.model_dump_json(indent=1), encoding="utf-8")
    asked = checks or APPLY[stage]
    whole = not checks and stage == "head"
    code, verdict = _ended(report, asked, whole=whole, network=allow_network)
    lines = account(report, asked)
    lines += ending(verdict, report, lines)
    for line in quieted(lines) if on_actions else map(plain, lines):
        click.echo(line)
    if on_actions:
        for line in remarks(report, _source(commits, report)):
            click.echo(line)
        if code == common.ENVIRONMENT:
            click.echo(command("error", plain(verdict), title="Assemblé Trace"))
    sys.exit(code)


def _judge(
    commits: Commits, number: int, checks: tuple[StageKey, ...], stage: str, network: bool,
    *, shared: bool,
) -> Judgement:  # fmt: skip
    python = project_python()
    if python is None:
        raise TraceError(
            "ballet_missing",
            "No Python with Ballet was found: Ballet needs Python 3.11 or older.",
            advice=f"Make an environment with such a Python, run {RECIPE} in it, and set"
            " ASSEMBLE_TRACE_PYTHON to its python.",
        )
    parts = tuple(part for one in checks for part in (one, *WITH.get(one, ())))
    said: list[str] = []

    def progress(event: dict[str, Any]) -> None:
        text = plain(str(event.get("text", "")))
        if event.get("event") == "progress" and text not in said:
            said.append(text)
            click.echo(f"… {text}", err=True)

    try:
        return judging.judge(
            Assignment(
                repository=str(commits.store),
                base=commits.base,
                base_branch="base",
                head=commits.head,
                pull_request=number,
                stage=stage,
                python=python,
                limits=Limits(
                    wall_seconds=SECONDS,
                    cpu_seconds=SECONDS,
                    memory_bytes=psutil.virtual_memory().total * 3 // 4,
                ),
                shared=shared,
                data_network=network,
                checks=parts or None,
            ),
            progress=progress,
        )
    finally:
        judging.close()


def _report(
    judgement: Judgement, commits: Commits, number: int, stage: str, hosted: bool
) -> Report:
    """Return what was found, also where that is only how it ended."""
    about: dict[str, Any] = {
        "stage": stage, "base": commits.base, "head": commits.head, "pull_request": number,
    }  # fmt: skip
    try:
        report = from_json((judgement.report or b"").decode("utf-8", "replace"))
    except TraceError:
        report = Report(version=VERSION, **about, error=ReportError(kind="crash", message=""))
    outcome = judgement.outcome
    kind, message = "", ""
    if outcome and outcome.timed_out:
        kind, message = "time", f"It was stopped after {SECONDS} seconds."
    elif outcome and outcome.memory_exceeded:
        kind, message = "memory", "It was stopped because it needed too much memory."
    elif outcome and outcome.disk_exceeded:
        kind, message = "disk", "It was stopped because it wrote too much."
    elif report.error and report.error.kind in {"crash", "unfinished"}:
        last = (outcome.stderr.strip().splitlines() or [""])[-1] if outcome else ""
        code = outcome.exit_code if outcome else None
        kind, message = "crash", f"The check crashed (exit code {code}). {last}".strip()
    if kind:
        report = report.model_copy(update={"error": ReportError(kind=kind, message=message)})
    isolated = judgement.isolation
    if isolated and isolated.mode == "none" and hosted:
        report = Report.model_validate(report.model_dump() | {"isolation": asdict(_CI)})
    return report


def _ended(
    report: Report, asked: tuple[StageKey, ...], *, whole: bool, network: bool
) -> tuple[int, str]:
    """Return the exit code and the last line. ``network``: it was allowed."""
    found = [stage.status for key in asked if (stage := report.stage_of(key))]
    if "failure" in found:
        return common.REFUSED, "verdict: rejected" if whole else "failed"
    if report.error and report.error.kind == "conflict":
        return common.REFUSED, "It was not judged, because it cannot be merged."
    if report.error or "error" in found or len(found) != len(asked):
        why = report.error.message if report.error else "a stage broke down"
        return common.ENVIRONMENT, f"It could not be judged: {why}{_remedy(report, network)}"
    if whole and report.verdict != "accepted":
        return common.ENVIRONMENT, "It could not be judged: the report has no verdict."
    return common.ACCEPTED, "verdict: accepted" if whole else "passed"


def _remedy(report: Report, network: bool) -> str:
    """Return the option of this command that helps, as a sentence after a space, or nothing."""
    if report.error and report.error.needs_network and not network:
        return f" {_NETWORK}"
    if report.error and report.error.kind == "not_isolated":
        return f" {_OWN}"
    return ""


def _source(commits: Commits, report: Report) -> str | None:
    return commits.text(report.feature.path) if report.feature else None
