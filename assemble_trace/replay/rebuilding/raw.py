"""A commit as its own bytes say it: nothing is mended, nothing is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHO = re.compile(rb"^(?P<name>.*?) ?<(?P<email>[^<>]*)> (?P<date>-?\d+) (?P<zone>[+-]\d+)$")


@dataclass(frozen=True)
class RawCommit:
    """A commit, split at its own lines. ``others`` are the headers that few commits have."""

    id: str
    tree: str
    parents: list[str]
    author: bytes
    committer: bytes
    encoding: str | None
    others: list[str]
    message: bytes
    raw: bytes


@dataclass(frozen=True)
class Who:
    """A name in a commit: ``date`` is seconds since 1970 UTC, ``zone`` as git writes it."""

    name: str
    email: str
    date: int
    zone: str

    @property
    def offset(self) -> int:
        """Return the zone in seconds east of UTC."""
        sign = -1 if self.zone.startswith("-") else 1
        return sign * (int(self.zone[1:3]) * 3600 + int(self.zone[3:5]) * 60)


def split(name: str, raw: bytes) -> RawCommit:
    """Split a commit's bytes. Raises `ValueError` for what is no commit."""
    head, _, message = raw.partition(b"\n\n")
    found: dict[bytes, list[bytes]] = {}
    for line in head.split(b"\n"):
        if line.startswith(b" "):
            continue  # the rest of a header of several lines
        key, _, value = line.partition(b" ")
        found.setdefault(key, []).append(value)
    trees, authors, committers = (found.get(key, []) for key in (b"tree", b"author", b"committer"))
    if not (len(trees) == len(authors) == len(committers) == 1):
        raise ValueError(f"{name} is no commit")
    known = {b"tree", b"parent", b"author", b"committer", b"encoding"}
    encodings = found.get(b"encoding", [])
    return RawCommit(
        id=name,
        tree=trees[0].decode("ascii"),
        parents=[one.decode("ascii") for one in found.get(b"parent", [])],
        author=authors[0],
        committer=committers[0],
        encoding=encodings[0].decode("ascii", "replace") if encodings else None,
        others=[key.decode("utf-8", "replace") for key in found if key not in known],
        message=message,
        raw=raw,
    )


def who(line: bytes, encoding: str | None) -> Who | None:
    """Read who made a commit and when; None for a line that git itself could not have written."""
    found = _WHO.match(line)
    if found is None or len(found["zone"]) != 5:
        return None
    try:
        name, email = (found[key].decode(encoding or "utf-8") for key in ("name", "email"))
    except (UnicodeDecodeError, LookupError):
        return None
    return Who(name, email, int(found["date"]), found["zone"].decode())


def text(data: bytes, encoding: str | None) -> str | None:
    """Return a message as text, or None where it cannot be read."""
    try:
        return data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return None
