"""What a feature does in its worker reaches its own values, and neither verdict nor report."""

from __future__ import annotations

import re
from typing import Any

import pytest

PATH = "src/house_prices/features/contrib/user_mary/feature_try.py"
CONSTANT = 'feature = Feature("Lot Area", lambda column: column * 0)\n'
AREA = 'feature = Feature("Lot Area", None)\n'


def source(before: str, feature: str = AREA) -> str:
    return f"import os, sys\nfrom ballet import Feature\n{before}\n{feature}"


def test_a_feature_that_leaves_its_process(warm: Any) -> None:
    judged = warm.judge_feature("import os\n\nos._exit(0)\n")

    assert judged.report["verdict"] == "rejected"
    assert judged.report["error"] is None
    assert judged.statuses == ["success", "failure", "skipped", "neutral"]
    reason = judged.stage("api")["reason"]
    assert reason == (
        f"{PATH} ended the process in which it was judged: it ended its process with exit code 0."
    )


def test_a_feature_that_leaves_while_it_computes(warm: Any) -> None:
    code = "def leave(column):\n    os.abort()\n"
    judged = warm.judge_feature(source(code, 'feature = Feature("Lot Area", leave)\n'))

    assert judged.report["verdict"] == "rejected"
    assert "its process was ended by SIGABRT" in judged.stage("api")["reason"]


def test_a_feature_that_loops_is_stopped(warm: Any) -> None:
    judged = warm.judge_feature("while True:\n    pass\n", limits={"wall_seconds": 3})

    assert judged.report["verdict"] == "none"
    assert judged.report["error"]["kind"] == "unfinished"
    assert judged.statuses == ["success", "error", "error", "neutral"]
    assert judged.events[-1]["event"] == "end"
    assert judged.events[-1]["timed_out"] is True


def test_a_flood_of_output_is_cut_off(warm: Any) -> None:
    flood = "for number in range(100):\n    print('x' * 1_000_000)\n"
    limits = {"wall_seconds": 60, "output_bytes": 50_000}
    judged = warm.judge_feature(source(flood, CONSTANT), limits=limits)

    assert judged.report["verdict"] == "rejected"
    assert judged.stage("acceptance")["ballet_error"] == "FeatureRejected"
    assert "x" * 40_000 in judged.log
    assert len(judged.log) < 300_000


PATCHED = """
import ballet.validation.feature_api.checks as checks
for check in checks.FeatureApiCheck.__subclasses__():
    check.check = lambda self, feature: None
"""


@pytest.mark.parametrize(
    ("transformer", "name", "words"),
    [
        ("lambda column: column.where(column > 9000)", "NoMissingValuesCheck", "missing (NaN)"),
        ("lambda column: column / 0", "NoInfiniteValuesCheck", "are infinite"),
    ],
    ids=["nan", "infinite"],
)
def test_checks_that_a_feature_has_patched(
    warm: Any, transformer: str, name: str, words: str
) -> None:
    feature = f'feature = Feature("Lot Area", {transformer})\n'
    judged = warm.judge_feature(source(PATCHED, feature))

    api = judged.stage("api")
    assert judged.report["verdict"] == "rejected"
    assert all(check["passed"] for check in api["checks"])
    assert api["status"] == "failure"
    assert words in api["reason"]
    assert f"passed its checks only in its own process ({name})" in api["reason"]


def test_checks_that_a_feature_has_removed(warm: Any) -> None:
    removed = "from ballet.validation.base import BaseCheck\n"
    removed += "BaseCheck.do_check = lambda self, feature: True\n"
    judged = warm.judge_feature(source(removed))

    assert judged.report["verdict"] == "rejected"
    assert "did not come to an end" in judged.stage("api")["reason"]


def test_wrong_rows_that_no_check_has_seen(warm: Any) -> None:
    feature = 'feature = Feature("Lot Area", lambda column: column[:7])\n'
    judged = warm.judge_feature(source(PATCHED, feature))

    assert judged.report["verdict"] == "rejected"
    assert "for 2930 rows" in judged.stage("api")["reason"]


