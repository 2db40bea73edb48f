"""Repositories: creating, forking, finding, and who may do what with them."""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import select

from . import audit, database, names, settings
from .bare import Bare
from .database import Database, now
from .git import Git, GitFailed
from .problems import Problem, archived, empty, forbidden, invalid, not_found
from .records import Repository, User, repositories

_TABLE = database.repositories


class Repositories:
    """The repositories of one forge; each has a row and a bare repository of the same uuid."""

    def __init__(self, db: Database, git: Git, directory: Path) -> None:
        self._db = db
        self._directory = directory
        self._root = directory / "repositories"
        self._root.mkdir(exist_ok=True)
        self._locks: defaultdict[int, threading.RLock] = defaultdict(threading.RLock)
        self.git = git

    # --- finding --------------------------------------------------------------------------

    def get(self, owner: str, name: str, actor: User | None) -> Repository:
        """The repository, if the actor may see it; 404 if not."""
        query = (
            _TABLE.select()
            .join(database.users, database.users.c.id == _TABLE.c.owner_id)
            .where(database.users.c.login_key == owner.lower(), _TABLE.c.name_key == name.lower())
        )
        found = self._find(query)
        if not found or not may_read(actor, found[0]):
            raise not_found()
        return found[0]

    def by_id(self, repository_id: int) -> Repository:
        """The repository of that number."""
        found = self._find(_TABLE.select().where(_TABLE.c.id == repository_id))
        if not found:
            raise not_found()
        return found[0]

    def visible(self, actor: User | None, *, owner: User | None = None) -> list[Repository]:
        """Every repository the actor may see, the oldest first."""
        query = _TABLE.select().order_by(_TABLE.c.id)
        if owner is not None:
            query = query.where(_TABLE.c.owner_id == owner.id)
        return [one for one in self._find(query) if may_read(actor, one)]

    def forks(self, repository: Repository, actor: User | None) -> list[Repository]:
        """The forks the actor may see, the newest first."""
        query = _TABLE.select().where(_TABLE.c.parent_id == repository.id)
        found = self._find(query.order_by(_TABLE.c.id.desc()))
        return [one for one in found if may_read(actor, one)]

    def _find(self, query: Any) -> list[Repository]:
        with self._db.read() as connection:
            return repositories(connection, query)

    # --- on disk --------------------------------------------------------------------------

    def bare(self, repository: Repository) -> Bare:
        """The bare repository, ready or not."""
        return Bare(self.git, self._root / f"{repository.uuid}.git")

    def ready(self, repository: Repository) -> Bare:
        """The bare repository; 409 while a fork is still being made."""
        if repository.ready_at > time.time():
            raise empty()
        return self.bare(repository)

    def lock(self, repository: Repository) -> threading.RLock:
        """Held by whoever changes the references of a repository."""
        return self._locks[repository.id]

    # --- creating -------------------------------------------------------------------------

    def create(
        self,
        owner: User,
        name: str,
        *,
        description: str | None = None,
        private: bool = False,
        default_branch: str = "main",
        source: Path | None = None,
    ) -> Repository:
        """Create a repository: empty, or with all branches and tags of a local one."""
        name = names.repository(name)
        names.branch(default_branch)
        folder = uuid.uuid4().hex
        bare = Bare(self.git, self._root / f"{folder}.git")
        bare.create(default_branch)
        try:
            if source is not None:
                bare.run(
                    "fetch", "--quiet", "--no-write-fetch-head", "--no-auto-maintenance",
                    str(source), "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*",
                )  # fmt: skip
            return self._insert(
                owner, name, folder, default_branch, description=description, private=private
            )
        except BaseException:
            shutil.rmtree(bare.path, ignore_errors=True)
            raise

    def fork(self, upstream: Repository, actor: User) -> Repository:
        """The actor's fork; the one that is there already, or a new one that shares objects."""
        if upstream.owner.id == actor.id:
            raise forbidden("You cannot fork a repository that you own.")
        for mine in self._find(_TABLE.select().where(_TABLE.c.owner_id == actor.id)):
            if mine.parent_id == upstream.id:
                return mine
        origin = self.ready(upstream)
        if origin.branch(upstream.default_branch) is None:
            raise forbidden("The repository exists, but it contains no Git content.")
        folder = uuid.uuid4().hex
        bare = Bare(self.git, self._root / f"{folder}.git")
        bare.create(upstream.default_branch, shares=origin)
        delay = settings.load(self._directory).fork_ready_seconds
        try:
            return self._insert(
                actor,
                self._free_name(actor, upstream.name),
                folder,
                upstream.default_branch,
                description=upstream.description,
                private=upstream.private,
                parent_id=upstream.id,
                source_id=upstream.source_id or upstream.id,
                ready_at=time.time() + delay if delay else 0.0,
            )
        except Problem:
            shutil.rmtree(bare.path, ignore_errors=True)
            # Asked twice at once: the other one was faster.
            return self.fork(upstream, actor)

    def _free_name(self, owner: User, wanted: str) -> str:
        taken = {one.name.lower() for one in self.visible(owner, owner=owner)}
        candidates = [wanted, *(f"{wanted}-{number}" for number in range(1, 100))]
        return next(name for name in candidates if name.lower() not in taken)

    def _insert(
        self, owner: User, name: str, folder: str, default_branch: str, **more: Any
    ) -> Repository:
        time_of_birth = now()
        taken = select(_TABLE.c.id).where(
            _TABLE.c.owner_id == owner.id,
            (_TABLE.c.name_key == name.lower()) | (_TABLE.c.parent_id == more.get("parent_id", -1)),
        )
        with self._db.write() as connection:
            if connection.execute(taken).first() is not None:
                message = "name already exists on this account"
                raise invalid("Repository", "name", message=message)
            result = connection.execute(
                _TABLE.insert().values(
                    uuid=folder,
                    owner_id=owner.id,
                    name=name,
                    name_key=name.lower(),
                    default_branch=default_branch,
                    created_at=time_of_birth,
                    updated_at=time_of_birth,
                    pushed_at=time_of_birth,
                    **more,
                )
            )
            key = result.inserted_primary_key
            action = "repository.fork" if more.get("parent_id") else "repository.create"
            audit.note(connection, owner.login, action, f"{owner.login}/{name}", **more)
        assert key is not None
        return self.by_id(key[0])

    # --- changing -------------------------------------------------------------------------

    def change(self, repository: Repository, actor: User, **values: Any) -> Repository:
        """Set ``archived``, ``default_branch`` or ``description``."""
        if "default_branch" in values:
            bare = self.ready(repository)
            if bare.branch(names.branch(values["default_branch"])) is None:
                raise invalid("Repository", "default_branch")
            bare.point_head_at(values["default_branch"])
        with self._db.write() as connection:
            connection.execute(
                _TABLE.update()
                .where(_TABLE.c.id == repository.id)
                .values(updated_at=now(), **values)
            )
            audit.note(connection, actor.login, "repository.update", repository.full_name, **values)
        return self.by_id(repository.id)

    def note_push(
        self, repository: Repository, actor: User, updates: dict[str, list[str | None]]
    ) -> None:
        """Write down that references moved: name → [old, new]."""
        with self._db.write() as connection:
            connection.execute(
                _TABLE.update()
                .where(_TABLE.c.id == repository.id)
                .values(pushed_at=now(), updated_at=now())
            )
            audit.note(connection, actor.login, "push", repository.full_name, references=updates)

    def sync_fork(self, fork: Repository, actor: User, branch: str) -> tuple[str, str, str | None]:
        """Bring a branch of a fork up to its parent: (how, message, the commit now there)."""
        if fork.parent_id is None:
            raise Problem(422, "The repository is not a fork.")
        parent = self.by_id(fork.parent_id)
        if not may_read(actor, parent):
            raise not_found()
        theirs = self.ready(parent).branch(names.branch(branch))
        if theirs is None:
            raise not_found()
        mine = self.ready(fork)
        where = f"{parent.owner.login}:{branch}"
        with self.lock(fork):
            tip = mine.branch(branch)
            if tip is not None and (tip == theirs or mine.is_ancestor(theirs, tip)):
                return "none", f"This branch is not behind the upstream {where}.", tip
            if tip is not None and not mine.is_ancestor(tip, theirs):
                raise Problem(409, "There are merge conflicts.")
            if not mine.update(f"refs/heads/{branch}", theirs, tip):
                raise Problem(409, "The branch moved at the same moment. Try again.")
        self.note_push(fork, actor, {f"refs/heads/{branch}": [tip, theirs]})
        message = f"Successfully fetched and fast-forwarded from upstream {where}."
        return "fast-forward", message, theirs


def may_read(actor: User | None, repository: Repository) -> bool:
    """Public repositories are everybody's; private ones their owner's and the forge's."""
    return not repository.private or may_push(actor, repository)


def may_push(actor: User | None, repository: Repository) -> bool:
    """Whether the actor may change branches and merge."""
    return actor is not None and (
        actor.id == repository.owner.id or actor.role in ("maintainer", "admin")
    )


def may_administer(actor: User | None, repository: Repository) -> bool:
    """Whether the actor may change the repository itself."""
    return actor is not None and (actor.id == repository.owner.id or actor.role == "admin")


def check_writable(actor: User, repository: Repository) -> None:
    """403 unless the actor may push here and the repository is not archived."""
    if not may_push(actor, repository):
        raise forbidden(f"Must have push access to {repository.full_name}.")
    if repository.archived:
        raise archived()


def checked_out_branch(git: Git, source: Path) -> str:
    """The branch that a local repository, bare or not, has checked out."""
    try:
        printed = git.run(None, "-C", str(source), "symbolic-ref", "--short", "HEAD")
        return printed.decode().strip()
    except GitFailed as error:
        raise Problem(422, f"{source} is not a git repository with a branch.") from error
