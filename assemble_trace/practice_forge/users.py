"""Who may do what: users, and the tokens by which they are known."""

from __future__ import annotations

import hashlib
import re
import secrets
from pathlib import Path

from sqlalchemy import func

from assemble_trace.redact import register

from . import audit, database, names
from .database import Database, now
from .problems import Problem, not_found
from .records import Role, User, many, one
from .settings import write_atomically

_EMAIL = re.compile(r"[^\s<>@\x00-\x1f]+@[^\s<>@\x00-\x1f]+")
_NAME = re.compile(r"[^<>\x00-\x1f\x7f]{1,100}")

#: The user in whose name the forge merges, closes and prunes.
MAINTAINER = "maintainer"


class Users:
    """The users of one forge. Plain tokens are only in ``tokens/<login>``, mode 0600."""

    def __init__(self, db: Database, directory: Path) -> None:
        self._db = db
        self._tokens = directory / "tokens"

    def add(self, login: str, name: str, email: str, *, role: Role = "user") -> User:
        """Create a user, or return the one with that login."""
        login = names.login(login)
        if not _NAME.fullmatch(name) or not _EMAIL.fullmatch(email):
            raise Problem(422, "A user needs a name and an e-mail address.")
        users = database.users
        with self._db.write() as connection:
            found = one(connection, User, users.select().where(users.c.login_key == login.lower()))
            if found is not None:
                return found
            values = {
                "login": login,
                "login_key": login.lower(),
                "name": name,
                "email": email,
                "role": role,
                "created_at": now(),
            }
            connection.execute(users.insert().values(values))
            audit.note(connection, login, "user.create", None, login=login, role=role)
        return self.get(login)

    def get(self, login: str) -> User:
        """The user of that login, in whatever case; 404 if there is none."""
        query = database.users.select().where(database.users.c.login_key == login.lower())
        with self._db.read() as connection:
            found = one(connection, User, query)
        if found is None:
            raise not_found()
        return found

    def by_id(self, user_id: int) -> User:
        """The user of that number."""
        with self._db.read() as connection:
            found = one(
                connection, User, database.users.select().where(database.users.c.id == user_id)
            )
        if found is None:
            raise not_found()
        return found

    def by_ids(self, ids: set[int]) -> dict[int, User]:
        """Several users at once."""
        query = database.users.select().where(database.users.c.id.in_(ids))
        with self._db.read() as connection:
            return {user.id: user for user in many(connection, User, query)}

    def by_emails(self, emails: set[str]) -> dict[str, User]:
        """The users with these addresses (in lower case); of several, the first."""
        query = database.users.select().where(func.lower(database.users.c.email).in_(emails))
        with self._db.read() as connection:
            found = many(connection, User, query.order_by(database.users.c.id.desc()))
        return {user.email.lower(): user for user in found}

    def maintainer(self) -> User:
        """The bot that acts for the forge; created when it is first needed."""
        return self.add(MAINTAINER, "Maintainer", "maintainer@practice.invalid", role="maintainer")

    def token(self, user: User) -> str:
        """The user's token, made when it is first asked for or after it was revoked."""
        path = self._tokens / user.login
        if path.exists():
            token = path.read_text().strip()
            if self.of_token(token) == user:
                return token
        token = "atf_" + secrets.token_hex(20)
        register(token)
        with self._db.write() as connection:
            connection.execute(
                database.tokens.insert().values(
                    user_id=user.id, sha256=_digest(token), created_at=now()
                )
            )
            audit.note(connection, user.login, "token.create", None, login=user.login)
        self._tokens.mkdir(mode=0o700, exist_ok=True)
        write_atomically(path, token + "\n")
        return token

    def of_token(self, token: str) -> User | None:
        """Whose token this is; None if nobody's, or revoked."""
        users, tokens = database.users, database.tokens
        query = (
            users.select()
            .join(tokens, tokens.c.user_id == users.c.id)
            .where(tokens.c.sha256 == _digest(token), tokens.c.revoked_at.is_(None))
        )
        with self._db.read() as connection:
            found = one(connection, User, query)
        if found is not None:
            register(token)
        return found

    def revoke(self, user: User) -> int:
        """Make every token of a user worthless; how many there were."""
        tokens = database.tokens
        with self._db.write() as connection:
            changed = connection.execute(
                tokens.update()
                .where(tokens.c.user_id == user.id, tokens.c.revoked_at.is_(None))
                .values(revoked_at=now())
            )
            audit.note(connection, user.login, "token.revoke", None, login=user.login)
        (self._tokens / user.login).unlink(missing_ok=True)
        return changed.rowcount


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
