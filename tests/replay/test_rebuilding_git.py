"""Branches that somebody made by hand, rebuilt: the lines make the very same commits."""

from __future__ import annotations

from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.models import STEP_KEYS, ImportView
from assemble_trace.replay.bundles import pack, read
from assemble_trace.replay.states import States
from assemble_trace.replay.taking import Taking
from assemble_trace.store import Store
from tests.replay.byhand import bash, project, rebuilds, texts, typed
from tests.replay.kept import new_store

FEATURE = "printf 'x = 1\\n' > src/user_ada/feature_rooms.py && git add ."
TOKEN = "ghp_" + "a1B2" * 9


async def rebuilt(tmp_path: Path, lines: str, branch: str = "ada/rooms") -> ImportView:
    """Type lines on a branch of a project, and rebuild it."""
    work = project(tmp_path / "houses")
    bash(work, lines)
    store = new_store(tmp_path)
    try:
        return await rebuilds(store).branch(work, branch)
    finally:
        store.close()


def tip(tmp_path: Path, branch: str = "ada/rooms") -> str:
    return bash(tmp_path / "houses", f"git rev-parse {branch}")


EXACT = {
    "one file": f"{FEATURE} && git commit -qm 'Add rooms'",
    "a body": f"{FEATURE} && git commit -qm 'Add rooms' -m 'Because bedrooms matter.'",
    "no final newline": f"{FEATURE} && printf 'Add rooms' | git commit -q --cleanup=verbatim -F -",
    "blank lines": f"{FEATURE} && printf '\\n\\n  Add rooms  \\n\\n\\n#not a comment\\n\\n' |"
    " git commit -q --cleanup=verbatim -F -",
    "no message": f"{FEATURE} && git commit -q --allow-empty-message -m ''",
    "another committer": f"{FEATURE} && GIT_COMMITTER_NAME='Bo B.' GIT_COMMITTER_EMAIL=bo@b"
    " GIT_COMMITTER_DATE='@1700009999 -0330' git commit -qm 'Add rooms'",
    "an odd zone": f"{FEATURE} && GIT_AUTHOR_DATE='@1700000000 +1245' git commit -qm 'Add rooms'",
    "letters": "printf 'ü = \"ß\"\\n' > 'src/user_ada/größe 1.py' && git add . &&"
    " git commit -qm 'Größe – 房間'",
    "latin-1": f"{FEATURE} && printf 'Gr\\xf6\\xdfe\\n' |"
    " git -c i18n.commitEncoding=ISO-8859-1 commit -qF -",
    "several": f"{FEATURE} && git commit -qm One && printf 'y = 2\\n' >> README.md &&"
    " git commit -qam Two && git rm -q docs/old.txt && git commit -qm Three",
    "two people": f"{FEATURE} && git commit -qm One && printf 'y\\n' >> README.md &&"
    " GIT_AUTHOR_NAME=Bo GIT_AUTHOR_EMAIL=bo@b git commit -qam Two",
    "deleted": "git rm -q docs/old.txt && git commit -qm 'Remove it'",
    "renamed": "git mv docs/old.txt docs/new.txt && git commit -qm 'Rename it'",
    "renamed into a new folder": "mkdir notes && git mv docs/old.txt notes/new.txt &&"
    " git commit -qm 'Rename it'",
    "may run": "printf 'echo hi\\n' > run.sh && chmod +x run.sh && git add . && git commit -qm Run",
    "may run now": "chmod +x docs/old.txt && git add . && git commit -qm Run",
    "a link": "ln -s README.md about && git add . && git commit -qm Link",
    "a link for a file": "rm docs/old.txt && ln -s ../README.md docs/old.txt && git add . &&"
    " git commit -qm Link",
    "a file for a folder": "git rm -qr docs && printf 'flat\\n' > docs && git add . &&"
    " git commit -qm Flat",
    "a folder for a file": "git rm -q README.md && mkdir README.md && touch README.md/a &&"
    " git add . && git commit -qm Deep",
    "bytes": "printf '\\0\\1\\xff' > data.bin && git add . && git commit -qm Data",
    "carriage returns": "printf 'a\\r\\nb\\r\\n' > dos.txt && git add . && git commit -qm Dos",
    "attributes": "printf '*.txt text eol=crlf\\n' > .gitattributes && printf 'a\\n' > b.txt &&"
    " git add . && git commit -qm Attributes",
    "a wild name": "printf 'x\\n' > 'a*[b]?.py' && git --literal-pathspecs add 'a*[b]?.py' &&"
    " git commit -qm Star",
    "a name like an option": "printf 'x\\n' > ./--all && git add -- --all && git commit -qm Option",
    "ignored": "printf '*.log\\n' > .gitignore && printf 'x\\n' > a.log && git add -f . a.log &&"
    " git commit -qm Ignored",
    "nothing at all": "git commit -q --allow-empty -m 'Wake up, CI'",
    "no end of line": "printf 'x = 1' > last.py && git add . && git commit -qm Last",
    "empty": "touch empty.py && git add . && git commit -qm Empty",
    "a submodule": "git update-index --add --cacheinfo"
    " 160000,0123456789012345678901234567890123456789,sub && git commit -qm Sub",
}  # fmt: skip


