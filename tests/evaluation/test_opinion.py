"""The second opinion stands beside the verdict, also where the two do not agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from ballet import Feature
from ballet.validation.feature_acceptance.validator import GFSSFAccepter
from sklearn.preprocessing import FunctionTransformer, LabelEncoder, OneHotEncoder

from assemble_trace.evaluation.case import Case, Unfit
from assemble_trace.evaluation.gain import gain
from assemble_trace.evaluation.opinion import judged, second_opinion
from assemble_trace.reports.report import Gain, Noise, Opinion
from tests.evaluation.bench import GOOD, Bench

NOTHING = FunctionTransformer()
ALWAYS = {"accepter": "ballet.validation.feature_acceptance.validator.AlwaysAccepter"}


def case_of(X: pd.DataFrame, y: Any, accepted: list[str], candidate: str, encoder: Any) -> Case:
    """A case whose features are columns as they are."""
    encoded = encoder.fit(y).transform(y)
    features = [Feature(name, None) for name in accepted]
    paths = [f"user_a/feature_{name}.py" for name in [*accepted, candidate]]
    return Case(X, y, X, encoded, encoder, features, Feature(candidate, None), paths)


def simulated(seed: int, rows: int, effect: float) -> Case:
    """A target that is one known column, an unknown one times the effect, and noise."""
    random = np.random.RandomState(seed)
    X = pd.DataFrame(random.normal(size=(rows, 2)), columns=["known", "tried"])
    noise = random.normal(size=rows)
    y = pd.DataFrame({"y": X["known"] + effect * X["tried"] + noise})
    return case_of(X, y, ["known"], "tried", NOTHING)


def test_a_good_feature(bench: Bench) -> None:
    feature = bench.plain("Total Bsmt SF")
    accepter = bench.judge(feature)

    opinion = second_opinion(bench.case(feature), accepter.numbers, True)

    assert opinion["agrees"] is True
    assert opinion["why"] == {}
    noise, gained = opinion["noise"], opinion["gain"]
    assert noise["statistic"] == accepter.numbers["statistic"]
    assert noise["highest"] == accepter.numbers["threshold"]
    assert (noise["copies"], len(noise["values"]), noise["above"]) == (1999, 200, True)
    assert noise["mean"] < noise["quantile95"] < noise["highest"]
    assert (gained["unit"], gained["metric"]) == (
        *("SalePrice", "mean absolute error of SalePrice"),
    )
    assert 20_000 < gained["error_with"] < gained["error_without"] < 25_000
    assert gained["better"] is True
    assert "a simple model is off by 22,462 on average (SalePrice" in gained["sentence"]
    assert Opinion.model_validate(opinion).agrees is True


@pytest.mark.parametrize("name", ["Total Bsmt SF", "Fireplaces"])
def test_the_gains_by_which_good_features_were_chosen(bench: Bench, name: str) -> None:
    found = gain(bench.case(bench.plain(name)))

    assert (round(found["saved"]), round(found["low"]), round(found["high"])) == GOOD[name]


def test_noise(bench: Bench) -> None:
    feature = bench.column(np.random.RandomState(0).normal(size=len(bench.X)))

    opinion = second_opinion(bench.case(feature), bench.judge(feature).numbers, False)

    assert opinion["agrees"] is True
    assert opinion["noise"]["above"] is False
    assert opinion["gain"]["better"] is None
    assert "760 of 1,999 shuffled copies" in opinion["noise"]["sentence"]
    assert "shuffled copies of it score as high" in opinion["sentence"]


def test_a_copy_of_an_accepted_feature_gains_nothing(bench: Bench) -> None:
    found = gain(bench.case(Feature("Overall Qual", lambda column: 3 - 2 * column)))

    assert abs(found["saved"]) < 1
    assert found["better"] is not True


def stock(bench: Bench, feature: Any, rows: int) -> tuple[bool, dict[str, Any]]:
    """The verdict of Ballet's own accepter on the first rows, and our opinion of it."""
    X, prices, y = bench.X.iloc[:rows], bench.prices.iloc[:rows], bench.y.iloc[:rows]
    verdict = GFSSFAccepter(X, prices, X, y, bench.features, feature).judge()
    paths = [*bench.paths, "user_mary/feature_try.py"]
    case = Case(X, prices, X, y, bench.encoder, bench.features, feature, paths)
    first = {"omitted": None, "margin": 0.1 if verdict else -0.1}
    numbers = {"accepter": "ballet.GFSSFAccepter", "iterations": [first], "deciding": 0}
    return verdict, second_opinion(case, numbers, verdict)


