"""How large a bundle is: of the sample project's good feature, and of a rejected one."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from assemble_trace import practice_forge
from assemble_trace.cli.cells import request
from assemble_trace.replay.bundles import pack
from assemble_trace.sample.seed import make
from assemble_trace.service import Service
from tests.benchmarks.figures import Figure, Shard

CELLS = ("total-bathrooms", "random-noise")


def measure(small: bool) -> list[Figure]:
    """Submit, and pack what was recorded."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        try:
            sizes = asyncio.run(_sizes(data, Path(folder, "demo"), CELLS[:1] if small else CELLS))
        finally:
            practice_forge.stop(data / "forge")
    how = "the larger one of an accepted and a rejected submission to the sample project"
    return [Figure("a usual bundle", 60, True, "kB", max(sizes) / 1000, how)]


async def _sizes(data: Path, demo: Path, cells: tuple[str, ...]) -> list[int]:
    notebook = await make(data, demo, sys.executable, lambda said: None)
    service = Service(data)
    try:
        sizes = []
        for cell in cells:
            view, _ = await service.plan(request(notebook, cell), notebook)
            await service.start(view.trace.id)
            await service.finished(view.trace.id)
            sizes.append(len(pack(service.store, view.trace.id)))
        return sizes
    finally:
        await service.close()


BUNDLE = Shard("bundle", measure)