@pytest.mark.asyncio
@pytest.mark.parametrize("lines", EXACT.values(), ids=EXACT.keys())
async def test_the_lines_make_the_very_same_commit(tmp_path: Path, lines: str) -> None:
    found = await rebuilt(tmp_path, lines)
    assert found.view.trace.rebuilt is not None
    assert (found.view.trace.rebuilt.why_not, found.view.trace.rebuilt.exact) == ("", True)
    assert found.remarks == ["Its commands make the very same commit."]
    assert found.view.trace.commit == tip(tmp_path)
    hostile = tmp_path / "hostile"
    hostile.write_text("[user]\n name = Eve\n email = eve@e\n[core]\n autocrlf = false\n")
    made = typed(found, tmp_path / "again", GIT_CONFIG_GLOBAL=str(hostile))
    assert made == tip(tmp_path), texts(found.view.shown["commit"])


#: Writes the commit again, as the filter before it leaves it.
AGAIN = (
    "git update-ref HEAD $(git cat-file commit HEAD | {} | git hash-object -t commit -w {} --stdin)"
)
SIGNED = AGAIN.format("sed '/^committer/a gpgsig -----BEGIN-----\\n \\n abc\\n -----END-----'", "")
LATIN = AGAIN.format("LC_ALL=C sed 's/^x$/Gr\\xf6\\xdfe/'", "")
NOWHEN = AGAIN.format("sed 's/^author .*/author A <a@b> 1700000000 +9999/'", "--literally")
INEXACT = {
    "is signed": f"{FEATURE} && git commit -qm x && {SIGNED}",
    "is a merge": f"{FEATURE} && git commit -qm One && git switch -q main && printf 'm\\n' > m &&"
    " git add . && git commit -qm Main && git switch -q ada/rooms &&"
    " git merge -q --no-edit main && git branch -f main HEAD~",
    "that looks like a token": f"printf 'key = \"{TOKEN}\"\\n' > key.py && git add . &&"
    " git commit -qm 'Add a key'",
    "holds bytes that are no text": f"{FEATURE} && git commit -qm x && {LATIN}",
    "names people or dates": f"{FEATURE} && git commit -qm x && {NOWHEN}",
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("why", "lines"), INEXACT.items(), ids=INEXACT.keys())
async def test_where_the_id_cannot_be_the_same_it_says_why(
    tmp_path: Path, why: str, lines: str
) -> None:
    found = await rebuilt(tmp_path, lines)
    told = found.view.trace.rebuilt
    assert told is not None
    assert not told.exact
    assert why in told.why_not
    assert found.remarks[0] == f"Its commands do not make the same commit: {told.why_not}"
    assert TOKEN not in found.model_dump_json()


