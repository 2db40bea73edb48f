"""What people say about a pull request: comments, reviews, and comments on a line."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from . import audit, database
from .database import Database, now
from .problems import Problem, archived, invalid, not_found
from .records import Pull, Remark, Repository, User, many, one

_TABLE = database.remarks

_STATES = {
    "APPROVE": "APPROVED",
    "REQUEST_CHANGES": "CHANGES_REQUESTED",
    "COMMENT": "COMMENTED",
}

#: Characters a remark may have, as on GitHub.
MAX_BODY = 65_536


class Remarks:
    """The remarks on the pull requests of one forge."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, pull: Pull, *kinds: str) -> list[Remark]:
        """Those on a pull request, oldest first."""
        query = _TABLE.select().where(_TABLE.c.pull_id == pull.id)
        if kinds:
            query = query.where(_TABLE.c.kind.in_(kinds))
        with self._db.read() as connection:
            return many(connection, Remark, query.order_by(_TABLE.c.id))

    def get(self, remark_id: int) -> Remark:
        """The remark of that number; 404 if there is none."""
        with self._db.read() as connection:
            found = one(connection, Remark, _TABLE.select().where(_TABLE.c.id == remark_id))
        if found is None:
            raise not_found()
        return found

    def comment(
        self, base: Repository, pull: Pull, actor: User, body: object, *, key: str | None = None
    ) -> Remark | None:
        """Say something. With a ``key``, only once; None when it has been said."""
        return self._add(base, pull, actor, body, kind="comment", key=key)

    def review(
        self, base: Repository, pull: Pull, actor: User, *, event: object, body: object
    ) -> Remark:
        """Approve, request changes, or comment on the whole."""
        event = event or "COMMENT"
        if not isinstance(event, str) or event not in _STATES:
            raise invalid("PullRequestReview", "event")
        if actor.id == pull.user_id and event != "COMMENT":
            what = "approve" if event == "APPROVE" else "request changes on"
            raise Problem(422, f"Can not {what} your own pull request")
        text = body or ""
        if not text and event != "APPROVE":
            raise invalid("PullRequestReview", "body", "missing_field")
        made = self._add(
            base, pull, actor, text, kind="review", state=_STATES[event], commit_sha=pull.head_sha
        )
        assert made is not None
        return made

    def on_line(
        self, base: Repository, pull: Pull, actor: User, *, body: object, path: object, line: object
    ) -> Remark:
        """Say something about a line of a file."""
        if not isinstance(path, str) or not isinstance(line, int | None):
            raise invalid("PullRequestReviewComment", "path")
        made = self._add(
            base, pull, actor, body, kind="line", path=path, line=line, commit_sha=pull.head_sha
        )
        assert made is not None
        return made

    def _add(
        self, base: Repository, pull: Pull, actor: User, body: object, *, kind: str, **more: Any
    ) -> Remark | None:
        if base.archived:
            raise archived()
        if not isinstance(body, str) or not (body.strip() or kind == "review"):
            raise invalid("IssueComment", "body", "missing_field")
        if len(body) > MAX_BODY:
            raise invalid("IssueComment", "body", message="body is too long (maximum is 65536)")
        stamp = now()
        try:
            with self._db.write() as connection:
                result = connection.execute(
                    _TABLE.insert().values(
                        pull_id=pull.id,
                        kind=kind,
                        user_id=actor.id,
                        body=body,
                        created_at=stamp,
                        updated_at=stamp,
                        **more,
                    )
                )
                connection.execute(
                    database.pulls.update()
                    .where(database.pulls.c.id == pull.id)
                    .values(updated_at=stamp)
                )
                audit.note(
                    connection, actor.login, f"{kind}.create", base.full_name, number=pull.number
                )
        except IntegrityError:
            return None
        assert result.inserted_primary_key is not None
        return self.get(result.inserted_primary_key[0])
