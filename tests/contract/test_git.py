"""Real git against the forge."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.practice_forge.forge_in_a_thread import Practice, commit, git, run_git


def fsck(practice: Practice) -> None:
    """Every repository is sound."""
    for bare in (practice.directory / "repositories").iterdir():
        over = subprocess.run(
            ["git", f"--git-dir={bare}", "fsck", "--strict", "--full", "--no-dangling"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (over.returncode, over.stdout) == (0, ""), over.stderr


@pytest.fixture
def fork(practice: Practice) -> str:
    """The address of Ada's fork, with her token in it."""
    ada = practice.user("ada")
    practice.rest("POST", "/repos/house/prices/forks", ada)
    return practice.clone_url("ada/prices", ada)


@pytest.mark.parametrize("version", ["0", "1", "2"])
def test_clone_and_push_with_every_protocol(
    practice: Practice, tmp_path: Path, fork: str, version: str
) -> None:
    git("-c", f"protocol.version={version}", "clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    git("switch", "-q", "-c", "mine", cwd=work)
    new = commit(work, {"b.py": "b = 1\n"})
    git("-c", f"protocol.version={version}", "push", "-q", "origin", "mine", cwd=work)
    assert practice.rest("GET", "/repos/ada/prices/branches/mine")["commit"]["sha"] == new
    fsck(practice)


def test_protocol_2_is_spoken(practice: Practice, tmp_path: Path) -> None:
    over = run_git(
        "ls-remote", practice.clone_url("house/prices"), cwd=tmp_path,
        environment={"GIT_TRACE_PACKET": "1"},
    )  # fmt: skip
    assert "version 2" in over.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--depth=1",),
        ("--filter=blob:none",),
        ("--filter=tree:0",),
        ("--depth=1", "--filter=blob:none"),
    ],
)
def test_partial_clones_can_push(
    practice: Practice, tmp_path: Path, fork: str, options: tuple[str, ...]
) -> None:
    upstream = tmp_path / "house-prices"
    commit(upstream, {"README.md": "# Two\n"})
    git(
        "push",
        "-q",
        practice.clone_url("house/prices", practice.user("house")),
        "master",
        cwd=upstream,
    )
    practice.rest(
        "POST", "/repos/ada/prices/merge-upstream", practice.user("ada"), {"branch": "master"}
    )
    git("clone", "-q", *options, fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    assert (work / "README.md").read_text() == "# Two\n"
    git("switch", "-q", "-c", "mine", cwd=work)
    new = commit(work, {"b.py": "b = 1\n"})
    git("push", "-q", "origin", "mine", cwd=work)
    assert practice.rest("GET", "/repos/ada/prices/branches/mine")["commit"]["sha"] == new
    fsck(practice)


def test_a_filter_leaves_blobs_out(practice: Practice, tmp_path: Path) -> None:
    where = practice.clone_url("house/prices")
    git("clone", "-q", "--bare", "--filter=blob:none", where, "w", cwd=tmp_path)
    missing = git(
        "rev-list", "--objects", "--all", "--missing=print", cwd=tmp_path / "w"
    ).splitlines()
    assert len([line for line in missing if line.startswith("?")]) == 2


def test_who_may_push(practice: Practice, tmp_path: Path, fork: str) -> None:
    git("clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    commit(work, {"b.py": "b = 1\n"})
    anonymous = run_git("push", practice.clone_url("ada/prices"), "HEAD:x", cwd=work)
    assert "could not read Username" in anonymous.stderr
    foreign = practice.clone_url("house/prices", practice.user("ada"))
    assert "error: 403" in run_git("push", foreign, "HEAD:x", cwd=work).stderr
    wrong = practice.clone_url("ada/prices", "atf_" + "0" * 40)
    assert "Authentication failed" in run_git("push", wrong, "HEAD:x", cwd=work).stderr
    bearer = f"http.extraHeader=Authorization: Bearer {practice.user('ada')}"
    git("-c", bearer, "push", "-q", practice.clone_url("ada/prices"), "HEAD:x", cwd=work)

    path = "/ada/prices.git/info/refs?service=git-receive-pack"
    reply = practice.call("GET", path)
    assert reply.status == 401
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Practice forge"'
    assert practice.call("GET", "/none/none.git/info/refs?service=git-upload-pack").status == 401
    assert practice.call("GET", "/ada/prices.git/info/refs").status == 403
    assert practice.call("GET", "/ada/prices.git/config").status == 404
    assert practice.call("GET", "/ada/prices.git/objects/info/packs").status == 404


def test_a_large_chunked_push(practice: Practice, tmp_path: Path, fork: str) -> None:
    git("clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    (work / "big").write_bytes(bytes(range(256)) * 4096 + b"x" * 3_000_000)
    git("add", "-A", cwd=work)
    git("commit", "-q", "-m", "Big", cwd=work)
    git(
        "-c",
        "http.postBuffer=65536",
        "-c",
        "core.compression=0",
        "push",
        "-q",
        "origin",
        "HEAD:big",
        cwd=work,
    )
    fsck(practice)


def test_force_and_delete(practice: Practice, tmp_path: Path, fork: str) -> None:
    git("clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    git("push", "-q", "origin", "HEAD:mine", cwd=work)
    commit(work, {"b": "1"})
    git("push", "-q", "origin", "HEAD:mine", cwd=work)
    git("commit", "-q", "--amend", "-m", "Other", cwd=work)
    assert "non-fast-forward" in run_git("push", "origin", "HEAD:mine", cwd=work).stderr
    git("push", "-q", "--force", "origin", "HEAD:mine", cwd=work)
    git("push", "-q", "origin", ":mine", cwd=work)
    assert "refs/heads/mine" not in git("ls-remote", "origin", cwd=work)
    assert run_git("push", "origin", ":master", cwd=work).returncode != 0


def test_what_no_checkout_could_take_is_refused(
    practice: Practice, tmp_path: Path, fork: str
) -> None:
    git("clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    blob = git("hash-object", "-w", "README.md", cwd=work)
    for mode, name in (("100644", ".git"), ("100644", ".."), ("120000", ".gitmodules")):
        made = subprocess.run(
            ["git", "mktree"], input=f"{mode} blob {blob}\t{name}\n", cwd=work,
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        bad = git("commit-tree", made, "-p", "HEAD", "-m", "Bad", cwd=work)
        assert run_git("push", "origin", f"{bad}:refs/heads/bad", cwd=work).returncode != 0
    assert "refs/heads/bad" not in git("ls-remote", "origin", cwd=work)


def test_pull_references_cannot_be_pushed_over_by_others(
    practice: Practice, tmp_path: Path, fork: str
) -> None:
    git("clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    assert run_git("push", "origin", "HEAD:refs/pull/1/head", cwd=work).returncode != 0


def test_twenty_push_at_a_time(practice: Practice, tmp_path: Path) -> None:
    house = practice.clone_url("house/prices", practice.user("house"))

    def push(number: int) -> int:
        folder = tmp_path / f"w{number}"
        git("clone", "-q", house, str(folder), cwd=tmp_path)
        git("switch", "-q", "-c", f"b{number}", cwd=folder)
        commit(folder, {f"f{number}": str(number)})
        return run_git("push", "-q", "origin", f"b{number}", cwd=folder).returncode

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(push, range(20))) == [0] * 20
    branches = practice.rest("GET", "/repos/house/prices/branches?per_page=100")
    assert len(branches) == 21
    fsck(practice)


def test_of_those_who_push_to_one_branch_at_once_exactly_one_wins(
    practice: Practice, tmp_path: Path
) -> None:
    house = practice.clone_url("house/prices", practice.user("house"))
    commits = []
    for number in range(10):
        git("clone", "-q", house, f"w{number}", cwd=tmp_path)
        commits.append(commit(tmp_path / f"w{number}", {"same": str(number)}))

    def push(number: int) -> int:
        return run_git("push", "-q", "origin", "HEAD:race", cwd=tmp_path / f"w{number}").returncode

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(push, range(10)))
    assert codes.count(0) == 1
    tip = practice.rest("GET", "/repos/house/prices/branches/race")["commit"]["sha"]
    assert tip == commits[codes.index(0)]
    fsck(practice)


def test_an_object_of_a_fork_is_not_served_by_the_upstream(
    practice: Practice, tmp_path: Path, fork: str
) -> None:
    git("clone", "-q", fork, "w", cwd=tmp_path)
    work = tmp_path / "w"
    new = commit(work, {"b": "1"})
    git("push", "-q", "origin", "HEAD:mine", cwd=work)
    git("init", "-q", "other", cwd=tmp_path)
    over = run_git("fetch", practice.clone_url("house/prices"), new, cwd=tmp_path / "other")
    assert over.returncode != 0
