"""How long a submission holds the server's event loop, at the worst."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from pathlib import Path

from assemble_trace import practice_forge
from assemble_trace.service import Service
from tests.benchmarks.figures import Figure, Shard
from tests.benchmarks.places import make

#: A cell of 99 kB: every line is code that black has to look at.
LARGE = "from ballet import Feature\n\nlarge = Feature('x', None)\n" + "".join(
    f"table_{number} = [{number},{number}+1,'{number:060d}']\n" for number in range(1300)
)


def measure(small: bool) -> list[Figure]:
    """Submit a 99 kB cell while a heartbeat looks at the loop."""
    gc.collect()
    gc.freeze()  # what other measurements have loaded is nothing that a server would look through
    source = LARGE[:20_000].rpartition("\n")[0] if small else LARGE[:99_000].rpartition("\n")[0]
    with tempfile.TemporaryDirectory() as folder:
        place = make(Path(folder), 1)
        try:
            worst = asyncio.run(_worst(place.data, place.request(0, source + "\n"), place.file))
        finally:
            practice_forge.stop(place.data / "forge")
    size = len(source) // 1000
    return [
        Figure(
            "the event loop, blocked by a submission", 50, True, "ms", worst * 1000,
            f"longest gap of a 1 ms heartbeat while a {size} kB cell is submitted",
        )
    ]  # fmt: skip


async def _worst(data: Path, request: object, file: Path) -> float:
    service = Service(data)
    await service.linter.warm()
    worst = 0.0

    async def beat() -> None:
        nonlocal worst
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, time.perf_counter() - begun - 0.001)

    heart = asyncio.create_task(beat())
    try:
        view, _ = await service.plan(request, file)  # type: ignore[arg-type]
        await service.start(view.trace.id)
        await service.runner.wait(view.trace.id)
    finally:
        heart.cancel()
        await service.close()
    return worst


LOOP = Shard("loop", measure)
