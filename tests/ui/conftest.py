"""A real Lab under a prefix, as on a hub, and a real Chromium that reaches nothing else."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.conftest import Practice
from tests.ui.pages import Lab

PREFIX = "/user/x/"
TOKEN = "a-token-for-tests"
#: How long to wait for what should be seen, in milliseconds: the machine may be busy with others.
expect.set_options(timeout=15_000)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@dataclass
class Server:
    """A Jupyter server that was started as a person starts it, and what it says."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    base: str = field(init=False)

    def __post_init__(self) -> None:
        self.base = f"http://127.0.0.1:{self.port}{PREFIX}"

    def kill(self) -> None:
        """End it as a crash does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as a person does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """No loop of ours: the servers are processes of their own, and Playwright has its own."""


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> None:
    """Nothing to clean up in this process."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; while it is open, no other event loop can run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """A function that runs a command of ours that opens Lab, under the prefix."""
    servers: list[Server] = []

    def start(practice: Practice, *command: str, cwd: Path | None = None) -> Server:
        config = tmp_path / f"config-{len(servers)}"
        config.mkdir()
        settings = {
            "ServerApp": {"base_url": PREFIX, "ip": "127.0.0.1"},
            "IdentityProvider": {"token": TOKEN},
        }
        (config / "jupyter_server_config.json").write_text(json.dumps(settings))
        port = free_port()
        log = tmp_path / f"server-{len(servers)}.log"
        environment = practice.environment | {"JUPYTER_CONFIG_DIR": str(config)}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*(command or (sys.executable, "-m", "assemble_trace.cli", "demo")),
                 "--no-browser", "--port", str(port)],
                env=environment, stdout=out, stderr=out, start_new_session=True, cwd=cwd,
            )  # fmt: skip
        server = Server(port, process, log)
        servers.append(server)
        wait_for(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[Server], Page]]:
    """A function that opens a page which reaches the Lab server and nothing else."""
    contexts = []

    def open_page(server: Server) -> Page:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        contexts.append(context)

        def gate(route: Route) -> None:
            if route.request.url.startswith((f"http://127.0.0.1:{server.port}/", "data:", "blob:")):
                route.continue_()
            else:
                route.abort()

        context.route("**/*", gate)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def lab(page: Page, server: Server) -> Lab:
    """Return Lab in a page."""
    return Lab(page=page, base=server.base, token=TOKEN)


def picture(page: Page, name: str) -> None:
    """Take a screenshot for the docs, where a run is asked for them: SCREENSHOTS=docs/images."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.mouse.move(700, 5)
        page.screenshot(path=Path(folder, f"{name}.png"))


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: Server) -> None:
    """Wait until the server answers, or show what it said."""
    for _ in range(600):
        if server.process.poll() is not None:
            break
        try:
            urlopen(f"{server.base}api/status?token={TOKEN}").read()
            return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(server.log.read_text())
