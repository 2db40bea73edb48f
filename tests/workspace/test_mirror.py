"""A copy of an upstream on the disk: whole, brought up to date, and given what was made here."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.workspace import Wanted, mirror
from tests.conftest import Practice


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_it_has_files_and_history_and_the_commit_made_here(
    practice: Practice, tmp_path: Path
) -> None:
    async def made() -> tuple[Path, str, str, str]:
        service = practice.service()
        view, _ = await service.plan(practice.request(), practice.notebook)
        plan = view.trace.plan
        connection = service.connections.take(view.trace.id)
        assert plan is not None and connection is not None
        workspace = connection.workspace
        base = Wanted(plan.upstream.clone_url, plan.base_branch, plan.base)
        first = mirror(tmp_path, workspace.token, [base], [])
        again = mirror(tmp_path, workspace.token, [base], workspace.made.values())
        assert first == again
        with pytest.raises(TraceError) as caught:
            mirror(tmp_path, workspace.token, [base._replace(commit="1" * 40)], [])
        assert caught.value.code == "base_missing"
        await service.close()
        return again, plan.base, plan.commit, plan.files[-1].path

    path, base, commit, file = asyncio.run(made())

    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--shared", "--no-checkout", str(path), str(clone))
    git(clone, "checkout", "--quiet", "--detach", commit)
    assert (clone / file).is_file()
    assert (clone / "ballet.yml").is_file()
    assert git(clone, "rev-parse", f"{commit}^") == base
    assert int(git(clone, "rev-list", "--count", base)) >= 5
    assert git(path, "fsck", "--strict", "--no-dangling") == ""