@pytest.mark.asyncio
async def test_what_is_known_and_what_is_concluded_is_told_apart(tmp_path: Path) -> None:
    found = await rebuilt(tmp_path, f"{FEATURE} && git commit -qm 'Add rooms'")
    trace = found.view.trace
    assert found.view.imported is not None
    assert [step.key for step in trace.steps] == list(STEP_KEYS[: len(trace.steps)])
    told = {step.key: (step.status, step.basis, step.inferred) for step in trace.steps}
    assert told == {
        "lint": ("skipped", "inferred", []),
        "fork": ("skipped", "inferred", []),
        "branch": ("passed", "known", ["commands"]),
        "commit": ("passed", "known", ["commands"]),
        "push": ("skipped", "inferred", []),
        "pull_request": ("skipped", "inferred", []),
        "ci": ("skipped", "inferred", []),
    }
    assert trace.kind == "branch"
    assert trace.source.text == "x = 1\n"
    assert trace.plan is not None
    assert (trace.plan.feature, trace.plan.base_branch) == ("rooms", "main")
    assert trace.verdict == "none"
    commit = next(step for step in trace.steps if step.key == "commit")
    assert commit.started_at is not None
    assert commit.started_at.timestamp() == 1_700_000_000


@pytest.mark.asyncio
async def test_a_merged_branch_is_what_it_was_before_the_merge(tmp_path: Path) -> None:
    merge = "git switch -q main && git merge -q --no-ff --no-edit ada/rooms && git commit -q"
    lines = f"{FEATURE} && git commit -qm 'Add rooms' && {merge} --allow-empty -m Later"
    found = await rebuilt(tmp_path, lines)
    assert [one.path for one in found.view.trace.plan.files] == ["src/user_ada/feature_rooms.py"]  # type: ignore[union-attr]
    assert typed(found, tmp_path / "again") == tip(tmp_path)


@pytest.mark.asyncio
async def test_work_on_main_itself_is_told_against_what_origin_has(tmp_path: Path) -> None:
    work = project(tmp_path / "houses")
    bash(tmp_path, "git clone --quiet --branch=main houses clone")
    bash(tmp_path / "clone", f"{FEATURE} && git commit -qm 'Add rooms'")
    store = new_store(tmp_path)
    found = await rebuilds(store).branch(tmp_path / "clone", "main")
    assert found.view.trace.base == bash(work, "git rev-parse main")
    made = bash(tmp_path / "clone", "git rev-parse main")
    assert typed(found, tmp_path / "again") == made
    store.close()


@pytest.mark.asyncio
async def test_a_branch_of_a_remote_is_told_as_well(tmp_path: Path) -> None:
    work = project(tmp_path / "houses")
    bash(work, f"{FEATURE} && git commit -qm 'Add rooms'")
    bash(tmp_path, "git clone --quiet houses clone && cd clone && git switch -q main")
    bash(tmp_path / "clone", "git branch -D -q ada/rooms || true")
    store = new_store(tmp_path)
    for name in ("ada/rooms", "origin/ada/rooms"):
        found = await rebuilds(store).branch(tmp_path / "clone", name)
        assert found.view.trace.branch == "ada/rooms"
        assert found.view.trace.commit == tip(tmp_path)
    store.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("branch", "lines", "code", "said"),
    [
        ("nobody", "true", "branch_missing", "ada/rooms"),
        ("ada/rooms", "true", "nothing_to_rebuild", "adds something"),
        ("ada/rooms", "git branch -m main other", "base_missing", "origin's HEAD"),
        ("ada/rooms", "for n in $(seq 301); do echo $n > f$n; done; git add . && git commit -qm M",
         "too_much_to_rebuild", "smaller"),
    ],
)  # fmt: skip
async def test_what_cannot_be_rebuilt_is_refused_with_words(
    tmp_path: Path, branch: str, lines: str, code: str, said: str
) -> None:
    with pytest.raises(TraceError) as refused:
        await rebuilt(tmp_path, lines, branch)
    assert refused.value.code == code
    assert said in refused.value.advice


