"""Values of features, kept by content: the same key, the same values.

A zygote keeps those of accepted features from one run to the next. What a candidate computed is
never handed on: only the judge decides what is shared, and it shares those of the base only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

#: How much is kept at most (bytes); what was not asked for longest goes first.
MOST = 256 * 1024 * 1024


class Memory:
    """Bytes by key. ``share`` is told of what others may know as well."""

    def __init__(self, share: Callable[[str, bytes], None] | None = None) -> None:
        self.share = share
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> bytes | None:
        """What is kept under the key."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: str, found: bytes, shared: bool = False) -> None:
        """Keep something."""
        if key in self._kept or len(found) > MOST // 4:
            return
        self._kept[key] = found
        self._size += len(found)
        while self._size > MOST:
            self._size -= len(self._kept.popitem(last=False)[1])
        if shared and self.share is not None:
            self.share(key, found)
