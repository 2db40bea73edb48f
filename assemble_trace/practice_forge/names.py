"""Names that may become part of a path, a reference or a page. All else is refused."""

from __future__ import annotations

import re

from .problems import Problem, invalid

_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_SHA = re.compile(r"[0-9a-f]{40}")
#: git-check-ref-format(1), as one pattern of what may not be in a branch name.
_BAD_BRANCH = re.compile(
    r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[/.-]|/\.|/-|[/.]$|\.lock(?:/|$)|^@$|^HEAD$"
)


def login(text: object) -> str:
    """A login: letters, digits and single hyphens, 39 characters at most."""
    if not isinstance(text, str) or not _LOGIN.fullmatch(text):
        raise invalid("User", "login")
    return text


def repository(text: object) -> str:
    """A repository's name, without the ``.git`` that git puts behind it."""
    if (
        not isinstance(text, str)
        or not _REPOSITORY.fullmatch(text)
        or text in (".", "..")
        or text.lower().endswith((".git", ".lock"))
    ):
        raise invalid("Repository", "name")
    return text


def sha(text: object) -> str:
    """A full object id."""
    if not isinstance(text, str) or not _SHA.fullmatch(text):
        raise Problem(422, "The sha parameter must be exactly 40 characters of 0-9a-f.")
    return text


def is_sha(text: str) -> bool:
    """Whether the text is a full object id."""
    return bool(_SHA.fullmatch(text))


def branch(text: object, *, resource: str = "Reference", field: str = "ref") -> str:
    """A branch or tag name (without ``refs/heads/``) that git itself would take."""
    if not isinstance(text, str) or not text or len(text) > 200 or _BAD_BRANCH.search(text):
        raise invalid(resource, field)
    return text


def path(text: object) -> str:
    """A file's path in a tree: no way out of it, and nothing that git keeps for itself."""
    if isinstance(text, str) and "\0" not in text:
        parts = text.split("/")
        tidy = {part.lower().rstrip(". ") for part in parts}
        if not tidy & {"", ".git", "git~1"}:
            return text
    raise invalid("Tree", "path")


def reference(text: object) -> str:
    """A full reference name under ``refs/heads/`` or ``refs/tags/``."""
    if isinstance(text, str):
        for space in ("refs/heads/", "refs/tags/"):
            if text.startswith(space):
                return space + branch(text.removeprefix(space))
    raise Problem(422, "Reference name must start with 'refs/heads/' or 'refs/tags/'.")
