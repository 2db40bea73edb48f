"""What the panel shows can be typed: all of it, in order, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assemble_trace.models import STEP_KEYS, Cell, PlanRequest, TraceView
from tests.conftest import Practice
from tests.faults.small import Small, git, press

#: What bash does not mind and people do type.
ODD = 'It\'s 100 % `odd` $HOME "quoted" \\ back, naïve ✓'


def type_in(folder: Path, lines: list[str], token: str) -> str:
    """Type lines into one bash, stopping at the first that fails; what it printed."""
    folder.mkdir()
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    over = subprocess.run(
        ["bash", "-c", "\n".join(["set -e -o pipefail", *lines])],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(home), "GITHUB_TOKEN": token, "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
        },
    )  # fmt: skip
    assert over.returncode == 0, f"{over.stdout}\n{over.stderr}"
    return over.stdout


def lines_of(view: TraceView, *kinds: str) -> list[str]:
    """Return the lines of all steps in order, of some kinds or of all."""
    shown = [line for key in STEP_KEYS for line in view.shown.get(key, [])]
    return [line.text for line in shown if not kinds or line.kind in kinds]


@pytest.mark.asyncio
async def test_every_line_typed_in_order_makes_the_pull_request(
    practice: Practice, tmp_path: Path
) -> None:
    service = practice.service()
    view, _ = await service.plan(practice.request(), practice.notebook)
    trace = view.trace
    token = (practice.forge / "tokens" / "learner").read_text().strip()
    assert trace.plan is not None
    printed = type_in(tmp_path / "empty", lines_of(view), token)
    assert '"check_runs"' in printed  # the last line looks at CI

    clone = tmp_path / "empty" / trace.plan.directory
    assert git(clone, "rev-parse", "HEAD") == trace.commit
    assert git(clone, "rev-parse", "HEAD^{tree}") == trace.tree
    assert git(clone, "rev-parse", "HEAD~1") == trace.base
    assert git(clone, "branch", "--show-current") == trace.branch
    assert git(clone, "status", "--porcelain") == ""
    file = trace.plan.files[-1]
    typed = tmp_path / "empty" / file.path.rpartition("/")[2]
    assert typed.read_text() == file.content  # as pyflakes and black left it

    connection = await service.connections.open(f"{practice.url}/api/v3")
    assert await connection.forge.head(trace.plan.fork, trace.plan.branch) == trace.commit
    found = await connection.forge.find_pull_request(
        trace.plan.upstream.full_name, f"learner:{trace.plan.branch}"
    )
    assert found is not None
    state = await connection.forge.pull_state(found)
    assert state.head == trace.commit

    # what was typed by hand is ours: the submission adopts it
    await service.start(trace.id)
    await service.runner.wait(trace.id)
    done = (await service.view(trace.id)).trace
    assert done.pull_request is not None
    assert done.pull_request.number == found.number
    assert done.steps[4].outcome["Sent"] == "it was there already"
    assert done.verdict == "accepted"
    await service.close()


@pytest.mark.asyncio
async def test_odd_characters_survive_the_shell(small: Small, tmp_path: Path) -> None:
    source = f"from ballet import Feature\n\nf = Feature('x', None, name={ODD!r})\n# EOF\nEOF = 1\n"
    source += "hidden = '\u202e\x01\u200b'"
    service = small.service()
    cell = Cell(id="a", index=0, source=source)
    body = f"{ODD}\n\n{ODD}"
    request = PlanRequest(path="a.ipynb", cells=[cell], feature="odd", title=ODD, body=body)
    view, _ = await service.plan(request, small.file)
    plan = view.trace.plan
    assert plan is not None and plan.title == ODD
    lines = lines_of(view)
    assert all(line.replace("\n", "").isprintable() for line in lines)
    type_in(tmp_path / "empty", lines, small.token)
    assert small.pushes(plan.branch) == [[None, plan.commit]]
    pull = small.rest("GET", f"/repos/{small.upstream}/pulls/1")
    assert (pull["title"], pull["body"]) == (ODD, body)
    await service.close()


@pytest.mark.asyncio
async def test_what_cannot_be_shown_is_not_in_the_commit(small: Small, tmp_path: Path) -> None:
    titles = {
        "Bell \a here": "Bell \ufffd here",
        "Turned \u202e round": "Turned \ufffd round",
        "Two\nlines": "Two lines",
        "  spaces \t\v\fand feeds ": "spaces and feeds",
        "#hash": "#hash",
        "--amend": "--amend",
    }
    service = small.service()
    for number, (typed, shown) in enumerate(titles.items()):
        view, _ = await service.plan(small.request(title=typed), small.file)
        plan = view.trace.plan
        assert plan is not None and plan.title == shown
        lines = [one for one in lines_of(view, "git", "write", "shell") if "git push" not in one]
        type_in(tmp_path / str(number), lines, "not-needed-yet")
        assert git(tmp_path / str(number) / plan.directory, "rev-parse", "HEAD") == plan.commit
    await service.close()


@pytest.mark.asyncio
async def test_a_second_attempt_typed_by_hand_is_the_one_that_was_planned(
    small: Small, tmp_path: Path
) -> None:
    service = small.service()
    first = await press(service, small)
    request = small.request(revises=first.id)
    request.text = f"{request.cells[0].source}# better\n"
    view, _ = await service.plan(request, small.file)
    plan = view.trace.plan
    assert plan is not None
    printed = type_in(tmp_path / "empty", lines_of(view), small.token)
    assert '"number": 1' in printed  # the look at the pull request
    clone = tmp_path / "empty" / plan.directory
    assert git(clone, "rev-parse", "HEAD", "HEAD~1").split() == [plan.commit, first.commit]
    assert git(clone, "branch", "--show-current") == plan.branch
    assert small.pushes(plan.branch)[-1] == [first.commit, plan.commit]

    await service.start(view.trace.id)  # what was typed by hand is adopted
    await service.runner.wait(view.trace.id)
    done = (await service.view(view.trace.id)).trace
    assert done.steps[4].outcome["Sent"] == "it was there already"
    assert done.pull_request and done.pull_request.number == 1
    await service.close()
