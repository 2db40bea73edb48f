"""What a script for bash says and does where the forge is the one that it was written for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from assemble_trace.models import Trace
from assemble_trace.pipeline import Refused
from assemble_trace.scripts import script
from tests.faults.small import Small, press
from tests.faults.test_bad_input import setting

TOOLS = ["bash", "cat", "mkdir", "mktemp", "rm", "sh", "sleep", "touch"]


async def planned(small: Small) -> Trace:
    """Plan a submission, and send nothing."""
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    await service.close()
    return view.trace


def run(text: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a new folder, in an environment of nothing but some variables."""
    folder.mkdir()
    return subprocess.run(
        ["/bin/bash", "-c", text], cwd=folder, env={"PATH": os.environ["PATH"], **variables},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.asyncio
async def test_a_plan_can_be_carried_out_by_its_script_alone(small: Small, tmp_path: Path) -> None:
    trace = await planned(small)
    over = run(script(trace, "sh").script, tmp_path / "empty", GITHUB_TOKEN=small.token)
    assert over.returncode == 0, over.stderr
    assert over.stdout.splitlines()[-1] == f"same commit {trace.commit}"
    assert small.pushes(str(trace.branch)) == [[None, trace.commit]]
    assert [one["number"] for one in small.done("pull_request.open")] == [1]
    assert small.token not in over.stdout + over.stderr


@pytest.mark.asyncio
async def test_every_address_goes_through_the_two_at_the_top(small: Small) -> None:
    trace = await planned(small)
    text = script(trace, "sh").script
    assert [line for line in text.splitlines() if small.proxy.url in line] == [
        f'[ -n "$API" ] || API={small.proxy.url}/api/v3',
        f'[ -n "$GIT" ] || GIT={small.proxy.url}',
    ]
    assert script(trace, "ps1").script.count(small.proxy.url) == 2


@pytest.mark.asyncio
async def test_a_fork_that_is_not_ready_is_waited_for(small: Small, tmp_path: Path) -> None:
    trace = await planned(small)
    with setting(small.forge, fork_ready_seconds=2):
        over = run(script(trace, "sh").script, tmp_path / "empty", GITHUB_TOKEN=small.token)
    assert over.stdout.splitlines()[-1] == f"same commit {trace.commit}", over.stderr
    assert small.proxy.count("GET", r"/git/ref/heads/main$") > 1


@pytest.mark.asyncio
async def test_the_owner_of_the_upstream_needs_no_fork(small: Small, tmp_path: Path) -> None:
    small.token = practice_forge.token(small.forge, "ames")
    trace = await planned(small)
    over = run(script(trace, "sh").script, tmp_path / "empty", GITHUB_TOKEN=small.token)
    assert over.stdout.splitlines()[-1] == f"same commit {trace.commit}", over.stderr
    assert not small.proxy.count("POST", "/forks$|/merge-upstream$")


@pytest.mark.asyncio
async def test_another_commit_is_said_so_and_goes_nowhere(small: Small, tmp_path: Path) -> None:
    trace = await planned(small)
    text = script(trace, "sh").script.replace("one = Feature", "two = Feature")
    over = run(text, tmp_path / "empty", GITHUB_TOKEN=small.token)
    assert over.returncode == 1
    assert over.stderr.splitlines()[-2].startswith("not the same commit: ")
    assert over.stderr.splitlines()[-1] == "It stopped at: Commit"
    assert small.pushes(str(trace.branch)) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("missing", ["git", "curl", "a token"])
async def test_what_is_missing_is_said_before_anything_is_done(
    small: Small, tmp_path: Path, missing: str
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in {*TOOLS, "git", "curl"} - {missing}:
        (programs / name).symlink_to(f"/usr/bin/{name}")
    given = {} if missing == "a token" else {"GITHUB_TOKEN": small.token}
    text = script(await planned(small), "sh").script
    small.proxy.seen.clear()
    over = run(text, tmp_path / "empty", PATH=str(programs), **given)
    assert over.returncode == 1
    assert over.stderr.lower().startswith(f"{missing} is needed: ")
    assert small.proxy.seen == [] and list((tmp_path / "empty").iterdir()) == []


@pytest.mark.asyncio
async def test_nothing_is_written_into_a_folder_that_is_there(small: Small, tmp_path: Path) -> None:
    trace = await planned(small)
    assert trace.plan is not None
    text = f"mkdir {trace.plan.directory}\n{script(trace, 'sh').script}"
    over = run(text, tmp_path / "empty", GITHUB_TOKEN=small.token)
    assert over.returncode == 1
    assert f"There is {trace.plan.directory} already" in over.stderr
    assert not small.done("repository.fork")


@pytest.mark.asyncio
async def test_lint_is_a_remark_and_calls_have_their_gh_line_beside_them(small: Small) -> None:
    trace = await planned(small)
    lines = script(trace, "sh").script.splitlines()
    assert [line for line in lines if "pyflakes" in line or "black" in line] == [
        line for line in lines if line.startswith("# python -m ")
    ]
    calls = [number for number, line in enumerate(lines) if "| curl" in line and '"$API"' in line]
    assert any(lines[number - 1].startswith("# or: gh ") for number in calls)


@pytest.mark.asyncio
async def test_a_branch_that_others_have_added_to_is_not_deleted(
    small: Small, tmp_path: Path
) -> None:
    service = small.service()
    trace = await press(service, small)
    withdrawal = (await service.withdraw(trace.id)).trace
    await service.runner.wait(withdrawal.id)
    withdrawal = (await service.view(withdrawal.id)).trace
    await service.close()
    ref = {"ref": f"refs/heads/{trace.branch}", "sha": trace.base}
    small.rest("POST", f"/repos/{small.fork}/git/refs", ref)
    over = run(script(withdrawal, "sh").script, tmp_path / "empty", GITHUB_TOKEN=small.token)
    assert over.returncode == 1
    assert f"the branch holds {trace.base}, which is not what was submitted" in over.stderr
    assert small.rest("GET", f"/repos/{small.fork}/git/ref/heads/{trace.branch}")


@pytest.mark.asyncio
async def test_a_refused_record_has_no_script(small: Small) -> None:
    service = small.service()
    with pytest.raises(Refused) as refused:
        await service.plan(small.request(branch="-x"), small.file)
    with pytest.raises(TraceError) as nothing:
        await service.script(refused.value.submission, "sh")
    assert nothing.value.code == "nothing_to_export"
    await service.close()
