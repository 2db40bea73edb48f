"""Many features, good, bad and hostile: with the stock accepter the verdict is plain Ballet's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.conftest import CONTRIB, Warm, Workshop
from tests.evaluation.suite.expected import FOOLED, OURS

FOLDER = Path(__file__).parent / "suite"
FEATURES = sorted(path.stem for path in (FOLDER / "features").glob("*.py"))
STOCK = "ballet.validation.feature_acceptance.validator.GFSSFAccepter"
#: So many that plain Ballet needs no minute for each.
ROWS = 150
#: Verdict and acceptance are looked at here, opinion and comparison elsewhere.
PARTS = ["structure", "api", "acceptance"]


@dataclass
class Judgements:
    """For one feature: our reports with either accepter, and how plain Ballet ended."""

    ours: dict[str, Any]
    stock: dict[str, Any]
    plain: str


@pytest.fixture(scope="module")
def judgements(workshop: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judgements]:
    """Every feature, judged in three ways."""
    folder = tmp_path_factory.mktemp("suite")
    upstream = folder / "upstream"
    workshop.git(folder, "clone", "--quiet", str(workshop.upstream), str(upstream))
    shop = Workshop(upstream, folder)
    for name in ("entities.csv", "targets.csv"):
        table = upstream / "data" / "train" / name
        table.write_text("\n".join(table.read_text().splitlines()[: ROWS + 1]) + "\n")
    for path in (upstream / CONTRIB).glob("user_*/feature_*.py"):
        if path.stem != "feature_log_living_area":
            path.unlink()
    shop.git(upstream, "commit", "--quiet", "--all", "--message", "Fewer rows, fewer features")
    shop.base = shop.git(upstream, "rev-parse", "HEAD")
    rules = upstream / "ballet.yml"
    rules.write_text(rules.read_text().replace("house_prices.accepter.HeldOutGainAccepter", STOCK))
    shop.git(upstream, "commit", "--quiet", "--all", "--message", "Ballet's own accepter")
    stock = shop.git(upstream, "rev-parse", "HEAD")
    proposals = {name: propose(shop, name) for name in FEATURES}
    warm = Warm(shop, folder)

    def judge(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        ours = warm.judge(*proposals[name], checks=PARTS).report
        if ours["stages"][2]["status"] == "skipped":
            return ours, ours  # no accepter was asked
        return ours, warm.judge(*proposals[name], stock, checks=PARTS).report

    with ThreadPoolExecutor(2) as pool:
        plain = pool.submit(oracle, shop.base, proposals)
        reports = dict(zip(FEATURES, pool.map(judge, FEATURES), strict=True))
        ended = plain.result()
    warm.close()
    return {name: Judgements(*reports[name], ended[name]) for name in FEATURES}


def propose(shop: Workshop, name: str) -> tuple[Path, str]:
    source = (FOLDER / "features" / f"{name}.py").read_text(encoding="utf-8")
    return shop.propose(shop.feature(source, name))


def oracle(base: str, proposals: dict[str, tuple[Path, str]]) -> dict[str, str]:
    """How plain Ballet ends with its own accepter."""
    lines = [
        json.dumps({"clone": str(clone), "base": base, "head": head})
        for clone, head in proposals.values()
    ]
    settings = {
        "BALLET_VALIDATION__FEATURE_ACCEPTER": "@json " + json.dumps({"name": STOCK}),
        # one thread each, as in the evaluation
        **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    }
    done = subprocess.run(
        [sys.executable, str(FOLDER / "plain.py")],
        input="\n".join(lines) + "\n",
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(proposals, answers, strict=True))


def test_there_are_enough() -> None:
    assert len(FEATURES) >= 60
    assert set(OURS) == set(FEATURES)
    assert set(FOOLED) < set(FEATURES)


@pytest.mark.parametrize("name", FEATURES)
def test_ours(judgements: dict[str, Judgements], name: str) -> None:
    report = judgements[name].ours
    failed = next((one["key"] for one in report["stages"] if one["status"] == "failure"), None)

    assert (report["verdict"], failed) == OURS[name]
    assert report["error"] is None


@pytest.mark.parametrize("name", FEATURES)
def test_stock(judgements: dict[str, Judgements], name: str) -> None:
    found = judgements[name]
    if name in FOOLED:
        assert found.stock["verdict"] == "rejected"
        assert found.plain == FOOLED[name]
    else:
        assert found.stock["verdict"] == ("accepted" if found.plain == "" else "rejected")
        errors = [stage["ballet_error"] for stage in found.stock["stages"]]
        assert found.plain in ("", *errors)
