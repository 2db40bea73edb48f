"""The stock accepter's numbers are those of Ballet's own log."""

from __future__ import annotations

import re
from typing import Any

import pytest

CONTRIB = "src/house_prices/features/contrib"
CONSTANT = """from ballet import Feature

feature = Feature("Lot Area", lambda column: column * 0 + 1.0)
"""


def test_numbers_equal_ballets_log(workshop: Any) -> None:
    rules = (workshop.upstream / "ballet.yml").read_text()
    stock = rules.replace(
        "house_prices.accepter.HeldOutGainAccepter",
        "ballet.validation.feature_acceptance.validator.GFSSFAccepter",
    )
    files: dict[str, str | None] = {"ballet.yml": stock}
    # the stock estimator is slow: few rows, and two of the four features
    for name in ("entities.csv", "targets.csv"):
        table = (workshop.upstream / "data" / "train" / name).read_text().splitlines()
        files[f"data/train/{name}"] = "\n".join(table[:101]) + "\n"
    files[f"{CONTRIB}/user_emmy/feature_neighborhood_price.py"] = None
    files[f"{CONTRIB}/user_florence/feature_house_age.py"] = None
    clone, base = workshop.propose(files)
    for name, text in workshop.feature(CONSTANT).items():
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_text(text)
    workshop.git(clone, "add", "--all")
    workshop.git(clone, "commit", "--quiet", "--message", "A constant")
    head = workshop.git(clone, "rev-parse", "HEAD")

    judged = workshop.judge(clone, head, base)

    numbers = judged.stage("acceptance")["numbers"]
    logged = re.findall(
        r"Completed iteration (\d+)/3.*candidate_cmi=(\S+), .*omitted_cmi=(\S+), "
        r"statistic=(\S+), threshold=(\S+), delta=(\S+)",
        judged.log,
    )
    assert numbers["accepter"].endswith("GFSSFAccepter")
    assert len(numbers["iterations"]) == len(logged) + (judged.report["verdict"] == "accepted")
    assert logged
    keys = ("candidate_cmi", "omitted_cmi", "statistic", "threshold", "margin")
    for row in logged:
        ours = numbers["iterations"][int(row[0])]
        for key, text in zip(keys, row[1:], strict=True):
            assert ours[key] == pytest.approx(float(text), rel=1e-3, abs=1e-9)
    assert numbers["margin"] == max(one["margin"] for one in numbers["iterations"])
    assert numbers["iterations"][0]["omitted"] is None
