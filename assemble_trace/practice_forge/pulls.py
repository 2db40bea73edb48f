"""Pull requests: opening, following their branches, closing and merging."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from . import audit, database, names
from .bare import Bare
from .database import Database, now
from .git import Person
from .problems import Problem, archived, forbidden, invalid
from .pull_table import PullTable
from .records import Pull, Repository, User, one
from .repositories import Repositories, check_writable, may_push

_TABLE = database.pulls

#: What `Pulls.changed` is told: a new head to judge, or a merge commit that now stands.
Reason = str


class Pulls(PullTable):
    """The pull requests of one forge. ``changed`` is called after a change that matters."""

    def __init__(self, db: Database, repositories: Repositories) -> None:
        super().__init__(db)
        self._repositories = repositories
        self.changed: Callable[[Pull, Reason], None] = lambda pull, reason: None

    # --- opening --------------------------------------------------------------------------

    def open(
        self,
        base: Repository,
        actor: User,
        *,
        title: object,
        body: object,
        head: object,
        base_branch: object,
    ) -> Pull:
        """Propose a branch. ``head`` is ``branch`` or ``owner:branch``."""
        if not isinstance(title, str) or not title.strip():
            raise invalid("PullRequest", "title", "missing_field")
        if not isinstance(head, str) or not head:
            raise invalid("PullRequest", "head", "missing_field")
        if body is not None and not isinstance(body, str):
            raise invalid("PullRequest", "body")
        if base.archived:
            raise archived()
        owner, _, branch = head.rpartition(":")
        branch = names.branch(branch, resource="PullRequest", field="head")
        target = names.branch(base_branch, resource="PullRequest", field="base")
        source = self._head_repository(base, owner or base.owner.login, actor)
        theirs, mine = self._repositories.ready(source), self._repositories.ready(base)
        head_sha, base_sha = theirs.branch(branch), mine.branch(target)
        if head_sha is None:
            raise invalid("PullRequest", "head")
        if base_sha is None:
            raise invalid("PullRequest", "base")
        label = f"{source.owner.login}:{branch}"
        if theirs.borrowing(mine).counts(base_sha, head_sha)[0] == 0:
            message = f"No commits between {base.owner.login}:{target} and {label}"
            raise invalid("PullRequest", "head", message=message)
        # Only this process opens pull requests, so the lock makes the number nobody else's.
        with self._repositories.lock(base):
            with self._db.read() as connection:
                self._refuse_second(connection, base, source, branch, target, label)
                number = self._next_number(connection, base)
            self._take(mine, theirs, source, base, head_sha, number)
            stamp = now()
            with self._db.write() as connection:
                result = connection.execute(
                    _TABLE.insert().values(
                        repository_id=base.id,
                        number=number,
                        head_repository_id=source.id,
                        head_branch=branch,
                        head_sha=head_sha,
                        base_branch=target,
                        base_sha=base_sha,
                        title=title.strip(),
                        body=body,
                        user_id=actor.id,
                        state="open",
                        created_at=stamp,
                        updated_at=stamp,
                    )
                )
                assert result.inserted_primary_key is not None
                pull_id = result.inserted_primary_key[0]
                self._note(connection, pull_id, "opened", actor, head_sha)
                audit.note(
                    connection, actor.login, "pull_request.open", base.full_name,
                    number=number, head=label, head_sha=head_sha, base=target,
                )  # fmt: skip
        pull = self.by_id(pull_id)
        self.changed(pull, "head")
        return pull

    def _head_repository(self, base: Repository, owner: str, actor: User) -> Repository:
        """The owner's repository of the same family, in which the actor may push."""
        family = base.source_id or base.id
        try:
            person = next(
                one.owner
                for one in self._repositories.visible(actor)
                if one.owner.login.lower() == owner.lower()
            )
        except StopIteration:
            raise invalid("PullRequest", "head") from None
        if base.owner.id == person.id:
            source = base
        else:
            related = [
                one
                for one in self._repositories.visible(actor, owner=person)
                if family in (one.id, one.source_id)
            ]
            if not related:
                raise invalid("PullRequest", "head")
            source = related[0]
        if not may_push(actor, source) and not may_push(actor, base):
            raise invalid("PullRequest", "head")
        return source

    def _refuse_second(
        self,
        connection: Connection,
        base: Repository,
        source: Repository,
        branch: str,
        target: str,
        label: str,
    ) -> None:
        query = _TABLE.select().where(
            _TABLE.c.repository_id == base.id,
            _TABLE.c.head_repository_id == source.id,
            _TABLE.c.head_branch == branch,
            _TABLE.c.base_branch == target,
            _TABLE.c.state == "open",
        )
        if one(connection, Pull, query) is not None:
            message = f"A pull request already exists for {label}."
            raise invalid("PullRequest", "head", message=message)

    def _take(
        self, mine: Bare, theirs: Bare, source: Repository, base: Repository, sha: str, number: int
    ) -> None:
        reference = f"refs/pull/{number}/head"
        if source.id == base.id:
            mine.update(reference, sha, mine.reference(reference))
        else:
            mine.take(theirs, sha, reference)

    # --- following ------------------------------------------------------------------------

    def follow_push(
        self, repository: Repository, actor: User, updates: dict[str, list[str | None]]
    ) -> None:
        """Branches of a repository moved: bring the pull requests from and to them up to date."""
        moved = {
            name.removeprefix("refs/heads/"): new
            for name, (_, new) in updates.items()
            if name.startswith("refs/heads/")
        }
        open_ones = _TABLE.select().where(_TABLE.c.state == "open").order_by(_TABLE.c.id)
        for pull in self._find(
            open_ones.where(
                _TABLE.c.head_repository_id == repository.id, _TABLE.c.head_branch.in_(moved)
            )
        ):
            self._follow(pull, actor, moved[pull.head_branch])
        for pull in self._find(
            open_ones.where(
                _TABLE.c.repository_id == repository.id, _TABLE.c.base_branch.in_(moved)
            )
        ):
            tip = moved[pull.base_branch]
            bare = self._repositories.bare(repository)
            if tip is not None and bare.is_ancestor(pull.head_sha, tip):
                self._set_merged(pull, actor, tip)
                self.changed(self.by_id(pull.id), "merge")

    def _follow(self, pull: Pull, actor: User, tip: str | None) -> None:
        if tip is None:
            self.set_state(pull, actor, "closed")
            return
        base = self._repositories.by_id(pull.repository_id)
        source = self._repositories.by_id(pull.head_repository_id)
        with self._repositories.lock(base):
            mine, theirs = self._repositories.bare(base), self._repositories.bare(source)
            tip = theirs.branch(pull.head_branch) or tip
            if tip == self.by_id(pull.id).head_sha:
                return
            self._take(mine, theirs, source, base, tip, pull.number)
            base_sha = mine.branch(pull.base_branch) or pull.base_sha
            with self._db.write() as connection:
                self._set(connection, pull, head_sha=tip, base_sha=base_sha)
                self._note(connection, pull.id, "synchronized", actor, tip)
                audit.note(
                    connection, actor.login, "pull_request.synchronize", base.full_name,
                    number=pull.number, head_sha=[pull.head_sha, tip],
                )  # fmt: skip
        self.changed(self.by_id(pull.id), "head")

    # --- changing -------------------------------------------------------------------------

    def edit(self, pull: Pull, actor: User, values: dict[str, Any]) -> Pull:
        """Change title, body or state, as the author or as somebody who may push."""
        base = self._repositories.by_id(pull.repository_id)
        if actor.id != pull.user_id and not may_push(actor, base):
            raise forbidden("Only its author and maintainers may change a pull request.")
        if base.archived:
            raise archived()
        fields = {name: values[name] for name in ("title", "body") if name in values}
        if "title" in fields and not (isinstance(fields["title"], str) and fields["title"].strip()):
            raise invalid("PullRequest", "title", "missing_field")
        if not isinstance(fields.get("body"), str | None):
            raise invalid("PullRequest", "body")
        if values.get("state", pull.state) not in ("open", "closed"):
            raise invalid("PullRequest", "state")
        if fields:
            with self._db.write() as connection:
                self._set(connection, pull, **fields)
                audit.note(
                    connection, actor.login, "pull_request.edit", base.full_name,
                    number=pull.number, **fields,
                )  # fmt: skip
        if values.get("state", pull.state) != pull.state:
            self.set_state(pull, actor, values["state"])
        return self.by_id(pull.id)

    def set_state(self, pull: Pull, actor: User, state: str) -> None:
        """Close or reopen."""
        base = self._repositories.by_id(pull.repository_id)
        source = self._repositories.by_id(pull.head_repository_id)
        if state == "open":
            if pull.merged_at is not None:
                raise invalid("PullRequest", "state", message="It has been merged.")
            if self._repositories.bare(source).branch(pull.head_branch) is None:
                message = f"The {pull.head_branch} branch has been deleted."
                raise invalid("PullRequest", "state", message=message)
        with self._db.write() as connection:
            if state == "open":
                label = f"{source.owner.login}:{pull.head_branch}"
                self._refuse_second(
                    connection, base, source, pull.head_branch, pull.base_branch, label
                )
            self._set(connection, pull, state=state, closed_at=now() if state == "closed" else None)
            word = "closed" if state == "closed" else "reopened"
            self._note(connection, pull.id, word, actor, None)
            audit.note(
                connection, actor.login, f"pull_request.{word}", base.full_name, number=pull.number
            )
        if state == "open":
            tip = self._repositories.bare(source).branch(pull.head_branch)
            if tip == pull.head_sha:
                self.changed(self.by_id(pull.id), "head")
            else:
                self._follow(self.by_id(pull.id), actor, tip)

    def merge(
        self,
        pull: Pull,
        actor: User,
        *,
        method: str = "merge",
        sha: str | None = None,
        title: str | None = None,
        message: str | None = None,
    ) -> str:
        """Merge and return the new commit of the base branch. ``sha`` must still be the head."""
        base = self._repositories.by_id(pull.repository_id)
        check_writable(actor, base)
        if method not in ("merge", "squash"):
            raise Problem(405, "Merge method is not allowed on this repository")
        source = self._repositories.by_id(pull.head_repository_id)
        with self._repositories.lock(base):
            pull = self.by_id(pull.id)
            if pull.state != "open":
                raise Problem(405, "Pull Request is not mergeable")
            if sha is not None and sha != pull.head_sha:
                raise Problem(409, "Head branch was modified. Review and try the merge again.")
            bare = self._repositories.bare(base)
            tip = bare.branch(pull.base_branch)
            tree = tip and bare.merged_tree(tip, pull.head_sha)
            if not tip or not tree:
                raise Problem(405, "Pull Request is not mergeable")
            who = Person(actor.name, actor.email, datetime.now(UTC).isoformat(timespec="seconds"))
            author = who
            if method == "squash":
                subject = title or f"{pull.title} (#{pull.number})"
                text, parents = f"{subject}\n\n{message or pull.body or ''}", [tip]
                author = bare.commit(pull.head_sha).author
            else:
                label = f"{source.owner.login}/{pull.head_branch}"
                subject = title or f"Merge pull request #{pull.number} from {label}"
                text, parents = f"{subject}\n\n{message or pull.title}", [tip, pull.head_sha]
            commit = bare.write_commit(tree, parents, text.strip() + "\n", author, who)
            if not bare.update(f"refs/heads/{pull.base_branch}", commit, tip):
                raise Problem(409, "Base branch was modified. Review and try the merge again.")
            self._set_merged(pull, actor, commit)
        self._repositories.note_push(base, actor, {f"refs/heads/{pull.base_branch}": [tip, commit]})
        self.changed(self.by_id(pull.id), "merge")
        return commit

    def _set_merged(self, pull: Pull, actor: User, commit: str) -> None:
        base = self._repositories.by_id(pull.repository_id)
        stamp = now()
        with self._db.write() as connection:
            self._set(
                connection,
                pull,
                state="closed",
                closed_at=stamp,
                merged_at=stamp,
                merged_by_id=actor.id,
                merge_commit_sha=commit,
            )
            self._note(connection, pull.id, "merged", actor, commit)
            audit.note(
                connection, actor.login, "pull_request.merge", base.full_name,
                number=pull.number, commit=commit, head_sha=pull.head_sha,
            )  # fmt: skip
