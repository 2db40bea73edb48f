"""Each of Ballet's stock accepters: plain Ballet's verdict, its numbers, and a true sentence."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from assemble_trace.reports import Report
from tests.evaluation.conftest import Judged, Warm, Workshop
from tests.reports.stock import FILES, Stock, feature, make

STOCK = "ballet.validation.feature_acceptance.validator."
VARIANCE, MUTUAL, GFSSF = "VarianceThresholdAccepter", "MutualInformationAccepter", "GFSSFAccepter"
GOOD, FLAT = feature("ada", "a", "a"), feature("ada", "flat", "c", "lambda c: c * 0 + 1")


def one(name: str, **params: Any) -> dict[str, Any]:
    """An accepter as ballet.yml names it."""
    return {"name": STOCK + name, "params": params}


def several(agg: str, *specs: dict[str, Any]) -> dict[str, Any]:
    """A compound accepter."""
    return one("CompoundAccepter", agg=agg, specs=list(specs))


@dataclass
class Case:
    """An accepter, what it is asked, whether it accepts, and words of its reason."""

    accepter: dict[str, Any]
    accepted: bool
    words: tuple[str, ...]
    change: dict[str, str]
    decided_by: str | None = None


def case(spec: dict[str, Any], accepted: bool, *words: str, **more: Any) -> Case:
    return Case(spec, accepted, words, more.pop("change", GOOD), more.pop("decided_by", None))


ALL = "All of the project's accepters have to accept a feature."
ANY = "One of the project's accepters has to accept a feature."
CASES = {
    "always": case(
        one("AlwaysAccepter"), True,
        "The project's accepter is AlwaysAccepter: it accepts every feature, whatever it is.",
    ),
    "never": case(
        one("NeverAccepter"), False,
        "The project's accepter is NeverAccepter: it rejects every feature, whatever it is.",
    ),
    "lucky": case(one("RandomAccepter", p=1), True, "it draws lots and accepts 100% of all"),
    "unlucky": case(one("RandomAccepter", p=0), False, "it draws lots and accepts 0% of all"),
    "tells": case(one(GFSSF), True, "It scores 0.6"),
    "tells nothing": case(one(GFSSF), False, "It scores ", "nats.", change=FLAT),
    "informs": case(one(MUTUAL, threshold=0.01), True, "It scores ", "and needs 0.01 nats."),
    "informs too little": case(one(MUTUAL, threshold=9), False, "and needs 9 nats."),
    "varies": case(one(VARIANCE), True, "Its values have a variance of ", "more than 0.05 is"),
    "varies too little": case(one(VARIANCE, threshold=5), False, "more than 5 is needed."),
    "varies not at all": case(
        one(VARIANCE), False, "Its values have a variance of 0, and more", change=FLAT
    ),
    "both": case(
        several("all", one(VARIANCE), one(GFSSF)), True,
        ALL, f"{VARIANCE} accepted it: its values", f"{GFSSF} accepted it: it scores",
        decided_by=GFSSF,
    ),
    "one of both": case(
        several("all", one(GFSSF), one(VARIANCE, threshold=5)), False,
        f"{ALL} {VARIANCE} rejected it: its values have", f"{GFSSF} accepted it: it scores 0.6",
        decided_by=VARIANCE,
    ),
    "never and one": case(
        several("all", one(GFSSF), one("NeverAccepter")), False,
        f"{ALL} NeverAccepter rejected it: it rejects every feature", decided_by="NeverAccepter",
    ),
    "either": case(
        several("any", one(VARIANCE, threshold=5), one(MUTUAL, threshold=0.01)), True,
        f"{ANY} {MUTUAL} accepted it: it scores", f"{VARIANCE} rejected it", decided_by=MUTUAL,
    ),
    "neither": case(
        several("any", one(VARIANCE, threshold=5), one(MUTUAL, threshold=9)), False,
        f"{ANY} {VARIANCE} rejected it", f"{MUTUAL} rejected it", decided_by=MUTUAL,
    ),
    "two of a class": case(
        several("any", one(MUTUAL, threshold=9), one(MUTUAL, threshold=0.01)), True,
        "and needs 0.01 nats.", "and needs 9 nats.", decided_by=MUTUAL,
    ),
    "the last of a class": case(
        several("any", one(MUTUAL, threshold=0.01), one(MUTUAL, threshold=9)), False,
        f"{ANY} {MUTUAL} rejected it: it scores", "accepted it, which does not count, since",
        decided_by=MUTUAL,
    ),
    "one within another": case(
        several("all", several("any", one(VARIANCE, threshold=5), one(GFSSF))), True,
        f"{ALL} CompoundAccepter accepted it: one of the project's", decided_by=GFSSF,
    ),
}  # fmt: skip


@dataclass
class Found:
    """Our judgement, and how plain Ballet ended, with its log."""

    ours: Judged
    code: int
    log: str


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """Every case, judged in both ways."""
    folder = tmp_path_factory.mktemp("accepters")
    stock = make(folder / "small")
    proposals = {name: _proposed(stock, name, one) for name, one in CASES.items()}
    stock.git("switch", "--quiet", "--detach", "trunk")
    shop = Workshop(stock.folder, folder)
    warm = Warm(shop, folder)

    def plain(name: str) -> tuple[int, str]:
        clone, head = proposals[name]
        return clone.validate(head, "-A", OMP_NUM_THREADS="1")

    def ours(name: str) -> Judged:
        clone, head = proposals[name]
        return warm.judge(clone.folder, head, clone.base)

    with ThreadPoolExecutor(2) as pool:
        theirs = pool.map(plain, CASES)
        judged = pool.map(ours, CASES)
        made = {name: Found(next(judged), *next(theirs)) for name in CASES}
    warm.close()
    return made


def _proposed(stock: Stock, name: str, one: Case) -> tuple[Stock, str]:
    """A clone whose base has the case's accepter, and the head."""
    rules = FILES["ballet.yml"].replace(STOCK + GFSSF, repr(one.accepter))
    assert rules != FILES["ballet.yml"]
    branch = name.replace(" ", "-")
    base = stock.propose(f"{branch}-base", {"ballet.yml": rules})
    head = stock.write(one.change)
    clone = stock.clone(stock.folder.with_name(branch), head)
    return Stock(clone.folder, base), head


