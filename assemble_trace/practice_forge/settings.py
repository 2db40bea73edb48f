"""What an owner of the forge may set. It is kept in ``settings.json`` and read when needed."""

from __future__ import annotations

import json
import math
import os
import sys
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from assemble_trace.sandbox import Limits


@dataclass(frozen=True)
class Settings:
    """Seconds, bytes, and the Python that has the project's libraries.

    ``identity`` is the login whose token `forge status` points at. ``shared`` is a forge for
    several people: code that cannot be shut in is not run. ``data_network`` lets a project's
    own code use the network to read data. ``dask_scheduler`` is the address of the Dask cluster
    that runs the checks; "" is this machine.
    """

    python: str = field(default_factory=lambda: sys.executable)
    identity: str = ""
    check_seconds: float = 120.0
    check_memory_bytes: int = 4 * 1024**3
    check_disk_bytes: int = 1024**3
    check_output_bytes: int = 1_000_000
    shared: bool = False
    data_network: bool = False
    dask_scheduler: str = ""
    fork_ready_seconds: float = 0.0
    idle_seconds: float = 3600.0

    @property
    def limits(self) -> Limits:
        """What one check job may use, and a trial of what this forge is going to judge."""
        return Limits(
            wall_seconds=self.check_seconds,
            cpu_seconds=math.ceil(self.check_seconds),
            memory_bytes=self.check_memory_bytes,
            disk_bytes=self.check_disk_bytes,
            output_bytes=self.check_output_bytes,
        )


def load(directory: Path) -> Settings:
    """The settings as they are now."""
    path = directory / "settings.json"
    known = {one.name for one in fields(Settings)}
    told: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return Settings(**{name: value for name, value in told.items() if name in known})


def change(directory: Path, **values: Any) -> Settings:
    """Set some of them for good."""
    settings = replace(load(directory), **values)
    write_atomically(directory / "settings.json", json.dumps(asdict(settings), indent=2) + "\n")
    return settings


def write_atomically(path: Path, text: str) -> None:
    """Replace a file so that nobody ever reads half of it; readable by its owner only."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
