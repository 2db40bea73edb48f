"""Reads plain logs of ``ballet validate`` into a report.

A log says less than a report, and what it does not say is named in ``missing``. Nothing in a log
can be trusted further than the feature whose code may have printed it: the verdict on a pull
request is what the check runs conclude, and a log that contradicts its own check run counts as
broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .acceptance import acceptance_numbers
from .checks import described
from .heard import Heard, StageLog
from .lines import MAX_LOG, lines
from .report import (
    Isolation,
    Report,
    ReportCheck,
    ReportData,
    ReportError,
    ReportFeature,
    ReportStage,
    StageKey,
    StageStatus,
)

STAGES: tuple[StageKey, ...] = ("structure", "api", "acceptance", "pruning")
#: Exceptions by which Ballet says no; any other is a breakdown.
NO = {
    "InvalidProjectStructure",
    "InvalidFeatureApi",
    "FeatureRejected",
    "FeatureCollectionError",
    "NoFeaturesCollectedError",
}
_MISSING = {
    "opinion": "This project runs ballet validate, which gives no second opinion.",
    "comparison": "This project runs ballet validate, which does not compare features.",
    "project": "This project runs ballet validate, which does not score the project.",
    "checks": "Ballet's log names the checks that failed, not those that passed.",
    "environment": "The log does not say which versions were used.",
    "rows": "The log does not say how many rows the project's data have.",
}
_OK = {
    "structure": "Every new file is where it belongs.",
    "api": "The feature can be computed, copied, saved and applied to new rows.",
    "acceptance": "The feature was accepted.",
    "pruning": "No feature became redundant.",
}
_PATH = re.compile(r"(?:^|/)user_(\w+)/feature_(\w+)\.py$")


@dataclass(frozen=True)
class JobLog:
    """The log of one job; ``conclusion`` is what its check run concluded, if that is known."""

    text: str
    conclusion: str | None = None


def from_logs(logs: Sequence[JobLog]) -> Report | None:
    """Read the logs of one commit's jobs: one that does everything, or one for each stage.

    None if none of them is a log of ``ballet validate``.
    """
    heard = [(Heard().hear(lines(log.text)), log) for log in logs]
    heard = [(one, log) for one, log in heard if one.ballet]
    if not heard:
        return None
    missing = dict(_MISSING)
    if any(len(log.text) > MAX_LOG for _, log in heard):
        missing["log"] = f"Only the first {MAX_LOG // 1_000_000} million characters were read."
    path = next((one.candidates[0] for one, _ in heard if len(one.candidates) == 1), None)
    found: dict[StageKey, ReportStage] = {}
    data = None
    for one, log in heard:
        made_of = {key: _stage(key, stage, one, path, missing) for key, stage in one.stages.items()}
        _compare(made_of, log.conclusion)
        for key, stage in one.stages.items():
            made = made_of[key]
            if key not in found or found[key].status in {"skipped", "neutral"}:
                found[key] = made
            rows = stage.iterations[0].get("n_samples", "") if stage.iterations else ""
            if key == "acceptance" and rows.isdecimal() and not stage.doubtful:
                data = ReportData(validation_rows=int(rows))
        if not one.stages:
            missing["stages"] = "The log ends before Ballet began to check."
    stages = [found.get(key) or _absent(key, found, missing) for key in STAGES]
    judged = [stage.status for stage in stages[:3]]
    broken = next((stage for stage in stages if stage.status == "error"), None)
    return Report(
        version=2,
        stage="merge" if _merged(found) else "head",
        verdict=(
            "rejected" if "failure" in judged
            else "accepted" if judged == ["success"] * 3 else "none"
        ),
        stages=stages,
        feature=_feature(path) if path else None,
        seconds=round(sum(stage.seconds for stage in stages), 3),
        error=ReportError(kind="log", message=broken.reason) if broken else None,
        isolation=Isolation(
            mode="outside", sentence="A CI service ran it, on a machine that is not yours."
        ),
        data=data,
        advice=[check.advice for stage in stages for check in stage.checks if check.advice][:3],
        missing=missing,
    )  # fmt: skip


def _merged(found: dict[StageKey, ReportStage]) -> bool:
    """Say whether it was a merge that was looked at: then pruning ran, and nothing else did."""
    others = {stage.status for key, stage in found.items() if key != "pruning"}
    return "pruning" in found and found["pruning"].status != "neutral" and others <= {"skipped"}


def _stage(
    key: StageKey,
    log: StageLog,
    heard: Heard,
    path: str | None,
    missing: dict[str, str],
) -> ReportStage:
    status, reason, error = _ended(key, log, heard, path)
    numbers = None
    if key == "acceptance" and status in {"success", "failure"}:
        if log.doubtful:
            missing["numbers"] = (
                "The log gives a number more than once, and differently:"
                " the feature may have printed it."
            )
        else:
            numbers, why = acceptance_numbers(log, status == "success")
            missing.update(why)
            reason = _scored(status, reason, numbers)
    took = (log.ended_at - log.begun_at).total_seconds() if log.ended_at and log.begun_at else 0.0
    redundant = [_feature(_file(source, path)) for source in log.redundant]
    if key == "pruning" and status == "success" and redundant:
        paths = ", ".join(one.path for one in redundant)
        reason = f"No longer needed, now that the new feature is here: {paths}."
    return ReportStage(
        key=key,
        status=status,
        seconds=round(max(took, 0.0), 3),
        reason=reason,
        ballet_error=error,
        checks=[_check(where, name) for where, name in log.failures] if status != "success" else [],
        numbers=numbers,
        redundant=redundant if key == "pruning" else [],
    )


def _compare(stages: dict[StageKey, ReportStage], conclusion: str | None) -> None:
    """Take back what a log says where its own check run concluded otherwise."""
    failed = [one for one in stages.values() if one.status in {"failure", "error"}]
    if conclusion == "success":
        doubted = failed
    elif conclusion is None or failed:
        doubted = []
    else:  # it failed, and nothing in the log did
        doubted = [one for one in stages.values() if one.status == "success"][-1:]
    for one in doubted:
        one.status, one.ballet_error, one.numbers = "error", None, None
        one.reason = "The log does not say what its check run says, so it is not believed."


def _ended(
    key: StageKey, log: StageLog, heard: Heard, path: str | None
) -> tuple[StageStatus, str, str | None]:
    """Return how a stage ended, a sentence, and the exception's class."""
    if log.torn:
        return "error", "The log tells of this part twice, so it is not believed.", None
    if log.end == "SKIPPED":
        if key == "pruning":
            return "neutral", "Runs after the merge.", None
        return "skipped", "Ballet skipped it, as it does on the default branch.", None
    if log.end == "DONE":
        return "success", _OK[key], None
    if not log.end:
        return "error", "The log ends in the middle of this part.", None
    name, said = heard.error or ("", "")
    if not name:
        return "failure", "Ballet's log ends without the name of the error.", None
    if name not in NO:
        shown = f"{name}: {said}" if said else name
        if heard.culprit is None:
            return "error", f"The check broke down ({shown}).", name
        where = _full(heard.culprit[0], path)
        return "failure", f"{where} failed with {shown} (line {heard.culprit[1]}).", name
    return "failure", _refused(log, name, path), name


