"""Secrets die here: known tokens by value first, then everything that looks like one."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Iterator
from urllib.parse import quote

MASK = "[redacted]"
#: Bodies in records are cut to this many characters.
SHORTENED = 2000

#: Known prefixes of GitHub's tokens. No upper length: new ones are over 500 characters.
#: Each pattern stands beside a piece of text (in lower case) without which it finds nothing.
_PATTERNS = (
    ("_", re.compile(r"(?:gh[pousr]_|github_pat_|atf_)[A-Za-z0-9._-]{16,}")),
    (
        "authorization",
        re.compile(r"(?i)(authorization\W{1,4}(?:bearer|basic|token)\s+)[A-Za-z0-9._~+/=-]{8,}"),
    ),
    ("://", re.compile(r"(?i)(https?://[^\s/@:]*:)[^\s/@]+(?=@)")),
)
#: Nothing shorter than this holds a secret: neither a known one nor one that looks like one.
_SHORTEST = 8

#: Every form of every known token, the longest first.
_known: tuple[str, ...] = ()


def register(token: str) -> None:
    """Remember a token, so that it is masked in whatever form it turns up."""
    global _known
    if len(token) >= _SHORTEST:
        _known = tuple(sorted({*_known, *_forms(token)}, key=len, reverse=True))


def _forms(token: str) -> Iterator[str]:
    yield token
    for safe in ("", "/"):
        yield quote(token, safe=safe)
    escaped = json.dumps(token)[1:-1]
    yield from (escaped, escaped.replace("/", "\\/"), json.dumps(escaped)[1:-1])
    for user in ("x-access-token", "git", ""):
        yield base64.b64encode(f"{user}:{token}".encode()).decode().rstrip("=")
    yield base64.b64encode(token.encode()).decode().rstrip("=")
    # whatever stands before it, such as another user's name: three bytes make four letters
    for before in range(3):
        encoded = base64.b64encode(b" " * before + token.encode()).decode()
        whole = (before + len(token)) // 3 * 4
        inner = encoded[4 if before else 0 : whole]
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def redact(text: str) -> str:
    """Return ``text`` without any known token and without anything shaped like one."""
    if len(text) < _SHORTEST:
        return text
    for form in _known:
        if form in text:
            text = text.replace(form, MASK)
    lower = text.lower()
    for piece, pattern in _PATTERNS:
        if piece in lower:
            text = pattern.sub(_keep_lead, text)
    return text


def shortened(text: str) -> str:
    """Return ``text`` redacted and then cut, with a mark that says how much is left out."""
    text = redact(text)
    if len(text) <= SHORTENED:
        return text
    return f"{text[:SHORTENED]}… ({len(text) - SHORTENED:,} more characters)"


def _keep_lead(found: re.Match[str]) -> str:
    return (found.group(1) if found.re.groups else "") + MASK


def redact_value(value: object) -> object:
    """Redact every string of a JSON value, keys included."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {redact(str(key)): redact_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact_value(item) for item in value]
    return value


class RedactingFilter(logging.Filter):
    """A log filter: the message, its arguments and its traceback lose their secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True
