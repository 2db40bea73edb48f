"""One of several servers on one data directory: submits features, ten at a time.

Run as ``python -m tests.journeys.many DATA API FILE FIRST LAST AT_ONCE``; the token is in
the environment.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from assemble_trace.models import Cell, PlanRequest
from assemble_trace.service import Service
from assemble_trace.steps import Patience


async def main(data: str, api: str, file: str, first: str, last: str, at_once: str) -> None:
    """Submit the features numbered from ``first`` to ``last``."""
    service = Service(Path(data), patience=Patience(poll=0.5, appear=0, finish=20, follow=0))
    service.keys.sign_in(os.environ["GITHUB_TOKEN"], api)
    turn = asyncio.Semaphore(int(at_once))

    async def one(number: int) -> None:
        code = f"from ballet import Feature\n\nf{number} = Feature('x', None)\n"
        cells = [Cell(id="a", index=0, source=code)]
        async with turn:
            request = PlanRequest(path=f"{number}.py", cells=cells)
            view, _ = await service.plan(request, Path(file))
            await service.start(view.trace.id)
            await service.runner.wait(view.trace.id)

    await asyncio.gather(*(one(number) for number in range(int(first), int(last) + 1)))
    await service.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