def test_noise_that_ballet_accepts_is_not_trusted(bench: Bench) -> None:
    noise = bench.column(np.random.RandomState(0).normal(size=len(bench.X)))

    verdict, opinion = stock(bench, noise, 700)

    assert verdict is True
    assert opinion["agrees"] is False
    assert opinion["noise"]["above"] is False
    assert opinion["gain"]["better"] is None
    assert opinion["sentence"].startswith(
        "Ballet accepted it, but shuffled copies of it score as high: do not trust this acceptance."
    )


def test_a_good_feature_that_ballet_rejects_is_stood_up_for(bench: Bench) -> None:
    verdict, opinion = stock(bench, bench.plain("Total Bsmt SF"), len(bench.X))

    assert verdict is False
    assert opinion["agrees"] is False
    assert opinion["gain"]["better"] is True
    assert "the score misses what this feature is worth" in opinion["sentence"]
    assert opinion["noise"]["copies"] == 39
    assert opinion["noise"]["sentence"].endswith("(Measured on 1,000 of 2,930 rows.)")


def test_the_noise_floor_of_mutual_information() -> None:
    numbers = {"accepter": "ballet.MutualInformationAccepter"}

    good = second_opinion(simulated(1, 400, 2.0), numbers, True)["noise"]
    noise = second_opinion(simulated(1, 400, 0.0), numbers, True)["noise"]

    assert (good["above"], good["p_value"]) == (True, 1 / 40)
    assert noise["above"] is False
    assert noise["statistic"] > 0.1  # what Ballet's estimator gives for nothing


def test_an_accepter_that_takes_anything_is_contradicted() -> None:
    """Fifty columns of noise, few rows: the model is worse with them, and the verdict stays."""
    random = np.random.RandomState(0)
    X = pd.DataFrame(random.normal(size=(120, 51)), columns=[f"c{n}" for n in range(51)])
    y = pd.DataFrame({"y": X["c50"] + random.normal(size=120)})
    noise = Feature([f"c{n}" for n in range(50)], FunctionTransformer())
    case = Case(X, y, X, y, NOTHING.fit(y), [Feature("c50", None)], noise, ["a.py", "b.py"])

    opinion = second_opinion(case, ALWAYS, True)

    assert opinion["agrees"] is False
    assert opinion["noise"] is None
    assert "(AlwaysAccepter) does not look at the feature" in opinion["why"]["noise"]
    assert opinion["gain"]["better"] is False
    assert "a simple model predicts new rows worse with it" in opinion["sentence"]


def test_an_accepter_that_takes_nothing_is_contradicted() -> None:
    never = {"accepter": "ballet.validation.feature_acceptance.validator.NeverAccepter"}

    opinion = second_opinion(simulated(1, 500, 1.0), never, False)

    assert opinion["agrees"] is False
    assert opinion["gain"]["better"] is True
    assert "worth more than the verdict says" in opinion["sentence"]


@pytest.mark.parametrize(
    ("accepted", "above", "better", "agrees", "words"),
    [
        (True, True, True, True, "rightly as far as can be seen"),
        (True, True, None, None, "so it tells something; but whether"),
        (True, True, False, False, "predicts new rows worse with it"),
        (True, False, True, False, "shuffled copies of it score as high: do not trust this"),
        (True, False, None, False, "shuffled copies of it score as high: do not trust this"),
        (True, False, False, False, "shuffled copies of it score as high: do not trust this"),
        (False, True, True, False, "worth more than the verdict says"),
        (False, True, None, None, "could not be shown"),
        (False, True, False, True, "predicts new rows worse with it"),
        (False, False, True, None, "A clearer version of the same idea"),
        (False, False, None, True, "shuffled copies of it score as high"),
        (False, False, False, True, "shuffled copies of it score as high"),
        (None, True, True, None, "gave no verdict"),
    ],
)
def test_what_is_made_of_verdict_noise_and_gain(
    accepted: bool | None, above: bool, better: bool | None, agrees: bool | None, words: str
) -> None:
    gain = {"better": better, "share": 0.02, "saved": 3.0, "low": 1.0}
    found = judged(accepted, {"above": above}, gain)

    assert found[0] is agrees
    assert words in found[1]