def of_class(numbers: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The numbers of each accepter of a class, in the order in which they were asked."""
    if "accepters" not in numbers:
        return [numbers] if numbers.get("accepter", numbers.get("name")) == STOCK + name else []
    return [part for one in numbers["accepters"] for part in of_class(one, name)]


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_plain_ballets_and_the_reason_is_true(
    found: dict[str, Found], name: str
) -> None:
    case, ours = CASES[name], found[name].ours
    stage = ours.stage("acceptance")

    assert (found[name].code == 0) == case.accepted
    assert ("FeatureRejected" in found[name].log) != case.accepted
    assert ours.report["verdict"] == ("accepted" if case.accepted else "rejected")
    assert stage["numbers"]["accepter"] == case.accepter["name"]
    for words in case.words:
        assert words in stage["reason"]
    assert stage["reason"].endswith("Ballet says FeatureRejected.") != case.accepted
    assert "sentence" not in str(stage["numbers"])
    Report.model_validate(ours.report)


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_on_top_never_contradict_the_verdict(
    found: dict[str, Found], name: str
) -> None:
    case, numbers = CASES[name], found[name].ours.stage("acceptance")["numbers"]
    measures = case.decided_by or case.accepter["name"].removeprefix(STOCK)

    assert numbers.get("decided_by") == (STOCK + case.decided_by if case.decided_by else None)
    if measures in (VARIANCE, MUTUAL, GFSSF):
        assert (numbers["statistic"] > numbers["threshold"]) == case.accepted
        assert numbers["margin"] == pytest.approx(numbers["statistic"] - numbers["threshold"])
        assert numbers["unit"] == ("variance" if measures == VARIANCE else "nats")
    else:
        assert not {"statistic", "threshold", "margin", "unit"} & set(numbers)


@pytest.mark.parametrize("name", [name for name, one in CASES.items() if one.decided_by])
def test_each_part_is_told_of(found: dict[str, Found], name: str) -> None:
    case, numbers = CASES[name], found[name].ours.stage("acceptance")["numbers"]
    specs = case.accepter["params"]["specs"]

    assert numbers["agg"] == case.accepter["params"]["agg"]
    assert [one["name"] for one in numbers["accepters"]] == [one["name"] for one in specs]
    decide = any if numbers["agg"] == "any" else all
    assert case.accepted == decide(
        one["accepted"] for one in numbers["accepters"] if one["counted"]
    )
    uncounted = [one["counted"] for one in numbers["accepters"]].count(False)
    assert uncounted == (1 if name == "the last of a class" else 0)


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_are_those_of_plain_ballets_log(found: dict[str, Found], name: str) -> None:
    numbers, log = found[name].ours.stage("acceptance")["numbers"], found[name].log

    mutual = re.findall(r"I\(Z;Y\) is (\S+) vs. threshold (\S+) \((\S+) above", log)
    assert _measured(numbers, MUTUAL) == pytest.approx(_numbers(mutual), abs=1e-9)
    # Ballet prints eight digits of an array
    variance = re.findall(r"variance is \[(\S+)\] vs. threshold (\S+) \(\[(\S+)\] above", log)
    assert _measured(numbers, VARIANCE) == pytest.approx(_numbers(variance), abs=1e-8)
    asked = of_class(numbers, GFSSF)
    logged = re.findall(r"I\(feature ; target \| existing_features\) = (\S+)", log)
    assert len(logged) == len(asked)
    for one, cmi in zip(asked, logged, strict=True):
        assert numbers.get("iterations", one.get("iterations"))[0]["candidate_cmi"] == (
            pytest.approx(float(cmi), abs=1e-9)
        )
    if name == "unlucky":
        assert numbers["probability"] == 0
        assert "RandomAccepter: p=0" in log


def _measured(numbers: dict[str, Any], name: str) -> list[float]:
    found = of_class(numbers, name)
    return [one[key] for one in found for key in ("statistic", "threshold", "margin")]


def _numbers(rows: list[tuple[str, ...]]) -> list[float]:
    return [float(text) for row in rows for text in row]


def test_the_second_opinion_is_on_what_decided(found: dict[str, Found]) -> None:
    def of(name: str) -> dict[str, Any]:
        opinion: dict[str, Any] = found[name].ours.report["opinion"]
        return opinion

    assert of("both")["noise"]["above"] is True
    assert of("either")["noise"]["unit"] == "nats"
    assert of("one of both")["noise"] is None
    assert "asks how much a feature varies" in of("one of both")["why"]["noise"]
    assert "does not look at the feature" in of("never and one")["why"]["noise"]
    advice = {name: found[name].ours.report["advice"] for name in CASES}
    assert "(NeverAccepter) does not look at it" in advice["never"][0]
    assert "(RandomAccepter) does not look at it" in advice["unlucky"][0]
    assert advice["varies not at all"] == [
        "Choose another column or another rule: one value for all rows tells nothing."
    ]
    assert any("in a smaller unit" in one for one in advice["varies too little"])
    assert not any("Start from another idea" in one for one in advice["one of both"])
