"""Whether typing lines of git can give a commit of the same id, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass

from assemble_trace.replay.rebuilding.raw import RawCommit, Who, text, who
from assemble_trace.workspace import clean_ident, clean_message

_UTF8 = {"utf-8", "utf8"}
_NOBODY = Who("nobody", "nobody@localhost", 0, "+0000")


@dataclass(frozen=True)
class Typed:
    """What has to be typed of a commit beside its files.

    ``plain`` says that ``--message`` gives the message, ``recoded`` that the message has to be
    written in the encoding of the commit by a second look of git at it.
    """

    author: Who
    committer: Who
    message: str
    plain: bool
    encoding: str | None
    recoded: bool


def typed(commit: RawCommit) -> tuple[Typed, str]:
    """Return what to type for a commit, and the sentence why that does not give its id.

    The sentence is empty where it does. What cannot be read is typed as well as it can be.
    """
    codec = commit.encoding
    author, committer = who(commit.author, codec), who(commit.committer, codec)
    message = text(commit.message, codec)
    readable = author and committer and message is not None and "\0" not in message
    known = author or committer or _NOBODY
    said = commit.message.decode("utf-8", "replace") if message is None else message
    made = Typed(
        author=author or known,
        committer=committer or known,
        message=said.replace("\0", "\ufffd"),
        plain=clean_message(said.removesuffix("\n")) == said,
        encoding=codec,
        recoded=codec is not None and not commit.raw.isascii(),
    )
    why = _header(commit)
    if not why and not readable:
        why = "holds bytes that are no text, and a line that is typed is text."
    if not why and _written(commit, made) != commit.raw:
        why = "names people or dates in a way in which git commit does not write them."
    return made, f"{commit.id[:10]} {why}" if why else ""


def _header(commit: RawCommit) -> str:
    if len(commit.parents) > 1:
        return "is a merge: it joins two lines of work, and what was typed for that is not known."
    if any(one.startswith("gpgsig") for one in commit.others):
        return "is signed, and only its author has the key: without the signature its id differs."
    if commit.others:
        return f"holds the line {commit.others[0]!r}, which git commit does not write."
    return ""


def _written(commit: RawCommit, made: Typed) -> bytes:
    """Return the commit as git would write it after the typing."""
    codec = made.encoding
    lines = [f"tree {commit.tree}", *(f"parent {one}" for one in commit.parents)]
    parts = ["\n".join(lines).encode()]
    # git takes the committer from the terminal as it is, and recodes only what it reads again
    parts.append(b"author " + _ident(made.author).encode(codec or "utf-8"))
    parts.append(b"committer " + _ident(made.committer).encode("utf-8"))
    if codec is not None and codec.lower() not in _UTF8:
        parts.append(f"encoding {codec}".encode())
    return b"\n".join(parts) + b"\n\n" + made.message.encode(codec or "utf-8")


def _ident(one: Who) -> str:
    name, email = clean_ident(one.name), clean_ident(one.email)
    if not name or one.date < 0:
        return ""
    hours, minutes = int(one.zone[1:3]), int(one.zone[3:5])
    total = hours * 60 + minutes
    sign = "-" if one.zone.startswith("-") and total else "+"
    return f"{name} <{email}> {one.date} {sign}{total // 60:02d}{total % 60:02d}"
