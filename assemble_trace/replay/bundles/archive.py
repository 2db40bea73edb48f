"""The zip archive of a bundle: written in one way only, and read only if written in that way.

There is no room in it for what makes archives dangerous: entries lie one behind the other
without gaps or overlaps, plain files only, not encrypted, without comments or further fields,
and what stands before each is what the directory at the end says of it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from assemble_trace.errors import TraceError
from assemble_trace.replay.bundles.words import (
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_UNPACKED,
    edited,
    limit,
    refused,
    too_large,
)

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
#: Version 2.0 of the format, deflated, on the first day that zip can name.
_VERSION, _DEFLATED, _DAY = 20, 8, 0x21


@dataclass(frozen=True)
class _Place:
    """Where an entry lies: its packed bytes, its length and its check sum once unpacked."""

    start: int
    packed: int
    unpacked: int
    crc: int


class Archive:
    """An archive that was looked at as a whole, before anything in it is unpacked.

    Raises ``not_a_bundle``, ``bundle_cut``, ``bundle_too_large`` or ``bundle_refused``.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) > MOST_BYTES:
            raise too_large()
        if not data.startswith(_LOCAL_SIGN):
            raise _none()
        end = len(data) - _END.size
        if end < 0 or data[end : end + 4] != _END_SIGN:
            found = data.rfind(_END_SIGN)
            raise refused("something follows its end") if 0 <= found < end else _cut()
        _, disk, first, here, count, size, offset, comment = _END.unpack_from(data, end)
        if (disk, first, comment) != (0, 0, 0) or here != count or offset + size != end:
            raise refused("it was packed by another program")
        if count > MOST_ENTRIES:
            raise refused("it holds too many entries")
        self._places = self._directory(offset, end, count)
        if sum(place.unpacked for place in self._places.values()) > MOST_UNPACKED:
            raise too_large()

    @property
    def names(self) -> list[str]:
        """Return the names of the entries, in their order."""
        return list(self._places)

    def entry(self, name: str) -> bytes:
        """Return an entry, unpacked. Raises ``bundle_edited`` where it is damaged."""
        place = self._places[name]
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            packed = self._data[place.start : place.start + place.packed]
            found = unpacker.decompress(packed, place.unpacked + 1)
        except zlib.error as problem:
            raise edited() from problem
        whole = unpacker.eof and not unpacker.unused_data and len(found) == place.unpacked
        if not whole or zlib.crc32(found) != place.crc:
            raise edited()
        return found

    def _directory(self, offset: int, end: int, count: int) -> dict[str, _Place]:
        """Read the directory; each entry must begin where the one before it ended."""
        places: dict[str, _Place] = {}
        at, begins = offset, 0
        for _ in range(count):
            if at + _CENTRAL.size > end:
                raise edited()
            fields = _CENTRAL.unpack_from(self._data, at)
            crc, packed, unpacked, length = fields[7:11]
            raw = self._data[at + _CENTRAL.size : at + _CENTRAL.size + length]
            name = raw.decode("ascii", "replace")
            if fields[3] & 1:
                raise refused("it is encrypted")
            if name in places:
                raise refused(f"it has {name!r} twice")
            expected = _central(raw, crc, packed, unpacked, begins)
            found = self._data[begins : begins + _LOCAL.size + length]
            if self._data[at : at + len(expected)] != expected or found != _local(
                raw, crc, packed, unpacked
            ):
                raise refused("it was packed by another program")
            if unpacked > limit(name):
                raise too_large()
            start = begins + _LOCAL.size + length
            places[name] = _Place(start, packed, unpacked, crc)
            at, begins = at + len(expected), start + packed
        if at != end or begins != offset:
            raise refused("it was packed by another program")
        return places


def packed(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of entries: the same bytes for the same entries."""
    body, directory = bytearray(), bytearray()
    count = 0
    for name, data in entries:
        count += 1
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
        small = packer.compress(data) + packer.flush()
        about = (name.encode("ascii"), zlib.crc32(data), len(small), len(data))
        directory += _central(*about, len(body))
        body += _local(*about) + small
    end = _END.pack(_END_SIGN, 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _local(name: bytes, crc: int, small: int, size: int) -> bytes:
    about = (_LOCAL_SIGN, _VERSION, 0, _DEFLATED, 0, _DAY, crc, small, size, len(name), 0)
    return _LOCAL.pack(*about) + name


def _central(name: bytes, crc: int, small: int, size: int, offset: int) -> bytes:
    about = (_CENTRAL_SIGN, _VERSION, _VERSION, 0, _DEFLATED, 0, _DAY, crc, small, size)
    return _CENTRAL.pack(*about, len(name), 0, 0, 0, 0, 0, offset) + name


def _none() -> TraceError:
    return TraceError(
        "not_a_bundle",
        "This file is not a bundle of a submission.",
        advice="Choose the file that was saved, whose name ends with .assemble.",
    )


def _cut() -> TraceError:
    return TraceError(
        "bundle_cut",
        "This bundle is cut off: its end is missing.",
        advice="Download or copy the file once more, as a whole.",
    )
