"""Sandboxes: a real repository at the moment before a step, and a judge of what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from assemble_trace import practice_forge
from assemble_trace.errors import TraceError
from tests.faults.small import Small, git, press
from tests.pipeline.test_revising import revise
from tests.replay.sandboxed import found, goes_away, lines, refused, submitted, typed

CONTRIB = "src/small/features/contrib"


def add_docs(small: Small) -> None:
    """Give the upstream a folder that no feature touches."""
    owner = practice_forge.token(small.forge, small.upstream.partition("/")[0])
    work = small.file.parent.parent / "docs-owner"
    where = small.proxy.target.partition("://")[2]
    git(
        work.parent, "clone", "--quiet", f"http://x:{owner}@{where}/{small.upstream}.git", str(work)
    )
    (work / "docs").mkdir()
    (work / "docs" / "guide.md").write_text("Guide\n")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "Docs")
    git(work, "push", "--quiet", "origin", "main")


@pytest.mark.asyncio
@pytest.mark.parametrize("connected", [True, False])
async def test_each_step_by_hand(small: Small, tmp_path: Path, connected: bool) -> None:
    service, trace = await submitted(small)
    assert trace.plan is not None
    before = small.done("push")
    if not connected:
        goes_away(small)
    for key in ("branch", "commit", "push"):
        made = await service.sandboxes.open(tmp_path, trace.short_id, key)
        assert (made.whole, made.id) == (connected, f"{trace.short_id}-{key}")
        assert made.path == f"assemble-sandboxes/{made.id}/{trace.plan.directory}"
        assert made.directory == str(tmp_path / made.path)
        assert any("could not be asked" in one for one in made.remarks) is not connected
        assert typed(made, "git status --porcelain") == ""
        assert typed(made, "git rev-parse --is-shallow-repository") == "true"
        assert typed(made, "git config core.sparseCheckoutCone") == "true"
        judged = await service.sandboxes.check(tmp_path, trace.id, key)
        assert (judged.done, judged.sentence.startswith("Not yet. ")) == (False, True)
        typed(made, *lines(made))
        judged = await service.sandboxes.check(tmp_path, trace.id, key)
        assert judged.done, judged
        assert all(one.good for one in judged.findings)
        typed(made, f"git switch {trace.plan.base_branch}", f"git switch {trace.plan.branch}")
        assert typed(made, "git status --porcelain") == ""
    assert small.done("push") == before
    await service.close()


@pytest.mark.asyncio
async def test_with_the_upstream_the_commit_has_the_very_id(small: Small, tmp_path: Path) -> None:
    add_docs(small)
    service, trace = await submitted(small)
    made = await service.sandboxes.open(tmp_path, trace.id, "commit")
    assert typed(made, "git config remote.origin.promisor") == "true"
    assert typed(made, "ls") == "README.md\nsrc"
    assert typed(made, "git sparse-checkout list") == f"{CONTRIB}/user_{small.login}".replace(
        "-", "_"
    )
    assert "?" in typed(made, "git rev-list --objects --missing=print HEAD")
    typed(made, *lines(made))
    assert typed(made, "git rev-parse HEAD") == trace.commit
    judged = await service.sandboxes.check(tmp_path, trace.id, "commit")
    assert judged.sentence == f"Done, and it is the very same commit: {str(trace.commit)[:10]}."
    typed(made, "git sparse-checkout disable")
    assert typed(made, "cat docs/guide.md") == "Guide"
    await service.close()


@pytest.mark.asyncio
async def test_offline_only_what_was_kept_is_there_and_the_id_is_known(
    small: Small, tmp_path: Path
) -> None:
    add_docs(small)
    service, trace = await submitted(small)
    goes_away(small)
    made = await service.sandboxes.open(tmp_path, trace.id, "commit")
    assert "README.md" not in typed(made, "ls -R")
    typed(made, *lines(made), "git log --stat", "git diff HEAD~", "git stash list")
    judged = await service.sandboxes.check(tmp_path, trace.id, "commit")
    assert (judged.done, typed(made, "git rev-parse HEAD") == trace.commit) == (True, False)
    assert judged.sentence.endswith(f"it is the very same: {str(trace.commit)[:10]}.")
    typed(made, "git commit --quiet --amend --author 'Eve <eve@example.org>' --no-edit")
    judged = await service.sandboxes.check(tmp_path, trace.id, "commit")
    assert (judged.done, "Its id is its own" in judged.sentence) == (True, True)
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("connected", [True, False])
async def test_a_commit_is_judged_by_its_state_and_not_by_what_was_typed(
    small: Small, tmp_path: Path, connected: bool
) -> None:
    service, trace = await submitted(small)
    assert trace.plan is not None
    if not connected:
        goes_away(small)
    made = await service.sandboxes.open(tmp_path, trace.id, "commit")
    last = trace.plan.files[-1].path
    typed(made, *[one for one in lines(made) if "git commit" not in one])

    async def judged() -> dict[str, tuple[bool, str]]:
        return found(await service.sandboxes.check(tmp_path, trace.id, "commit"))

    many = len(trace.plan.files)
    assert (await judged())["Commit"] == (
        False, f"none yet; {many} of {many} files are written and not committed",
    )  # fmt: skip
    typed(made, f"echo '# mine' >> {last}", f"echo x > {CONTRIB}/x.txt", "git add --sparse -f .")
    typed(made, "git commit --quiet --allow-empty-message --message=")
    said = await judged()
    assert said[last] == (False, "different in 1 line")
    assert said["Other files"] == (False, f"{CONTRIB}/x.txt changed")
    assert said["Message"] == (False, "nothing")
    assert said["What the commit follows"] == (True, trace.plan.start[:10])

    typed(made, f"git rm --quiet {CONTRIB}/x.txt", f"sed -i '$d' {last}", f"chmod +x {last}")
    typed(made, f"git add {last}", "git commit --quiet --amend --message 'In my own words'")
    assert (await judged())[last] == (False, "mode 100755")
    typed(made, f"chmod -x {last}", f"git add {last}", "git commit --quiet --message Again")
    assert (await judged())["What the commit follows"][0] is False
    typed(made, f"git reset --quiet --soft {trace.plan.start}", "git commit --quiet -m 'My words'")
    check = await service.sandboxes.check(tmp_path, trace.id, "commit")
    assert check.done, check
    await service.close()


@pytest.mark.asyncio
async def test_a_branch_is_judged_by_where_it_points_and_where_one_is(
    small: Small, tmp_path: Path
) -> None:
    service, trace = await submitted(small)
    assert trace.plan is not None
    made = await service.sandboxes.open(tmp_path, trace.id, "branch")

    async def judged() -> dict[str, tuple[bool, str]]:
        return found(await service.sandboxes.check(tmp_path, trace.id, "branch"))

    assert (await judged())["Branch"] == (False, "there is no such branch")
    typed(made, f"git branch {trace.plan.branch}")
    assert await judged() == {
        "Branch": (True, trace.plan.branch),
        "Where the branch points": (True, trace.plan.start[:10]),
        "The branch you are on": (False, "main"),
    }
    typed(made, f"git switch --quiet {trace.plan.branch}", "git pack-refs --all")
    assert (await service.sandboxes.check(tmp_path, trace.id, "branch")).done
    typed(made, "git switch --quiet --detach")
    assert (await judged())["The branch you are on"][0] is False
    await service.close()


@pytest.mark.asyncio
async def test_no_push_leaves_the_sandbox_whatever_address_is_typed(
    small: Small, tmp_path: Path
) -> None:
    service, trace = await submitted(small)
    assert trace.plan is not None
    made = await service.sandboxes.open(tmp_path, trace.id, "push")
    before, branch = small.done("push"), trace.plan.branch
    real = f"{small.proxy.url}/{small.fork}.git"
    here = f"http://x:{small.token}@{real.partition('://')[2]}"
    assert "only-fork.git-takes-pushes-here" in refused(made, f"git push {here} {branch}:x")
    assert "only-fork.git-takes-pushes-here" in refused(made, f"git push origin {branch}:x")
    typed(made, f"git remote add fork {real}", f"git push fork {branch}")
    assert small.done("push") == before
    fork = Path(made.directory).parent / "fork.git"
    assert git(fork, "rev-parse", branch) == trace.commit
    assert (await service.sandboxes.check(tmp_path, trace.id, "push")).done
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("connected", [True, False])
async def test_a_further_attempt_goes_on_from_the_earlier_one(
    small: Small, tmp_path: Path, connected: bool
) -> None:
    service, first = await submitted(small)
    second = await revise(service, small, first)
    assert first.plan is not None and second.plan is not None
    if not connected:
        goes_away(small)
    for key in ("branch", "commit", "push"):
        made = await service.sandboxes.open(tmp_path, second.id, key)
        assert made.whole is connected
        path = second.plan.files[-1].path
        content = first.plan.files[-1].content
        if key != "push":
            assert typed(made, f"cat {path}") == content.strip()
        typed(made, *lines(made))
        judged = await service.sandboxes.check(tmp_path, second.id, key)
        assert judged.done, judged
    await service.close()


@pytest.mark.asyncio
async def test_a_sandbox_stays_until_it_is_closed(small: Small, tmp_path: Path) -> None:
    service, trace = await submitted(small)
    made = await service.sandboxes.open(tmp_path, trace.id, "commit")
    typed(made, "echo mine > mine.txt")
    again = await service.sandboxes.open(tmp_path, trace.id, "commit")
    assert (again, typed(again, "cat mine.txt")) == (made, "mine")
    inside = await service.sandboxes.check_folder(Path(made.directory) / ".git")
    assert inside == await service.sandboxes.check(tmp_path, trace.id, "commit")
    assert (tmp_path / "assemble-sandboxes" / ".gitignore").read_text() == "*\n"
    await service.sandboxes.close(tmp_path, trace.id, "commit")
    assert not Path(made.directory).exists()
    for ask in (service.sandboxes.check, service.sandboxes.close):
        with pytest.raises(TraceError) as problem:
            await ask(tmp_path, trace.id, "commit")
        assert problem.value.code == "sandbox_missing"
    await service.close()


@pytest.mark.asyncio
async def test_before_the_commit_the_upstream_is_needed(small: Small, tmp_path: Path) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    made = await service.sandboxes.open(tmp_path, view.trace.id, "commit")
    assert made.whole
    typed(made, *lines(made))
    assert (await service.sandboxes.check(tmp_path, view.trace.id, "commit")).done
    await service.sandboxes.close(tmp_path, view.trace.id, "commit")
    goes_away(small)
    for key, code, advice in (
        ("commit", "objects_missing", ""),
        ("push", "sandbox_impossible", "Do another step by hand: branch or commit."),
        ("lint", "sandbox_impossible", "Do another step by hand: branch or commit."),
        ("dance", "step_not_found", ""),
    ):
        with pytest.raises(TraceError) as problem:
            await service.sandboxes.open(tmp_path, view.trace.id, key)
        assert problem.value.code == code
        assert problem.value.advice == (advice or problem.value.advice)
    assert [one.name for one in (tmp_path / "assemble-sandboxes").iterdir()] == [".gitignore"]
    await service.close()


@pytest.mark.asyncio
async def test_what_was_read_in_asks_no_address_that_cannot_prove_itself(
    small: Small, tmp_path: Path
) -> None:
    service, trace = await submitted(small)
    with service.store.engine.begin() as connection:
        connection.execute(text("UPDATE submissions SET imported = 1"))
    small.proxy.seen.clear()
    made = await service.sandboxes.open(tmp_path, trace.id, "commit")
    assert (made.whole, small.proxy.seen) == (False, [])
    await service.close()


@pytest.mark.asyncio
async def test_nobodys_hooks_and_settings_are_used(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, trace = await submitted(small)
    ran = tmp_path / "ran"
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (hooks / name).chmod(0o755)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(hooks.parent))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.hooksPath")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(hooks))
    made = await service.sandboxes.open(tmp_path, trace.id, "push")
    assert not (Path(made.directory) / ".git" / "hooks").exists()

    typed(made, f"git config core.fsmonitor 'touch {ran}'", f"git config core.hooksPath {hooks}")
    await service.sandboxes.check(tmp_path, trace.id, "push")
    assert not ran.exists()
    await service.close()


@pytest.mark.asyncio
async def test_a_second_try_after_one_that_failed(small: Small, tmp_path: Path) -> None:
    service = small.service()
    trace = await press(service, small)
    place = tmp_path / "assemble-sandboxes" / f"{trace.short_id}-commit"
    place.mkdir(parents=True)
    with pytest.raises(TraceError) as problem:
        await service.sandboxes.open(tmp_path, trace.id, "commit")
    assert problem.value.code == "sandbox_failed"
    place.rmdir()
    assert (await service.sandboxes.open(tmp_path, trace.id, "commit")).whole
    await service.close()


@pytest.mark.asyncio
async def test_a_bundle_is_practised_on_a_machine_that_never_saw_the_project(
    small: Small, new_small: Callable[[], Small], tmp_path: Path
) -> None:
    service, trace = await submitted(small)
    bundle = service.taking.copy(trace.id, "bundle").data
    elsewhere = new_small().service()
    read = await elsewhere.imports.bundle(bundle)
    goes_away(small)
    name = read.view.trace.short_id
    here, there = [await one.states.state(name, "push") for one in (service, elsewhere)]
    assert (there, len(there.tree) > len(trace.steps)) == (here, True)
    for key in ("branch", "commit", "push"):
        made = await elsewhere.sandboxes.open(tmp_path, name, key)
        typed(made, *lines(made))
        judged = await elsewhere.sandboxes.check(tmp_path, name, key)
        assert (made.whole, judged.done) == (False, True), judged
    await service.close()
    await elsewhere.close()
