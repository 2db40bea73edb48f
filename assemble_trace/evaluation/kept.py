"""One run: the keeper, which has time, memory and disk in view, and the judge that it starts.

The keeper imports nothing but the standard library and what lies in ``sandbox/inside``.
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .memory import Memory
from .request import Request

if TYPE_CHECKING:
    from .data import Data

_PR_SET_DUMPABLE = 4


def judge(
    request: Request,
    results: int,
    memory: Memory,
    known: Data | None = None,
    also: tuple[int, ...] = (),
    lifeline: int | None = None,
) -> None:
    """Judge one request and write to the descriptor ``results`` how it went.

    ``also`` are descriptors that the judge needs besides. Without ``inside`` nobody watches.
    """
    if request.inside is None:
        _judge(request, results, memory, known)
        return
    keeping = load_inside(request.inside, "keeping")

    def start() -> int:
        _judge(request, results, memory, known)
        return 0

    told = keeping.keep(
        start,
        wall_seconds=request.limits.get("wall_seconds"),
        memory_bytes=request.limits.get("memory_bytes"),
        disk_bytes=request.limits.get("disk_bytes"),
        scratch=str(request.scratch),
        pass_fds=(results, *also),
        lifeline=lifeline,
    )
    from .results import Results

    Results(results).event("end", **told)


def _judge(request: Request, results: int, memory: Memory, known: Data | None) -> None:
    """Be the judge: no other process looks into it, and nothing that it prints is a result."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    sys.stdout.flush()
    os.dup2(2, 1)
    from .judge import Judge
    from .results import Results

    Judge(request, Results(results), memory, known).run()


def load_inside(folder: Path, module: str) -> Any:
    """A module of the folder ``sandbox/inside``, which is given by its path."""
    name = "inside"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, str(folder / "__init__.py"), submodule_search_locations=[str(folder)]
        )
        assert spec is not None and spec.loader is not None
        package = importlib.util.module_from_spec(spec)
        sys.modules[name] = package
        spec.loader.exec_module(package)
    return importlib.import_module(f"{name}.{module}")
