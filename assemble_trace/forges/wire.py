"""One observed HTTP connection for PyGithub: timed, counted, with conditional requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import requests
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass

from assemble_trace.models import Request
from assemble_trace.redact import redact

#: Bodies in records are cut to this many characters.
SHORTENED = 2000
Observe = Callable[[Request], None]


class Answer:
    """An HTTP answer in the shape that PyGithub reads."""

    def __init__(self, status: int, headers: Any, text: str) -> None:
        self.status = status
        self.headers = headers
        self.text = text

    def getheaders(self) -> Any:
        """Return the headers as pairs."""
        return self.headers.items()

    def read(self) -> str:
        """Return the body."""
        return self.text


class Wire:
    """What the connections of one client share: the observer and the remembered ETags."""

    def __init__(self, observe: Observe) -> None:
        self.observe = observe
        self.remembered: dict[str, tuple[str, Answer]] = {}

    def classes(self) -> tuple[type, type]:
        """Return connection classes for http and https that report to this wire."""
        return (
            type("ObservedHTTP", (_Observed, HTTPRequestsConnectionClass), {"wire": self}),
            type("ObservedHTTPS", (_Observed, HTTPSRequestsConnectionClass), {"wire": self}),
        )


class _Observed:
    """Mixed into PyGithub's connections: sends, and says what was sent."""

    wire: Wire
    session: requests.Session
    verb: str
    url: str
    input: Any
    headers: dict[str, str]
    protocol: str
    host: str
    port: int
    timeout: int
    verify: bool | str

    def getresponse(self) -> Answer:
        """Send the request. A 304 gives the answer that is remembered, and costs no limit."""
        remembered = self.wire.remembered.get(self.url) if self.verb == "GET" else None
        headers = dict(self.headers)
        if remembered:
            headers["If-None-Match"] = remembered[0]
        at, begun = datetime.now(UTC), time.perf_counter()
        status: int | None = None
        received = ""
        answer_headers: Mapping[str, str] = {}
        try:
            answer = self.session.request(
                self.verb,
                f"{self.protocol}://{self.host}:{self.port}{self.url}",
                headers=headers,
                data=self.input,
                timeout=self.timeout,
                verify=self.verify,
                allow_redirects=False,
            )
            status, received, answer_headers = answer.status_code, answer.text, answer.headers
        finally:
            self._tell(at, begun, status, received, answer_headers)
        if status == 304 and remembered:
            return remembered[1]
        result = Answer(status, answer_headers, received)
        tag = answer_headers.get("ETag")
        if self.verb == "GET" and status == 200 and tag:
            self.wire.remembered[self.url] = (tag, result)
        return result

    def _tell(
        self,
        at: datetime,
        begun: float,
        status: int | None,
        received: str,
        headers: Mapping[str, str],
    ) -> None:
        sent = self.input if isinstance(self.input, str) else None
        left = headers.get("X-RateLimit-Remaining", "")
        self.wire.observe(
            Request(
                kind="rest",
                method=self.verb,
                path=self.url,
                status=status,
                milliseconds=round((time.perf_counter() - begun) * 1000, 1),
                at=at,
                changes=self.verb not in {"GET", "HEAD"},
                request_id=headers.get("X-GitHub-Request-Id"),
                rate_limit_left=int(left) if left.isdigit() else None,
                sent=_short(sent),
                received=_short(received),
                bytes_sent=len(sent or ""),
                bytes_received=len(received),
            )
        )


def _short(text: str | None) -> str | None:
    if text is None:
        return None
    text = redact(text)
    return text if len(text) <= SHORTENED else text[:SHORTENED] + "…"
