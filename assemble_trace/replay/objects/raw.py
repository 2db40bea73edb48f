"""Git objects as they lie in the record, read without trusting whoever made them."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from dulwich.index import (
    validate_path_element_default,
    validate_path_element_hfs,
    validate_path_element_ntfs,
)

#: What git writes for a folder, a file, an executable, a link and a submodule.
FOLDER, FILE, EXECUTABLE, LINK, SUBMODULE = 0o040000, 0o100644, 0o100755, 0o120000, 0o160000
_MODES = {FOLDER, FILE, EXECUTABLE, LINK, SUBMODULE}
#: Old versions of git wrote files that their group may change.
_SHARED = 0o100664

_ID = re.compile(r"[0-9a-f]{40}")
_HEADER = re.compile(rb"tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


class Unsafe(ValueError):
    """An object that git itself would not write."""


class Entry(NamedTuple):
    """One line of a tree."""

    name: bytes
    mode: int
    sha: str


class Head(NamedTuple):
    """What a commit says of its files and of where it comes from."""

    tree: str
    parents: list[str]


def is_id(text: str | None) -> bool:
    """Say whether a text is the id of a git object."""
    return text is not None and _ID.fullmatch(text) is not None


def name_of(kind: str, data: bytes) -> str:
    """Return the id that an object of this kind and content has."""
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).hexdigest()


def head(data: bytes) -> Head:
    """Read a commit. Raises `Unsafe`."""
    found = _HEADER.match(data)
    if found is None:
        raise Unsafe("a commit without a tree")
    parents = [line.removeprefix("parent ") for line in found[2].decode().splitlines()]
    return Head(found[1].decode(), parents)


def entries(data: bytes) -> list[Entry]:
    """Read a tree. Raises `Unsafe` for names and modes that git refuses to check out."""
    found: list[Entry] = []
    at = 0
    while at < len(data):
        space = data.find(b" ", at)
        end = data.find(b"\0", space)
        if space < 0 or end < 0 or len(data) < end + 21:
            raise Unsafe("a tree that is cut off")
        name = data[space + 1 : end]
        mode = _mode(data[at:space])
        if not safe(name):
            raise Unsafe(f"the name {name!r}")
        found.append(Entry(name, mode, data[end + 1 : end + 21].hex()))
        at = end + 21
    return found


def written(lines: list[Entry]) -> bytes:
    """Write a tree."""
    return b"".join(b"%o %s\0" % (mode, name) + bytes.fromhex(sha) for name, mode, sha in lines)


def safe(name: bytes) -> bool:
    """Say whether git would make a file of this name, on any system."""
    return (
        bool(name)
        and b"/" not in name
        and b"\\" not in name
        and not _CONTROL.search(name)
        and validate_path_element_default(name)
        and validate_path_element_ntfs(name)
        and validate_path_element_hfs(name)
    )


def _mode(text: bytes) -> int:
    try:
        mode = int(text, 8)
    except ValueError as problem:
        raise Unsafe("a mode that is no number") from problem
    if mode == _SHARED:
        return FILE
    if mode not in _MODES:
        raise Unsafe(f"the mode {mode:o}")
    return mode
