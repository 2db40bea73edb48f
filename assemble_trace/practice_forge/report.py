"""From the evaluation's report to what four check runs say.

The reader takes what it finds and trusts nothing: the report was written by a process next to
which a stranger's code ran, maybe by a newer program.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from assemble_trace.judging import Judgement

from . import shortening

#: The check runs, in order: stage key (their ``external_id``) → name.
STAGES = {
    "structure": "Project structure",
    "api": "Feature API",
    "acceptance": "Feature acceptance",
    "pruning": "Feature pruning",
}

#: The stages that decide about a pull request's head.
JUDGED = ("structure", "api", "acceptance")

#: Longest ``text`` of a check run (characters); a little under GitHub's own limit.
MAX_TEXT = shortening.MAX_TEXT

_NETWORK = (
    "Whoever runs this forge can let projects use the network to read their data, and only for"
    " that: `assemble-trace forge serve --data-network`, and `--personal` with it where the forge"
    " serves one person alone."
)

_CONCLUSIONS = {"success": "success", "failure": "failure", "skipped": "skipped"}

Verdict = Literal["accepted", "rejected", "none"]


@dataclass(frozen=True)
class Output:
    """What a check run says when it is over."""

    conclusion: str
    title: str
    summary: str
    text: str | None = None


@dataclass(frozen=True)
class Finding:
    """What a judgement means: an output a stage, the verdict, and the report if readable."""

    outputs: dict[str, Output]
    verdict: Verdict
    report: dict[str, Any] | None


def read(judgement: Judgement | None, *, stage: str, seconds: float, lost: bool = False) -> Finding:
    """Read a judgement of a ``head`` or a ``merge``; None is a job that never got to run.

    ``seconds`` is the time limit, for the sentence that tells of it. ``lost`` is a job whose
    runner died each time it was tried.
    """
    report = _load(judgement)
    trouble = _lost() if lost else _trouble(judgement, report, seconds)
    told = _stages(report)
    outputs = {}
    for key in JUDGED if stage == "head" else ("pruning",):
        if key in told and _text(told[key], "status") in (*_CONCLUSIONS, "neutral"):
            outputs[key] = _of_stage(told[key])
        elif trouble is not None:
            outputs[key] = trouble
        else:
            outputs[key] = _of_error(told.get(key, {}), report)
    for key in ("acceptance", "pruning"):
        if report is not None and key in outputs:
            outputs[key] = _with_report(outputs[key], report)
    conclusions = [output.conclusion for output in outputs.values()]
    verdict: Verdict = "none"
    if stage == "head" and all(one == "success" for one in conclusions):
        verdict = "accepted"
    elif stage == "head" and any(_text(one, "status") == "failure" for one in told.values()):
        verdict = "rejected"
    return Finding(outputs, verdict, report)


def redundant(report: dict[str, Any] | None) -> list[str]:
    """The paths of the features that pruning found to be of no use any more."""
    found = _stages(report).get("pruning", {}).get("redundant", [])
    paths = [one.get("path") if isinstance(one, dict) else one for one in _list(found)]
    return [path for path in paths if isinstance(path, str)]


def _load(judgement: Judgement | None) -> dict[str, Any] | None:
    if judgement is None or judgement.report is None:
        return None
    try:
        loaded = json.loads(judgement.report)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) else None


def _stages(report: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    found = _list((report or {}).get("stages"))
    named = {_text(one, "key"): one for one in found if isinstance(one, dict)}
    return {key: one for key, one in named.items() if key in STAGES}


def _trouble(
    judgement: Judgement | None, report: dict[str, Any] | None, seconds: float
) -> Output | None:
    """What to say of the stages that were never reached, if the job did not end well."""
    if judgement is None:
        title = "The check could not be started"
        return Output("failure", title, "The check job could not be started. Nothing was judged.")
    outcome = judgement.outcome
    if outcome is None:
        return None  # nothing was run, and the report says why
    if outcome.timed_out:
        title = f"Stopped after {seconds:.0f} seconds"
        summary = f"The check was stopped because it took longer than {seconds:.0f} seconds."
        return Output("timed_out", title, _with_tail(summary, outcome.stderr))
    if outcome.memory_exceeded:
        title = "Stopped: it needed too much memory"
        summary = "The check needed more memory than it may use, and was stopped."
        return Output("failure", title, _with_tail(summary, outcome.stderr))
    for exceeded, much in (
        (outcome.disk_exceeded, "wrote too much to the disk"),
        (outcome.processes_exceeded, "started too many processes"),
    ):
        if exceeded:
            summary = f"The check {much}, and was stopped."
            return Output("failure", f"Stopped: it {much}", _with_tail(summary, outcome.stderr))
    if report is None or outcome.exit_code not in (0, 1):
        title = f"The check crashed (exit code {outcome.exit_code})"
        summary = "The check ended without a report. Nothing was judged."
        return Output("failure", title, _with_tail(summary, outcome.stderr))
    return None


def _lost() -> Output:
    title = "The check was lost, several times"
    summary = (
        "Whoever ran this check died each time before it was over, so it is not tried again."
        " Nothing was judged. A new commit will be checked anew."
    )
    return Output("failure", title, summary)


def _of_stage(stage: dict[str, Any]) -> Output:
    status = _text(stage, "status")
    reason = _text(stage, "reason") or {"success": "Passed", "skipped": "Not reached"}.get(
        status, "Failed"
    )
    parts = [reason]
    if ballet := _text(stage, "ballet_error"):
        parts.append(f"Ballet says: `{ballet}`.")
    if table := _checks_table(stage):
        parts.append(table)
    numbers = stage.get("numbers")
    if isinstance(numbers, dict) and numbers:
        plain = {name: one for name, one in numbers.items() if not isinstance(one, dict | list)}
        lines = [f"| {_cell(name)} | {_cell(value)} |" for name, value in plain.items()]
        parts.append("\n".join(["| Number | Value |", "| --- | --- |", *lines]))
    return Output(_CONCLUSIONS.get(status, "neutral"), _title(reason), "\n\n".join(parts))


def _of_error(stage: dict[str, Any], report: dict[str, Any] | None) -> Output:
    reason = _text(stage, "reason") or "The check ended before this stage was judged."
    needs_network = _part(report or {}, "error").get("needs_network") is True
    summary = f"{reason}\n\n{_NETWORK}" if needs_network else reason
    return Output("failure", _title(reason), summary)


def _checks_table(stage: dict[str, Any]) -> str:
    lines = []
    for check in _list(stage.get("checks")):
        if isinstance(check, dict):
            mark = "passed" if check.get("passed") is True else "**failed**"
            says = check.get("exception") or check.get("advice") or check.get("description") or ""
            if check.get("passed") is True:
                says = check.get("description") or ""
            lines.append(f"| {_cell(check.get('name', ''))} | {mark} | {_cell(says)} |")
    if not lines:
        return ""
    return "\n".join(["| Check | Result | What it says |", "| --- | --- | --- |", *lines])


def _with_report(output: Output, report: dict[str, Any]) -> Output:
    """The output with the second opinion, a word on isolation where there was none, and all of
    the report as its text.
    """
    first, _, rest = output.summary.partition("\n\n")
    opinion = _text(_part(report, "opinion"), "sentence")
    isolation = _part(report, "isolation")
    open_to_all = _text(isolation, "sentence") if _text(isolation, "mode") == "none" else ""
    parts = [first, f"**Second opinion.** {opinion}" if opinion else "", rest, open_to_all]
    summary = "\n\n".join(part for part in parts if part)
    return Output(output.conclusion, output.title, summary, shortening.fence(report))


def _with_tail(summary: str, stderr: str) -> str:
    tail = "\n".join(stderr.strip().splitlines()[-20:])[-4000:].replace("```", "'''")
    return f"{summary}\n\n```text\n{tail}\n```" if tail else summary


def _cell(value: object) -> str:
    if isinstance(value, float):
        value = f"{value:.6g}"
    return " ".join(str(value).split()).replace("|", "\\|")[:500]


def _title(reason: str) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= 200 else line[:199] + "…"


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _part(record: dict[str, Any], name: str) -> dict[str, Any]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
