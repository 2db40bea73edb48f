"""A forge to practise with: GitHub's REST API v3 and git's smart HTTP on the loopback.

One durable directory holds everything: users and pull requests in SQLite, bare git
repositories, tokens in files of mode 0600. One process serves it.

* `ensure` starts that process, or finds it; `status` looks; `stop` ends it;
  `serve` is the same process in the foreground.
* `add_user` creates a user and returns the token; `token` reads it again;
  `choose_identity` says whose token `status` points at.
* `add_repository` makes an upstream of a local git repository.
* `settings.change` sets limits, delays and the Python of the check jobs.

The functions that write open the directory's database themselves; they may be called
while the process runs, and when it does not. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assemble_trace.errors import TraceError

from . import settings
from .process import ensure, status, stop

if TYPE_CHECKING:
    from .records import Role

__all__ = [
    "add_repository",
    "add_user",
    "choose_identity",
    "ensure",
    "serve",
    "settings",
    "status",
    "stop",
    "token",
]


def serve(
    directory: Path, port: int | None = None, say: Callable[[str], None] | None = None
) -> NoReturn:
    """Serve a directory in the foreground until interrupted. Ends the process.

    ``say`` is told in a sentence how contributed code is shut in.
    """
    from .serving import main

    main(directory.resolve(), port=port, say=say)


def token(directory: Path, login: str) -> str:
    """Read the token of a user from its file."""
    try:
        return (directory / "tokens" / login).read_text().strip()
    except OSError as error:
        raise TraceError(
            "forge_no_token",
            f"The practice forge has no token for {login}.",
            advice="Start the practice forge once, so that its users are made.",
        ) from error


def add_user(directory: Path, login: str, name: str, email: str, *, role: Role = "user") -> str:
    """Create a user, or find the one with that login, and return a token that works."""
    from .administration import add_user

    return add_user(directory, login, name, email, role=role)


def choose_identity(directory: Path, login: str) -> None:
    """Say whose token file `status` points at: the person who practises."""
    settings.change(directory, identity=login)


def add_repository(
    directory: Path, full_name: str, source_git_dir: Path, *, description: str = ""
) -> bool:
    """Make ``owner/name`` of a local git repository, with its branches and tags.

    The owner is created if need be. False: it was there already, and is left alone.
    """
    from .administration import add_repository

    return add_repository(directory, full_name, source_git_dir, description=description)
