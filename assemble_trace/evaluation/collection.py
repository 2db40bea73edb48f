"""The project's features as stand-ins: which there are, in Ballet's order, and their values."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
from ballet.exc import FeatureCollectionError, NoFeaturesCollectedError
from ballet.util.log import logger
from numpy.typing import NDArray

from . import contributed, frames, standins
from .contributed import Module
from .crew import Crew, WorkerEnded
from .memory import Memory
from .standins import FeatureFailed, StandIn
from .tables import Tables
from .tree import Tree
from .worker import Hand

#: What a worker is asked first.
DESCRIBE = {"do": "describe"}


class Collection:
    """Makes the stand-ins of one judge. ``data`` stands for the data's content."""

    def __init__(
        self, project: Any, tree: Tree, crew: Crew, tables: Tables, memory: Memory, data: str
    ) -> None:
        self.project = project
        self.tree = tree
        self.crew = crew
        self.tables = tables
        self.memory = memory
        self.data = data
        self._made: dict[str, StandIn | None] = {}

    def features(self) -> list[StandIn]:
        """What Ballet's ``collect`` gives: a feature for each module that has exactly one.

        Raises `FeatureFailed` where Ballet would raise the module's own exception.
        """
        modules = [one for one in contributed.modules(self.project.package) if not one.empty]
        for module in modules:
            key = self.tree.key(module, self.data)
            if module.name not in self._made and (key is None or self.memory.get(key) is None):
                hand = Hand(module, self.tables, proposed=False)
                self.crew.ask_ahead(module.name, hand.serve, DESCRIBE)
        made = [self._made_of(module, proposed=False) for module in modules]
        return [one for one in made if one is not None]

    def proposed(self, changes: Any) -> StandIn:
        """What Ballet's ``get_proposed_feature`` gives for these changes."""
        infos = changes.new_feature_info
        if not infos:
            raise NoFeaturesCollectedError
        if len(infos) > 1:
            raise FeatureCollectionError(f"Too many features collected (n={len(infos)})")
        _, name, file = infos[0]
        feature = self._made_of(Module(name, file), proposed=True)
        if feature is None:
            raise NoFeaturesCollectedError
        return feature

    def _made_of(self, module: Module, proposed: bool) -> StandIn | None:
        if module.name in self._made:
            return self._made[module.name]
        key = self.tree.key(module, self.data)
        about = self.memory.get(key) if key else None
        if about is None:
            answer, _ = self._ask(module, proposed, DESCRIBE)
            problem = answer.get("error")
            if isinstance(problem, dict) and problem.get("import") is True and not proposed:
                logger.info("Failed to import module %s: %s", module.name, problem.get("text"))
                self._made[module.name] = None
                return None
            self._raise(answer, module)
            about = json.dumps(answer.get("feature")).encode()
            if key:
                self.memory.put(key, about, shared=True)
        told = standins.believed(json.loads(about), module.name)
        path = self.tree.path(module)

        def compute(X_fit: Any, y_fit: Any, X: Any) -> NDArray[Any]:
            return self._values(module, proposed, key, (X_fit, y_fit, X))

        feature = None if told is None else StandIn(told, path, compute)
        self._made[module.name] = feature
        return feature

    def _values(
        self, module: Module, proposed: bool, key: str | None, pieces: tuple[Any, Any, Any]
    ) -> NDArray[Any]:
        path = self.tree.path(module)
        references = [self.tables.refer(piece) for piece in pieces]
        parts = [key or "not accepted: " + module.name, *(one for _, one in references)]
        whole = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        kept = self.memory.get(whole)
        if kept is not None:
            text, _, payload = kept.partition(b"\n")
            return frames.unpacked(json.loads(text), payload)
        sent = b"".join(one for one, _ in references)
        question = {"do": "values", "sizes": [len(one) for one, _ in references]}
        answer, payload = self._ask(module, proposed, question, sent)
        self._raise(answer, module)
        described = answer.get("values")
        try:
            values = frames.unpacked(described, payload)
        except frames.Rubbish as error:
            raise FeatureFailed.named("ValueError", str(error), path) from None
        standins.checked(values, len(pieces[2]), path)
        text = json.dumps(described).encode()
        self.memory.put(whole, text + b"\n" + payload, shared=key is not None)
        return values

    def _ask(
        self, module: Module, proposed: bool, question: dict[str, Any], payload: bytes = b""
    ) -> tuple[dict[str, Any], bytes]:
        hand = Hand(module, self.tables, proposed)
        try:
            return self.crew.ask(module.name, hand.serve, question, payload)
        except WorkerEnded as error:
            raise FeatureFailed.of_worker(error, self.tree.path(module)) from None

    def _raise(self, answer: dict[str, Any], module: Module) -> None:
        """Raise what the worker says that was raised."""
        problem = answer.get("error")
        if not isinstance(problem, dict):
            return
        name = str(problem.get("type"))[:100]
        text = str(problem.get("text"))[:4000]
        memory = problem.get("memory") is True
        raise FeatureFailed.named(name, text, self.tree.path(module), memory)

    def look(self, feature: StandIn, X: Any, y: Any) -> str | None:
        """Look at the values of a feature that passed its checks, from outside.

        The name of a check that it cannot have passed; None if there is no contradiction.
        Raises `FeatureFailed`.
        """
        values = feature.as_feature_engineering_pipeline().fit_transform(X, y=y)
        return standins.flaw(np.asarray(values))
