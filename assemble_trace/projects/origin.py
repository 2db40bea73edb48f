"""Where a clone came from: the forge's addresses and the repository's name."""

from __future__ import annotations

import re
from pathlib import Path

from dulwich.errors import NotGitRepository
from dulwich.repo import Repo

from assemble_trace.errors import TraceError

_WEB = re.compile(
    r"^(?P<scheme>https?)://(?:[^@/]+@)?(?P<host>[^/]+)/(?P<name>[^/]+/[^/]+?)(\.git)?/?$"
)
_SSH = re.compile(r"^(?:ssh://)?git@(?P<host>[^/:]+)[:/](?P<name>[^/]+/[^/]+?)(\.git)?/?$")


def origin(folder: Path) -> tuple[str, str, str]:
    """Return (REST address, git address, ``owner/name``) of a clone's ``origin``.

    Raises `TraceError` ``origin_missing`` or ``origin_unknown``.
    """
    try:
        with Repo.discover(str(folder)) as repo:
            url = repo.get_config().get((b"remote", b"origin"), b"url").decode()
    except (NotGitRepository, KeyError) as problem:
        raise TraceError(
            "origin_missing",
            f"The project in {folder} has no git remote called origin.",
            advice="Clone the project from its forge: then git knows where it belongs.",
        ) from problem
    return parse(url)


def parse(url: str) -> tuple[str, str, str]:
    """Split a clone address. GitHub Enterprise and the practice forge serve REST at /api/v3."""
    found = _WEB.match(url)
    scheme = found["scheme"] if found else "https"
    found = found or _SSH.match(url)
    if not found:
        raise TraceError(
            "origin_unknown",
            "The project's origin is not the address of a repository on a forge.",
            advice="Set it to the upstream's address: git remote set-url origin https://…",
        )
    host = found["host"]
    api = "https://api.github.com" if host == "github.com" else f"{scheme}://{host}/api/v3"
    return api, f"{scheme}://{host}", found["name"]