def _refused(log: StageLog, name: str, path: str | None) -> str:
    if name == "FeatureCollectionError":
        return f"One pull request may add one feature, and this one adds several. Ballet: {name}."
    if log.failures:
        names = ", ".join(dict.fromkeys(check for _, check in log.failures))
        where, first = log.failures[0]
        told = described(first)[0]
        return f"{where or 'The feature'} fails {first}: {told} Ballet says {name}: {names}."
    if log.unimported:
        where = _full("/".join(log.unimported.rsplit("/", 2)[-2:]), path)
        why = f" ({log.inner})" if log.inner else ""
        return f"{where} cannot be imported{why}. Ballet says {name}."
    if log.nothing_collected:
        return f"No feature was found, or several in one file. Ballet says {name}."
    return f"Ballet says {name}."


def _scored(status: str, reason: str, numbers: dict[str, object] | None) -> str:
    statistic, threshold = (numbers or {}).get("statistic"), (numbers or {}).get("threshold")
    if not isinstance(statistic, float):
        return reason
    needs = f" and needs {threshold:.4g}" if isinstance(threshold, float) else ""
    unit = (numbers or {}).get("unit") or ""
    said = f"It scores {statistic:.4g}{needs} {unit}".rstrip()
    return f"{said}. {reason}" if status == "failure" else f"{said}."


def _check(where: str | None, name: str) -> ReportCheck:
    description, advice = described(name)
    return ReportCheck(name=name, passed=False, advice=advice, description=description, path=where)


def _absent(
    key: StageKey, found: dict[StageKey, ReportStage], missing: dict[str, str]
) -> ReportStage:
    """Return a stage that no log tells of."""
    before = [found[one] for one in STAGES[: STAGES.index(key)] if one in found]
    if any(stage.status in {"failure", "error"} for stage in before):
        return ReportStage(key=key, status="skipped", reason="An earlier part failed.")
    missing[key] = "No log tells of it."
    return ReportStage(key=key, status="skipped", reason="No log tells of it.")


def _feature(path: str) -> ReportFeature:
    found = _PATH.search(path)
    author, name = found.groups() if found else (None, path)
    return ReportFeature(name=name, path=path, author=author)


def _full(end: str, path: str | None) -> str:
    """Return the path from the project's folder where it is known."""
    return path if path and path.endswith(end) else end


def _file(source: str, path: str | None) -> str:
    """Return a module's file: modules lie where the new feature's lies, in src if not known."""
    package = source.partition(".")[0]
    before = path.partition(f"{package}/")[0] if path and f"{package}/" in path else "src/"
    return f"{before}{source.replace('.', '/')}.py"
