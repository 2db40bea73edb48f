"""Git's traffic over HTTP: told of before it is sent, and what it carried read out of it."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import urllib3

from assemble_trace.errors import TraceError
from assemble_trace.models import Request
from assemble_trace.redact import shortened

#: Hears of each request once, before it is sent. Its answer is filled in when it comes.
Observe = Callable[[Request], None]
#: What git writes for "no commit yet".
NOTHING = "0" * 40


class Observed(urllib3.PoolManager):
    """A pool manager that tells of the git traffic that it carries."""

    def __init__(self, observe: Observe) -> None:
        super().__init__(retries=urllib3.Retry(connect=0, read=0, other=0, redirect=3))
        self._observe = observe
        self._names: dict[str, str] = {}

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Tell of one request, send it, and add what came of it."""
        body = kwargs.get("body")
        if body is not None and not isinstance(body, bytes):
            body = kwargs["body"] = b"".join(body)
        path = "/" + url.partition("://")[2].partition("/")[2]
        told = Request(
            kind="git",
            method=method,
            path=path,
            status=None,
            milliseconds=0,
            at=datetime.now(UTC),
            changes=method == "POST" and path.endswith("git-receive-pack"),
            bytes_sent=len(body or b""),
        )
        if told.changes:
            told.refs, told.objects = pushed(body or b"")
        self._observe(told)
        begun = time.perf_counter()
        kwargs["preload_content"] = True
        try:
            answer = super().request(method, url, *args, **kwargs)
        finally:
            told.milliseconds = round((time.perf_counter() - begun) * 1000, 1)
        told.status, told.bytes_received = answer.status, len(answer.data)
        told.request_id = answer.headers.get("X-GitHub-Request-Id")
        if method == "POST" or answer.status >= 400:
            self._read(told, body or b"", answer)
        if answer.status >= 500:
            # a gateway may say so after the forge did what it was asked
            raise TraceError(
                "forge_failed",
                f"The forge had a problem of its own (status {answer.status}).",
                advice="Nothing is lost. Wait a little, then press Resume.",
            )
        return _Replayed(answer)

    def _read(self, told: Request, body: bytes, answer: Any) -> None:
        """Add what git said, and which references and how many objects a fetch brought."""
        if answer.status >= 400:
            told.received = shortened(answer.data.decode("utf-8", "replace"))
            return
        lines, objects = said(answer.data)
        if b"command=ls-refs" in body:
            pairs = [line.split(" ")[:2] for line in lines if line.count(" ")]
            self._names |= dict(pairs)
        elif not told.changes:
            told.objects = objects
            told.refs = [
                f"{NOTHING} {wanted} {self._names.get(wanted, '')}".rstrip()
                for wanted in wants(body)
            ]
        told.received = shortened("\n".join(lines)) or None


class _Replayed:
    """An answer read once and handed on as a stream, in the shape that dulwich reads."""

    def __init__(self, answer: Any) -> None:
        self._stream = io.BytesIO(answer.data)
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._answer, name)

    def read(self, amt: int | None = None, **_: Any) -> bytes:
        """Return the next bytes of the body."""
        return self._stream.read(-1 if amt is None else amt)


def packets(data: bytes) -> Iterator[bytes]:
    """Yield the pkt-lines of a body until it ends or holds something else, as a pack."""
    place = 0
    while place + 4 <= len(data):
        try:
            length = int(data[place : place + 4], 16)
        except ValueError:
            return
        if length > 4:
            yield data[place + 4 : place + length]
        elif length == 0:
            yield b""
        place += max(length, 4)


def pushed(body: bytes) -> tuple[list[str], int | None]:
    """Return a push's references as ``old new name``, and how many objects its pack holds."""
    refs: list[str] = []
    end = 0
    for packet in packets(body):
        end += 4 + len(packet)
        if not packet:
            break
        refs.append(packet.partition(b"\0")[0].decode("utf-8", "replace").strip())
    return refs, _count(body[end:])


def wants(body: bytes) -> list[str]:
    """Return the commits that a fetch asks for."""
    return [packet.split()[1].decode() for packet in packets(body) if packet.startswith(b"want ")]


def said(answer: bytes) -> tuple[list[str], int | None]:
    """Return the lines of an answer as git prints them, and its pack's number of objects."""
    lines: list[str] = []
    data, remarks = b"", b""
    for packet in packets(answer):
        if packet[:1] == b"\1":
            data = data if _count(data) is not None else data + packet[1:]
        elif packet[:1] in (b"\2", b"\3"):
            remarks += packet[1:]
        elif packet:
            lines.append(packet.decode("utf-8", "replace").strip())
    objects = _count(data)
    if objects is None:  # a push is answered by a report within the report
        lines += [one.decode("utf-8", "replace").strip() for one in packets(data) if one]
    for line in remarks.decode("utf-8", "replace").split("\n"):
        shown = [part.strip() for part in line.split("\r") if part.strip()]
        lines += [f"remote: {shown[-1]}"] if shown else []
    return lines, objects


def _count(pack: bytes) -> int | None:
    """Return the number of objects that a pack's header announces."""
    whole = pack[:4] == b"PACK" and len(pack) >= 12
    return int.from_bytes(pack[8:12], "big") if whole else None
