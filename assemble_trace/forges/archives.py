"""Reads one file out of a zip archive that a stranger's code may have made, in memory."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib

from assemble_trace.errors import TraceError

#: More entries than this are not looked at.
ENTRIES = 20


def member(data: bytes, name: str, limit: int) -> bytes:
    """Return the bytes of the one file of that name at the top of an archive.

    Nothing is written anywhere. ``limit`` is the most that the file may hold, unpacked (bytes).
    Raises TraceError ``artifact_refused`` for an archive that is broken, has the name twice or
    not at all, or has an entry that leads out of it, is a link or is encrypted.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES:
                raise refused("it holds too many files")
            for entry in entries:
                _plain(entry)
            found = [entry for entry in entries if entry.filename == name]
            if len(found) != 1:
                raise refused(f"it holds {name} {'not at all' if not found else 'twice'}")
            if found[0].file_size > limit:
                raise refused("its report is too large")
            with archive.open(found[0]) as file:
                read = file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as problem:
        raise refused("it is broken") from problem
    except (NotImplementedError, RuntimeError, ValueError) as problem:
        raise refused("it is packed in a way that is not read here") from problem
    if len(read) > limit:
        raise refused("its report is too large")
    return read


def _plain(entry: zipfile.ZipInfo) -> None:
    """Refuse an entry that is not simply a file or a folder inside the archive."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        raise refused("one of its names leads out of it")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise refused("it holds a link")
    if entry.flag_bits & 0x1:
        raise refused("it is encrypted")


def refused(why: str) -> TraceError:
    """Return the error for an archive that is not read."""
    return TraceError(
        "artifact_refused",
        f"The report that the checks left on the forge was not read: {why}.",
        advice="Look at the checks' own pages, or push again to have them run anew.",
        details={"why": why},
    )
