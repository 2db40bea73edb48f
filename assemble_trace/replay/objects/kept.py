"""The objects kept with a submission, each of which is what its name says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assemble_trace.models import Plan
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.raw import Entry, Head, Unsafe

#: How many paths of one tree are read: trees may hold each other many times over.
MOST = 5_000
#: How deep folders may lie in each other.
_DEEPEST = 100

Rows = list[tuple[str, str, bytes]]


class Found(NamedTuple):
    """A path of a tree. ``kept`` says whether its content is."""

    path: bytes
    mode: int
    sha: str
    kept: bool


class Kept:
    """Objects by their names. One whose content has another name is left out as ``damaged``.

    The files of the plan are among them, as the record holds their text.
    """

    def __init__(self, rows: Rows, plan: Plan | None = None) -> None:
        self.objects: dict[str, tuple[str, bytes]] = {}
        self.damaged: list[str] = []
        for sha, kind, data in rows:
            if raw.name_of(kind, data) == sha:
                self.objects[sha] = (kind, data)
            else:
                self.damaged.append(sha)
        for change in plan.files if plan else ():
            for text in (change.content, change.before):
                if text is not None:
                    data = text.encode()
                    self.objects.setdefault(raw.name_of("blob", data), ("blob", data))

    def __contains__(self, sha: object) -> bool:
        return sha in self.objects

    def blob(self, sha: str) -> bytes | None:
        """Return the content of a file, or None where it was not kept."""
        return self._of("blob", sha)

    def head(self, sha: str | None) -> Head | None:
        """Return what a commit says, or None. Raises `Unsafe`."""
        data = self._of("commit", sha)
        return None if data is None else raw.head(data)

    def tree(self, sha: str | None) -> list[Entry] | None:
        """Return the lines of a tree, or None. Raises `Unsafe`."""
        data = self._of("tree", sha)
        return None if data is None else raw.entries(data)

    def root(self, commit: str | None) -> str | None:
        """Return the id of a commit's tree, if both were kept. Raises `Unsafe`."""
        found = self.head(commit)
        return found.tree if found and self.tree(found.tree) is not None else None

    def walk(self, tree: str) -> Iterator[Found]:
        """Yield every path that is known of a tree, at most `MOST`. Raises `Unsafe`."""
        waiting: list[tuple[bytes, str]] = [(b"", tree)]
        many = 0
        while waiting:
            before, name = waiting.pop()
            for entry in self.tree(name) or ():
                many += 1
                if many > MOST:
                    return
                path = before + entry.name
                folder = entry.mode == raw.FOLDER
                kept = self._of("tree" if folder else "blob", entry.sha) is not None
                yield Found(path, entry.mode, entry.sha, kept)
                if path.count(b"/") > _DEEPEST:
                    raise Unsafe("folders that lie too deep in each other")
                if folder and kept:
                    waiting.append((path + b"/", entry.sha))

    def check(self) -> None:
        """Read everything once. Raises `Unsafe` where git would refuse something."""
        for kind, data in self.objects.values():
            if kind == "tree":
                raw.entries(data)
            elif kind == "commit":
                raw.head(data)
            elif kind != "blob":
                raise Unsafe(f"an object of the kind {kind!r}")

    def _of(self, kind: str, sha: str | None) -> bytes | None:
        found = self.objects.get(sha or "")
        return found[1] if found and found[0] == kind else None
