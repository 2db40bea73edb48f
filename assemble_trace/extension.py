"""The Jupyter server extension: REST under ``/assemble``, and the pipelines that it runs."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode

if TYPE_CHECKING:
    from assemble_trace.service import Service

#: Seconds between two looks for what other processes recorded.
WATCH = 1.5


class AssembleTrace(ExtensionApp):  # type: ignore[misc]
    """Serves the panel. Heavy libraries load when handlers are made, not at import."""

    name = "assemble_trace"
    extension_url = "/lab"
    load_other_extensions = True

    store_url = Unicode(
        "",
        config=True,
        help="Database address of the trace store. Empty: SQLite in the Jupyter data directory.",
    )

    _service: Service | None = None
    _watcher: asyncio.Task[None] | None = None

    def initialize_settings(self) -> None:
        """Open the store and wire the service."""
        from assemble_trace.events import publisher
        from assemble_trace.redact import RedactingFilter
        from assemble_trace.service import Service

        for log in (self.log, *self.log.handlers):
            log.addFilter(RedactingFilter())
        data = Path(jupyter_data_dir()) / "assemble-trace"
        publish = publisher(self.serverapp.event_logger)
        self._service = Service(data, publish, store_url=self.store_url, environment=os.environ)
        self.settings["assemble_trace_service"] = self._service

    def initialize_handlers(self) -> None:
        """Add the routes."""
        from assemble_trace.handlers import ROUTES

        self.handlers.extend(ROUTES)

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Warm the lint worker and watch for other processes' records."""
        if self._service:
            self._watcher = asyncio.create_task(self._watch(self._service))

    async def _watch(self, service: Service) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await service.linter.warm()
            while True:
                try:
                    await service.watch(WATCH)
                except Exception:
                    self.log.exception("Watching the trace store failed; trying again")
                    await asyncio.sleep(WATCH)

    async def stop_extension(self) -> None:
        """Let go: running submissions become interrupted, a wait for CI is left to the next."""
        if self._watcher:
            self._watcher.cancel()
        if self._service:
            await self._service.close()


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "assemble_trace.extension", "app": AssembleTrace}]


_load_jupyter_server_extension = AssembleTrace.load_classic_server_extension
