"""Ballet's stock accepters and pruner, with the same verdicts and numbers, faster, and recorded.

For the length of a block `listening` puts our way of estimating into Ballet's own classes. What
they log, accept, reject, prune and raise stays the same; every number is kept, on accept as well
as on reject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import ballet.validation.entropy as entropy
import ballet.validation.feature_acceptance.validator as acceptance
import ballet.validation.feature_pruning.validator as pruning
import ballet.validation.gfssf as evaluator
import numpy as np
from ballet.util.log import logger

from . import information, stock
from .columns import Unusual
from .estimates import Estimates
from .information import Entropies, clamped
from .recording import Recording, iteration
from .sampling import Sample

__all__ = ("Recording", "listening", "summary")

MISSING = "{} does not support missing targets, please use a different evaluator."

#: Where so little decides (in nats), the order of adding does: then Ballet's own functions add.
TIE = 1e-9


@contextmanager
def listening() -> Iterator[Recording]:
    """Judge our way, and collect the numbers, for the length of the block."""
    recording = Recording()
    by_chance, by_several = acceptance.RandomAccepter.judge, acceptance.CompoundAccepter.judge

    def judge(self: Any) -> bool:
        return _judged(self, recording)

    def judge_by_chance(self: Any) -> Any:
        return stock.random(by_chance, self, recording)

    def judge_by_variance(self: Any) -> Any:
        return stock.variance(self, recording)

    def judge_by_several(self: Any) -> Any:
        return stock.compound(by_several, self, recording)

    def prune(self: Any) -> list[Any]:
        return _pruned(self)

    def mutual(x: Any, y: Any) -> Any:
        try:
            value, parts = information.mutual_information(x, y)
        except Unusual:
            value = entropy.estimate_mutual_information(x, y)
            recording.mutual = {"statistic": float(value)}
            return value
        recording.mutual = {"statistic": value, **parts}
        for name in ("X", "Y", "XY"):
            logger.debug("H(%s): %s", ",".join(name), parts[f"h_{name.lower()}"])
        _warn("MutualInformation", parts["h_x"] + parts["h_y"] - parts["h_xy"])
        return value

    def of_target(y: Any) -> Any:
        value = _entropy(y)
        _warn("Entropy", value)
        return clamped(value)

    with ExitStack() as replaced:
        replaced.enter_context(_replaced(acceptance.GFSSFAccepter, "judge", judge))
        replaced.enter_context(_replaced(acceptance, "estimate_mutual_information", mutual))
        replaced.enter_context(_replaced(acceptance.RandomAccepter, "judge", judge_by_chance))
        replaced.enter_context(
            _replaced(acceptance.VarianceThresholdAccepter, "judge", judge_by_variance)
        )
        replaced.enter_context(_replaced(acceptance.CompoundAccepter, "judge", judge_by_several))
        replaced.enter_context(_replaced(pruning.GFSSFPruner, "prune", prune))
        replaced.enter_context(_replaced(evaluator, "estimate_entropy", of_target))
        yield recording


@contextmanager
def _replaced(owner: Any, name: str, function: Callable[..., Any]) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, function)
    try:
        yield
    finally:
        setattr(owner, name, original)


def summary(accepter: Any, recording: Recording) -> dict[str, Any]:
    """What was recorded, with the iteration that came closest to acceptance on top."""
    return recording.summary(accepter)


def _entropy(y: Any) -> float:
    try:
        return information.entropy(y)
    except Unusual:
        return float(entropy.estimate_entropy(y))


def _judged(self: Any, recording: Recording) -> bool:
    """`GFSSFAccepter.judge`, line for line, with our estimates."""
    if np.isnan(self.y_val).any():
        raise ValueError(MISSING.format(type(self).__name__))
    logger.info("Judging feature using %s", self)
    values = self._get_feature_df_map()
    rows, columns = values[self.candidate_feature].shape
    lambdas = evaluator._compute_lmbdas(self.lmbda_1, self.lmbda_2, values)
    logger.debug("Recomputed lambda_1=%0.3e, lambda_2=%0.3e", *lambdas)
    features = list(self.features)
    accepted = [values[feature] for feature in features]
    sample = Sample(values[self.candidate_feature], self.y_val, accepted)
    recording.begin(lambdas, clamped(_entropy(self.y_val)))
    asked = sample.estimates()
    for number, omitted in enumerate([None, *features]):
        position = None if omitted is None else number - 1
        omitted_columns = 0 if omitted is None else values[omitted].shape[1]
        threshold = evaluator._compute_threshold(*lambdas, columns, omitted_columns)
        known = omitted, (columns, omitted_columns), lambdas, threshold
        entropies = _asked(asked, position)
        if abs(iteration(*known, *entropies)["margin"]) <= TIE and threshold != 0:
            entropies = _asked(sample.stock(), position)
        _log(*entropies)
        found = iteration(*known, *entropies)
        recording.append(found)
        if omitted is None:
            logger.info("I(feature ; target | existing_features) = %s", found["candidate_cmi"])
        if found["margin"] >= 0:
            source = getattr(omitted, "source", "None")
            logger.debug("Succeeded while omitting feature: %s", source)
            recording.common.update(sample.certainty(position))
            return True
        info = evaluator.GFSSFIterationInfo(
            i=number,
            n_samples=rows,
            candidate_feature=self.candidate_feature,
            candidate_cols=columns,
            candidate_cmi=found["candidate_cmi"],
            omitted_feature=omitted,
            omitted_cols=omitted_columns,
            omitted_cmi=found["omitted_cmi"] if omitted is not None else 0,
            statistic=found["statistic"],
            threshold=threshold,
            delta=found["margin"],
        )
        logger.debug("Completed iteration %s/%s: %s", number, len(features) + 1, info)
    best = recording.best()
    logger.info(
        "Rejected feature: best marginal conditional mutual information was not greater than "
        "threshold (%0.3e - %0.3e = %0.3e, vs needed %0.3e).",
        *(recording[best][key] for key in
          ("candidate_cmi", "omitted_cmi", "statistic", "threshold")),
    )  # fmt: skip
    recording.common.update(sample.certainty(best - 1 if best else None))
    return False


def _asked(asked: Estimates, position: int | None) -> tuple[Entropies, Entropies | None]:
    of_candidate = asked.of_candidate(position)
    return of_candidate, None if position is None else asked.of_omitted(position)


def _log(*asked: Entropies | None) -> None:
    for found in asked:
        if found is not None:
            for name, value in zip(("X,Z", "Y,Z", "X,Y,Z", "Z"), found):
                logger.debug("H(%s): %s", name, value)
            _warn("ConditionalInformation", found.information)


def _warn(name: str, value: float) -> None:
    if value < 0:
        logger.warning("%s should be non-negative.", name)


def _pruned(self: Any) -> list[Any]:
    """`GFSSFPruner.prune`, line for line, with our estimates; ``self.numbers`` keeps them."""
    if np.isnan(self.y_val).any():
        raise ValueError(MISSING.format(type(self).__name__))
    logger.info("Pruning features using %s", self)
    values = self._get_feature_df_map()
    lambdas = evaluator._compute_lmbdas(self.lmbda_1, self.lmbda_2, values)
    logger.info("Recomputed lambda_1=%s, lambda_2=%s", *lambdas)
    features = list(self.features)
    sample = Sample(values[self.candidate_feature], self.y_val, [values[one] for one in features])
    standing = list(range(len(features)))
    found: list[dict[str, Any]] = []
    redundant = []
    asked = sample.estimates()
    for position, feature in enumerate(features):
        logger.debug("Trying to prune feature with source %s", feature.source)
        logger.debug(pruning.CMI_MESSAGE)
        columns = values[feature].shape[1]
        threshold = evaluator._compute_threshold(*lambdas, columns)
        entropies = asked.of_standing(position, standing)
        if abs(entropies.information - threshold) <= TIE and threshold != 0:
            entropies = sample.stock().of_standing(position, standing)
        _log(entropies)
        cmi = clamped(entropies.information)
        logger.debug("Conditional Mutual Information Score: %s", cmi)
        logger.debug("Calculated Threshold: %s", threshold)
        found.append(
            {"feature": feature.source, "columns": columns, "statistic": cmi,
             "threshold": float(threshold), "margin": cmi - float(threshold),
             **entropies._asdict()}
        )  # fmt: skip
        if cmi >= threshold:
            logger.debug("Passed, keeping feature %s", feature.source)
        else:
            logger.debug("Failed, found redundant feature: %s", feature.source)
            standing.remove(position)
            redundant.append(feature)
    self.numbers = {
        "pruner": type(self).__name__,
        "unit": "nats",
        "lambda_1": float(lambdas[0]),
        "lambda_2": float(lambdas[1]),
        "features": found,
        **sample.said(),
    }
    return redundant
