"""The process that looks at code: black holds the interpreter, so it gets one of its own."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process

from assemble_trace.errors import TraceError
from assemble_trace.linting.words import (
    LARGEST,
    LARGEST_NOTEBOOK,
    Finding,
    LintRequest,
    SliceAnswer,
)
from assemble_trace.models import Model, SliceRequest, SliceView

#: Seconds that one look may take, and that the worker may take to start.
LIMIT = 20.0
#: The longest answer, in bytes: each line of a slice comes with where it came from.
_LINE = 64 * LARGEST_NOTEBOOK


class Linter:
    """Looks at cells in one worker process, started when needed and kept warm.

    Belongs to the event loop that first uses it.
    """

    def __init__(self) -> None:
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def warm(self) -> None:
        """Start the worker, so that the first look is quick."""
        async with self._turn:
            await self._ready()

    async def look(self, request: LintRequest) -> Finding:
        """Return what there is to say about a cell.

        Raises `TraceError` ``cell_too_large`` or ``lint_timeout``.
        """
        size = len(request.source.encode("utf-8", "replace"))
        if size > LARGEST:
            raise TraceError(
                "cell_too_large",
                f"The cell holds {size // 1000} kB of code; at most {LARGEST // 1000} kB are"
                " accepted.",
                advice="Keep only the feature in the cell; read data from the project instead.",
            )
        line = await self._ask(
            "look",
            request,
            TraceError(
                "lint_timeout",
                f"Looking at the cell took longer than {LIMIT:.0f} seconds, or failed.",
                advice="Make the cell simpler or shorter, then press Submit again.",
            ),
        )
        return Finding.model_validate_json(line)

    async def slice(self, request: SliceRequest) -> SliceView:
        """Return cells with the code of other cells that they need, in execution order.

        Raises `TraceError` ``notebook_too_large``, ``slice_failed``, or what `slices.cut` raises.
        """
        cells = [*request.cells, *request.others]
        size = sum(len(cell.source.encode("utf-8", "replace")) for cell in cells)
        if size > LARGEST_NOTEBOOK:
            raise TraceError(
                "notebook_too_large",
                f"The notebook holds {size // 1000} kB of code; a slice is made of at most"
                f" {LARGEST_NOTEBOOK // 1000} kB.",
                advice="Copy what the feature needs into its cell by hand.",
            )
        line = await self._ask(
            "slice",
            request,
            TraceError(
                "slice_failed",
                f"Gathering what the cell needs took longer than {LIMIT:.0f} seconds, or failed.",
                advice="Copy what the feature needs into its cell by hand.",
            ),
        )
        answer = SliceAnswer.model_validate_json(line)
        if answer.error:
            problem = answer.error
            raise TraceError(
                problem.code, problem.message, advice=problem.advice, details=problem.details
            )
        assert answer.view
        return answer.view

    async def _ask(self, word: str, question: Model, otherwise: TraceError) -> bytes:
        """Send a question to the worker and return its answer. Raises ``otherwise`` for none."""
        async with self._turn:
            process = await self._ready()
            assert process.stdin and process.stdout
            try:
                process.stdin.write(f"{word} {question.model_dump_json()}\n".encode())
                line = await asyncio.wait_for(process.stdout.readline(), LIMIT)
            except (TimeoutError, ConnectionError, ValueError):
                line = b""
            except asyncio.CancelledError:
                await self._end()
                raise
            if not line:
                await self._end()
                raise otherwise
        return line

    async def close(self) -> None:
        """End the worker."""
        async with self._turn:
            await self._end()

    async def _ready(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "assemble_trace.linting", stdin=PIPE, stdout=PIPE,
                limit=_LINE, start_new_session=True,
            )  # fmt: skip
            assert self._process.stdout
            await asyncio.wait_for(self._process.stdout.readline(), LIMIT)
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process and process.returncode is None:
            process.kill()
            await process.wait()
