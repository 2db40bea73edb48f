"""Runs Ballet's own four stages one by one, and says what each of them found."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import Any

import ballet.validation.main as ballet_main
from ballet.exc import FeatureCollectionError, FeatureValidationError
from ballet.validation.feature_api.checks import FeatureApiCheck
from ballet.validation.project_structure.checks import ProjectStructureCheck

from . import gfssf, grounds, reasons
from .listener import Checked, Heard, listening
from .project import described, path_of
from .report import result
from .standins import FeatureFailed
from .stock import full_name, numbers_of

ACTS: dict[str, Callable[..., Any]] = {
    "structure": ballet_main._check_project_structure,
    "api": ballet_main._validate_feature_api,
    "acceptance": ballet_main._evaluate_feature_performance,
    "pruning": ballet_main._prune_existing_features,
}
CHECKS = {"structure": ProjectStructureCheck, "api": FeatureApiCheck}


class Stages:
    """The stages of one project. ``paths`` are the feature files that the change adds."""

    def __init__(self, project: Any, paths: list[str]) -> None:
        self.project = project
        self.paths = paths
        self.contrib = str(project.config.get("contrib.module_path"))
        self.feature: Any | None = None

    def run(self, key: str) -> dict[str, Any]:
        """Run one stage. Never raises: whatever happens becomes the stage's result."""
        started = time.perf_counter()
        with listening() as heard, gfssf.listening() as recording:
            try:
                # force: our checkout is not on a branch, and Ballet would ask for its name
                returned = ACTS[key](self.project, force=True)
                stage = self._passed(key, returned, heard)
            except (FeatureValidationError, FeatureCollectionError) as error:
                stage = self._failed(key, error, heard)
            except BaseException as error:
                stage = self._crashed(key, error)
        stage["checks"] = [_check(key, one) for one in heard.checks if _belongs(key, one)]
        if not stage["reason"] and any(not check["passed"] for check in stage["checks"]):
            stage["reason"] = reasons.failed_checks(
                key, stage["checks"], self.contrib, stage["ballet_error"]
            )
        if key == "acceptance":
            accepted = {"success": True, "failure": False}.get(stage["status"])
            numbers = _numbers(heard, recording, accepted)
            if accepted:
                stage["reason"] = grounds.measured(numbers, True) or reasons.STAGE_OK[key]
            elif stage["ballet_error"] == "FeatureRejected":
                stage["reason"] = grounds.rejected(grounds.measured(numbers, False))
            stage["numbers"] = numbers
        if key == "api" and heard.checks:
            features = [one.subject for one in heard.checks if _belongs(key, one)]
            self.feature = features[0] if features else None
        stage["seconds"] = round(time.perf_counter() - started, 4)
        return stage

    def _passed(self, key: str, returned: Any, heard: Heard) -> dict[str, Any]:
        if key != "pruning":
            return result(key, "success", reasons.STAGE_OK[key])
        if returned is None and not heard.validators:
            return result(key, "skipped", "This commit adds no feature, so there is none to prune.")
        redundant = [described(path_of(self.project, one), one) for one in returned or []]
        numbers = getattr(heard.validators[-1], "numbers", None)
        reason = reasons.pruned([one["path"] for one in redundant])
        return result(key, "success", reason, redundant=redundant, numbers=numbers)

    def _failed(self, key: str, error: Exception, heard: Heard) -> dict[str, Any]:
        name = type(error).__name__
        if isinstance(error, FeatureCollectionError):
            reason = reasons.too_many(self.paths)
        elif any(_belongs(key, one) and one.exception for one in heard.checks):
            reason = ""  # the failed checks say why
        elif key != "api":
            reason = f"Ballet says {name}."
        elif heard.logged:
            culprit = _blamed(heard.logged[-1], self.paths) or ", ".join(self.paths)
            reason = reasons.not_imported(culprit, heard.logged[-1])
        else:
            reason = reasons.none_collected(self.paths)
        return result(key, "failure", reason, name)

    def _crashed(self, key: str, error: BaseException) -> dict[str, Any]:
        name = type(error).__name__
        if isinstance(error, FeatureFailed):
            return failed_feature(key, error, self.paths)
        path = _blamed(error, self.paths)
        if path is not None and not isinstance(error, MemoryError):
            return result(key, "failure", reasons.raised(path, error), name)
        kind = "memory" if isinstance(error, MemoryError) else "exception"
        reason = "The evaluation itself failed, which says nothing about the feature ({}).".format(
            reasons.shown(error)
        )
        return result(key, "error", reason, name, error={"kind": kind, "message": reason})