def test_the_interval_holds_the_truth() -> None:
    """Of 100 data sets, at least 92 intervals hold what the feature saves on average."""
    rows, effect = 200, 0.3
    found = [gain(simulated(seed, rows, effect)) for seed in range(100)]
    # errors are normal: without the column their variance is 1 + effect^2, with it 1; fitting
    # two or three numbers to 160 rows adds their share
    spread = np.sqrt(2 / np.pi)
    truth = spread * (np.sqrt((1 + effect**2) * (1 + 2 / 160)) - np.sqrt(1 + 3 / 160))

    assert np.mean([one["saved"] for one in found]) == pytest.approx(truth, abs=0.004)
    assert sum(one["low"] <= truth <= one["high"] for one in found) >= 92


def test_noise_is_hardly_ever_called_better() -> None:
    found = [gain(simulated(seed, 150, 0.0))["better"] for seed in range(100)]

    assert found.count(True) <= 3


def test_classes_are_counted_by_wrong_answers() -> None:
    random = np.random.RandomState(2)
    X = pd.DataFrame(random.normal(size=(600, 2)), columns=["known", "tried"])
    label = np.where(X["tried"] + 0.5 * random.normal(size=600) > 0, "sold", "kept")
    y = pd.DataFrame({"state": label})

    by_label = gain(case_of(X, y["state"], ["known"], "tried", LabelEncoder()))
    by_columns = gain(case_of(X, y, ["known"], "tried", OneHotEncoder(sparse_output=False)))

    assert by_label == by_columns
    assert (by_label["metric"], by_label["unit"]) == ("share of wrong answers", "")
    assert by_label["error_without"] > 0.4 > 0.2 > by_label["error_with"]
    assert by_label["better"] is True
    assert "a wrong answer for" in by_label["sentence"]


def test_an_encoder_that_does_not_know_the_way_back(bench: Bench) -> None:
    """Scikit-learn's own then gives the logarithm back and calls it decoded."""
    case = bench.case(bench.plain("Fireplaces"))
    case.encoder = FunctionTransformer(np.log)

    found = gain(case)

    assert found["unit"] == "log SalePrice"
    assert found["error_without"] < 1


def test_a_feature_that_fails_on_new_rows_has_no_gain(bench: Bench) -> None:
    feature = Feature(["Roof Matl"], OneHotEncoder(sparse_output=False))

    opinion = second_opinion(bench.case(feature), bench.judge(feature).numbers, False)

    assert (opinion["noise"], opinion["gain"], opinion["agrees"]) == (None, None, None)
    assert "unknown categories ['Membran']" in opinion["why"]["gain"]
    assert "could not be computed" in opinion["why"]["noise"]


def test_values_that_cannot_be_measured() -> None:
    few = simulated(1, 30, 1.0)
    missing = simulated(1, 100, 1.0)
    missing.data[3].iloc[5] = np.nan
    wild = simulated(1, 100, 1.0)
    wild.data[0].loc[3, "tried"] = np.inf

    with pytest.raises(Unfit, match="at least 50 rows"):
        gain(few)
    with pytest.raises(Unfit, match="missing targets"):
        gain(missing)
    assert gain(wild)["better"] is True


def test_of_many_rows_some_are_looked_at_and_it_says_so() -> None:
    found = gain(simulated(1, 21_000, 1.0))

    assert found["better"] is True
    assert found["sentence"].endswith("(Measured on 20,000 of 21,000 rows.)")


def test_too_many_columns() -> None:
    case = simulated(1, 60, 1.0)
    case.candidate = Feature("tried", lambda column: np.tile(column, (1001, 1)).T)

    with pytest.raises(Unfit, match=r"too many columns \(1,002\)"):
        gain(case)


def test_the_models_of_the_report_take_it(bench: Bench) -> None:
    feature = bench.plain("Garage Area")
    opinion = second_opinion(bench.case(feature), bench.judge(feature).numbers, True)

    assert set(opinion["noise"]) == set(Noise.model_fields)
    assert set(opinion["gain"]) == set(Gain.model_fields)
    assert set(opinion) == set(Opinion.model_fields)
