"""A commit's tree as a list of paths, with what the commit changed in it."""

from __future__ import annotations

from assemble_trace.commands import plain
from assemble_trace.models import FileChange, FileDiff, TreeEntry
from assemble_trace.redact import redact
from assemble_trace.replay.objects import raw
from assemble_trace.replay.objects.kept import Found, Kept
from assemble_trace.showing.differences import of_file

_KINDS = {
    raw.FOLDER: "folder",
    raw.FILE: "file",
    raw.EXECUTABLE: "executable",
    raw.LINK: "link",
    raw.SUBMODULE: "submodule",
}

Paths = dict[bytes, Found]


def paths(kept: Kept, commit: str | None) -> Paths | None:
    """Return what is known of a commit's tree, by path; None where nothing is."""
    root = kept.root(commit)
    return None if root is None else {one.path: one for one in kept.walk(root)}


def listed(kept: Kept, now: Paths, before: Paths | None) -> list[TreeEntry]:
    """Return a tree in the order of its paths; what was deleted stands where it was."""
    gone = [one for path, one in (before or {}).items() if path not in now]
    shown = [(one, _change(one, before)) for one in now.values()]
    everything = sorted([*shown, *((one, "deleted") for one in gone)], key=lambda one: one[0].path)
    return [_entry(kept, one, change) for one, change in everything]


def differences(kept: Kept, now: Paths, before: Paths) -> list[FileDiff]:
    """Return what became of each changed file whose text is kept on both sides."""
    found: list[FileDiff] = []
    for path in sorted({*now, *before}):
        old, new = before.get(path), now.get(path)
        if (old or new).mode == raw.FOLDER or (old and new and old.sha == new.sha):  # type: ignore[union-attr]
            continue
        was = text_of(kept, old) if old else None
        text = text_of(kept, new) if new else ""
        if text is None or (old and was is None):
            continue
        change = FileChange(path=shown(path), content=redact(text), before=was and redact(was))
        found.append(of_file(change))
    return found


def text_of(kept: Kept, one: Found) -> str | None:
    """Return a file as text, or None where it is none or was not kept."""
    data = kept.blob(one.sha)
    if data is None or b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def shown(path: bytes) -> str:
    """Write a path so that what is seen is what is."""
    return redact(plain(path.decode("utf-8", "replace")))


def _entry(kept: Kept, one: Found, change: str | None) -> TreeEntry:
    data = kept.blob(one.sha)
    return TreeEntry.model_validate(
        {
            "path": shown(one.path),
            "kind": _KINDS[one.mode],
            "sha": one.sha,
            "size": None if data is None else len(data),
            "kept": one.kept,
            "change": change,
        }
    )


def _change(one: Found, before: Paths | None) -> str | None:
    if before is None:
        return None
    old = before.get(one.path)
    if old is None:
        return "added"
    return None if (old.sha, old.mode) == (one.sha, one.mode) else "changed"
