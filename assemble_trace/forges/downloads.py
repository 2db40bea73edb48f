"""Fetches what a forge keeps elsewhere: it answers with a link that is good for a minute.

The link itself is a key, so it is kept nowhere; and it leads to another host, so the token does not
go there.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import requests

from assemble_trace.errors import TraceError
from assemble_trace.forges.problems import unreachable
from assemble_trace.forges.wire import Observe
from assemble_trace.models import Request

#: Longest that one download may take (seconds).
SECONDS = 60.0
_HERE = {"127.0.0.1", "localhost", "::1"}


def fetch(link: str, api: str, limit: int, observe: Observe) -> tuple[bytes, bool]:
    """Return what is at a link, at most ``limit`` bytes of it, and whether that is all.

    ``api`` is the address of the forge that gave the link. Raises `TraceError`.
    """
    where = urlsplit(link)
    here = where.hostname in _HERE and urlsplit(api).hostname in _HERE
    secure = where.scheme == "https" or (here and where.scheme == "http")
    if where.username is not None or not secure:
        raise _odd(api)
    told = Request(
        kind="rest",
        method="GET",
        path=f"{where.scheme}://{where.hostname}/…",
        status=None,
        milliseconds=0,
        at=datetime.now(UTC),
        changes=False,
    )
    observe(told)
    begun = time.perf_counter()
    try:
        with requests.Session() as session:
            session.auth = lambda request: request  # else a line of ~/.netrc adds a password
            if here:
                session.trust_env = False
            with session.get(
                link,
                headers={"Accept-Encoding": "identity"},
                stream=True,
                timeout=30,
                allow_redirects=False,
            ) as answer:
                told.status = answer.status_code
                if answer.status_code != 200:
                    raise _odd(api)
                data = bytearray()
                for chunk in answer.iter_content(65_536):
                    data += chunk
                    if len(data) > limit or time.perf_counter() - begun > SECONDS:
                        break
                told.bytes_received = len(data)
                whole = len(data) <= limit and time.perf_counter() - begun <= SECONDS
                return bytes(data[:limit]), whole
    except requests.exceptions.RequestException as problem:
        raise unreachable(f"{where.scheme}://{where.hostname}") from problem
    finally:
        told.milliseconds = round((time.perf_counter() - begun) * 1000, 1)


def _odd(api: str) -> TraceError:
    return TraceError(
        "forge_misunderstood",
        f"The forge at {api} gave a link that was not followed, or that led nowhere.",
        advice="Wait a little, then look at the submission again.",
    )
