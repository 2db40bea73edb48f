"""A fault proxy: a small HTTP server between a client and a forge that breaks what it is told to.

What it passes on is untouched: the forge behind it is the real one.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

_HOP = {"content-length", "transfer-encoding", "connection", "keep-alive", "date"}


@dataclass
class Fault:
    """One thing to go wrong, ``times`` times (-1: always).

    ``before``: the forge never hears of the request. ``after``: the forge does what it is
    asked, and its answer is lost. ``hold``: the answer waits until `release`.
    """

    method: str
    path: re.Pattern[str]
    when: Literal["before", "after", "hold"]
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str = "{}"
    times: int = 1
    happened: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        """Let the held answer go."""
        self.released.set()


@dataclass(frozen=True)
class Seen:
    """A request that reached the proxy, and the status that the client got (0: none)."""

    method: str
    path: str
    headers: HTTPHeaders
    status: int
    body: bytes


class FaultProxy:
    """Forwards to ``target``; see `lose`, `refuse` and `hold`. ``url`` is its own address."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self.url = ""

    def lose(self, method: str, path: str, *, status: int | None = None, times: int = 1) -> Fault:
        """Let the forge act, then lose its answer: a reset, or ``status`` in its place."""
        return self._add(Fault(method, re.compile(path), "after", status, times=times))

    def refuse(
        self,
        method: str,
        path: str,
        status: int | None = None,
        *,
        headers: dict[str, str] | None = None,
        body: str = "{}",
        times: int = 1,
    ) -> Fault:
        """Answer in the forge's place: a reset, or ``status``."""
        return self._add(
            Fault(method, re.compile(path), "before", status, headers or {}, body, times)
        )

    def hold(self, method: str, path: str) -> Fault:
        """Let the forge act, and keep its answer back."""
        return self._add(Fault(method, re.compile(path), "hold"))

    def heal(self) -> None:
        """Break nothing any more."""
        for fault in self.faults:
            fault.release()
        self.faults.clear()

    def count(self, method: str, path: str) -> int:
        """Return how many requests of a kind arrived."""
        return sum(one.method == method and bool(re.search(path, one.path)) for one in self.seen)

    def _add(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that a request meets, and use it up."""
        for fault in self.faults:
            if fault.times and fault.method == method and fault.path.search(path):
                fault.times -= 1
                return fault
        return None


class _Handler(RequestHandler):
    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")
    proxy: FaultProxy

    def initialize(self, proxy: FaultProxy) -> None:
        self.proxy = proxy

    async def get(self) -> None:
        method, path = self.request.method or "", self.request.uri or ""
        fault = self.proxy.take(method, path)
        if fault and fault.when == "before":
            self._break(fault)
            return
        answer = await self._forward()
        if fault and fault.when == "after":
            self._break(fault)
            return
        if fault:
            fault.happened.set()
            await asyncio.to_thread(fault.released.wait, 60)
        self._note(answer.code)
        self.set_status(answer.code, answer.reason)
        self.clear_header("Content-Type")
        for name, value in answer.headers.get_all():
            if name.lower() not in _HOP:
                self.add_header(name, value)
        if answer.body and answer.code not in (204, 304):
            self.write(answer.body)
        self.finish()

    post = put = patch = delete = head = get

    def compute_etag(self) -> str | None:
        return None

    async def _forward(self) -> HTTPResponse:
        request = self.request
        headers = HTTPHeaders(
            (name, value) for name, value in request.headers.get_all() if name.lower() not in _HOP
        )
        return await AsyncHTTPClient(force_instance=True).fetch(
            HTTPRequest(
                f"{self.proxy.target}{request.uri}",
                method=request.method or "GET",
                headers=headers,
                body=request.body or (b"" if request.method in ("POST", "PUT", "PATCH") else None),
                follow_redirects=False,
                decompress_response=False,
                allow_nonstandard_methods=True,
                request_timeout=120,
            ),
            raise_error=False,
        )

    def _break(self, fault: Fault) -> None:
        self._note(fault.status or 0)
        fault.happened.set()
        if fault.status is None:
            stream = self.detach()
            now = struct.pack("ii", 1, 0)
            stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
            stream.close()
            return
        self.set_status(fault.status)
        self.set_header("Content-Type", "application/json")
        for name, value in fault.headers.items():
            self.set_header(name, value)
        self.finish(fault.body)

    def _note(self, status: int) -> None:
        request = self.request
        self.proxy.seen.append(
            Seen(request.method or "", request.uri or "", request.headers, status, request.body)
        )


@contextmanager
def proxying(target: str) -> Iterator[FaultProxy]:
    """Serve a fault proxy for a forge's address from a thread of this process."""
    proxy = FaultProxy(target)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> HTTPServer:
        sockets = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([(r".*", _Handler, {"proxy": proxy})]))
        server.add_sockets(sockets)
        proxy.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        return server

    async def stop(server: HTTPServer) -> None:
        server.stop()
        await server.close_all_connections()

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield proxy
    finally:
        proxy.heal()
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
