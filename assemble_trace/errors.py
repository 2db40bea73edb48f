"""The one kind of error that people are meant to read."""

from __future__ import annotations


class TraceError(Exception):
    """Something a person can act on.

    ``code`` is stable and in snake case; ``lessons/errors/<code>.md`` explains it.
    ``message`` is one sentence that says what went wrong, ``advice`` one that says what
    to do next. ``details`` holds plain JSON values that a caller may use, such as the
    line and column of a syntax error.
    """

    def __init__(
        self, code: str, message: str, *, advice: str = "", details: dict[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice
        self.details = details or {}

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()
