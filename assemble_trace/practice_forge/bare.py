"""One bare repository on disk: references, commits, trees, differences."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from . import names
from .git import Commit, Entry, FileDiff, Git, GitFailed, Person
from .problems import Problem, not_found

_FORMAT = "%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B"
_STATUS = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "T": "changed"}
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_NOTHING = "0" * 40


@dataclass(frozen=True)
class Bare:
    """A bare repository. ``borrowed`` are object folders to look into besides its own."""

    git: Git
    path: Path
    borrowed: tuple[Path, ...] = ()

    def run(self, *argv: str, stdin: bytes = b"", accept: tuple[int, ...] = (0,)) -> bytes:
        """Run git here."""
        return self.run_as({}, *argv, stdin=stdin, accept=accept)

    def run_as(
        self,
        environment: Mapping[str, str],
        *argv: str,
        stdin: bytes = b"",
        accept: tuple[int, ...] = (0,),
    ) -> bytes:
        """Run git here with more variables, such as an author."""
        if self.borrowed:
            folders = ":".join(str(folder) for folder in self.borrowed)
            environment = {**environment, "GIT_ALTERNATE_OBJECT_DIRECTORIES": folders}
        return self.git.run(self.path, *argv, stdin=stdin, environment=environment, accept=accept)

    def borrowing(self, *others: Bare) -> Bare:
        """The same repository, seeing the objects of others too."""
        return Bare(self.git, self.path, tuple(one.objects for one in others))

    @property
    def objects(self) -> Path:
        """The folder of its objects."""
        return self.path / "objects"

    # --- making one -----------------------------------------------------------------------

    def create(self, default_branch: str, *, shares: Bare | None = None) -> None:
        """Make it, empty; or, sharing the objects of another, with its branches and tags."""
        for folder in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
            (self.path / folder).mkdir(parents=True)
        (self.path / "config").write_text(
            "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
        )
        if shares is not None:
            further = shares.objects / "info" / "alternates"
            lines = [f"../../{shares.path.name}/objects\n"]
            if further.exists():
                lines += further.read_text().splitlines(keepends=True)
            (self.objects / "info" / "alternates").write_text("".join(lines))
            packed = sorted(
                {**shares.references("refs/heads"), **shares.references("refs/tags")}.items()
            )
            (self.path / "packed-refs").write_text(
                "# pack-refs with: sorted\n" + "".join(f"{sha} {name}\n" for name, sha in packed)
            )
        self.point_head_at(default_branch)

    def point_head_at(self, branch: str) -> None:
        """Say which branch a clone begins with."""
        (self.path / "HEAD").write_text(f"ref: refs/heads/{branch}\n")

    # --- references -----------------------------------------------------------------------

    def references(self, *prefixes: str) -> dict[str, str]:
        """Every reference under the prefixes, with the object it names."""
        printed = self.run("for-each-ref", "--format=%(objectname) %(refname)", *prefixes).decode()
        pairs = (line.split(" ", 1) for line in printed.splitlines())
        return {name: sha for sha, name in pairs}

    def reference(self, name: str) -> str | None:
        """The object a full reference names, or None."""
        try:
            text = (self.path / name).read_text().strip()
            if names.is_sha(text):
                return text
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            pass
        packed = self.path / "packed-refs"
        if packed.exists():
            for line in packed.read_text().splitlines():
                if line.endswith(f" {name}") and names.is_sha(line[:40]):
                    return line[:40]
        return None

    def branch(self, name: str) -> str | None:
        """The commit at the tip of a branch, or None."""
        return self.reference(f"refs/heads/{name}")

    def update(self, name: str, new: str | None, old: str | None = None) -> bool:
        """Move, create or delete a reference, only if it still is ``old`` (None: not there)."""
        try:
            if new is None:
                self.run("update-ref", "-d", name, *([old] if old else []))
            else:
                self.run("update-ref", name, new, _NOTHING if old is None else old)
        except GitFailed:
            return False
        return True

    def resolve(self, revision: str) -> str:
        """The commit a branch, a tag or an id names; 404 if there is none."""
        if names.is_sha(revision):
            candidates = [revision]
        else:
            revision = revision.removeprefix("refs/")
            candidates = [
                sha
                for prefix in ("refs/heads/", "refs/tags/", "refs/")
                if ".." not in revision and (sha := self.reference(prefix + revision))
            ]
        for candidate in candidates:
            found = self.run(
                "rev-parse", "--verify", "--quiet", f"{candidate}^{{commit}}", accept=(0, 1, 128)
            )
            if found:
                return found.decode().strip()
        raise not_found()

    # --- objects --------------------------------------------------------------------------

    def kind(self, sha: str) -> str | None:
        """``commit``, ``tree``, ``blob`` or ``tag``; None if there is no such object."""
        found = self.run("cat-file", "-t", sha, accept=(0, 1, 128)).decode().strip()
        return found or None

    def blob(self, sha: str) -> bytes:
        """The bytes of a blob."""
        return self.run("cat-file", "blob", sha)

    def file(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file at a commit, or None if it is not there."""
        found = [entry for entry in self.tree(commit, path) if entry.path == path]
        return self.blob(found[0].sha) if found and found[0].type == "blob" else None

    def tree(self, treeish: str, *paths: str, recursive: bool = False) -> list[Entry]:
        """The entries of a tree, or those at the given paths of it."""
        flags = ["-r", "-t"] if recursive else []
        try:
            printed = self._git_ls(treeish, *flags, paths=paths)
        except GitFailed as error:
            raise not_found() from error
        entries = []
        for line in printed.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, kind, sha, size = about.decode().split()
            entries.append(
                Entry(
                    mode,
                    kind,
                    sha,
                    int(size) if size.isdigit() else None,
                    path.decode("utf-8", "replace"),
                )
            )
        return entries

    def _git_ls(self, treeish: str, *flags: str, paths: tuple[str, ...]) -> bytes:
        return self.run("ls-tree", "-z", "-l", "--full-tree", *flags, treeish, "--", *paths)

    def commits(self, *revisions: str, limit: int = 1000, path: str = "") -> list[Commit]:
        """Commits reachable from the revisions, newest first. ``^rev`` leaves some out."""
        options = [f"--max-count={limit}", f"--format={_FORMAT}"]
        where = ["--", path] if path else ["--"]
        printed = self.run("log", "-z", "--topo-order", *options, *revisions, *where)
        words = printed.decode("utf-8", "replace").split("\0")
        found = []
        for place in range(0, len(words) - 10 + 1, 10):
            sha, tree, parents, *people, message = words[place : place + 10]
            found.append(
                Commit(
                    sha,
                    tree,
                    parents.split(),
                    Person(*people[:3]),
                    Person(*people[3:]),
                    message.rstrip("\n"),
                )
            )
        return found

    def commit(self, sha: str) -> Commit:
        """One commit; 404 if there is none."""
        if self.kind(sha) != "commit":
            raise not_found()
        return self.commits(sha, limit=1)[0]

    # --- comparing ------------------------------------------------------------------------

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit at which two histories parted, or None."""
        return self.run("merge-base", one, other, accept=(0, 1)).decode().strip() or None

    def counts(self, base: str, head: str) -> tuple[int, int]:
        """How many commits ``head`` is (ahead, behind) of ``base``."""
        printed = self.run("rev-list", "--left-right", "--count", f"{base}...{head}").decode()
        behind, ahead = printed.split()
        return int(ahead), int(behind)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether one commit is in the history of the other."""
        return self.merge_base(older, newer) == older

    def merged_tree(self, base: str, head: str) -> str | None:
        """The tree that merging would give, or None if it conflicts."""
        try:
            printed = self.run("merge-tree", "--write-tree", "--no-messages", base, head)
        except GitFailed:
            return None
        return printed.decode().split("\n", 1)[0].strip()

    def diff(self, base: str | None, head: str) -> list[FileDiff]:
        """The files that differ between two commits (None: the empty tree), with patches."""
        return list(_diff(self, base or _EMPTY_TREE, head))

    # --- writing --------------------------------------------------------------------------

    def take(self, other: Bare, sha: str, reference: str) -> None:
        """Fetch a commit of another repository, and name it here."""
        self.run(
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
            str(other.path), f"+{sha}:{reference}",
        )  # fmt: skip

    def write_commit(
        self, tree: str, parents: list[str], message: str, author: Person, committer: Person
    ) -> str:
        """Write a commit object and return its id."""
        environment = {
            "GIT_AUTHOR_NAME": author.name,
            "GIT_AUTHOR_EMAIL": author.email,
            "GIT_AUTHOR_DATE": author.date,
            "GIT_COMMITTER_NAME": committer.name,
            "GIT_COMMITTER_EMAIL": committer.email,
            "GIT_COMMITTER_DATE": committer.date,
        }
        argv = [word for parent in parents for word in ("-p", parent)]
        try:
            printed = self.run_as(
                environment, "commit-tree", tree, *argv, "-F", "-", stdin=message.encode()
            )
        except GitFailed as error:
            raise Problem(422, "The commit could not be written.") from error
        return printed.decode().strip()

    def write_tree(self, base: str | None, changes: list[tuple[str, str | None, str]]) -> str:
        """Write a tree: ``base`` with (mode, sha or None to remove, path) applied."""
        index = self.path / f"forge-index-{uuid.uuid4().hex}"
        environment = {"GIT_INDEX_FILE": str(index)}
        lines = [f"{mode if sha else 0} {sha or _NOTHING}\t{path}\0" for mode, sha, path in changes]
        try:
            if base is not None:
                self.run_as(environment, "read-tree", base)
            self.run_as(
                environment, "update-index", "-z", "--index-info", stdin="".join(lines).encode()
            )
            return self.run_as(environment, "write-tree").decode().strip()
        except GitFailed as error:
            raise Problem(422, "The tree could not be written.") from error
        finally:
            index.unlink(missing_ok=True)


