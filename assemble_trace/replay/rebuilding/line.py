"""A line of commits, from the one that it starts at to its tip, and what each does to files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dulwich.object_store import BaseObjectStore
from dulwich.objects import Commit, ObjectID

from assemble_trace.errors import TraceError
from assemble_trace.models import FileChange
from assemble_trace.redact import redact
from assemble_trace.replay.rebuilding.changes import Change, Entry, changes
from assemble_trace.replay.rebuilding.raw import RawCommit, split

#: A line of more commits than this is shown as one.
LONGEST = 40
#: More files than this, or more bytes in one of them, are nobody's handwork.
MOST_FILES, LARGEST = 300, 500_000


@dataclass(frozen=True)
class Link:
    """One commit of a line, and what it does to the one before it."""

    commit: RawCommit
    changes: list[Change]


@dataclass
class Line:
    """Commits one after the other. ``links`` is empty where they cannot be told one by one.

    ``base`` is the commit that the first one stands on, ``whole`` what all of them do together.
    ``broken`` says why they are not told one by one.
    """

    store: BaseObjectStore
    base: RawCommit
    head: RawCommit
    links: list[Link]
    whole: list[Change]
    broken: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> list[Link]:
        """Return the commits to tell: each of them, or all of them as one."""
        return self.links or [Link(self.head, self.whole)]

    def blobs(self) -> set[str]:
        """Return the ids of all contents before and after."""
        told = [*self.whole, *(one for link in self.links for one in link.changes)]
        entries = [one for each in told for one in (each.before, each.after)]
        return {one.sha for one in entries if one and one.held != "submodule"}

    def read(self) -> None:
        """Read the contents that are here, are text, and are not too long."""
        for sha in sorted(self.blobs()):
            name = ObjectID(sha.encode())
            if name not in self.store:
                continue
            data = self.store.get_raw(name)[1]
            if len(data) > LARGEST or b"\0" in data:
                continue
            try:
                self.texts[sha] = data.decode()
            except UnicodeDecodeError:
                continue

    def text(self, held: Entry | None) -> str | None:
        """Return the text of a content; None where it is none, too long, or was not read."""
        return self.texts.get(held.sha) if held else None

    def files(self) -> list[FileChange]:
        """Return what all commits together do to each file."""
        return [self._file(one) for one in self.whole]

    def _file(self, one: Change) -> FileChange:
        before, after = self.text(one.before), self.text(one.after)
        if one.after is None:
            return FileChange(path=one.path, content="", before=before or "", kind="deleted")
        was = None if one.before is None else before or ""
        kind = "binary" if after is None else one.after.held
        return FileChange(path=one.path, content=after or "", before=was, kind=kind)

    def kept(self) -> list[tuple[str, str, bytes]]:
        """Return the objects to keep: commits, the trees on the changed paths, and texts.

        A text that holds a secret is not kept, so its objects are not either.
        """
        found: dict[str, tuple[str, str, bytes]] = {}
        commits = [self.base, *(link.commit for link in self.told)]
        paths = {one.path for one in self.whole} | {
            one.path for link in self.links for one in link.changes
        }
        for commit in commits:
            if redact(commit.raw.decode("utf-8", "replace")) != commit.raw.decode(
                "utf-8", "replace"
            ):
                continue
            found[commit.id] = (commit.id, "commit", commit.raw)
            for path in paths:
                self._keep_trees(commit.tree, path, found)
        for sha, text in self.texts.items():
            if redact(text) == text:
                found[sha] = (sha, "blob", text.encode())
        return list(found.values())

    def _keep_trees(self, tree: str, path: str, found: dict[str, tuple[str, str, bytes]]) -> None:
        for part in path.split("/"):
            name = ObjectID(tree.encode())
            if name not in self.store:
                return
            one = self.store[name]
            if one.type_name != b"tree":
                return
            found[tree] = (tree, "tree", one.as_raw_string())
            try:
                mode, sha = one[part.encode()]  # type: ignore[index]
            except KeyError:
                return
            if mode != 0o040000:
                return
            tree = sha.decode()


def commit_of(store: BaseObjectStore, name: str) -> RawCommit:
    """Read a commit. Raises ``KeyError`` where it is missing, `ValueError` where it is none."""
    found = store[ObjectID(name.encode())]
    if not isinstance(found, Commit):
        raise ValueError(f"{name} is no commit")
    return split(name, found.as_raw_string())


def line_of(store: BaseObjectStore, own: Sequence[str]) -> Line:
    """Read the line of the given commits, oldest first; the last one is its tip.

    The contents of files are not read yet. Raises `OddTree`, `KeyError` where an object is
    missing, ``nothing_to_rebuild`` or ``too_much_to_rebuild``.
    """
    if not own:
        raise nothing()
    commits = [commit_of(store, name) for name in own]
    base = _base(store, commits)
    head = commits[-1]
    broken = _broken(commits, base)
    whole = changes(store, base.tree, head.tree)
    if len(whole) > MOST_FILES:
        raise too_much(f"It changes {len(whole)} files, more than {MOST_FILES}")
    links = []
    before = base
    for commit in commits if not broken else ():
        links.append(Link(commit, changes(store, before.tree, commit.tree)))
        before = commit
    return Line(store, base, head, links, whole, broken)


def _base(store: BaseObjectStore, commits: Sequence[RawCommit]) -> RawCommit:
    """Return the newest commit that is none of the line's own, and that it stands on."""
    own = {one.id for one in commits}
    for commit in reversed(commits):
        for parent in commit.parents:
            if parent not in own:
                return commit_of(store, parent)
    raise nothing()


def _broken(commits: Sequence[RawCommit], base: RawCommit) -> str:
    merge = next((one for one in commits if len(one.parents) > 1), None)
    if merge is not None:
        return (
            f"{merge.id[:10]} is a merge: it joins two lines of work, and what was typed for"
            " that is not known. All commits are told as one."
        )
    if len(commits) > LONGEST:
        return f"It has {len(commits)} commits, which are told as one."
    before = base.id
    for commit in commits:
        if commit.parents != [before]:
            return "Its commits do not follow each other, so they are told as one."
        before = commit.id
    return ""


def nothing() -> TraceError:
    """Return the error for a branch without anything of its own."""
    return TraceError(
        "nothing_to_rebuild",
        "It has no commits of its own: everything in it is in the project's main line already.",
        advice="Choose a pull request or a branch that adds something to the project.",
    )


def too_much(what: str) -> TraceError:
    """Return the error for what nobody could follow step by step."""
    return TraceError(
        "too_much_to_rebuild",
        f"{what}: that is too much to be told step by step.",
        advice="Choose a smaller contribution.",
    )
