"""The forge's process: one a directory, on a port that stays."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import logging
import os
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, NoReturn

import psutil
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from assemble_trace import sandbox
from assemble_trace.errors import TraceError
from assemble_trace.models import ForgeStatus
from assemble_trace.redact import RedactingFilter

from .forge import Forge
from .process import ALREADY_RUNNING, PORT_TAKEN, lock_file, port_file, status_file
from .server import MAX_BODY, VERSION, State, application
from .settings import Settings, load, write_atomically

log = logging.getLogger(__name__)

_HOST = "127.0.0.1"


class Server:
    """The forge's HTTP server in the running event loop. ``port`` 0 takes any free one."""

    def __init__(self, forge: Forge, *, port: int = 0) -> None:
        self.forge = forge
        self.state = State(forge, instance=uuid.uuid4().hex)
        sockets = bind_sockets(port, _HOST)
        self.port: int = sockets[0].getsockname()[1]
        self.url = f"http://{_HOST}:{self.port}"
        self._http = HTTPServer(application(self.state), max_buffer_size=MAX_BODY + 1024**2)
        self._http.add_sockets(sockets)
        forge.start()

    async def stop(self) -> None:
        """Answer what was asked, then stop."""
        self._http.stop()
        await self._http.close_all_connections()
        self.forge.close()
        self.state.pool.shutdown(wait=False)

    def idle_seconds(self) -> float:
        """How long nobody has asked anything while nothing was to be done."""
        if self.forge.queue.busy():
            self.state.last_request = time.monotonic()
        return time.monotonic() - self.state.last_request


def main(
    directory: Path,
    *,
    port: int | None = None,
    evaluation: Path | None = None,
    say: Callable[[str], None] | None = None,
) -> NoReturn:
    """Serve a directory until told to stop, or until an idle hour has passed. Ends the process.

    ``say`` is told how contributed code is shut in, as soon as that is found out.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = _lock(directory)
    if held is None:
        sys.exit(ALREADY_RUNNING)
    _log_to(directory / "forge.log")
    try:
        code = asyncio.run(_serve(directory, port, evaluation, say))
    except TraceError as error:
        print(error, file=sys.stderr)
        code = 1
    except Exception:
        log.exception("The forge could not go on.")
        code = 1
    status_file(directory).unlink(missing_ok=True)
    logging.shutdown()
    # Check jobs die with this process; waiting for their threads would only delay that.
    os._exit(code)


async def _serve(
    directory: Path,
    port: int | None,
    evaluation: Path | None,
    say: Callable[[str], None] | None,
) -> int:
    forge = Forge(directory, evaluation=evaluation)
    kept = port_file(directory)
    wanted = port or (int(kept.read_text()) if kept.exists() else 0)
    try:
        server = Server(forge, port=wanted)
    except OSError as error:
        log.error("Port %d cannot be had: %s", wanted, error)
        return PORT_TAKEN if error.errno in (errno.EADDRINUSE, errno.EACCES) else 1
    write_atomically(kept, f"{server.port}\n")
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    write_atomically(status_file(directory), _status(directory, server).model_dump_json(indent=2))
    log.info("Serving %s on %s", directory, server.url)
    # finding it out takes a moment, for which nobody has to wait
    threading.Thread(target=_look, args=(forge.settings, say), daemon=True).start()
    while not stopping.is_set():
        try:
            await asyncio.wait_for(stopping.wait(), timeout=1)
        except TimeoutError:
            if server.idle_seconds() > load(directory).idle_seconds:
                log.info("Nobody needs this forge any more.")
                break
    await server.stop()
    log.info("Stopped.")
    return 0


def _look(settings: Settings, say: Callable[[str], None] | None) -> None:
    """Find out how contributed code is shut in, write it into the log, and say it."""
    try:
        sentence = shut_in(settings)
    except Exception:  # the forge serves all the same; a check will tell
        log.exception("How contributed code is shut in could not be found out.")
        return
    log.info("%s", sentence)
    if say is not None:
        say(sentence)


def shut_in(settings: Settings) -> str:
    """Return in a sentence how a forge with these settings runs contributed code."""
    if settings.dask_scheduler:
        where = settings.dask_scheduler
        return f"Contributed code is run by the cluster at {where}, shut in as its machines can."
    found = sandbox.probe()
    if found.mode == "none" and settings.shared:
        return f"No contributed code is run: this machine cannot shut it in. {found.why}".strip()
    return f"Contributed code is {found.sentence[0].lower()}{found.sentence[1:]}"


def _status(directory: Path, server: Server) -> ForgeStatus:
    return ForgeStatus(
        url=server.url,
        pid=os.getpid(),
        directory=str(directory),
        token_file=str(directory / "tokens"),
        instance=server.state.instance,
        version=VERSION,
        started_at=psutil.Process().create_time(),
        port=server.port,
    )


def _lock(directory: Path) -> IO[bytes] | None:
    """Hold the directory for as long as this process lives; None if another one does."""
    file = lock_file(directory).open("ab")
    for _ in range(20):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except OSError:
            time.sleep(0.05)  # somebody may just be looking whether it is held
    file.close()
    return None


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(RedactingFilter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
