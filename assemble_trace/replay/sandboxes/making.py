"""Making a sandbox: a shallow, sparse repository at the moment before a step, and a fork."""

from __future__ import annotations

import re
from pathlib import Path

from dulwich.object_store import DiskObjectStore
from dulwich.objects import Blob, Commit, ShaFile, Tree

from assemble_trace.errors import TraceError
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import Kept
from assemble_trace.replay.objects.raw import Entry
from assemble_trace.replay.sandboxes.git import ANSWER, Failed, git
from assemble_trace.replay.sandboxes.reduced import reduced
from assemble_trace.replay.sandboxes.tasks import FORK, Task

_KINDS: dict[str, type[ShaFile]] = {"blob": Blob, "tree": Tree, "commit": Commit}
#: An address that git may be given: no options, no helpers, nobody's password.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(/[A-Za-z0-9._~%+/-]*)?")
#: A push to any address stays in the sandbox.
_AWAY = ("http://", "https://", "ssh://", "git://", "git@")
_NOWHERE = "only-fork.git-takes-pushes-here"
_SETTINGS = (
    ("core.protectHFS", "true"),
    ("core.protectNTFS", "true"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("advice.detachedHead", "false"),
    ("fetch.recurseSubmodules", "false"),
)


def make(repository: Path, task: Task, kept: Kept, *, asked: bool) -> bool:
    """Make a repository in a folder that is not there yet, with the fork beside it.

    ``asked`` says whether the upstream may be asked. Returns whether it answered, so that
    files which were not kept can be fetched. Raises ``objects_missing`` where neither does.
    """
    git(repository.parent, "init", "--quiet", "--template=", f"--initial-branch={task.home}",
        repository.name)  # fmt: skip
    for name, value in _SETTINGS:
        git(repository, "config", name, value)
    _pushes(repository, task)
    git(
        repository,
        "sparse-checkout",
        "set",
        "--cone",
        "--stdin",
        stdin="".join(f"{one}\n" for one in task.folders),
    )
    whole = asked and _fetched(repository, task)
    if not whole:
        _from_kept(repository, task, kept)
    elif task.step.key == "push":
        _write(repository, kept).close()
    _branches(repository, task)
    _fork(repository, task)
    return whole


def address(task: Task, *, imported: bool) -> str | None:
    """Return the upstream's address, if git may ask it.

    What was read in from elsewhere may name any address; only one that proves who it is, is
    asked then.
    """
    url = task.url
    if not _ADDRESS.fullmatch(url) or (imported and not url.startswith("https://")):
        return None
    return url


def _fetched(repository: Path, task: Task) -> bool:
    """Fetch the commit to start from, without its files, and leave the rest with the upstream."""
    plan = task.plan
    git(repository, "remote", "add", "origin", "--", task.url)
    try:
        git(repository, "fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none",
            "origin", plan.start, seconds=ANSWER)  # fmt: skip
    except Failed:
        git(repository, "remote", "remove", "origin")
        return False
    return True


def _from_kept(repository: Path, task: Task, kept: Kept) -> None:
    """Put the kept objects in, and show git of each tree what was kept of it."""
    plan = task.plan
    if kept.root(plan.start) is None:
        raise TraceError(
            "objects_missing",
            "The upstream does not answer, and nothing was kept to make a sandbox of.",
            advice="Try again when you are connected; files are kept once the step Commit passed.",
        )
    store = _write(repository, kept)
    (repository / ".git" / "shallow").write_text(f"{plan.start}\n", encoding="ascii")

    def make_tree(lines: list[Entry]) -> str:
        tree = Tree.from_string(raw.written(lines))
        store.add_object(tree)
        return tree.id.decode()

    for commit in (plan.start, plan.commit):
        root = kept.root(commit)
        if root is not None:
            less = reduced(kept, root, make_tree)
            if less != root:
                git(repository, "update-ref", f"refs/replace/{root}", less)
    store.close()


def _write(repository: Path, kept: Kept) -> DiskObjectStore:
    store = DiskObjectStore(repository / ".git" / "objects")
    for kind, data in kept.objects.values():
        store.add_object(_KINDS[kind].from_string(data))
    return store


def _branches(repository: Path, task: Task) -> None:
    """Stand where the step begins: on the first branch, or on the one that it goes on with."""
    plan = task.plan
    git(repository, "update-ref", f"refs/heads/{task.home}", plan.start)
    if task.step.key != "branch":
        tip = plan.commit if task.step.key == "push" else plan.start
        git(repository, "update-ref", f"refs/heads/{plan.branch}", tip)
        git(repository, "symbolic-ref", "HEAD", f"refs/heads/{plan.branch}")
    git(repository, "reset", "--quiet", "--hard", seconds=3 * ANSWER)


def _pushes(repository: Path, task: Task) -> None:
    """See to it that no push leaves the sandbox, whatever address is typed."""
    if _ADDRESS.fullmatch(task.fork_url):
        git(repository, "config", f"url.../{FORK}.pushInsteadOf", task.fork_url)
    for beginning in _AWAY:
        git(repository, "config", "--add", f"url.../{_NOWHERE}/.pushInsteadOf", beginning)


def _fork(repository: Path, task: Task) -> None:
    """Make the fork as it was before the step. It borrows the repository's objects."""
    fork = repository.parent / FORK
    git(repository.parent, "init", "--quiet", "--bare", "--template=",
        f"--initial-branch={task.home}", FORK)  # fmt: skip
    borrowed = fork / "objects" / "info" / "alternates"
    borrowed.parent.mkdir(exist_ok=True)
    borrowed.write_text(f"../../{repository.name}/.git/objects\n", encoding="utf-8")
    (fork / "shallow").write_text(f"{task.plan.start}\n", encoding="ascii")
    git(fork, "update-ref", f"refs/heads/{task.home}", task.plan.start)
    if task.plan.parent:
        git(fork, "update-ref", f"refs/heads/{task.plan.branch}", task.plan.parent)
