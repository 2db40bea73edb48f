"""Pull requests that somebody made by hand on a real forge, rebuilt."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from assemble_trace.models import ImportView
from assemble_trace.replay.bundles import pack, read
from assemble_trace.replay.comparing import compare
from assemble_trace.sample.content import content_root
from assemble_trace.sample.seed import upstream_name
from tests.conftest import Practice
from tests.replay.byhand import bash, texts, typed


class ByHand:
    """Dora, who has a terminal and nothing of ours."""

    def __init__(self, practice: Practice, folder: Path) -> None:
        self.practice, self.folder = practice, folder
        self.token = practice_forge.add_user(practice.forge, "dora", "Dora", "dora@example.org")
        self.upstream = upstream_name()
        self.fork = f"dora/{self.upstream.partition('/')[2]}"

    def rest(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the forge for something."""
        request = urllib.request.Request(
            f"{self.practice.url}/api/v3{path}", method=method,
            headers={"Authorization": f"Bearer {self.token}"},
            data=None if body is None else json.dumps(body).encode(),
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def contribute(self) -> int:
        """Fork, clone, commit twice, overwrite the branch once, and ask. Returns the number."""
        self.rest("POST", f"/repos/{self.upstream}/forks", {})
        address = self.practice.url.replace("://", f"://x:{self.token}@")
        feature = content_root() / "sample" / "features" / "log_living_area.py"
        bash(
            self.folder,
            f"""git clone --quiet {address}/{self.fork}.git work && cd work
            git switch --quiet --create rooms-by-hand
            first=$(git ls-files | grep --max-count=1 contrib/user_)
            folder=${{first%/user_*}}/user_dora
            mkdir -p $folder && touch $folder/__init__.py
            echo broken > $folder/feature_space.py && git add . && git commit -qm 'A draft'
            git push --quiet origin rooms-by-hand
            cp {feature} $folder/feature_space.py && git add .
            git commit --quiet --amend -m 'Add living space' -m 'Log of it, because it is skewed.'
            printf '\\n# by Dora\\n' >> $folder/feature_space.py
            git commit --quiet --all -m 'Sign it'""",
        )
        asked = {"title": "Living space", "body": "By hand.", "base": self.base(),
                 "head": "dora:rooms-by-hand"}  # fmt: skip
        number = int(self.rest("POST", f"/repos/{self.upstream}/pulls", asked)["number"])
        bash(self.folder / "work", "git push --quiet --force origin rooms-by-hand")
        return number

    def base(self) -> str:
        return str(self.rest("GET", f"/repos/{self.upstream}")["default_branch"])

    def judged(self, number: int) -> None:
        """Wait until the forge's checks have looked at it."""
        head = self.rest("GET", f"/repos/{self.upstream}/pulls/{number}")["head"]["sha"]
        end = time.monotonic() + 120
        while time.monotonic() < end:
            runs = self.rest("GET", f"/repos/{self.upstream}/commits/{head}/check-runs")
            found = runs["check_runs"]
            if len(found) == 4 and all(one["status"] == "completed" for one in found):
                return
            time.sleep(0.2)
        raise AssertionError("it was never judged")


@pytest.mark.asyncio
async def test_a_pull_request_by_hand_is_told_from_fork_to_verdict(
    practice: Practice, tmp_path: Path
) -> None:
    dora = ByHand(practice, tmp_path)
    number = dora.contribute()
    dora.judged(number)
    service = practice.service()
    found = await service.rebuilds.pull_request(f"{dora.upstream}#{number}")
    trace = found.view.trace
    head = bash(tmp_path / "work", "git rev-parse HEAD")
    assert trace.commit == head
    assert trace.rebuilt is not None
    assert (trace.rebuilt.kind, trace.rebuilt.source) == (
        "pull_request", f"{dora.upstream}#{number}",
    )  # fmt: skip
    assert found.remarks[0] == "Its commands make the very same commit."
    assert "overwritten once" in found.remarks[1]

    told = {step.key: (step.status, step.basis) for step in trace.steps}
    assert told == {
        "lint": ("skipped", "inferred"),
        "fork": ("passed", "known"),
        "branch": ("passed", "known"),
        "commit": ("passed", "known"),
        "push": ("passed", "known"),
        "pull_request": ("passed", "known"),
        "ci": (told["ci"][0], "known"),
    }
    steps = {step.key: step for step in trace.steps}
    assert [one[11:] for one in steps["commit"].outcome["Commits"]] == [
        "Add living space", "Sign it",
    ]  # fmt: skip
    assert steps["pull_request"].outcome["Opened"] == "by dora"
    assert trace.verdict in {"accepted", "rejected"}
    assert trace.evaluation is not None and trace.evaluation["stages"]
    assert steps["ci"].started_at is not None and steps["ci"].finished_at is not None
    assert typed(found, tmp_path / "again") == head
    assert any("gh pr create" in str(line.gh) for line in found.view.shown["pull_request"])
    assert "git push fork rooms-by-hand" in texts(found.view.shown["push"])

    state = await service.states.state(trace.id, "commit")
    assert any(one.path.endswith("feature_space.py") for one in state.changes)
    replay = service.playing.replay(trace.id)
    assert replay.moments
    await elsewhere_too(found, practice, tmp_path)
    page = f"{practice.url}/{dora.upstream}/pull/{number}/files"
    again = await service.rebuilds.pull_request(page)
    assert (again.known, again.view.trace.id) == (True, trace.id)
    await service.close()


async def elsewhere_too(found: ImportView, practice: Practice, tmp_path: Path) -> None:
    """Read the trace in on another computer, and lay it beside itself there."""
    service = practice.service()
    other = practice.service(store_url=f"sqlite:///{tmp_path / 'other.db'}")
    data = pack(service.store, found.view.trace.id)
    assert read(data).remarks == []
    came = await other.imports.bundle(data)
    assert came.view.trace.rebuilt == found.view.trace.rebuilt
    assert compare(came.view, found.view).first is None
    await other.close()
    await service.close()


@pytest.mark.asyncio
async def test_what_was_submitted_from_here_is_rebuilt_to_the_same_commit_and_verdict(
    practice: Practice,
) -> None:
    service = practice.service()
    view, _ = await service.plan(practice.request(), practice.notebook)
    await service.start(view.trace.id)
    recorded = await service.finished(view.trace.id)
    assert recorded.pull_request is not None and recorded.plan is not None
    name = f"{recorded.pull_request.repository}#{recorded.pull_request.number}"
    found = await service.rebuilds.pull_request(name)
    rebuilt = found.view.trace
    assert rebuilt.plan is not None and rebuilt.rebuilt is not None
    assert rebuilt.rebuilt.exact
    assert (rebuilt.commit, rebuilt.tree, rebuilt.base) == (
        recorded.commit, recorded.tree, recorded.base,
    )  # fmt: skip
    assert rebuilt.verdict == recorded.verdict == "accepted"
    assert rebuilt.evaluation == recorded.evaluation
    assert rebuilt.plan.project.kind == recorded.plan.project.kind == "ballet"
    assert rebuilt.plan.project.name == recorded.plan.project.name
    assert (rebuilt.plan.title, rebuilt.plan.body) == (recorded.plan.title, recorded.plan.body)
    assert {one.kind for one in rebuilt.since_then} >= {"merged", "score"}
    with pytest.raises(TraceError) as refused:
        await service.withdraw(rebuilt.id)
    assert refused.value.code == "imported_record"
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("house/prices", "pull_request_unclear"),
        ("12", "pull_request_unclear"),
        ("house/prices#0", "pull_request_unclear"),
        ("https://github.com/house/prices/issues/1", "pull_request_unclear"),
        ("javascript://github.com/house/prices/pull/1", "pull_request_unclear"),
        ("http://[::1/house/prices/pull/1", "pull_request_unclear"),
        ("http://github.example/house/prices/pull/1", "address_malformed"),
        ("https://me:secret@github.example/house/prices/pull/1", "address_malformed"),
        ("https://github.com/house/prices/pull/1", "not_signed_in"),
        ("nobody/nothing#7", "pull_request_missing"),
    ],
)
async def test_what_is_no_pull_request_is_refused_with_words(
    practice: Practice, text: str, code: str
) -> None:
    service = practice.service()
    with pytest.raises(TraceError) as refused:
        await service.rebuilds.pull_request(text)
    assert refused.value.code == code
    assert refused.value.message and refused.value.advice
    await service.close()
