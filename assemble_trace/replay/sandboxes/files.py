"""Which files of a commit made by hand are not as the record has them, and which are too many."""

from __future__ import annotations

from collections.abc import Iterator

from assemble_trace.commands import plain
from assemble_trace.models import FileChange, Finding
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import Kept
from assemble_trace.replay.objects.raw import Entry
from assemble_trace.replay.sandboxes.reduced import Read
from assemble_trace.replay.sandboxes.repository import Repository
from assemble_trace.replay.sandboxes.tasks import Task
from assemble_trace.showing.differences import of_file

#: How deep folders are looked into.
_DEEPEST = 100
#: How many paths are named where too many were changed.
_NAMED = 3


def files(here: Repository, task: Task, kept: Kept, tree: str) -> Iterator[Finding]:
    """Yield a finding for each file that was to be written, and one for all that were not."""
    made = here.commit(task.plan.start)
    start = made.tree.decode() if made else None
    wanted = {one.path.encode() for one in task.plan.files}
    for change in task.plan.files:
        parts = change.path.encode().split(b"/")
        is_now, was = _entry(here.tree, tree, parts), _entry(kept.tree, start, parts)
        finding = _file(here, change, is_now, was)
        if finding:
            yield finding
    others = sorted(set(_changed(here, start and here.seen(start), tree, b"")) - wanted)
    if others:
        named = ", ".join(plain(one.decode("utf-8", "replace")) for one in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        yield Finding(
            what="Other files", good=False, wanted="no other change", found=f"{named}{more} changed"
        )


def _changed(here: Repository, old: str | None, new: str | None, before: bytes) -> Iterator[bytes]:
    """Yield each path that differs between two trees; what is the same is not looked into."""
    was = {one.name: one for one in (here.tree(old) if old else None) or ()}
    now = {one.name: one for one in (here.tree(new) if new else None) or ()}
    for name in was.keys() | now.keys():
        a, b = was.get(name), now.get(name)
        if a and b and (a.sha, a.mode) == (b.sha, b.mode):
            continue
        folders = [one.sha if one and one.mode == raw.FOLDER else None for one in (a, b)]
        if any(one and one.mode != raw.FOLDER for one in (a, b)):
            yield before + name
        if any(folders) and before.count(b"/") < _DEEPEST:
            yield from _changed(here, folders[0], folders[1], before + name + b"/")


def _file(
    here: Repository, change: FileChange, entry: Entry | None, was: Entry | None
) -> Finding | None:
    """Compare one file; None for what is told by the tree as a whole only."""
    name = plain(change.path)
    if change.kind == "deleted":
        found = "gone" if entry is None else "still there"
        return Finding(what=name, good=entry is None, wanted="deleted", found=found)
    if change.kind not in {"file", "executable"}:
        return None
    if entry is None:
        return Finding(what=name, good=False, wanted="in the commit", found="not in it")
    if entry.sha != raw.name_of("blob", change.content.encode()):
        found = _differs(here, change, entry)
        return Finding(what=name, good=False, wanted="as recorded", found=found)
    stays = change.kind == "executable" or (was and was.mode == raw.EXECUTABLE)
    mode = raw.EXECUTABLE if stays else raw.FILE
    if entry.mode != mode:
        return Finding(what=name, good=False, wanted=f"mode {mode:o}", found=f"mode {entry.mode:o}")
    return Finding(what=name, good=True, wanted="as recorded", found="the same")


def _differs(here: Repository, change: FileChange, entry: Entry) -> str:
    data = here.blob(entry.sha)
    if data is None or entry.mode not in {raw.FILE, raw.EXECUTABLE}:
        return "something else in its place"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "something that is no text"
    if text.rstrip("\n") == change.content.rstrip("\n"):
        return "the same but for the newline at its end"
    both = of_file(FileChange(path=change.path, content=text, before=change.content))
    apart = sum(1 for line in both.lines if line.mark == "+") or sum(
        1 for line in both.lines if line.mark == "-"
    )
    return f"different in {apart} {'line' if apart == 1 else 'lines'}"


def _entry(read: Read, tree: str | None, parts: list[bytes]) -> Entry | None:
    """Follow a path through trees, as far as they are there."""
    found: Entry | None = None
    for part in parts:
        lines = (read(tree) if tree else None) or ()
        found = next((one for one in lines if one.name == part), None)
        tree = found.sha if found else None
    return found
