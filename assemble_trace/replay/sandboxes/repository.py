"""Reading the repository of a sandbox, without running git: whose it is by now, nobody knows."""

from __future__ import annotations

import re
from pathlib import Path

from dulwich.object_store import DiskObjectStore
from dulwich.objects import Commit, ShaFile

from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.raw import Entry, Unsafe

_HEAD = re.compile(r"ref: refs/heads/(\S+)\s*")
#: The longest file of references that is read, in bytes.
_LONGEST = 1_000_000


class Repository:
    """What a repository's files say: its branches and its objects."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = DiskObjectStore(folder / "objects")

    def close(self) -> None:
        """Let go of its files."""
        self.store.close()

    @property
    def current(self) -> str | None:
        """The branch that is checked out, or None where none is."""
        found = _HEAD.fullmatch(_read(self.folder / "HEAD"))
        return found[1] if found else None

    def tip(self, branch: str) -> str | None:
        """Return the commit at a branch."""
        return self._ref(f"refs/heads/{branch}")

    def seen(self, tree: str) -> str:
        """Return the tree that git shows in a tree's place, or itself."""
        return self._ref(f"refs/replace/{tree}") or tree

    def commit(self, sha: str) -> Commit | None:
        """Return a commit."""
        found = self._object(sha)
        return found if isinstance(found, Commit) else None

    def tree(self, sha: str) -> list[Entry] | None:
        """Return the lines of a tree; None where it is not there or no tree of git's."""
        found = self._object(sha)
        if found is None or found.type_name != b"tree":
            return None
        try:
            return raw.entries(found.as_raw_string())
        except Unsafe:
            return None

    def blob(self, sha: str) -> bytes | None:
        """Return the content of a file."""
        found = self._object(sha)
        return found.as_raw_string() if found is not None and found.type_name == b"blob" else None

    def _ref(self, name: str) -> str | None:
        loose = _read(self.folder / name).strip()
        if raw.is_id(loose):
            return loose
        for line in _read(self.folder / "packed-refs").splitlines():
            sha, _, packed = line.partition(" ")
            if packed == name and raw.is_id(sha):
                return sha
        return None

    def _object(self, sha: str) -> ShaFile | None:
        try:
            return self.store[sha.encode()]  # type: ignore[index]
        except Exception:  # whatever is wrong with a stranger's files, the object is not there
            return None


def _read(path: Path) -> str:
    try:
        if path.is_symlink() or path.stat().st_size > _LONGEST:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
