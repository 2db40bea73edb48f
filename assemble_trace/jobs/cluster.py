"""An executor on a Dask cluster, for when one machine is too small.

A task whose worker dies runs again on another worker, so what is handed over must do no harm
when it is done twice. ``distributed`` is an extra: it is imported when a cluster is named.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from assemble_trace.errors import TraceError

from .runner import LostTooOften, Unreachable

log = logging.getLogger(__name__)

#: Seconds that a scheduler has to answer.
_PATIENCE = 3


class Cluster(Executor):
    """Runs calls on the workers of the Dask scheduler at ``address``.

    The connection is made when it is first needed, and made anew when it was lost.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError as error:
            raise TraceError(
                "dask_missing",
                "A Dask cluster was named, and Dask is not installed here.",
                advice="Install it with: pip install 'assemble-trace[dask]'",
            ) from error
        self._dask = distributed
        self._address = address
        self._lock = threading.Lock()
        self._client: Any = None
        self._executor: Any = None

    def slots(self) -> int:
        """How many calls the workers can run at once. Raises `Unreachable` if there is none."""
        client = self._connected()
        try:
            slots = sum(int(one) for one in client.nthreads().values())
        except Exception as error:
            raise self._lost() from error
        if not slots:
            raise Unreachable(f"No worker has joined the cluster at {self._address} yet.")
        return slots

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a call on some worker. Raises `Unreachable` if the scheduler does not answer."""
        self._connected()
        try:
            found: Future[Any] = self._executor.submit(call, *args, **kwargs)
        except Exception as error:
            raise self._lost() from error
        told: Future[Any] = Future()
        found.add_done_callback(lambda over: self._tell(told, over))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the cluster go; what runs there is forgotten."""
        with self._lock:
            self._close()

    def _connected(self) -> Any:
        with self._lock:
            if self._client is not None and self._client.status != "running":
                self._close()
            if self._client is None:
                try:
                    self._client = self._dask.Client(
                        self._address, timeout=_PATIENCE, set_as_default=False
                    )
                except Exception as error:
                    raise self._unreachable() from error
                self._executor = self._client.get_executor(pure=False)
            return self._client

    def _lost(self) -> Unreachable:
        with self._lock:
            self._close()
        return self._unreachable()

    def _unreachable(self) -> Unreachable:
        return Unreachable(f"The Dask scheduler at {self._address} cannot be reached.")

    def _close(self) -> None:
        client, self._client, self._executor = self._client, None, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close(timeout=_PATIENCE)

    def _tell(self, told: Future[Any], over: Future[Any]) -> None:
        """Hand on what became of a call, in words that know nothing of Dask."""
        if over.cancelled():
            told.cancel()
            return
        error = over.exception()
        if isinstance(error, self._dask.KilledWorker):
            told.set_exception(LostTooOften("each worker that ran it died"))
        elif error is not None:
            told.set_exception(error)
        else:
            told.set_result(over.result())
