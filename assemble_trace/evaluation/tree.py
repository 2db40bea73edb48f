"""The files that judge and are judged: contributions as merged, and all else of the base.

So a feature is judged beside all that are accepted, also where its branch began before some of
them came in. A pull request that edits the accepter, the reading of the data or ballet.yml is
refused by the structure stage; but none of what it edits may run in the judge even before that.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .contributed import Module
from .project import Unusable, git

#: A contribution in which one of these occurs may depend on other contributions.
_LOOKS_AROUND = re.compile(
    rb"contrib|importlib|__import__|from\s+\.|open\(|__file__|glob|listdir|scandir|Path\(|os\."
)


class Tree:
    """A project folder. ``root`` is the checkout itself where that is already as it should be.

    Otherwise it is made in ``scratch``. ``merged`` is the commit or the tree that has the
    contributions, and ``contrib`` are their folders.
    """

    def __init__(
        self, checkout: Path, base: str, merged: str, scratch: Path, contrib: list[str]
    ) -> None:
        self.contrib = contrib
        self._base = _listing(checkout, base)
        self._merged = _listing(checkout, merged)
        outside = [":(top)", *(f":(exclude,top){folder}" for folder in contrib)]
        inside = [f":(top){folder}" for folder in contrib]
        as_it_is = _same(checkout, base, outside) and _same(checkout, merged, inside)
        self.root = checkout if as_it_is else self._made(checkout, scratch)
        rules = [f"{path} {blob}" for path, blob in self._base.items() if not self._inside(path)]
        self._rules = hashlib.sha256("\n".join(rules).encode()).hexdigest()

    def _inside(self, path: str) -> bool:
        return any(path.startswith(folder + "/") for folder in self.contrib)

    def _made(self, checkout: Path, scratch: Path) -> Path:
        root = scratch / "project"
        root.mkdir()
        folder = git(checkout, "rev-parse", "--absolute-git-dir").strip()
        environment = {
            **os.environ,
            "GIT_DIR": folder,
            "GIT_WORK_TREE": str(root),
            "GIT_INDEX_FILE": str(scratch / "index"),
        }
        lines = [
            f"{mode} {blob}\t{path}\0"
            for listing, wanted in ((self._base, False), (self._merged, True))
            for path, (mode, blob) in ((path, one.split()) for path, one in listing.items())
            if self._inside(path) == wanted
        ]
        _run(["update-index", "-z", "--index-info"], environment, "".join(lines))
        _run(["-c", "core.hooksPath=/dev/null", "checkout-index", "--all"], environment)
        # so that Ballet, which looks for the repository from the package's folder, finds it
        (root / ".git").write_text(f"gitdir: {folder}\n", encoding="utf-8")
        return root

    def path(self, module: Module) -> str:
        """A module's file, relative to the project."""
        return module.file.relative_to(self.root).as_posix()

    def key(self, module: Module, data: str) -> str | None:
        """What the values of an accepted feature depend on; None if it is not accepted yet.

        ``data`` stands for the data's content.
        """
        path = self.path(module)
        blob = self._merged.get(path)
        if blob is None or self._base.get(path) != blob:
            return None
        parts = [path, blob, self._rules, data]
        if _LOOKS_AROUND.search(module.file.read_bytes()):
            parts += [f"{path} {one}" for path, one in self._merged.items() if self._inside(path)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _listing(checkout: Path, commit: str) -> dict[str, str]:
    """All files of a commit or a tree: path to mode and blob."""
    found = {}
    for line in git(checkout, "ls-tree", "-r", "-z", "--full-tree", commit).split("\0"):
        if line:
            about, path = line.split("\t", 1)
            mode, kind, blob = about.split()
            if kind == "blob":
                found[path] = f"{mode} {blob}"
    return found


def _same(checkout: Path, commit: str, where: list[str]) -> bool:
    command = ["git", "-C", str(checkout), "diff", "--quiet", "--no-ext-diff", commit, "--", *where]
    return subprocess.run(command, capture_output=True).returncode == 0


def _run(arguments: list[str], environment: Mapping[str, str], given: str = "") -> None:
    done = subprocess.run(
        ["git", *arguments], env=environment, input=given.encode(), capture_output=True
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Unusable(f"git {arguments[-1]} failed: {said}")
