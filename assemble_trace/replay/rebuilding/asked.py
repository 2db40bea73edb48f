"""Which pull request somebody means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from assemble_trace.auth import Credential, normal_address
from assemble_trace.errors import TraceError

_NAME = r"(?P<repository>[\w.-]{1,100}/[\w.-]{1,100})"
_SHORT = re.compile(rf"{_NAME}#(?P<number>\d{{1,9}})", re.ASCII)
_PATH = re.compile(rf"/{_NAME}/pulls?/(?P<number>\d{{1,9}})(?:/.*)?", re.ASCII)
#: Lab shows the practice forge's pages below this path of its own.
_IN_LAB = "/assemble/forge/"


@dataclass(frozen=True)
class Asked:
    """A pull request, and the REST address of the forge that it is on, where that was said."""

    api: str | None
    repository: str
    number: int


def asked(text: str, practice: Credential | None) -> Asked:
    """Read ``owner/name#number``, or the address of a pull request's page.

    Raises ``pull_request_unclear``, and
    ``address_malformed`` for a site that no token may be sent to.
    """
    text = text.strip()
    if found := _SHORT.fullmatch(text):
        return _asked(None, found)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _unclear(text) from None
    before, in_lab, after = parts.path.partition(_IN_LAB)
    found = _PATH.fullmatch(f"/{after}" if in_lab else before)
    if not found or parts.scheme not in {"http", "https"} or not parts.netloc:
        raise _unclear(text)
    site = f"{parts.scheme}://{parts.netloc}"
    if practice and (in_lab or practice.api.startswith(f"{site}/")):
        return _asked(practice.api, found)
    host = parts.netloc.removeprefix("www.")
    return _asked(normal_address(host if host == "github.com" else site), found)


def _asked(api: str | None, found: re.Match[str]) -> Asked:
    number = int(found["number"])
    if number == 0:
        raise _unclear(found[0])
    return Asked(api, found["repository"], number)


def _unclear(text: str) -> TraceError:
    return TraceError(
        "pull_request_unclear",
        f"{text[:100]!r} does not name a pull request.",
        advice="Write it as owner/name#12, or copy the address of its page.",
    )
