"""The warm process: what it keeps from one run to the next, and what it does not."""

from __future__ import annotations

import os
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.evaluation.conftest import Warm

IMPORTING = "Trying to import contributed feature from module house_prices.features.contrib."


def area(name: str) -> str:
    """A feature under a name of its own, so that it has not been judged before."""
    return f'from ballet import Feature\n\nfeature = Feature("Lot Area", None, name="{name}")\n'


def comparable(report: dict[str, Any]) -> dict[str, Any]:
    """The report without what differs from run to run."""
    left = {key: value for key, value in report.items() if key not in ("seconds", "stages")}
    stages = [{**stage, "seconds": None} for stage in report["stages"]]
    return {**left, "stages": stages}


def test_accepted_features_are_computed_once(workshop: Any, tmp_path: Any) -> None:
    warm = Warm(workshop, tmp_path)
    first = warm.judge_feature(area("first"))
    second = warm.judge_feature(area("second"))
    warm.close()

    for login in ("ada", "emmy", "florence", "grace"):
        assert f"{IMPORTING}user_{login}." in first.log
        assert f"{IMPORTING}user_{login}." not in second.log
    numbers = [judged.stage("acceptance")["numbers"] for judged in (first, second)]
    assert numbers[0] == numbers[1]


def test_a_candidate_is_computed_every_time(workshop: Any, warm: Any) -> None:
    clone, head = workshop.propose(workshop.feature(area("again")))

    runs = [warm.judge(clone, head) for _ in range(2)]

    assert all(f"{IMPORTING}user_mary." in judged.log for judged in runs)
    assert comparable(runs[0].report) == comparable(runs[1].report)


def test_warm_and_cold_say_the_same(workshop: Any, warm: Any) -> None:
    clone, head = workshop.propose(workshop.feature(area("both")))

    reports = [workshop.judge(clone, head).report, warm.judge(clone, head).report]

    assert comparable(reports[0]) == comparable(reports[1])


def test_an_accepted_feature_that_has_changed_is_computed_again(workshop: Any, warm: Any) -> None:
    path = "src/house_prices/features/contrib/user_ada/feature_log_living_area.py"
    text = (workshop.upstream / path).read_text()
    clone, base = workshop.propose({path: text.replace("np.log", "np.sqrt")})
    (clone / "src/house_prices/features/contrib/user_mary").mkdir()
    for name, source in workshop.feature(area("changed")).items():
        (clone / name).write_text(source)
    workshop.git(clone, "add", "--all")
    workshop.git(clone, "commit", "--quiet", "--message", "A feature")
    head = workshop.git(clone, "rev-parse", "HEAD")
    warm.judge_feature(area("before"))

    judged = warm.judge(clone, head, base)

    assert f"{IMPORTING}user_ada." in judged.log


def test_runs_go_beside_each_other(warm: Any) -> None:
    names = ["one", "two", "three"]

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda name: warm.judge_feature(area(name)), names))

    assert [judged.report["feature"]["name"] for judged in found] == names
    assert len({judged.report["head"] for judged in found}) == 3


def test_a_run_ends_when_nobody_waits_for_it(workshop: Any, warm: Any) -> None:
    clone, head = workshop.propose(workshop.feature("while True:\n    pass\n"))
    request, scratch = warm.request(clone, head)
    read, write = os.pipe()
    lifeline, ours = os.pipe()
    log = os.open(scratch / "log", os.O_CREAT | os.O_WRONLY)
    socket.send_fds(warm.socket, [request], [write, log, lifeline])
    for descriptor in (write, log, lifeline):
        os.close(descriptor)
    with open(read, encoding="utf-8") as results:
        for line in results:
            if "Checking the feature" in line:
                os.close(ours)
                break
        rest = results.read()

    assert '"cancelled": true' in rest.splitlines()[-1]
