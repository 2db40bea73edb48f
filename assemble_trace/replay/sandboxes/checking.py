"""Judging a sandbox by how things stand in it, not by what was typed."""

from __future__ import annotations

from pathlib import Path

from assemble_trace.commands import plain
from assemble_trace.models import Finding, SandboxCheck
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import Kept
from assemble_trace.replay.sandboxes.files import files
from assemble_trace.replay.sandboxes.reduced import whole
from assemble_trace.replay.sandboxes.repository import Repository
from assemble_trace.replay.sandboxes.tasks import FORK, Task

#: The longest first line of a message that is good to read in a list.
SUBJECT = 72


def check(folder: Path, name: str, task: Task, kept: Kept) -> SandboxCheck:
    """Say whether a sandbox is as the step would have left it, and what is not.

    ``name`` is the folder of the repository in the sandbox.
    """
    here = Repository(folder / name / ".git")
    fork = Repository(folder / FORK)
    try:
        if task.step.key == "branch":
            findings = [_branch(here, task), _at(here, task, task.plan.start), _stands(here, task)]
        elif task.step.key == "commit":
            findings = _commit(folder / name, here, task, kept)
        else:
            findings = [_kept_tip(here, task), _sent(fork, task)]
        sentence = _done(here, task, kept)
    finally:
        here.close()
        fork.close()
    wrong = [one for one in findings if not one.good]
    if wrong:
        return SandboxCheck(done=False, sentence=_not_yet(wrong[0], len(wrong)), findings=findings)
    return SandboxCheck(done=True, sentence=sentence, findings=findings)


def _branch(here: Repository, task: Task) -> Finding:
    name = plain(task.plan.branch)
    there = here.tip(task.plan.branch) is not None
    found = name if there else "there is no such branch"
    return Finding(what="Branch", good=there, wanted=name, found=found)


def _at(here: Repository, task: Task, wanted: str) -> Finding:
    tip = here.tip(task.plan.branch)
    return Finding(
        what="Where the branch points",
        good=tip == wanted,
        wanted=wanted[:10],
        found=tip[:10] if tip else "nowhere",
    )


def _stands(here: Repository, task: Task) -> Finding:
    current = here.current
    return Finding(
        what="The branch you are on",
        good=current == task.plan.branch,
        wanted=plain(task.plan.branch),
        found=plain(current) if current else "none: HEAD is at a commit, not at a branch",
    )


def _commit(folder: Path, here: Repository, task: Task, kept: Kept) -> list[Finding]:
    plan = task.plan
    tip = here.tip(plan.branch)
    made = here.commit(tip) if tip else None
    if made is None or tip == plan.start:
        return [_branch(here, task), _unmade(folder, task)]
    parents = [parent.decode() for parent in made.parents]
    return [
        Finding(
            what="What the commit follows",
            good=parents == [plan.start],
            wanted=plan.start[:10],
            found=", ".join(parent[:10] for parent in parents) or "nothing",
        ),
        *_tree(here, task, kept, made.tree.decode()),
        _message(made.message),
        _author(made.author),
    ]


def _unmade(folder: Path, task: Task) -> Finding:
    """Say how far it is where there is no commit yet."""
    paths = [one.path for one in task.plan.files]
    written = [path for path in paths if (folder / path).is_file()]
    found = "none yet"
    if written:
        found = f"none yet; {len(written)} of {len(paths)} files are written and not committed"
    return Finding(what="Commit", good=False, wanted="one new commit", found=found)


def _tree(here: Repository, task: Task, kept: Kept, tree: str) -> list[Finding]:
    """Compare the files: all of them by one name, and where that differs, one by one."""
    plan = task.plan
    if _in_whole(here, task, kept, tree) == plan.tree:
        found = f"the very same, {plan.tree[:10]}"
        return [Finding(what="Files", good=True, wanted=plan.tree[:10], found=found)]
    found_so = list(files(here, task, kept, tree))
    if all(one.good for one in found_so):
        found = f"another tree, {tree[:10]}"
        found_so.append(Finding(what="Tree", good=False, wanted=plan.tree[:10], found=found))
    return found_so


def _in_whole(here: Repository, task: Task, kept: Kept, tree: str) -> str:
    """Return the tree that this one would be in the whole project."""
    start = kept.root(task.plan.start)
    if start is None or here.seen(start) == start:
        return tree
    return whole(kept, start, tree, here.tree)


def _the_same(here: Repository, task: Task, kept: Kept, tip: str) -> bool:
    """Say whether a commit would be the recorded one in the whole project."""
    made = here.commit(tip)
    if made is None:
        return False
    tree = _in_whole(here, task, kept, made.tree.decode())
    data = made.as_raw_string().replace(made.tree, tree.encode(), 1)
    return raw.name_of("commit", data) == task.plan.commit


def _message(message: bytes) -> Finding:
    subject = message.decode("utf-8", "replace").partition("\n")[0].strip()
    good = 0 < len(subject) <= SUBJECT
    return Finding(
        what="Message",
        good=good,
        wanted=f"a first line of 1 to {SUBJECT} characters",
        found=plain(subject[: 2 * SUBJECT]) or "nothing",
    )


def _author(author: bytes) -> Finding:
    name, _, address = author.decode("utf-8", "replace").partition(" <")
    good = bool(name.strip()) and "@" in address
    return Finding(
        what="Author",
        good=good,
        wanted="a name and an e-mail address",
        found=plain(f"{name} <{address}" if address else name),
    )


def _kept_tip(here: Repository, task: Task) -> Finding:
    finding = _at(here, task, task.plan.commit)
    return finding.model_copy(update={"what": "Your branch"})


def _sent(fork: Repository, task: Task) -> Finding:
    tip = fork.tip(task.plan.branch)
    return Finding(
        what=f"{plain(task.plan.branch)} on the fork",
        good=tip == task.plan.commit,
        wanted=task.plan.commit[:10],
        found=tip[:10] if tip else "the fork has no such branch",
    )


def _not_yet(first: Finding, many: int) -> str:
    more = f" {many - 1} more below." if many > 1 else ""
    return f"Not yet. {first.what}: wanted {first.wanted}, found {first.found}.{more}"


def _done(here: Repository, task: Task, kept: Kept) -> str:
    if task.step.key == "branch":
        return "Done: the branch starts where it should, and you are on it."
    if task.step.key == "push":
        return "Done: the fork has your commit."
    tip, wanted = here.tip(task.plan.branch), task.plan.commit
    if tip == wanted:
        return f"Done, and it is the very same commit: {wanted[:10]}."
    if tip and _the_same(here, task, kept, tip):
        return (
            f"Done. Together with the files that are not here, it is the very same: {wanted[:10]}."
        )
    return "Done: the same files on the same base. Its id is its own: author or date differ."
