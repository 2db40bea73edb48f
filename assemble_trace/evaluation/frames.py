"""Messages between the judge and its workers: a JSON object, and bytes beside it.

What comes from a worker was written by contributed code, if that code wished so. Reading it
takes no more memory than was really sent, executes nothing, and ends in `Rubbish` at worst.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct(">4sIQ")
_MARK = b"AT1\n"

#: The longest JSON and the most bytes that a message may have.
MOST_TEXT = 4 * 1024 * 1024
MOST_BYTES = 1024 * 1024 * 1024

NO_ANSWER = "it answered with something that is not an answer"


class Rubbish(Exception):
    """What came is not a message."""


class Ended(Exception):
    """The other side is gone."""


def write(descriptor: int, message: dict[str, Any], payload: bytes = b"") -> None:
    """Write one message. Raises `Ended` if nobody reads any more."""
    text = json.dumps(message).encode()
    head = _HEAD.pack(_MARK, len(text), len(payload))
    try:
        for part in (head + text, payload):
            left = memoryview(part)
            while left:
                left = left[os.write(descriptor, left) :]
    except OSError as error:
        raise Ended(str(error)) from None


class Reader:
    """Puts messages together from pieces. `feed` says when one is whole."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def rest(self) -> int:
        """How many bytes were read that no message has taken."""
        return len(self._buffer)

    def feed(self, piece: bytes) -> bool:
        """Add what was read. Raises `Rubbish` as soon as it cannot become a message."""
        self._buffer += piece
        if len(self._buffer) < _HEAD.size:
            return False
        return len(self._buffer) >= _HEAD.size + sum(self._sizes())

    def _sizes(self) -> tuple[int, int]:
        mark, text, payload = _HEAD.unpack_from(self._buffer)
        if mark != _MARK or text > MOST_TEXT or payload > MOST_BYTES:
            raise Rubbish(NO_ANSWER)
        return text, payload

    def take(self) -> tuple[dict[str, Any], bytes]:
        """The message that is whole. Raises `Rubbish` if it is not an object."""
        text, payload = self._sizes()
        start, end = _HEAD.size + text, _HEAD.size + text + payload
        try:
            message = json.loads(bytes(self._buffer[_HEAD.size : start]))
        except (ValueError, RecursionError):
            raise Rubbish(NO_ANSWER) from None
        if not isinstance(message, dict):
            raise Rubbish(NO_ANSWER)
        beside = bytes(self._buffer[start:end])
        del self._buffer[:end]
        return message, beside


def read(descriptor: int) -> tuple[dict[str, Any], bytes]:
    """Read one message. Raises `Ended` or `Rubbish`."""
    reader = Reader()
    while True:
        try:
            piece = os.read(descriptor, 1 << 18)
        except OSError as error:
            raise Ended(str(error)) from None
        if not piece:
            raise Ended("the pipe is closed")
        if reader.feed(piece):
            return reader.take()


def packed(values: Any) -> tuple[dict[str, Any], bytes]:
    """An array of numbers as a description and bytes. Raises `TypeError` for anything else."""
    if not isinstance(values, np.ndarray):
        raise TypeError(f"the feature's values are of type {type(values).__name__}, not an array")
    if values.dtype.kind not in "biuf":
        raise TypeError(f"the feature's values are of type {values.dtype}, not numbers")
    fortran = values.flags.f_contiguous and not values.flags.c_contiguous
    order = "F" if fortran else "C"
    described = {"dtype": values.dtype.str, "shape": list(values.shape), "order": order}
    return described, values.tobytes("A" if fortran else "C")


def unpacked(described: Any, payload: bytes) -> NDArray[Any]:
    """The array again. Raises `Rubbish` if the description and the bytes do not agree."""
    try:
        dtype = np.dtype(str(described["dtype"])[:8])
        shape = tuple(int(one) for one in described["shape"])
        fortran = described["order"] == "F"
    except Exception:  # whatever a description holds that is none
        raise Rubbish("it described its values wrongly") from None
    size = dtype.itemsize
    for one in shape:
        size *= one
    fitting = dtype.kind in "biuf" and len(shape) <= 4 and all(one >= 0 for one in shape)
    if not fitting or size != len(payload):
        raise Rubbish("it described its values wrongly")
    flat = np.frombuffer(payload, dtype=dtype)
    shaped: NDArray[Any] = flat.reshape(shape[::-1]).T if fortran else flat.reshape(shape)
    return shaped.copy("K")
