"""Who made a commit and what they said, cleaned as git cleans it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Author:
    """Who made a commit, and when: seconds since 1970 UTC, and seconds east of UTC."""

    name: str
    email: str
    date: int
    zone: int


def clean_message(message: str) -> str:
    """Clean a message as ``git commit --message`` does: git-stripspace(1) without comments."""
    lines = [line.rstrip(" \t\r") for line in message.split("\n")]  # what git calls space
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept) + "\n" if kept else ""


def clean_ident(text: str) -> str:
    """Clean a name or an address as git does (``strbuf_addstr_without_crud`` in ident.c)."""
    crud = "".join(map(chr, range(33))) + ".,:;<>\"\\'"
    return "".join(char for char in text.strip(crud) if char not in "<>\n")


def ident(author: Author) -> bytes:
    """Return an author as a commit names them."""
    return f"{clean_ident(author.name)} <{clean_ident(author.email)}>".encode()
