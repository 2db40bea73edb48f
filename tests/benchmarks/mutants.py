"""Bundles that were changed by chance, and by somebody who means harm."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from assemble_trace.replay.bundles.archive import Archive, packed
from assemble_trace.replay.bundles.writing import sealed

#: What somebody could write where a text, a number or anything else is expected.
HOSTILE: list[Any] = [
    "", "\0", "\x1b]0;title\x07\x1b[2J", "\u202e\u2066gnp.exe", "\ud800", "\u2028</script>",
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "--><svg onload=alert(1)>",
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "[x](javascript:alert(1))",
    "```\n<iframe src='https://example.org'></iframe>", "{{ 7 * 7 }}", "${jndi:x}", "%s%n%x",
    "../../../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "\\\\host\\share", ".git/hooks/x",
    "$(touch pwned)", "`touch pwned`", "; touch pwned #", "'\n touch pwned\n'", "-oProxyCommand=x",
    "ext::sh -c id", "file:///etc/passwd", "a" * 100_000, "é" * 5_000, "1e999", "NaN", "null",
    None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**30, float("nan"), float("inf"), [], {}, [[]],
    {"": ""}, {"__proto__": 1}, [None] * 1_000, "2026-03-02T12:00:00", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", "2026-03-02T12:00:00+14:00",
]  # fmt: skip
NAMES = [
    "../outside", "/etc/x", "a\0b", "objects/" + "g" * 40, "pages/steps/x.html", "bundle.json",
    "record.json/", "CON", "pages/../../x", "pages/errors/" + "a" * 64 + ".md", "\u202e",
]  # fmt: skip


def mutant(chance: Random, good: bytes) -> bytes:
    """Return a bundle of which something was changed, in one way or another."""
    way: Callable[[Random, bytes], bytes] = chance.choices(
        [_bytes, _entries, _values, _objects], weights=[2, 1, 6, 1]
    )[0]
    return way(chance, good)


def _bytes(chance: Random, good: bytes) -> bytes:
    """Flip, cut, double and insert bytes."""
    data = bytearray(good)
    for _ in range(chance.choice([1, 1, 2, 5, 50])):
        at = chance.randrange(len(data) + 1)
        length = chance.choice([1, 4, 30, 1000])
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = chance.randbytes(length)
            case 3:
                data[at:at] = data[:length]
            case _:
                data[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"PK\x01\x02"])
    return bytes(data)


def _entries(chance: Random, good: bytes) -> bytes:
    """Rename, lose, double and swap entries; with digests to match, or without."""
    archive = Archive(good)
    held = [(name, archive.entry(name)) for name in archive.names]
    at = chance.randrange(len(held))
    match chance.randrange(5):
        case 0:
            held[at] = (chance.choice(NAMES).encode("ascii", "replace").decode(), held[at][1])
        case 1:
            del held[at]
        case 2:
            held.insert(chance.randrange(len(held)), held[at])
        case 3:
            other = chance.randrange(len(held))
            held[at], held[other] = (held[at][0], held[other][1]), (held[other][0], held[at][1])
        case _:
            held[at] = (held[at][0], chance.randbytes(chance.randrange(3_000)))
    if chance.random() < 0.5:
        return packed(held)
    return sealed({name: data for name, data in held if name != "bundle.json"})


def _values(chance: Random, good: bytes) -> bytes:
    """Change values of the record, with digests to match."""
    archive = Archive(good)
    held = {name: archive.entry(name) for name in archive.names[1:]}
    record = json.loads(held["record.json"])
    for _ in range(chance.choice([1, 1, 1, 2, 8])):
        _change(chance, record)
    return sealed(held | {"record.json": json.dumps(record).encode()})


def _change(chance: Random, record: Any) -> None:
    """Change what is somewhere in a record: a leaf of it mostly."""
    part = chance.choices(["submission", "steps", "events"], weights=[2, 1, 1])[0]
    if not isinstance(record.get(part), dict | list):
        return
    places = list(_places(record[part]))
    leaves = [(at, key) for at, key in places if not isinstance(at[key], dict | list)]
    if not places:
        return
    at, key = chance.choice(leaves if leaves and chance.random() < 0.85 else places)
    alike = [one for one in HOSTILE if type(one) is type(at[key])]
    if alike and chance.random() < 0.7:
        at[key] = chance.choice(alike)
        return
    match chance.randrange(8):
        case 0:
            del at[key]
        case 1 if isinstance(at, list):
            at.insert(chance.randrange(len(at) + 1), at[key])
        case 2 if isinstance(at, dict):
            at[str(chance.choice(HOSTILE))[:80]] = at[key]
        case 3 if isinstance(at[key], str):
            at[key] += str(chance.choice(HOSTILE))
        case _:
            at[key] = chance.choice(HOSTILE)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield everywhere in a value where something is, as what holds it and under which key."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _objects(chance: Random, good: bytes) -> bytes:
    """Put git objects in that nobody should check out, under their own ids; lose others."""
    archive = Archive(good)
    held = {name: archive.entry(name) for name in archive.names[1:]}
    names = [name for name in held if name.startswith("objects/")]
    if names and chance.random() < 0.5:
        del held[chance.choice(names)]
    name = chance.choice([b"..", b".git", b"a/b", b"\x1b[2J", b"GIT~1", b".g\xe2\x80\x8cit", b""])
    mode = chance.choice([b"100644", b"120000", b"160000", b"40000", b"0", b"x"])
    content = chance.choice(
        [mode + b" " + name + b"\0" + chance.randbytes(20), chance.randbytes(60), b"tree x\n\n"]
    )
    kind = chance.choice([b"tree", b"tree", b"blob", b"commit", b"tag", b"evil"])
    data = kind + b" %d\0" % len(content) + content
    held[f"objects/{hashlib.sha1(data, usedforsecurity=False).hexdigest()}"] = data
    return sealed(held)
