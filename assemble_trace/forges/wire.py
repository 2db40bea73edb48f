"""One observed HTTP connection for PyGithub: timed, counted, with conditional requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import requests
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass

from assemble_trace.models import Request
from assemble_trace.redact import shortened

#: Hears of each request once, before it is sent. Its answer is filled in when it comes.
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
    protocol: str
    host: str
    port: int
    timeout: int
    verify: bool | str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # PyGithub shares one connection between all threads, and says in two calls what to
        # send: each thread must find its own request.
        self._asked = threading.local()
        self.session.auth = _as_it_is  # else a line of ~/.netrc takes the token's place
        if self.host in {"127.0.0.1", "localhost"}:
            self.session.trust_env = False  # a proxy for the world does not reach this machine

    def request(
        self, verb: str, url: str, input: Any, headers: dict[str, str], *_: Any, **__: Any
    ) -> None:
        """Take note of what to send. What newer versions of PyGithub add is for downloads."""
        self._asked.now = (verb, url, input, headers)

    def getresponse(self) -> Answer:
        """Send the request. A 304 gives the answer that is remembered, and costs no limit."""
        verb, url, sent, wanted = self._asked.now
        remembered = self.wire.remembered.get(url) if verb == "GET" else None
        headers = dict(wanted)
        if remembered:
            headers["If-None-Match"] = remembered[0]
        text = sent if isinstance(sent, str) else None
        told = Request(
            kind="rest",
            method=verb,
            path=url,
            status=None,
            milliseconds=0,
            at=datetime.now(UTC),
            changes=verb not in {"GET", "HEAD"},
            sent=shortened(text) if text else None,
            bytes_sent=len((text or "").encode()),
        )
        self.wire.observe(told)
        begun = time.perf_counter()
        try:
            answer = self.session.request(
                verb,
                f"{self.protocol}://{self.host}:{self.port}{url}",
                headers=headers,
                data=sent,
                timeout=self.timeout,
                verify=self.verify,
                allow_redirects=False,
            )
        finally:
            told.milliseconds = round((time.perf_counter() - begun) * 1000, 1)
        status, received, answer_headers = answer.status_code, answer.text, answer.headers
        left = answer_headers.get("X-RateLimit-Remaining", "")
        told.status, told.request_id = status, answer_headers.get("X-GitHub-Request-Id")
        told.rate_limit_left = int(left) if left.isdigit() else None
        # the body of a redirect may repeat the link, which is a key
        told.received = None if 300 < status < 304 else shortened(received)
        told.bytes_received = len(answer.content)
        if status == 304 and remembered:
            return remembered[1]
        result = Answer(status, answer_headers, received)
        tag = answer_headers.get("ETag")
        if verb == "GET" and status == 200 and tag:
            self.wire.remembered[url] = (tag, result)
        return result


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
