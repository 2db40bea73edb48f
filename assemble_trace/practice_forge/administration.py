"""What whoever has the directory may do, with or without the process running."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assemble_trace.errors import TraceError

from .database import Database
from .git import Git
from .problems import Problem
from .records import Role
from .repositories import Repositories, checked_out_branch
from .users import Users


def add_user(directory: Path, login: str, name: str, email: str, *, role: Role) -> str:
    """Create a user, or find the one with that login, and return a token that works."""
    with _opened(directory) as db, _told():
        users = Users(db, directory)
        return users.token(users.add(login, name, email, role=role))


def add_repository(
    directory: Path, full_name: str, source_git_dir: Path, *, description: str
) -> bool:
    """Make ``owner/name`` of a local git repository. False: it was there already."""
    login, _, name = full_name.partition("/")
    with _opened(directory) as db, _told():
        git = Git(directory)
        owner = Users(db, directory).add(login, login, f"{login}@practice.invalid")
        repositories = Repositories(db, git, directory)
        taken = repositories.visible(owner, owner=owner)
        if any(one.name.lower() == name.lower() for one in taken):
            return False
        repositories.create(
            owner,
            name,
            description=description,
            default_branch=checked_out_branch(git, source_git_dir),
            source=source_git_dir.resolve(),
        )
        return True


@contextmanager
def _opened(directory: Path) -> Iterator[Database]:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    db = Database(directory / "forge.db")
    try:
        yield db
    finally:
        db.close()


@contextmanager
def _told() -> Iterator[None]:
    """A problem of the API is an error for people here."""
    try:
        yield
    except Problem as problem:
        raise TraceError(
            "forge_refused",
            f"The practice forge refused: {problem.message}.",
            advice="Use letters, digits and hyphens for names.",
            details={"errors": problem.errors or []},
        ) from problem
