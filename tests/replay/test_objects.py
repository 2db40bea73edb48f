"""Kept git objects: read as git reads them, and refused where git refuses them."""

from __future__ import annotations

import pytest

from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import MOST, Kept
from assemble_trace.replay.objects.raw import Entry, Unsafe, name_of, written
from assemble_trace.replay.sandboxes.reduced import reduced, whole

BLOB = name_of("blob", b"x\n")


def row(kind: str, data: bytes) -> tuple[str, str, bytes]:
    """Return an object as the store holds it."""
    return name_of(kind, data), kind, data


def tree(*lines: tuple[str, int, str]) -> tuple[str, str, bytes]:
    """Return a tree as the store holds it."""
    return row("tree", written([Entry(name.encode(), mode, sha) for name, mode, sha in lines]))


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", ".git", ".GIT", ".Git", "git~1", "GIT~1", ".git ", ".git.", ".git...",
        ".git::$INDEX_ALLOCATION", ".g\u200cit", ".gi\u200dt", "a/b", "../x", "a\\b", "..\\x",
        "a\nb", "a\x00b", "a\x1bb", "a\x7fb",
    ],
)  # fmt: skip
def test_names_that_git_refuses_are_refused(name: str) -> None:
    assert not raw.safe(name.encode())
    with pytest.raises(Unsafe):
        raw.entries(b"100644 " + name.encode() + b"\0" + bytes(20))


@pytest.mark.parametrize("name", [".gitignore", "a.py", "größe.py", "git", "a b", "-rf", "...a"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert raw.entries(written([Entry(name.encode(), raw.FILE, BLOB)])) == [
        Entry(name.encode(), raw.FILE, BLOB)
    ]


@pytest.mark.parametrize(
    "data", [b"100644", b"100644 a", b"100644 a\0short", b"777 a\0" + bytes(20),
             b"x a\0" + bytes(20), b"104755 a\0" + bytes(20), b"-1 a\0" + bytes(20)],
)  # fmt: skip
def test_trees_that_are_cut_off_or_of_strange_modes_are_refused(data: bytes) -> None:
    with pytest.raises(Unsafe):
        raw.entries(data)


def test_an_object_of_another_name_is_left_out() -> None:
    kept = Kept([("a" * 40, "blob", b"x\n"), row("blob", b"y\n")])
    assert kept.damaged == ["a" * 40]
    assert kept.blob(name_of("blob", b"y\n")) == b"y\n"
    assert kept.blob("a" * 40) is None


def test_trees_that_hold_each_other_many_times_over_end() -> None:
    rows = [tree(("a", raw.FILE, BLOB))]
    for _ in range(30):
        below = rows[-1][0]
        rows.append(tree(*((f"d{number}", raw.FOLDER, below) for number in range(10))))
    kept = Kept(rows)
    assert sum(1 for _ in kept.walk(rows[-1][0])) == MOST
    with pytest.raises(Unsafe):
        reduced(kept, rows[-1][0], lambda lines: "")


def test_folders_that_lie_too_deep_are_refused() -> None:
    rows = [tree(("a", raw.FILE, BLOB))]
    for _ in range(2_000):
        rows.append(tree(("d", raw.FOLDER, rows[-1][0])))
    with pytest.raises(Unsafe):
        list(Kept(rows).walk(rows[-1][0]))


def test_what_was_left_out_of_a_tree_is_put_back() -> None:
    inner = tree(("kept.py", raw.FILE, BLOB), ("other.py", raw.FILE, "1" * 40))
    before = tree(
        ("README", raw.FILE, "2" * 40), ("docs", raw.FOLDER, "3" * 40), ("lib", raw.LINK, BLOB),
        ("src", raw.FOLDER, inner[0]),
    )  # fmt: skip
    kept = Kept([row("blob", b"x\n"), inner, before])
    made: dict[str, list[Entry]] = {}

    def make(lines: list[Entry]) -> str:
        name = name_of("tree", written(lines))
        made[name] = lines
        return name

    less = reduced(kept, before[0], make)
    assert [one.name for one in made[less]] == [b"src"]
    assert [one.name for one in made[made[less][0].sha]] == [b"kept.py"]
    assert whole(kept, before[0], less, made.get) == before[0]

    new = make([Entry(b"kept.py", raw.FILE, "4" * 40), Entry(b"new.py", raw.FILE, BLOB)])
    changed = whole(kept, before[0], make([Entry(b"src", raw.FOLDER, new)]), made.get)
    wanted = tree(
        ("kept.py", raw.FILE, "4" * 40),
        ("new.py", raw.FILE, BLOB),
        ("other.py", raw.FILE, "1" * 40),
    )
    assert changed == tree(
        ("README", raw.FILE, "2" * 40), ("docs", raw.FOLDER, "3" * 40), ("lib", raw.LINK, BLOB),
        ("src", raw.FOLDER, wanted[0]),
    )[0]  # fmt: skip

    emptied = whole(kept, before[0], make([]), made.get)
    without = tree(("other.py", raw.FILE, "1" * 40))
    assert emptied == tree(
        ("README", raw.FILE, "2" * 40), ("docs", raw.FOLDER, "3" * 40), ("lib", raw.LINK, BLOB),
        ("src", raw.FOLDER, without[0]),
    )[0]  # fmt: skip