def api_stage(answer: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The API stage as a worker tells of it, believed as far as its form goes, and the feature.

    It has passed only if it says so and every one of Ballet's checks is there and has passed.
    """
    told = answer.get("stage")
    if not isinstance(told, dict) or told.get("status") not in ("success", "failure", "error"):
        said = answer.get("error")
        name = str(said.get("type"))[:100] if isinstance(said, dict) else None
        return result("api", "error", reasons.NOT_TOLD, name), None
    names = {check.__name__ for check in FeatureApiCheck.__subclasses__()}
    checks: list[dict[str, Any]] = []
    given = told.get("checks")
    for one in given if isinstance(given, list) else []:
        if isinstance(one, dict) and one.get("name") in names and len(checks) < 200:
            texts = {name: _short(one.get(name)) for name in ("exception", "advice")}
            about = _short(one.get("description")) or ""
            passed = one.get("passed") is True
            kept = {"name": one["name"], "passed": passed, "description": about, "path": None}
            checks.append({**kept, **texts})
    status = told["status"]
    reason = _short(told.get("reason")) or reasons.NOT_TOLD
    seen = {check["name"] for check in checks if check["passed"]}
    if status == "success" and (seen != names or not all(check["passed"] for check in checks)):
        status, reason = "failure", reasons.NOT_TOLD
    stage = result("api", status, reason, _short(told.get("ballet_error")), checks=checks)
    error = told.get("error")
    if status == "error" and isinstance(error, dict):
        kind = "memory" if error.get("kind") == "memory" else "exception"
        stage["error"] = {"kind": kind, "message": reason}
    return stage, answer.get("feature")


def _short(text: Any) -> str | None:
    return text[:2000] if isinstance(text, str) else None


def failed_feature(key: str, error: FeatureFailed, paths: list[str]) -> dict[str, Any]:
    """The result of a stage in which a feature failed in its worker.

    It is the candidate's failure, unless the machine put an end to it; and an error if another
    feature failed, which says nothing about the candidate.
    """
    name = None if error.ended else type(error).__name__
    if error.memory or error.status == -signal.SIGKILL:
        reason = reasons.out_of_memory(error.path, error)
        return result(key, "error", reason, name, error={"kind": "memory", "message": reason})
    if error.status == -signal.SIGXCPU:
        reason = reasons.out_of_time(error.path)
        return result(key, "error", reason, name, error={"kind": "time", "message": reason})
    if error.path in paths:
        said = reasons.ended if error.ended else reasons.raised
        return result(key, "failure", said(error.path, error), name)
    reason = reasons.accepted_failed(error.path, error)
    return result(key, "error", reason, name, error={"kind": "exception", "message": reason})


def _belongs(key: str, one: Checked) -> bool:
    # Ballet's API stage looks at the structure once more; those checks are not its own
    return key in CHECKS and isinstance(one.check, CHECKS[key])


def _check(key: str, one: Checked) -> dict[str, Any]:
    text = (one.check.check.__doc__ or "").strip().splitlines()
    return {
        "name": type(one.check).__name__,
        "passed": one.exception is None,
        "exception": None if one.exception is None else reasons.shown(one.exception),
        "advice": one.advice,
        "description": text[0] if text else "",
        "path": one.subject.b_path or one.subject.a_path if key == "structure" else None,
    }


def _numbers(
    heard: Heard, recording: gfssf.Recording, accepted: bool | None
) -> dict[str, Any] | None:
    if not heard.validators:
        return None
    accepter = heard.validators[-1]
    return {"accepter": full_name(accepter), **numbers_of(accepter, recording, accepted)}


def _frames(error: BaseException) -> list[str]:
    files = []
    trace = error.__traceback__
    while trace is not None:
        files.append(trace.tb_frame.f_code.co_filename)
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        files.append(error.filename)
    return files


def _blamed(error: BaseException | None, paths: list[str]) -> str | None:
    """The candidate's file that the exception went through, or none: then it is not to blame."""
    while error is not None:
        for file in _frames(error):
            for path in paths:
                if file.replace("\\", "/").endswith("/" + path):
                    return path
        error = error.__cause__ or error.__context__
    return None