@lru_cache(maxsize=128)
def _diff(here: Bare, base: str, head: str) -> tuple[FileDiff, ...]:
    """Commits never change, so neither does their difference."""
    options = ("-r", "--find-renames", "--root", "--no-commit-id", "--full-index")
    raw = here.run("diff-tree", *options, "--raw", "--numstat", "-z", base, head)
    patches = _patches(here.run("diff-tree", *options, "-p", "--no-color", base, head))
    records, counts = _parse_raw(raw.decode("utf-8", "replace").split("\0")[:-1])
    # A file that became a link is printed as two patches; then none is shown.
    return tuple(
        FileDiff(
            path=new,
            status=_STATUS.get(status[0], "changed"),
            sha=old_sha if status[0] == "D" else sha,
            additions=counts.get(new, (0, 0))[0],
            deletions=counts.get(new, (0, 0))[1],
            patch=patches[place] if len(patches) == len(records) else None,
            previous=old if old != new else None,
        )
        for place, (status, old_sha, sha, old, new) in enumerate(records)
    )


def _parse_raw(
    words: list[str],
) -> tuple[list[tuple[str, str, str, str, str]], dict[str, tuple[int, int]]]:
    records: list[tuple[str, str, str, str, str]] = []
    counts: dict[str, tuple[int, int]] = {}
    rest = iter(words)
    for word in rest:
        if word.startswith(":"):
            _, _, old_sha, sha, status = word.split(" ")
            old = next(rest)
            records.append((status, old_sha, sha, old, next(rest) if status[0] in "RC" else old))
        else:
            added, removed, name = word.split("\t")
            if not name:  # a rename: old and new name follow
                next(rest)
                name = next(rest)
            counts[name] = (0, 0) if added == "-" else (int(added), int(removed))
    return records, counts


def _patches(printed: bytes) -> list[str | None]:
    """The part from the first ``@@`` of every file, in order; None for binary files."""
    found: list[str | None] = []
    for part in printed.decode("utf-8", "replace").split("\ndiff --git ") if printed else []:
        _, marker, body = part.partition("\n@@")
        found.append("@@" + body.rstrip("\n") if marker else None)
    return found
