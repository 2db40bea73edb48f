"""Time travel: the tree, the differences and the branches around each step, without a network."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, insert, update

from assemble_trace.errors import TraceError
from assemble_trace.models import StateView, TreeEntry
from assemble_trace.replay.objects.raw import name_of
from assemble_trace.store.tables import objects, submissions
from tests.faults.small import Small, go_on
from tests.pipeline.test_revising import revise
from tests.replay.sandboxed import goes_away, submitted

FOLDER = "src/small/features/contrib"


def entries(view: StateView) -> dict[str, TreeEntry]:
    """Return the tree by path."""
    return {one.path: one for one in view.tree}


def refs(view: StateView) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """Return where each branch points, before and after."""
    return {(one.place, one.name): (one.before, one.after) for one in view.refs}


@pytest.mark.asyncio
async def test_before_the_commit_there_is_what_it_is_built_on(small: Small) -> None:
    service, trace = await submitted(small)
    goes_away(small)
    assert trace.plan is not None
    view = await service.states.state(trace.short_id, "branch")
    assert (view.commit, view.happened, view.changes) == (trace.plan.base, True, [])
    tree = entries(view)
    assert (tree["src"].kind, tree["src"].kept, tree["src"].change) == ("folder", True, None)
    assert (tree["README.md"].kind, tree["README.md"].kept) == ("file", False)
    assert not any("user_" in path for path in tree)
    base, branch = trace.plan.base, trace.plan.branch
    assert refs(view) == {
        ("upstream", "main"): (base, base),
        ("fork", "main"): (base, base),
        ("here", branch): (None, base),
    }
    await service.close()


@pytest.mark.asyncio
async def test_after_the_commit_its_files_are_there_and_marked(small: Small) -> None:
    service, trace = await submitted(small)
    goes_away(small)
    assert trace.plan is not None and trace.commit is not None
    view = await service.states.state(trace.id, "commit")
    path = trace.plan.files[-1].path
    tree = entries(view)
    assert (tree[path].change, tree[path].kept, tree[path].kind) == ("added", True, "file")
    assert tree[path].size == len(trace.plan.files[-1].content.encode())
    assert (tree[FOLDER].change, tree["README.md"].change) == ("changed", None)
    assert [one.path for one in view.changes] == [one.path for one in trace.plan.files]
    assert {line.mark for line in view.changes[-1].lines} == {"+"}
    assert [one.path for one in view.tree] == sorted(one.path for one in view.tree)
    assert any("was not kept" in one for one in view.missing)

    base, branch = trace.plan.base, trace.plan.branch
    pushed = await service.states.state(trace.id, "push")
    assert entries(pushed) == tree
    assert refs(pushed)["fork", branch] == (None, trace.commit)
    assert refs(pushed)["here", branch] == (trace.commit, trace.commit)
    assert refs(view)["here", branch] == (base, trace.commit)

    kept = await service.states.file(trace.id, "commit", path)
    assert (kept.text, kept.sha) == (trace.plan.files[-1].content, tree[path].sha)
    unkept = await service.states.file(trace.id, "commit", "README.md")
    assert (unkept.text, "not kept" in unkept.why) == (None, True)
    for wrong in ("src", "nothing.py", "../cells.py"):
        with pytest.raises(TraceError) as problem:
            await service.states.file(trace.id, "commit", wrong)
        assert problem.value.code == "path_not_found"
    with pytest.raises(TraceError) as problem:
        await service.states.state(trace.id, "dance")
    assert problem.value.code == "step_not_found"
    await service.close()


@pytest.mark.asyncio
async def test_a_further_attempt_shows_what_it_changes(small: Small) -> None:
    service, first = await submitted(small)
    second = await revise(service, small, first)
    assert second.plan is not None
    path = second.plan.files[-1].path
    view = await service.states.state(second.id, "commit")
    assert entries(view)[path].change == "changed"
    assert [line.text for line in view.changes[0].lines if line.mark == "+"] == ["# better"]
    assert refs(view)["fork", second.plan.branch] == (first.commit, first.commit)
    before = await service.states.file(second.id, "branch", path)
    assert first.plan is not None and before.text == first.plan.files[-1].content
    await service.close()


@pytest.mark.asyncio
async def test_a_withdrawal_takes_the_branch_away(small: Small) -> None:
    service, trace = await submitted(small)
    view = await service.withdraw(trace.id)
    await service.runner.wait(view.trace.id)
    state = await service.states.state(view.trace.id, "delete_branch")
    assert refs(state)["fork", str(trace.branch)] == (trace.commit, None)
    assert (state.tree, state.sandbox) == ([], False)
    assert state.missing == ["A withdrawal makes no commit, so no files are kept with it."]
    await service.close()


@pytest.mark.asyncio
async def test_what_has_not_happened_yet_shows_what_it_would_do(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    state = await service.states.state(view.trace.id, "commit")
    assert (state.happened, state.tree, state.sandbox) == (False, [], True)
    assert state.missing == ["No files were kept yet: they are once the step Commit has passed."]
    assert refs(state)["here", str(view.trace.branch)] == (view.trace.base, view.trace.commit)
    push = await service.states.state(view.trace.id, "push")
    assert (push.sandbox, "There is nothing to send" in push.why) == (False, True)
    await go_on(service, view.trace.id)
    assert (await service.states.state(view.trace.id, "push")).sandbox
    await service.close()


@pytest.mark.asyncio
async def test_a_step_that_failed_left_the_branches_as_they_were(small: Small) -> None:
    small.proxy.refuse("GET", "info/refs.*receive-pack", 500, times=-1)
    service, trace = await submitted(small)
    push = next(step for step in trace.steps if step.key == "push")
    assert push.status == "failed"
    state = await service.states.state(trace.id, "push")
    assert (state.happened, ("fork", str(trace.branch)) in refs(state)) == (False, False)
    await service.close()


@pytest.mark.asyncio
async def test_objects_that_are_gone_or_are_not_what_they_say(small: Small) -> None:
    service, trace = await submitted(small)
    kept = {sha: data for sha, _, data in service.store.kept_objects(trace.id)}
    with service.store.engine.begin() as connection:
        connection.execute(
            update(objects)
            .where(objects.c.sha == trace.tree)
            .values(data=kept[str(trace.tree)][:-1])
        )
    state = await service.states.state(trace.id, "push")
    assert (state.tree, state.changes, state.sandbox) == ([], [], False)
    assert state.missing[0].startswith("1 of the kept objects are not what their names say")
    with service.store.engine.begin() as connection:
        connection.execute(delete(objects))
    state = await service.states.state(trace.id, "push")
    assert state.missing == [
        "The objects of this commit were not kept with the record, or went missing."
    ]
    assert refs(state)["fork", str(trace.branch)] == (None, trace.commit)
    await service.close()


@pytest.mark.asyncio
async def test_objects_that_git_would_refuse_are_neither_shown_nor_made(small: Small) -> None:
    service, trace = await submitted(small)
    assert trace.plan is not None
    made = row("tree", b"100644 .git\0" + bytes(20))
    commit = f"tree {made[0]}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n"
    hostile = row("commit", commit.encode())
    rows = [
        {"submission": trace.id, "sha": sha, "type": kind, "data": data}
        for sha, kind, data in (made, hostile)
    ]
    document = trace.plan.model_dump(mode="json") | {"commit": hostile[0], "tree": made[0]}
    with service.store.engine.begin() as connection:
        connection.execute(insert(objects), rows)
        whole = json.loads(connection.execute(submissions.select()).mappings().one()["document"])
        connection.execute(
            update(submissions).values(document=json.dumps(whole | {"plan": document}))
        )
    state = await service.states.state(trace.id, "push")
    assert (state.tree, state.sandbox) == ([], False)
    assert "which git would refuse" in state.missing[0] and "which git would refuse" in state.why
    await service.close()


def row(kind: str, data: bytes) -> tuple[str, str, bytes]:
    """Return an object as the store holds it."""
    return name_of(kind, data), kind, data
