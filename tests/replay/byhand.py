"""Branches that somebody made by hand with git, and the lines that make them again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path

from assemble_trace.auth import Keys
from assemble_trace.models import ImportView, Shown
from assemble_trace.recorder import Recorder
from assemble_trace.replay.rebuilding import Rebuilds
from assemble_trace.replay.rebuilding.fromforge import Open
from assemble_trace.store import Store

Wrote = Callable[[Path], None]
#: Ada's clock, as git takes it.
DATE = "@1700000000 +0100"


def ada(**more: str) -> dict[str, str]:
    """Return the environment of somebody who has no settings but a name."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {}
    for role in ("AUTHOR", "COMMITTER"):
        who |= {f"GIT_{role}_NAME": "Ada", f"GIT_{role}_EMAIL": "ada@example.org",
                f"GIT_{role}_DATE": DATE}  # fmt: skip
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return kept | nothing | who | more


def bash(folder: Path, lines: str, **more: str) -> str:
    """Run lines in bash, as Ada. Returns what they print."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", lines],
        cwd=folder, env=ada(**more), capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{lines}\n{done.stderr}"
    return done.stdout.strip()


def project(folder: Path) -> Path:
    """Make a project with a main line of two commits, and stand on a branch of it."""
    folder.mkdir()
    bash(
        folder,
        """git init --quiet --initial-branch=main
        mkdir -p src/user_ada docs && printf '# Houses\\n' > README.md
        printf 'one\\ntwo\\n' > docs/old.txt && touch src/user_ada/__init__.py
        git add . && git commit --quiet --message='Begin'
        printf 'more\\n' >> README.md && git commit --quiet --all --message='Say more'
        git switch --quiet --create ada/rooms""",
    )
    return folder


def rebuilds(store: Store) -> Rebuilds:
    """Return what rebuilds branches into a store; no forge can be reached with it."""

    async def unreachable(api: str) -> Open:
        raise AssertionError(f"{api} was asked")

    connect: Callable[[str], Awaitable[Open]] = unreachable
    keys = Keys(lambda: None, {})
    return Rebuilds(Recorder(store), keys, connect, lambda: "quiet-otter-0001")


def typed(found: ImportView, folder: Path, **more: str) -> str:
    """Type the lines of the steps Branch and Commit in an empty folder. Returns the commit."""
    folder.mkdir()
    shown = found.view.shown
    lines = [one.text for key in ("branch", "commit") for one in shown[key]]
    clean = {name: "" for name in ada() if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))}
    script = "".join(f"unset {name}\n" for name in clean) + "\n".join(lines)
    return bash(folder, f"{script}\ngit rev-parse HEAD", **more).splitlines()[-1]


def texts(shown: list[Shown]) -> list[str]:
    """Return the lines of a step."""
    return [one.text for one in shown]
