"""Git as the forge uses it: the real one, in bare repositories, without anybody's settings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assemble_trace.errors import TraceError

#: A push larger than this is refused by git (bytes).
MAX_PUSH = 256 * 1024**2

_CONFIGURATION = f"""\
[safe]
\tdirectory = *
[core]
\thooksPath = /dev/null
\talternateRefsPrefixes = refs/heads/
[gc]
\tauto = 0
[maintenance]
\tauto = false
[http]
\treceivepack = true
[receive]
\tfsckObjects = true
\tdenyNonFastForwards = false
\tdenyDeleteCurrent = refuse
\tautogc = false
\thideRefs = refs/pull
\tmaxInputSize = {MAX_PUSH}
[transfer]
\thideRefs = refs/forge
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
"""


class GitFailed(Exception):
    """A git command that should have worked did not. ``code`` is its exit code."""

    def __init__(self, argv: Sequence[str], code: int, stderr: str) -> None:
        super().__init__(f"git {argv[0]} ended with {code}: {stderr.strip()}")
        self.code = code
        self.stderr = stderr


class Git:
    """Starts git. ``home`` is a folder of the forge that holds its only configuration."""

    def __init__(self, home: Path) -> None:
        if shutil.which("git") is None:
            raise TraceError(
                "git_missing",
                "The practice forge needs git, and it was not found.",
                advice="Install git 2.38 or later, then try again.",
            )
        self.home = home
        found = re.search(r"(\d+)\.(\d+)", self._version())
        if found is None or (int(found[1]), int(found[2])) < (2, 38):
            raise TraceError(
                "git_missing",
                "The practice forge needs git 2.38 or later.",
                advice="Bring git up to date, then try again.",
            )
        configuration = home / "gitconfig"
        if not configuration.exists() or configuration.read_text() != _CONFIGURATION:
            configuration.write_text(_CONFIGURATION)

    def _version(self) -> str:
        return run_git(["--version"], cwd=self.home, environment=self.environment)[1].decode()

    @cached_property
    def environment(self) -> dict[str, str]:
        """Variables under which nothing but the forge's own configuration counts."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(self.home / "gitconfig"),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
        }

    @cached_property
    def http_backend(self) -> str:
        """The program that speaks git's smart HTTP."""
        return str(Path(self.run(None, "--exec-path").decode().strip()) / "git-http-backend")

    def run(
        self,
        directory: Path | None,
        *argv: str,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        accept: Sequence[int] = (0,),
    ) -> bytes:
        """Run git in a bare repository and return what it printed."""
        where = [] if directory is None else [f"--git-dir={directory}"]
        code, stdout, stderr = run_git(
            [*where, *argv],
            cwd=self.home,
            environment={**self.environment, **(environment or {})},
            stdin=stdin,
        )
        if code not in accept:
            raise GitFailed(argv, code, stderr.decode("utf-8", "replace"))
        return stdout


def run_git(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b""
) -> tuple[int, bytes, bytes]:
    """Run git once: its exit code, what it printed, and what it complained about."""
    over = subprocess.run(
        ["git", *argv], input=stdin, capture_output=True, cwd=cwd, env=environment, check=False
    )
    return over.returncode, over.stdout, over.stderr


@dataclass(frozen=True)
class Person:
    """Who and when, as a commit says it. ``date`` is ISO 8601 with its zone."""

    name: str
    email: str
    date: str


@dataclass(frozen=True)
class Commit:
    """A commit, read."""

    sha: str
    tree: str
    parents: list[str]
    author: Person
    committer: Person
    message: str

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.split("\n", 1)[0]


@dataclass(frozen=True)
class Entry:
    """One line of a tree. ``size`` is None for what is not a blob."""

    mode: str
    type: str
    sha: str
    size: int | None
    path: str


@dataclass(frozen=True)
class FileDiff:
    """How one file differs. ``status`` is added, removed, modified or renamed."""

    path: str
    status: str
    sha: str
    additions: int
    deletions: int
    patch: str | None
    previous: str | None = None
