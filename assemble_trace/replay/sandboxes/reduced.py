"""What was kept of a tree as a tree of its own, and the way back to the whole one.

Offline, git is shown only what was kept: a reduced tree takes the place of the real one, so
that every command works. What was left out is known by name, so the tree that a commit would
have in the whole project is known too.
"""

from __future__ import annotations

from collections.abc import Callable

from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import MOST, Kept
from assemble_trace.replay.objects.raw import Entry, Unsafe

#: Makes the tree with these lines and returns its id.
Make = Callable[[list[Entry]], str]
#: Reads the lines of a tree, or None where it is not there.
Read = Callable[[str], list[Entry] | None]


def reduced(kept: Kept, tree: str, make: Make) -> str:
    """Make what was kept of a tree. Raises `Unsafe` where it has too many parts."""
    if sum(1 for _ in kept.walk(tree)) >= MOST:
        raise Unsafe("a tree of too many paths")
    return _reduced(kept, tree, make) or make([])


def _reduced(kept: Kept, tree: str, make: Make) -> str | None:
    lines: list[Entry] = []
    for entry in kept.tree(tree) or ():
        if entry.mode == raw.FOLDER:
            inner = _reduced(kept, entry.sha, make)
            if inner is not None:
                lines.append(entry._replace(sha=inner))
        elif entry.mode in {raw.FILE, raw.EXECUTABLE} and kept.blob(entry.sha) is not None:
            lines.append(entry)
    return make(lines) if lines else None


def whole(kept: Kept, before: str, tree: str, read: Read) -> str:
    """Return the id of a tree with what was left out of the one before put back.

    ``before`` is the whole tree of the commit that it follows.
    """
    return raw.name_of("tree", raw.written(_whole(kept, before, tree, read)))


def _whole(kept: Kept, before: str | None, tree: str | None, read: Read) -> list[Entry]:
    old = {one.name: one for one in kept.tree(before) or ()}
    new = {one.name: one for one in (read(tree) if tree else None) or ()}
    lines: list[Entry] = []
    for name in old.keys() | new.keys():
        was, now = old.get(name), new.get(name)
        if was and was.mode == raw.FOLDER and (now is None or now.mode == raw.FOLDER):
            if kept.tree(was.sha) is None and now is None:
                lines.append(was)
                continue
            inner = _whole(kept, was.sha, now.sha if now else None, read)
            if inner:
                sha = raw.name_of("tree", raw.written(inner))
                lines.append(was._replace(sha=sha))
        elif now is not None:
            lines.append(now)
        elif was and (was.mode not in {raw.FILE, raw.EXECUTABLE} or kept.blob(was.sha) is None):
            lines.append(was)
    return sorted(lines, key=_place)


def _place(entry: Entry) -> bytes:
    """Sort as git does: a folder as if its name ended with a slash."""
    return entry.name + b"/" if entry.mode == raw.FOLDER else entry.name
