from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assemble_trace import sandbox
from assemble_trace.judging import judge
from assemble_trace.judging.places import scratch_folder
from assemble_trace.sandbox import Isolation, Limits
from tests.judging.conftest import FEATURE, Project, read


def test_the_report_is_handed_on_with_the_isolation_that_is_in_force(project: Project) -> None:
    heard: list[dict[str, Any]] = []
    judgement = judge(project.assignment, progress=heard.append)
    report = read(judgement)
    assert (report["pull_request"], report["head"]) == (7, project.assignment.head)
    assert [stage["status"] for stage in report["stages"]] == ["success", "success"]
    assert report["isolation"]["mode"] == sandbox.probe().mode
    assert report["isolation"]["sentence"]
    assert judgement.outcome is not None and judgement.outcome.exit_code == 0
    assert [event["event"] for event in heard] == ["progress", "report", "report"]
    assert list(scratch_folder(Path(project.assignment.place)).iterdir()) == []


def test_data_are_read_once_until_something_else_than_a_feature_changes(project: Project) -> None:
    first = read(judge(project.assignment))
    project.git("checkout", "--quiet", "--detach", project.assignment.base)
    merged = project.commit({FEATURE: "a = 2\n", "src/contrib/user_bob/__init__.py": "b = 1\n"})
    second = read(judge(replace(project.assignment, base=merged)))
    other = project.commit({"data.txt": "other numbers"})
    third = read(judge(replace(project.assignment, base=other)))
    assert '"said": "numbers"' in first["data"]
    assert second["data"] == first["data"]
    assert '"said": "other numbers"' in third["data"]


def test_what_was_read_cannot_be_changed(project: Project) -> None:
    judge(project.assignment)
    (folder,) = Path(project.assignment.place, "data").glob("*/")
    assert [oct(file.stat().st_mode) for file in folder.iterdir()] == ["0o100400"]


def test_a_link_among_what_was_read_is_not_followed(project: Project) -> None:
    secret = project.folder / "secret"
    secret.write_text("secret")
    secret.chmod(0o644)
    project.git("checkout", "--quiet", "--detach", project.assignment.base)
    base = project.commit({"data.txt": f"0-entities.pickle -> {secret}"})
    report = read(judge(replace(project.assignment, base=base)))
    assert report["error"] is None
    (folder,) = Path(project.assignment.place, "data").glob("*/")
    assert [one.name for one in folder.iterdir()] == ["manifest.json"]
    assert secret.stat().st_mode & 0o777 == 0o644


def test_a_link_in_place_of_the_manifest_is_no_reading(project: Project) -> None:
    secret = project.folder / "secret"
    secret.write_text("{}")
    project.git("checkout", "--quiet", "--detach", project.assignment.base)
    base = project.commit({"data.txt": f"manifest.json -> {secret}"})
    report = read(judge(replace(project.assignment, base=base)))
    assert report["error"]["kind"] == "data"
    assert list(Path(project.assignment.place, "data").glob("*/")) == []


def test_data_that_cannot_be_read_are_said_to_be_so(project: Project) -> None:
    project.git("checkout", "--quiet", "--detach", project.assignment.base)
    base = project.commit({"data.txt": "none"})
    judgement = judge(replace(project.assignment, base=base))
    report = read(judgement)
    assert report["error"] == {
        "kind": "data", "message": "There is no data.", "needs_network": True,
    }  # fmt: skip
    assert report["checks"] == ["structure"]
    assert [(one["key"], one["status"]) for one in report["stages"]] == [
        ("structure", "success"),
        ("api", "error"),
    ]
    assert report["missing"]["data"] == "There is no data."


def test_one_warm_process_serves_every_commit_and_a_dead_one_is_replaced(project: Project) -> None:
    reports = [read(judge(project.assignment)), read(judge(project.head("succeed again")))]
    assert [report["how"] for report in reports] == ["warm", "warm"]
    assert reports[0]["zygote"] == reports[1]["zygote"]
    after = read(judge(project.head("fall")))
    assert (after["how"], after["stages"][0]["status"]) == ("cold", "success")
    again = read(judge(project.assignment))
    assert again["how"] == "warm"


def test_a_run_that_is_cancelled_ends_at_once_with_what_was_known(project: Project) -> None:
    cancelled = threading.Event()

    def hear(event: dict[str, Any]) -> None:
        if event.get("text") == "Waiting":
            cancelled.set()

    judgement = judge(project.head("wait"), progress=hear, cancelled=cancelled)
    report = read(judgement)
    assert report["error"]["kind"] == "cancelled"
    assert [stage["status"] for stage in report["stages"]] == ["error", "error"]
    assert judgement.outcome is not None and "about to wait" in judgement.outcome.stderr


def test_a_run_over_its_time_keeps_its_last_whole_report(project: Project) -> None:
    judgement = judge(replace(project.head("wait"), limits=Limits(wall_seconds=3)))
    report = read(judgement)
    assert judgement.outcome is not None and judgement.outcome.timed_out
    assert report["error"] == {
        "kind": "time",
        "message": "It was stopped after 3 seconds, the time that one evaluation may take.",
    }
    assert report["missing"]["opinion"] == "The evaluation did not get that far."


def test_a_report_that_was_cut_off_counts_for_nothing(project: Project) -> None:
    report = read(judge(project.head("cut")))
    assert [stage["status"] for stage in report["stages"]] == ["error", "error"]


def test_where_nothing_shuts_code_in_a_shared_place_runs_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "probe", lambda: Isolation("none", why="There is no bubblewrap."))
    judgement = judge(replace(project.assignment, shared=True))
    report = read(judgement)
    assert judgement.outcome is None
    assert report["error"]["kind"] == "not_isolated"
    assert report["error"]["message"].startswith("Nothing was run: it may be somebody else's")
    assert report["error"]["message"].endswith("There is no bubblewrap.")
    assert [stage["status"] for stage in report["stages"]] == ["error", "error", "error", "neutral"]


def test_where_nothing_shuts_code_in_a_persons_own_code_runs_and_the_report_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "probe", lambda: Isolation("none", why="There is no bubblewrap."))
    report = read(judge(project.assignment))
    assert report["stages"][0]["status"] == "success"
    assert report["isolation"]["mode"] == "none"
    assert report["isolation"]["sentence"].startswith("Not isolated: ")


def test_an_assignment_that_goes_elsewhere_holds_no_path_of_this_machine(project: Project) -> None:
    portable = project.assignment.portable()
    sent = pickle.dumps(portable)
    assert str(project.folder).encode() not in sent
    arrived = pickle.loads(sent)
    report = read(judge(replace(arrived, evaluation=project.assignment.evaluation)))
    assert report["stages"][0]["status"] == "success"


def test_what_others_have_proposed_is_not_in_the_checkout(project: Project) -> None:
    project.git("checkout", "--quiet", "--detach", project.assignment.base)
    other = project.commit({"behaviour": "mine"})
    project.git("tag", "proposed-by-others", other)
    assert read(judge(project.assignment))["others"] is False


def test_warm_processes_end_with_the_process(project: Project) -> None:
    zygote = _outside(int(read(judge(project.assignment))["zygote"]), project)
    from assemble_trace import judging

    judging.close()
    until = time.monotonic() + 20
    while any(_alive(pid) for pid in zygote):
        assert time.monotonic() < until
        time.sleep(0.02)


def _outside(_: int, project: Project) -> list[int]:
    """The numbers of its processes as they are out here: by the program's folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"{project.folder}/program".encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            pass
    assert found
    return found


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIG_DFL)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
