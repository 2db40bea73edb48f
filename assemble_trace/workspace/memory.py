"""The repository in memory: fetch one commit without its files, build on it, push."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dulwich.client import Urllib3HttpGitClient
from dulwich.objects import ZERO_SHA, Blob, Commit, ShaFile, Tree
from dulwich.pack import pack_objects_to_data
from dulwich.repo import MemoryRepo

from assemble_trace.errors import TraceError
from assemble_trace.models import FileChange
from assemble_trace.traffic import Observe

from .idents import Author, clean_message, ident
from .problems import branch_moved, branch_taken, problems, push_refused
from .remote import remote

_FILE = 0o100644
_FOLDER = 0o040000


@dataclass
class Workspace:
    """One commit of the upstream, and what is built on it. Nothing touches the disk.

    Its methods wait for the network, so call them off the event loop.
    """

    token: str
    observe: Observe
    repo: MemoryRepo = field(default_factory=MemoryRepo)
    made: dict[bytes, ShaFile] = field(default_factory=dict)

    def fetch(self, url: str, branch: str) -> str:
        """Fetch the tip of a branch with its trees, without blobs or history.

        Returns the commit id. Raises ``base_missing`` when there is no such branch.
        """
        ref = f"refs/heads/{branch}".encode()
        wanted: list[bytes] = []

        def choose(refs: dict[bytes, bytes], depth: int | None = None) -> list[bytes]:
            wanted.extend([refs[ref]] if ref in refs else [])
            return wanted

        client, path = self._client(url)
        with problems(url):
            client.fetch(
                path,
                self.repo,
                determine_wants=choose,  # type: ignore[arg-type]
                depth=1,
                ref_prefix=[ref],
                filter_spec=b"blob:none",
                protocol_version=2,
            )
        if not wanted:
            raise TraceError(
                "base_missing",
                f"The upstream has no branch called {branch!r}.",
                advice="Ask its maintainer what the default branch is called, then try again.",
            )
        return wanted[0].decode()

    def fetch_commit(self, url: str, commit: str) -> None:
        """Fetch one commit by its id, with its trees: the base of a plan made earlier."""
        client, path = self._client(url)
        with problems(url):
            client.fetch(
                path,
                self.repo,
                determine_wants=lambda refs, depth=None: [commit.encode()],  # type: ignore[arg-type]
                depth=1,
                filter_spec=b"blob:none",
                protocol_version=2,
            )

    def folder(self, commit: str, path: str) -> dict[str, str] | None:
        """Return the entries of a folder (name → ``tree`` or ``blob``), or None."""
        tree = self._tree_at(commit, path.split("/") if path else [])
        if tree is None:
            return None
        return {
            entry.path.decode("utf-8", "replace"): "tree" if entry.mode == _FOLDER else "blob"
            for entry in tree.iteritems()
        }

    def build(
        self, base: str, files: Sequence[FileChange], message: str, author: Author
    ) -> tuple[str, str]:
        """Make the commit in memory. Returns the ids of its tree and of itself.

        Equal to what ``git add`` and ``git commit --message`` make with the same dates.
        """
        root = self._commit(base).tree
        for change in files:
            blob = Blob.from_string(change.content.encode())
            self._keep(blob)
            root = self._put(root, change.path.encode().split(b"/"), blob.id)
        commit = Commit()
        commit.tree = root
        commit.parents = [base.encode()]  # type: ignore[list-item]
        commit.author = commit.committer = ident(author)
        commit.author_time = commit.commit_time = author.date
        commit.author_timezone = commit.commit_timezone = author.zone
        commit.message = clean_message(message).encode()
        self._keep(commit)
        self._forget_detours(commit)
        return root.decode(), commit.id.decode()

    def remote_head(self, url: str, branch: str) -> str | None:
        """Return the commit at a branch of a remote, or None."""
        ref = f"refs/heads/{branch}".encode()
        client, path = self._client(url)
        with problems(url):
            found = client.get_refs(path.encode(), protocol_version=2, ref_prefix=[ref])
        commit = found.refs.get(ref)  # type: ignore[call-overload]
        return commit.decode() if commit else None

    def push(self, url: str, branch: str, commit: str, after: str | None = None) -> bool:
        """Push the commit to a new branch, or to one whose tip is ``after``, its parent.

        Returns False where it was there already. Raises ``branch_taken`` or ``branch_moved``
        when the branch holds something else, ``push_refused`` when the remote says no. Never
        overwrites.
        """
        expected = after.encode() if after else ZERO_SHA
        ref = f"refs/heads/{branch}".encode()
        new = commit.encode()
        found: list[bytes] = []

        def decide(refs: dict[bytes, bytes]) -> dict[bytes, bytes]:
            found.append(refs.get(ref, ZERO_SHA))
            if found[0] != expected:
                return {}
            return {ref: new}

        def pack(have: Any, want: Any, **_: Any) -> Any:
            return pack_objects_to_data(list(self.made.values()))

        client, path = self._client(url)
        with problems(url, pushing=True):
            result = client.send_pack(path, decide, pack)  # type: ignore[arg-type]
        if found and found[0] == new:
            return False
        if found and found[0] != expected:
            there = None if found[0] == ZERO_SHA else found[0].decode()
            raise branch_moved(branch, there) if after else branch_taken(branch)
        refused = (result.ref_status or {}).get(ref)
        if refused:
            if self.remote_head(url, branch) == commit:
                return False
            raise push_refused(str(refused))
        return True

    def kept(self, base: str, paths: Iterable[str]) -> list[tuple[str, str, bytes]]:
        """Return the objects made, and those of the base on the given paths.

        Each as (id, type, content): enough to show the step again without a network.
        """
        objects = dict(self.made)
        commit = self._commit(base)
        objects[commit.id] = commit
        for path in paths:
            parts = path.split("/")
            for depth in range(len(parts)):
                tree = self._tree_at(base, parts[:depth])
                if tree is not None:
                    objects[tree.id] = tree
        return [
            (one.id.decode(), one.type_name.decode(), one.as_raw_string())
            for one in objects.values()
        ]

    # -- inside --------------------------------------------------------------------------

    def _client(self, url: str) -> tuple[Urllib3HttpGitClient, str]:
        return remote(url, self.token, self.observe)

    def _commit(self, name: str) -> Commit:
        found = self.repo.object_store[name.encode()]  # type: ignore[index]
        assert isinstance(found, Commit)
        return found

    def _object(self, name: bytes) -> ShaFile:
        return self.made.get(name) or self.repo.object_store[name]  # type: ignore[index]

    def _tree_at(self, commit: str, parts: Sequence[str]) -> Tree | None:
        tree = self._object(self._commit(commit).tree)
        for part in parts:
            assert isinstance(tree, Tree)
            if part.encode() not in tree or tree[part.encode()][0] != _FOLDER:
                return None
            tree = self._object(tree[part.encode()][1])
        assert isinstance(tree, Tree)
        return tree

    def _put(self, tree: bytes | None, parts: Sequence[bytes], blob: bytes) -> Any:
        new = Tree()
        if tree is not None:
            old = self._object(tree)
            assert isinstance(old, Tree)
            for entry in old.iteritems():
                new.add(entry.path, entry.mode, entry.sha)
        name, *rest = parts
        if rest:
            inner = new[name][1] if name in new and new[name][0] == _FOLDER else None
            new.add(name, _FOLDER, self._put(inner, rest, blob))
        else:
            new.add(name, _FILE, blob)  # type: ignore[arg-type]
        self._keep(new)
        return new.id

    def _forget_detours(self, commit: Commit) -> None:
        """Drop the trees that stood between two files: only what the commit holds is sent."""
        held: dict[bytes, ShaFile] = {commit.id: commit}
        waiting = [commit.tree]
        while waiting:
            found = self.made.get(waiting.pop())
            if found is not None:
                held[found.id] = found
                waiting += [one.sha for one in found.iteritems()] if isinstance(found, Tree) else []
        self.made = held

    def _keep(self, made: ShaFile) -> None:
        self.made[made.id] = made
