"""What goes wrong, as GitHub would say it."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """An answer other than success: HTTP ``status``, ``message`` and GitHub's error list."""

    def __init__(
        self, status: int, message: str, *, errors: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors


def not_found() -> Problem:
    """There is no such thing, or the actor may not know of it."""
    return Problem(404, "Not Found")


def forbidden(message: str) -> Problem:
    """The actor is known and may not do this."""
    return Problem(403, message)


def archived() -> Problem:
    """Nothing changes in an archived repository."""
    return Problem(403, "Repository was archived so is read-only.")


def empty() -> Problem:
    """The repository has no git objects, or not yet."""
    return Problem(409, "Git Repository is empty.")


def invalid(
    resource: str, field: str, code: str = "invalid", message: str | None = None
) -> Problem:
    """A field of the request cannot be used. ``message`` makes it GitHub's ``custom`` kind."""
    error: dict[str, Any] = {"resource": resource, "field": field, "code": code}
    if message is not None:
        error = {"resource": resource, "code": "custom", "message": message}
    return Problem(422, "Validation Failed", errors=[error])
