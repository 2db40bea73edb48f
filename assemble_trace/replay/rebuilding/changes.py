"""What a commit does to the files of the one before it, read from their trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dulwich.object_store import BaseObjectStore
from dulwich.objects import ObjectID, Tree, serialize_tree

#: What a path can hold in git.
Held = Literal["file", "executable", "link", "submodule"]
_MODES: dict[int, Held] = {
    0o100644: "file",
    0o100755: "executable",
    0o120000: "link",
    0o160000: "submodule",
}
_FOLDER = 0o040000
#: No tree of a project is deeper.
_DEEPEST = 100


@dataclass(frozen=True)
class Entry:
    """What a path holds: its kind, and the id of its content."""

    held: Held
    sha: str


@dataclass(frozen=True)
class Change:
    """One path of a commit: what it held before, and what it holds now."""

    path: str
    before: Entry | None
    after: Entry | None


class OddTree(Exception):
    """A tree that git's own commands do not make. Says in words what is odd."""


def changes(store: BaseObjectStore, before: str | None, after: str) -> list[Change]:
    """Return the changed paths from one tree to another, in git's order.

    Raises `OddTree` where a changed tree is none that git commit writes, `KeyError` where an
    object is missing.
    """
    return sorted(_walk(store, before, after, "", 0), key=lambda one: one.path)


def folder(store: BaseObjectStore, tree: str, path: str) -> bool:
    """Say whether a path is a folder in a tree; the empty path is the tree itself."""
    for part in path.split("/") if path else ():
        found = {name: (kind, sha) for name, kind, sha in _entries(store, tree)}.get(part)
        if found is None or found[0] is not None:
            return False
        tree = found[1]
    return True


def holds(store: BaseObjectStore, tree: str, path: str) -> bool:
    """Say whether there is anything at a path in a tree."""
    above, _, last = path.rpartition("/")
    for part in above.split("/") if above else ():
        inside = {name: sha for name, kind, sha in _entries(store, tree) if kind is None}
        if part not in inside:
            return False
        tree = inside[part]
    return any(name == last for name, _, _ in _entries(store, tree))


def _walk(
    store: BaseObjectStore, before: str | None, after: str | None, above: str, depth: int
) -> Iterator[Change]:
    if before == after:
        return
    if depth > _DEEPEST:
        raise OddTree(f"{above} lies too deep")
    old = _named(store, before)
    new = _named(store, after)
    if after is not None and not new and above:
        raise OddTree(f"{above} is an empty folder, which git does not keep")
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        path = f"{above}{name}"
        folders = [one[1] if one and one[0] is None else None for one in (was, now)]
        if any(folders):
            yield from _walk(store, folders[0], folders[1], f"{path}/", depth + 1)
        files = [Entry(one[0], one[1]) if one and one[0] else None for one in (was, now)]
        if any(files):
            yield Change(path, files[0], files[1])


def _named(store: BaseObjectStore, tree: str | None) -> dict[str, tuple[Held | None, str]]:
    if tree is None:
        return {}
    return {name: (kind, sha) for name, kind, sha in _entries(store, tree)}


def _entries(store: BaseObjectStore, name: str) -> Iterator[tuple[str, Held | None, str]]:
    """Return a tree's names; the kind of a folder is None."""
    tree = store[ObjectID(name.encode())]
    if not isinstance(tree, Tree):
        raise OddTree(f"{name[:10]} is no tree")
    if b"".join(serialize_tree(tree.iteritems())) != tree.as_raw_string():
        raise OddTree("a folder is not written in the order in which git writes it")
    for one in tree.iteritems():
        try:
            path = (one.path or b"").decode()
        except UnicodeDecodeError:
            raise OddTree("the name of a file is no text") from None
        if not path or "/" in path or path in {".", ".."} or path.lower() == ".git":
            raise OddTree(f"no file of a project can be called {path!r}")
        if one.mode != _FOLDER and one.mode not in _MODES:
            raise OddTree(f"{path} has the mode {one.mode:o}, which git no longer writes")
        kind = None if one.mode == _FOLDER else _MODES[one.mode or 0]
        yield path, kind, (one.sha or b"").decode()
