"""Where the results go: lines of JSON on a descriptor that no worker has."""

from __future__ import annotations

import json
import os
from typing import Any

from .report import plain


class Results:
    """Writes events, whole, until nobody reads them any more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def event(self, event: str, **more: Any) -> None:
        """Write one event."""
        line = json.dumps({"event": event, **plain(more)}, allow_nan=False)
        left = memoryview(line.encode() + b"\n")
        while left:
            left = left[os.write(self._descriptor, left) :]

    def report(self, report: dict[str, Any]) -> None:
        """Write the report as it stands."""
        self.event("report", report=report)
