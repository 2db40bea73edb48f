"""What happens inside a worker: the only place where contributed code is imported and run."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import ballet.validation.common as ballet_common
from ballet.contrib import _collect_contrib_feature_from_module
from ballet.util.git import NoOpDiffer
from ballet.util.log import logger
from ballet.util.mod import import_module_at_path

from . import frames, report
from .contributed import Module
from .stages import Stages
from .tables import Tables

#: Longest text of an exception or a name that is sent back (characters).
LONGEST = 4000


class Hand:
    """Serves one module. ``proposed`` is imported as Ballet imports a candidate."""

    def __init__(self, module: Module, tables: Tables, proposed: bool) -> None:
        self.module = module
        self.tables = tables
        self.proposed = proposed
        self._feature: Any = None
        self._loaded = False

    def serve(self, question: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Answer one question; an exception is an answer too."""
        try:
            if question["do"] == "describe":
                return {"feature": described(self.feature())}, b""
            return self._values(question, payload)
        except BaseException as error:
            return {"error": raised(error)}, b""

    def feature(self) -> Any:
        """The module's feature, or None as Ballet finds none."""
        if not self._loaded:
            self._feature = _collect_contrib_feature_from_module(self._import())
            self._loaded = True
        return self._feature

    def _import(self) -> Any:
        name = self.module.name
        if self.proposed:
            return import_module_at_path(name, self.module.file)
        importlib.import_module(name.rpartition(".")[0])
        where = self.module.file.parent.parent if self.module.package else self.module.file.parent
        finder: Any = pkgutil.get_importer(str(where))
        loader = finder.find_module(name)
        if loader is None:
            raise ImportError(name)
        return loader.load_module(name)

    def _values(self, question: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        pieces = []
        for size in question["sizes"]:
            pieces.append(self.tables.resolve(payload[:size]))
            payload = payload[size:]
        X_fit, y_fit, X = pieces
        pipeline = self.feature().as_feature_engineering_pipeline()
        values = pipeline.fit(X_fit, y=y_fit).transform(X)
        shape, sent = frames.packed(values)
        return {"values": shape}, sent


class Checker:
    """Serves Ballet's API stage for the features that a change adds."""

    def __init__(self, project: Any, paths: list[str], changes: Any) -> None:
        self.project = project
        self.paths = paths
        self.changes = changes

    def serve(self, question: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Run the stage. What changed was found out by the judge, so git is not asked again."""
        try:
            ballet_common.detect_differ = NoOpDiffer
            ballet_common.ChangeCollector.collect_changes = lambda _: self.changes
            stages = Stages(self.project, self.paths)
            stage = stages.run("api")
            return {"stage": report.plain(stage), "feature": described(stages.feature)}, b""
        except BaseException as error:
            return {"error": raised(error)}, b""


def described(feature: Any) -> dict[str, Any] | None:
    """What a stand-in needs to know of a feature."""
    if feature is None:
        return None
    output = getattr(feature, "output", None)
    columns = getattr(feature, "input", None)
    if isinstance(columns, (list, tuple)):
        columns = [_text(one) for one in columns]
    return {
        "name": _text(getattr(feature, "name", None)),
        "description": _text(getattr(feature, "description", None)),
        "source": _text(getattr(feature, "source", None)),
        "input": columns if isinstance(columns, list) else _text(columns),
        "output": [_text(one) for one in output] if isinstance(output, list) else _text(output),
    }


def raised(error: BaseException) -> dict[str, Any]:
    """An exception as an answer."""
    logger.debug("The feature failed", exc_info=error)
    return {
        "type": type(error).__name__,
        "text": str(error)[:LONGEST],
        "import": isinstance(error, ImportError),
        "memory": isinstance(error, MemoryError),
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)[:LONGEST]
