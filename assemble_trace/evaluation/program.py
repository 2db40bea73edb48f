"""Reads the command line, runs the stages, and leaves a report whatever happens."""

from __future__ import annotations

import argparse
import importlib
import os
import time
from pathlib import Path
from typing import Any

from . import report as reports

PACKAGES = ("ballet", "numpy", "pandas", "scipy", "scikit-learn")
MODULES = {"scikit-learn": "sklearn"}


def main(arguments: list[str] | None = None) -> int:
    """Judge a pull request. Returns 0 when a report was written, whatever the verdict."""
    parser = argparse.ArgumentParser(description="Judge one pull request of a Ballet project.")
    parser.add_argument("--checkout", type=Path, required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--head", required=True)
    parser.add_argument("--pull-request", type=int, required=True)
    parser.add_argument("--stage", choices=["head", "merge"], required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    output = options.output.resolve()
    checkout = options.checkout.resolve()
    started = time.perf_counter()
    report = reports.new(options.stage, options.base, options.head, options.pull_request)

    def save() -> None:
        report["seconds"] = round(time.perf_counter() - started, 4)
        reports.write(report, output)

    save()  # so that a program that is killed leaves a report too
    try:
        # `ballet validate` runs in the project's folder, and a feature may count on it
        os.chdir(str(checkout))
        judge(report, checkout, save)
    except BaseException as error:
        _give_up(report, error)
    save()
    return 0


def judge(report: dict[str, Any], checkout: Path, save: Any) -> None:
    """Fill in the report. Ballet is imported here, so that its absence is reported as well."""
    from ballet.util import log

    from . import project as projects
    from .score import project_score
    from .stages import Stages

    log.enable(level="DEBUG", format=log.DETAIL_LOG_FORMAT, echo=False)
    report["environment"].update(_versions())
    base, head = report["base"], report["head"]
    paths = projects.candidates(checkout, base, head)
    if len(paths) == 1:
        report["feature"] = projects.described(paths[0], None)
    project = projects.open_project(checkout, base, head, report["pull_request"])
    stages = Stages(project, paths)
    if report["stage"] == "merge":
        if _read_data(report, project):
            _run(report, stages, "pruning", save)
            report["project"] = project_score(project, paths)
            report["feature"] = _merged(report, paths)
    else:
        passed = (
            _run(report, stages, "structure", save)
            and _read_data(report, project)
            and _run(report, stages, "api", save)
            and _run(report, stages, "acceptance", save)
        )
        report["verdict"] = _verdict(report, passed)
        if len(paths) == 1 and stages.feature is not None:
            report["feature"] = projects.described(paths[0], stages.feature)
    _skip_the_rest(report)
    if report["error"] and report["error"]["kind"] == "unfinished":
        report["error"] = None


def _run(report: dict[str, Any], stages: Any, key: str, save: Any = None) -> bool:
    stage = stages.run(key)
    error = stage.pop("error", None)
    if error:
        report["error"] = error
    reports.put(report, stage)
    if save is not None:
        save()
    return bool(stage["status"] == "success")


def _read_data(report: dict[str, Any], project: Any) -> bool:
    """Read the project's data, which is not the feature's doing when it fails."""
    from . import project as projects
    from .reasons import shown

    try:
        projects.read_data_once(project)
        entities, _ = project.api.load_data()
        report["rows"] = len(entities)
    except Exception as error:
        message = f"The project's data could not be read ({shown(error)})."
        report["error"] = {"kind": "data", "message": message}
        key = "pruning" if report["stage"] == "merge" else "api"
        reports.put(report, reports.result(key, "error", message, type(error).__name__))
        return False
    return True


def _merged(report: dict[str, Any], paths: list[str]) -> dict[str, Any] | None:
    """The feature that the merge brought in, as the project's list describes it."""
    standing = [one for one in report["project"]["features"] if one["path"] in paths]
    feature: dict[str, Any] | None = standing[0] if len(standing) == 1 else report["feature"]
    return feature


def _verdict(report: dict[str, Any], passed: bool) -> str:
    if passed:
        return "accepted"
    failed = any(stage["status"] == "failure" for stage in report["stages"])
    return "rejected" if failed else "none"


def _skip_the_rest(report: dict[str, Any]) -> None:
    for number, stage in enumerate(report["stages"]):
        if stage["reason"] == reports.UNFINISHED:
            reason = "Not reached, because an earlier stage did not pass."
            report["stages"][number] = reports.result(stage["key"], "skipped", reason)


def _give_up(report: dict[str, Any], error: BaseException) -> None:
    """The evaluation could not even begin, or broke between two stages."""
    text = " ".join(str(error).split())[:300]
    kind = "memory" if isinstance(error, MemoryError) else "exception"
    message = f"The evaluation could not be made ({type(error).__name__}: {text})."
    report["verdict"] = "none"
    report["error"] = {"kind": kind, "message": message}
    for number, stage in enumerate(report["stages"]):
        if stage["reason"] == reports.UNFINISHED:
            report["stages"][number] = reports.result(
                stage["key"], "error", message, type(error).__name__
            )


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        module = importlib.import_module(MODULES.get(package, package))
        found[package] = str(getattr(module, "__version__", "unknown"))
    return found
