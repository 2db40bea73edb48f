"""The judge: runs the stages one by one and tells what each has found.

It runs Ballet and the project's own code as they stand at the base, and no contributed code.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import ballet.validation.main as ballet_main
from ballet.util import log
from ballet.validation.common import ChangeCollector

from . import data as data_files
from . import project as projects
from . import reasons
from . import report as reports
from .advice import advice
from .case import Case, Unfit
from .collection import Collection
from .comparison import comparison
from .crew import Crew, WorkerEnded
from .data import Data, Unreadable
from .memory import Memory
from .opinion import second_opinion
from .request import Request
from .results import Results
from .score import project_score
from .stages import Stages, api_stage, failed_feature
from .standins import FeatureFailed, believed
from .tables import Tables
from .tree import Tree
from .worker import Checker


class Judge:
    """Judges one request. ``known`` are the data if they have been read already."""

    def __init__(
        self, request: Request, results: Results, memory: Memory, known: Data | None = None
    ) -> None:
        self.request = request
        self.results = results
        self.memory = memory
        self.known = known
        self.started = time.perf_counter()
        self.report = reports.new(
            request.stage, request.base, request.head, request.pull_request, request.checks
        )
        self.crew: Crew | None = None

    def run(self) -> None:
        """Judge, and leave a report whatever happens."""
        self.save()
        try:
            self._judge()
        except projects.Conflict as error:
            message = reasons.conflict(error.paths)
            reports.refused(self.report, "structure", "conflict", message)
        except Unreadable as error:
            key = "pruning" if self.request.stage == "merge" else "api"
            reports.refused(self.report, key, "data", str(error))
        except BaseException as error:
            kind = "memory" if isinstance(error, MemoryError) else "exception"
            name = type(error).__name__
            text = " ".join(str(error).split())[:300]
            message = f"The evaluation could not be made ({name}: {text})."
            reports.broken(self.report, kind, message, name)
        finally:
            if self.crew is not None:
                self.crew.end()
        if self.request.stage != "merge":
            self.report["advice"] = advice(self.report)
        self.save()

    def save(self) -> None:
        """Tell the report as it stands."""
        self.report["seconds"] = round(time.perf_counter() - self.started, 4)
        self.results.report(self.report)

    def _judge(self) -> None:
        request, report = self.request, self.report
        log.enable(level="DEBUG", format=log.DETAIL_LOG_FORMAT, echo=False)
        report["environment"].update(reports.versions())
        base = projects.commit(request.checkout, request.base)
        head = projects.commit(request.checkout, request.head)
        # a head is judged as it would stand once it is merged, as CI services do
        merging = request.stage != "merge"
        merged = projects.merged(request.checkout, base, head) if merging else head
        self.base = base
        self.paths = projects.candidates(request.checkout, base, head)
        if len(self.paths) == 1:
            report["feature"] = projects.described(self.paths[0], None)
        config = projects.configuration(request.checkout, base)
        self.tree = Tree(
            request.checkout, base, merged, request.scratch, projects.contributions(config)
        )
        os.chdir(self.tree.root)  # as `ballet validate`; a feature may count on it
        projects.as_pull_request(self.tree.root, base, head, request.pull_request)
        self.project = projects.open_project(self.tree.root, config)
        self.crew = Crew(request, self.tree.root)
        self.stages = Stages(self.project, self.paths)
        if request.stage == "merge":
            self._merge()
        else:
            self._head()
        reports.finish(report)

    def _head(self) -> None:
        passed = self._stage("structure") if self.request.wants("structure") else True
        if passed and self._wants("api", "acceptance"):
            self._read_data()
            self._collect()
            passed = self._api() if self.request.wants("api") else True
            if passed and self.request.wants("acceptance"):
                self.results.event("progress", text=reasons.DOING["acceptance"])
                self._stage("acceptance")
                self._sampled()
                self._say_more()

    def _merge(self) -> None:
        self._read_data()
        self._collect()
        if self.request.wants("pruning"):
            self.results.event("progress", text=reasons.DOING["pruning"])
            self._stage("pruning")
        if self.request.wants("score"):
            self._still_to_come("project")
            self._add("project", lambda: project_score(self._case(merged=True), self.paths))
            features = (self.report["project"] or {}).get("features", [])
            standing = [one for one in features if one["path"] in self.paths]
            if len(standing) == 1:
                self.report["feature"] = standing[0]

    def _wants(self, *parts: str) -> bool:
        return any(self.request.wants(part) for part in parts)

    def _stage(self, key: str) -> bool:
        """Run one stage here. True if it passed."""
        return self._put(self.stages.run(key))

    def _sampled(self) -> None:
        """Say in the report of the data if the accepter looked at some of the rows only."""
        numbers = self.report["stages"][2].get("numbers") or {}
        if numbers.get("sampled_rows"):
            self.report["data"]["sampled"] = numbers["sampled_rows"]
            self.report["data"]["cost"] = numbers.get("sampled_sentence")

    def _put(self, stage: dict[str, Any]) -> bool:
        error = stage.pop("error", None)
        if error and error["kind"] == "exception":
            missing = data_files.missing_targets(self.project)
            if missing is not None:
                stage["reason"] = f"{missing} ({error['message']})"
                error = {"kind": "data", "message": missing}
        if error:
            self.report["error"] = error
        reports.put(self.report, stage)
        if self.request.stage != "merge":
            self.report["verdict"] = reports.verdict(self.report)
        told = {name: stage[name] for name in ("key", "status", "seconds", "reason")}
        self.results.event("stage", **told)
        self.save()
        return bool(stage["status"] == "success")

    def _read_data(self) -> None:
        """Read the project's data, or take them from where they were read before."""
        self.results.event("progress", text=reasons.DOING["data"])
        folder = self.request.data
        try:
            if self.known is None:
                self.known = Data() if folder is None else data_files.read(folder)
            self.known.serve(self.project)
            rows, validation_rows = data_files.first_look(self.project)
        except Exception as error:
            if isinstance(error, Unreadable):
                raise
            raise data_files.unreadable(error) from error
        self.report["rows"] = rows
        self.report["data"] = {"rows": rows, "validation_rows": validation_rows}

    def _collect(self) -> None:
        """Make the stand-ins, and let Ballet find them instead of importing features."""
        assert self.crew is not None and self.known is not None
        self.tables = Tables()
        (X, y), (X_val, y_val) = (
            self.project.api.load_data(),
            ballet_main._load_validation_data(self.project),
        )
        for name, table in (("X", X), ("y", y), ("X_val", X_val), ("y_val", y_val)):
            self.tables.add(name, table)
        self.collection = Collection(
            self.project, self.tree, self.crew, self.tables, self.memory, self.known.digest
        )
        self.changes = ChangeCollector(self.project).collect_changes()
        self.project.api.collect = self.collection.features
        ballet_main.get_proposed_feature = lambda _: self.collection.proposed(self.changes)

    def _api(self) -> bool:
        """Ballet's API stage, in a worker, and a look at the values from outside."""
        assert self.crew is not None
        self.results.event("progress", text=reasons.DOING["api"])
        started = time.perf_counter()
        checker = Checker(self.project, self.paths, self.changes)
        try:
            answer, _ = self.crew.ask("checks", checker.serve, {"do": "check"})
            stage, feature = api_stage(answer)
            told = believed(feature, "")
            if len(self.paths) == 1 and told is not None:
                self.report["feature"] = projects.described(self.paths[0], SimpleNamespace(**told))
            if stage["status"] == "success" and len(self.changes.new_feature_info) == 1:
                self._look(stage)
        except WorkerEnded as error:
            failed = FeatureFailed.of_worker(error, ", ".join(self.paths))
            stage = failed_feature("api", failed, [failed.path])
        except FeatureFailed as error:
            stage = failed_feature("api", error, self.paths)
        self.crew.let_go("checks")
        stage["seconds"] = round(time.perf_counter() - started, 4)
        return self._put(stage)

    def _look(self, stage: dict[str, Any]) -> None:
        """Look at the values from outside: a worker's word that all is well is not enough."""
        X, y = self.project.api.load_data()
        encoded = self.project.api.encoder.fit_transform(y)
        self.tables.add("y_encoded", encoded)
        found = self.collection.look(self.collection.proposed(self.changes), X, encoded)
        if found is not None:
            stage["status"] = "failure"
            stage["ballet_error"] = "InvalidFeatureApi"
            stage["reason"] = reasons.contradicted(self.paths[0], found)

    def _case(self, merged: bool = False) -> Case:
        """What opinion and comparison look at; after a merge there is no candidate any more."""
        api = self.project.api
        (X, y), (X_val, y_val) = api.load_data(), ballet_main._load_validation_data(self.project)
        features, candidate = api.features, None
        if not merged:
            candidate = self.collection.proposed(self.changes)
            features = [one for one in features if one.source != candidate.source]
        everyone = [*features, candidate] if candidate is not None else features
        paths = [projects.path_of(self.project, one) for one in everyone]
        encoded = api.encoder.fit(y).transform(y_val)
        return Case(X, y, X_val, encoded, api.encoder, features, candidate, paths)

    def _say_more(self) -> None:
        """Opinion, comparison and advice, beside the verdict, which has been told already."""
        accepted = {"success": True, "failure": False}.get(self.report["stages"][2]["status"])
        parts = [part for part in ("opinion", "comparison") if self.request.wants(part)]
        if accepted is None or not parts:
            return
        self._still_to_come(*parts)
        try:
            case = self._case()
        except Exception as error:
            log.logger.exception("There is no case to look at")
            reason = f"It could not be measured ({reasons.shown(error)})."
            self.report["missing"].update(dict.fromkeys(parts, reason))
            return
        numbers = self.report["stages"][2].get("numbers")
        checkout, base = self.request.checkout, self.base
        find: dict[str, Callable[[], dict[str, Any]]] = {
            "opinion": lambda: second_opinion(case, numbers, accepted),
            "comparison": lambda: comparison(case, checkout, base),
        }
        for part in parts:
            self._add(part, find[part])

    def _still_to_come(self, *parts: str) -> None:
        """Tell the verdict at once: what comes after it may be lost, and it may not."""
        reports.finish(self.report)
        self.report["missing"].update(dict.fromkeys(parts, reports.UNFINISHED))
        self.save()

    def _add(self, part: str, find: Callable[[], dict[str, Any]]) -> None:
        """Add a part to the report, or the reason why it is missing. The verdict stays."""
        self.results.event("progress", text=reasons.DOING[part])
        try:
            self.report[part] = find()
            del self.report["missing"][part]
        except Unfit as error:
            self.report["missing"][part] = str(error)
        except Exception as error:
            log.logger.exception("The %s failed", part)
            self.report["missing"][part] = f"It could not be measured ({reasons.shown(error)})."
        self.save()