@pytest.mark.asyncio
async def test_a_folder_without_a_repository_is_refused(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with pytest.raises(TraceError) as refused:
        await rebuilds(store).branch(tmp_path, "main")
    assert refused.value.code == "repository_missing"
    store.close()


async def two(tmp_path: Path) -> tuple[Store, ImportView]:
    """Rebuild a branch of two commits. Returns the store and what came of it."""
    work = project(tmp_path / "houses")
    bash(work, f"{FEATURE} && git commit -qm One && git rm -q docs/old.txt && git commit -qm Two")
    store = new_store(tmp_path)
    return store, await rebuilds(store).branch(work, "ada/rooms")


@pytest.mark.asyncio
async def test_its_files_are_kept_and_it_can_be_carried_elsewhere(tmp_path: Path) -> None:
    store, found = await two(tmp_path)
    name = found.view.trace.id
    state = await States(store).state(name, "commit")
    assert {one.path: one.change for one in state.tree if one.change and one.kind == "file"} == {
        "docs/old.txt": "deleted",
        "src/user_ada/feature_rooms.py": "added",
    }
    data = pack(store, name)
    assert read(data).carried.document == read(pack(store, name)).carried.document
    assert read(data).remarks == []
    for format in ("html", "md", "json", "ipynb", "cast"):
        assert Taking(store).copy(name, format).data
    with pytest.raises(TraceError) as refused:
        Taking(store).copy(name, "sh")
    assert refused.value.code == "nothing_to_export"
    store.close()


@pytest.mark.asyncio
async def test_rebuilding_again_replaces_what_was_told_and_stays_on_its_shelf(
    tmp_path: Path,
) -> None:
    from assemble_trace.store.shelving import put

    store, first = await two(tmp_path)
    put(store, first.view.trace.id, "kept")
    again = await rebuilds(store).branch(tmp_path / "houses", "ada/rooms")
    assert again.known
    assert again.remarks[0] == "It was read again, and now tells what is known today."
    assert again.view.trace.id == first.view.trace.id
    assert again.view.trace.sequence > first.view.trace.sequence
    assert again.view.shelf == "kept"
    store.close()


#: A file that a group may write to, as git itself once wrote it.
GROUP = """git update-ref HEAD $(git commit-tree -p HEAD -m Odd $(
    printf '100664 blob %s\\tREADME.md\\n' $(git rev-parse HEAD:README.md) | git mktree))"""


@pytest.mark.asyncio
async def test_what_git_would_not_write_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    found = await rebuilt(tmp_path, GROUP)
    trace = found.view.trace
    assert trace.rebuilt is not None and not trace.rebuilt.exact
    assert trace.rebuilt.why_not == (
        "Its files cannot be told: README.md has the mode 100664, which git no longer writes."
    )
    steps = {step.key: step for step in trace.steps}
    assert steps["commit"].outcome == {
        "Commit": tip(tmp_path), "Its content": trace.rebuilt.why_not,
    }  # fmt: skip
    assert steps["commit"].commands == []
    store = new_store(tmp_path)
    for format in ("html", "md", "json", "ipynb", "cast", "bundle"):
        assert Taking(store).copy(trace.id, format).data
    assert read(pack(store, trace.id)).trace().id == trace.id
    store.close()


@pytest.mark.asyncio
async def test_a_clone_that_begins_too_late_says_so(tmp_path: Path) -> None:
    work = project(tmp_path / "houses")
    bash(work, f"{FEATURE} && git commit -qm One && echo 'y' >> README.md && git commit -qam Two")
    bash(tmp_path, f"git clone -q --depth=1 --branch=ada/rooms file://{work} late")
    bash(tmp_path / "late", f"git fetch -q --depth=1 {work} main:main")
    store = new_store(tmp_path)
    found = await rebuilds(store).branch(tmp_path / "late", "ada/rooms")
    assert found.view.trace.rebuilt is not None
    assert "not in this repository" in found.view.trace.rebuilt.why_not
    store.close()