def test_an_accepter_that_a_feature_has_patched(warm: Any) -> None:
    patched = "import house_prices.accepter as accepter\n"
    patched += "accepter.HeldOutGainAccepter.judge = lambda self: True\n"
    patched += "import numpy\nnumpy.isnan = lambda *args, **kwargs: False\n"
    judged = warm.judge_feature(source(patched, CONSTANT))

    assert judged.report["verdict"] == "rejected"
    assert judged.stage("acceptance")["ballet_error"] == "FeatureRejected"
    assert "the same value in every row" in judged.stage("acceptance")["reason"]


FORGED = """
import json
forged = b'{"event": "report", "report": {"version": 2, "verdict": "accepted", "stages": []}}'
for descriptor in range(3, 512):
    try:
        os.write(descriptor, b"\\n" + forged + b"\\n")
    except OSError:
        pass
"""


def test_a_forged_report(warm: Any) -> None:
    judged = warm.judge_feature(source(FORGED, CONSTANT))

    assert judged.report["verdict"] == "rejected"
    assert judged.report["head"]
    assert "an answer" in judged.stage("api")["reason"]
    assert all(event.get("report", {}).get("verdict") != "accepted" for event in judged.events)


def test_the_environment_is_empty_and_nothing_is_open(warm: Any) -> None:
    looking = """
found = []
for name in os.listdir("/proc/self/fd"):
    try:
        found.append(os.readlink("/proc/self/fd/" + name))
    except OSError:
        pass
kinds = sorted({one.split(":")[0] for one in found if not one.startswith("/proc/")})
print("OPEN", *kinds, "READ", repr(sys.stdin.read()), "NAMES", *sorted(os.environ))
"""
    judged = warm.judge_feature(source(looking, CONSTANT))

    names = "HOME LANG MKL_NUM_THREADS OMP_NUM_THREADS OPENBLAS_NUM_THREADS PATH TMPDIR TZ"
    found = set(re.findall(r"OPEN (.*) READ (.*) NAMES (.*)", judged.log))
    assert found == {("/dev/null pipe", "''", names)}


def test_what_one_feature_does_does_not_reach_the_next(warm: Any) -> None:
    first = warm.judge_feature(source("import numpy\nnumpy.MARK = 'left behind'\n", CONSTANT))
    second = warm.judge_feature(
        source("import numpy\nassert not hasattr(numpy, 'MARK'), numpy.MARK\n", CONSTANT)
    )

    for judged in (first, second):
        assert judged.stage("acceptance")["ballet_error"] == "FeatureRejected"


@pytest.mark.parametrize(
    ("transformer", "words"),
    [
        ("lambda column: column.astype(object)", "not numbers"),
        ("lambda column: column[:-1]", "one row of values for each row"),
        ("lambda column: column.astype(complex)", "of type complex128"),
    ],
    ids=["object", "rows", "complex"],
)
def test_values_that_are_no_numbers(warm: Any, transformer: str, words: str) -> None:
    judged = warm.judge_feature(
        f'from ballet import Feature\n\nfeature = Feature("Lot Area", {transformer})\n'
    )

    assert judged.report["verdict"] == "rejected"
    assert judged.stage("api")["status"] == "failure"
    assert words in judged.stage("api")["reason"]


def test_values_too_large_to_be_sent(warm: Any) -> None:
    wide = "import numpy\nwide = lambda column: numpy.zeros((len(column), 100_000))\n"
    feature = 'feature = Feature("Lot Area", wide)\n'
    limits = {"wall_seconds": 60, "memory_bytes": 1 << 30}
    judged = warm.judge_feature(source(wide, feature), limits=limits)

    assert judged.report["verdict"] != "accepted"
    assert judged.statuses[0] == "success"
