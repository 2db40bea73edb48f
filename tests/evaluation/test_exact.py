"""Ballet's stock accepters and pruner decide, log and raise the same, with the same numbers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import ballet.validation.feature_acceptance.validator as acceptance
import numpy as np
import pandas as pd
import pytest
from ballet.util.log import logger
from ballet.validation.feature_pruning.validator import GFSSFPruner
from numpy.typing import NDArray

from assemble_trace.evaluation import gfssf, grounds, sampling, stock, together
from assemble_trace.evaluation.accepter import HeldOutGainAccepter
from tests.evaluation.bench import Bench
from tests.evaluation.tables import KINDS, Made, table

NUMBER = re.compile(r"(?<![\w])-?\d+\.\d+(?:e[+-]?\d+)?|-?\binf\b|\bnan\b")
WARNING = "ConditionalInformation should be non-negative."
ENTROPIES = ("h_xz", "h_yz", "h_xyz", "h_z")


@pytest.fixture
def log() -> Iterator[list[tuple[int, str]]]:
    """Everything that Ballet logs: level and text."""
    found: list[tuple[int, str]] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append((record.levelno, record.getMessage()))

    keeper, level = Keeper(), logger.level
    logger.addHandler(keeper)
    logger.setLevel(logging.DEBUG)
    yield found
    logger.setLevel(level)
    logger.removeHandler(keeper)


def given(
    candidate: NDArray[Any], target: NDArray[Any], accepted: list[NDArray[Any]]
) -> tuple[Any, ...]:
    """What Ballet gives an accepter."""
    X, y = pd.DataFrame({"row": range(len(target))}), pd.DataFrame(target)
    features = [Made(f"accepted.number_{number}", one) for number, one in enumerate(accepted)]
    return X, y, X, target, features, Made("candidate", candidate)


def drawn(seed: int, rows: int, accepted: int, kinds: tuple[str, ...] = KINDS) -> tuple[Any, ...]:
    """A case of any columns."""
    random = np.random.RandomState(seed)

    def some() -> NDArray[Any]:
        return table(list(random.choice(kinds, random.choice([1, 1, 2]))), rows, random)

    return given(some(), some(), [some() for _ in range(accepted)])


def same_log(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    """Both say the same, and their numbers are equal to 1e-9.

    Whether a difference of 1e-15 is below 0 depends on the order of adding, so that the warning
    about it is left out.
    """
    one, other = ([line for line in lines if line[1] != WARNING] for lines in (one, other))
    assert [(level, NUMBER.sub("#", text)) for level, text in one] == [
        (level, NUMBER.sub("#", text)) for level, text in other
    ]
    numbers = [[float(found) for _, text in lines for found in NUMBER.findall(text)]
               for lines in (one, other)]  # fmt: skip
    # texts have few digits in places, so that the last one may differ
    np.testing.assert_allclose(*numbers, rtol=2e-3, atol=1e-9, equal_nan=True)
    exact = [[float(text.partition(": ")[2]) for _, text in lines if text.startswith("H(")]
             for lines in (one, other)]  # fmt: skip
    np.testing.assert_allclose(*exact, rtol=0, atol=1e-9, equal_nan=True)


def both(case: tuple[Any, ...], log: list[tuple[int, str]]) -> tuple[bool, dict[str, Any]]:
    """Judge by plain Ballet and by us; the verdict and our numbers, once all is equal."""
    log.clear()
    expected = acceptance.GFSSFAccepter(*case).judge()
    plain = list(log)
    log.clear()
    with gfssf.listening() as recording:
        accepter = acceptance.GFSSFAccepter(*case)
        assert accepter.judge() == expected
    same_log(list(log), plain)
    numbers = gfssf.summary(accepter, recording)
    entropies = [float(text.partition(": ")[2]) for _, text in plain if text.startswith("H(")]
    found: list[float] = []
    for one in numbers["iterations"]:
        found += [one[key] for key in ENTROPIES]
        if one["omitted"] is not None:
            found += [one[f"omitted_{key}"] for key in ENTROPIES]
    np.testing.assert_allclose(found, entropies, rtol=0, atol=1e-9, equal_nan=True)
    return expected, numbers


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(8))
def test_any_features(seed: int, log: list[tuple[int, str]]) -> None:
    both(drawn(seed, [9, 20, 30, 45][seed % 4], seed % 4), log)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(3))
def test_features_that_crowd_others(
    seed: int, log: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "CROWDED_AT_LEAST", 4)
    both(drawn(100 + seed, 50, 3, ("normal", "wide", "skewed", "classes")), log)


def test_a_rejection_keeps_every_iteration(log: list[tuple[int, str]]) -> None:
    random = np.random.RandomState(1)
    y, *accepted = random.normal(size=(6, 70, 1))
    verdict, numbers = both(given(accepted[2], y, accepted), log)
    assert verdict is False
    assert [one["omitted"] for one in numbers["iterations"]] == [
        None, *(f"accepted.number_{number}" for number in range(5))
    ]  # fmt: skip
    for one in numbers["iterations"]:
        assert one["threshold"] == pytest.approx(
            one["lambda_1"] + one["lambda_2"] * (one["candidate_columns"] - one["omitted_columns"])
        )
        assert one["margin"] == one["statistic"] - one["threshold"]
    assert numbers["margin"] == numbers["iterations"][numbers["deciding"]]["margin"] < 0
    assert numbers["lambda_1"] == pytest.approx(numbers["entropy_y"] / 64 / 6)


def test_a_tie_is_decided_as_ballet_decides_it(log: list[tuple[int, str]]) -> None:
    # with three columns and these parameters the threshold is 0 when the wide feature is omitted
    random = np.random.RandomState(5)
    y, candidate = random.normal(size=(2, 40, 1))
    wide = np.hstack([candidate, candidate * 2])
    decided = []
    for lmbda_1, lmbda_2 in ((0.2, 0.3), (0.2, 0.3 + 1e-12), (0.2, 0.3 - 1e-12)):
        case = given(candidate, y * 1e-9, [wide])
        plain = acceptance.GFSSFAccepter(*case, lmbda_1=lmbda_1, lmbda_2=lmbda_2).judge()
        with gfssf.listening():
            ours = acceptance.GFSSFAccepter(*case, lmbda_1=lmbda_1, lmbda_2=lmbda_2).judge()
        decided.append((plain, ours))
    assert all(plain == ours for plain, ours in decided)
    assert {plain for plain, _ in decided} == {True, False}


def test_an_acceptance_keeps_its_numbers(log: list[tuple[int, str]]) -> None:
    random = np.random.RandomState(2)
    y, one = random.normal(size=(2, 70, 1))
    verdict, numbers = both(given(y + 0.1 * random.normal(size=(70, 1)), y, [one]), log)
    assert verdict is True
    assert (len(numbers["iterations"]), numbers["deciding"]) == (1, 0)
    assert numbers["margin"] > 0


def test_an_acceptance_because_something_is_omitted(log: list[tuple[int, str]]) -> None:
    random = np.random.RandomState(3)
    y = random.normal(size=(60, 1))
    worse = y + 0.3 * random.normal(size=(60, 1))
    constant = np.full((60, 1), 0.5)
    verdict, numbers = both(given(worse, y, [worse * 2, constant]), log)
    assert verdict is True
    assert numbers["deciding"] > 0
    assert len(numbers["iterations"]) == numbers["deciding"] + 1


@pytest.mark.parametrize(
    "case",
    [
        drawn(5, 5, 2),
        given(np.array([["a"], ["b"]] * 6, dtype=object), np.arange(12.0)[:, None] / 7, []),
        given(np.full((12, 1), np.nan), np.arange(12.0)[:, None] / 7, []),
        given(np.ones((12, 1)), np.full((12, 1), np.nan), []),
    ],
    ids=["few rows", "text", "NaN", "missing target"],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_ballet_makes_of_bad_values_stays(
    case: tuple[Any, ...], log: list[tuple[int, str]]
) -> None:
    try:
        acceptance.GFSSFAccepter(*case).judge()
    except Exception as error:
        with pytest.raises(type(error), match=re.escape(str(error))), gfssf.listening():
            acceptance.GFSSFAccepter(*case).judge()
    else:
        both(case, log)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(4))
def test_the_pruner_finds_the_same(seed: int, log: list[tuple[int, str]]) -> None:
    case = drawn(200 + seed, [20, 30, 45][seed % 3], 2 + seed % 3)
    expected = GFSSFPruner(*case).prune()
    plain = list(log)
    log.clear()
    with gfssf.listening():
        pruner = GFSSFPruner(*case)
        assert pruner.prune() == expected
    same_log(list(log), plain)
    numbers = pruner.numbers
    below = [one["feature"] for one in numbers["features"] if one["margin"] < 0]
    assert below == [feature.source for feature in expected]


def test_mutual_information_is_the_same_and_kept(log: list[tuple[int, str]]) -> None:
    case = drawn(7, 60, 0, ("normal", "rounded"))
    expected = acceptance.MutualInformationAccepter(*case, threshold=0.1).judge()
    plain = list(log)
    log.clear()
    with gfssf.listening() as recording:
        accepter = acceptance.MutualInformationAccepter(*case, threshold=0.1)
        assert bool(accepter.judge()) == bool(expected)
    same_log(list(log), plain)
    numbers = gfssf.summary(accepter, recording)
    assert numbers["threshold"] == 0.1
    assert numbers["margin"] == numbers["statistic"] - 0.1
    parts = max(0.0, numbers["h_x"] + numbers["h_y"] - numbers["h_xy"])
    assert numbers["statistic"] == pytest.approx(parts)


@pytest.mark.parametrize("threshold", [0.5, 2.0])
def test_variances_are_the_same_and_kept(threshold: float, log: list[tuple[int, str]]) -> None:
    random = np.random.RandomState(6)
    values = random.normal(size=(50, 2)) * (3, 1)
    case = given(values, random.normal(size=(50, 1)), [])
    expected = acceptance.VarianceThresholdAccepter(*case, threshold=threshold).judge()
    plain = list(log)
    log.clear()
    with gfssf.listening() as recording:
        accepter = acceptance.VarianceThresholdAccepter(*case, threshold=threshold)
        assert accepter.judge() == expected == (threshold == 0.5)
    assert log == plain
    numbers = gfssf.summary(accepter, recording)
    assert numbers["variances"] == np.var(values, axis=0).tolist()
    assert numbers["statistic"] == min(numbers["variances"])
    assert numbers["margin"] == numbers["statistic"] - threshold
    said = grounds.measured({"accepter": grounds.STOCK + "VarianceThresholdAccepter", **numbers},
                            bool(expected))  # fmt: skip
    assert said is not None and said.startswith("Of its 2 columns the one that varies least")


def test_a_feature_without_columns_is_still_judged() -> None:
    with gfssf.listening() as recording:
        accepter = acceptance.VarianceThresholdAccepter(*given(np.ones((9, 0)), np.ones(9), []))
        assert accepter.judge()
    assert gfssf.summary(accepter, recording) == {}


def test_parts_are_asked_as_ballet_asks_them(log: list[tuple[int, str]]) -> None:
    random = np.random.RandomState(7)
    y, x, other = random.normal(size=(3, 60, 1))
    case = given(x, y, [other])
    path = grounds.STOCK
    specs = [
        {"name": path + "MutualInformationAccepter", "params": {"threshold": 5}},
        path + "VarianceThresholdAccepter",
        {"name": path + "RandomAccepter", "params": {"p": 1}},
        path + "GFSSFAccepter",
    ]
    expected = acceptance.CompoundAccepter(*case, agg="all", specs=specs).judge()
    plain = list(log)
    log.clear()
    with gfssf.listening() as recording:
        accepter = acceptance.CompoundAccepter(*case, agg="all", specs=specs)
        assert accepter.judge() is expected is False
    same_log(list(log), plain)
    assert not any("judge" in vars(part) for part in accepter.accepters)
    numbers = gfssf.summary(accepter, recording)
    mutual, variance, chance, _ = numbers["accepters"]
    assert (mutual["accepted"], mutual["statistic"] < 5) == (False, True)
    assert variance["statistic"] == np.var(x)
    assert (chance["accepted"], chance["probability"]) == (True, 1)
    assert "statistic" not in chance


def test_a_projects_own_accepter_may_be_a_part(bench: Bench) -> None:
    own = f"{HeldOutGainAccepter.__module__}.HeldOutGainAccepter"
    varies = {"name": grounds.STOCK + "VarianceThresholdAccepter", "params": {"threshold": 0.1}}
    case = (bench.X, bench.prices, bench.X, bench.y, bench.features, bench.plain("Fireplaces"))
    with gfssf.listening() as recording:
        accepter = acceptance.CompoundAccepter(*case, specs=[varies, own])
        accepted = accepter.judge()
    numbers = stock.numbers_of(accepter, recording, accepted)
    numbers["accepter"] = stock.full_name(accepter)
    said = grounds.measured(numbers, accepted)
    assert accepted is True
    assert numbers["decided_by"] == numbers["accepters"][1]["name"] == own
    assert numbers["statistic"] == accepter.accepters[1].numbers["statistic"]
    assert len(numbers["shuffled"]) == 200
    assert "shuffled" not in numbers["accepters"][1]  # what is long is there once
    assert said is not None
    assert "HeldOutGainAccepter accepted it: this feature saves a simple model" in said


def test_who_asks_for_more_is_not_said_to_decide_by_less() -> None:
    class Stricter(acceptance.GFSSFAccepter):  # type: ignore[misc]
        def judge(self) -> bool:
            return super().judge() and False

    random = np.random.RandomState(2)
    y = random.normal(size=(70, 1))
    with gfssf.listening() as recording:
        accepter = Stricter(*given(y + 0.1 * random.normal(size=(70, 1)), y, []))
        accepted = accepter.judge()
    assert accepted is False
    assert recording.summary(accepter)["margin"] > 0
    numbers = stock.numbers_of(accepter, recording, accepted)
    assert not {"statistic", "threshold", "margin"} & set(numbers)
    numbers["accepter"] = stock.full_name(accepter)
    assert grounds.rejected(grounds.measured(numbers, accepted)) == (
        "The project's accepter rejected it, and does not say why. Ballet says FeatureRejected."
    )


def test_missing_targets_are_the_reason_where_they_are() -> None:
    case = given(np.ones((12, 1)), np.full((12, 1), np.nan), [])
    with gfssf.listening() as recording:
        accepter = acceptance.MutualInformationAccepter(*case)
        accepted = accepter.judge()
    assert accepted is False
    numbers = stock.numbers_of(accepter, recording, accepted)
    numbers["accepter"] = stock.full_name(accepter)
    assert grounds.measured(numbers, accepted) == (
        "Some targets are missing, and MutualInformationAccepter then rejects every feature."
    )


def test_ballet_is_itself_again_afterwards() -> None:
    classes = [
        acceptance.GFSSFAccepter, acceptance.RandomAccepter,
        acceptance.VarianceThresholdAccepter, acceptance.CompoundAccepter,
    ]  # fmt: skip
    before = [acceptance.estimate_mutual_information, *(one.judge for one in classes)]
    with pytest.raises(KeyError), gfssf.listening():
        assert all(one.judge is not was for one, was in zip(classes, before[1:], strict=True))
        raise KeyError
    assert [acceptance.estimate_mutual_information, *(one.judge for one in classes)] == before
    assert gfssf.summary(None, gfssf.Recording()) == {}


def test_too_many_rows_are_sampled_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "BUDGET", 200.0**2 * (2 + 3 + sampling.ALWAYS))
    random = np.random.RandomState(23)
    y, x, *accepted = random.normal(size=(5, 1000, 1))
    case = given(x, y, accepted)
    found = []
    for _ in range(2):
        with gfssf.listening() as recording:
            accepter = acceptance.GFSSFAccepter(*case)
            accepter.judge()
        found.append(gfssf.summary(accepter, recording))
    numbers = found[0]
    assert found[0] == found[1]  # the sample is the same each time
    assert (numbers["sampled_rows"], numbers["of_rows"]) == (200, 1000)
    assert len(numbers["sampled_statistics"]) == sampling.PARTS
    assert "200 of 1,000 rows" in numbers["sampled_sentence"]
    with gfssf.listening():
        pruner = GFSSFPruner(*case)
        pruner.prune()
    assert (pruner.numbers["sampled_rows"], pruner.numbers["of_rows"]) == (200, 1000)
