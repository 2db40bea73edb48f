"""docs/rest.md names each route of the extension, and none that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

from assemble_trace import models
from assemble_trace.events import SCHEMA_ID
from assemble_trace.handlers import ROUTES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rest.md").read_text(encoding="utf-8")
#: How the page writes what a route's pattern leaves open.
OPEN = {
    "([0-9a-z-]{1,64})": "{id}",
    "(steps|errors|glossary|checks)": "{kind}",
    "([A-Za-z_-]+)": "{name}",
    "([A-Za-z]+)": "{name}",
    "([a-z_]{1,32})": "{step}",
    "(.*)": "{path}",
}


def test_each_route_has_its_row() -> None:
    served = set()
    for pattern, handler in ROUTES:
        for old, new in OPEN.items():
            pattern = pattern.replace(old, new)
        methods = [name for name in ("get", "post", "put", "delete") if name in vars(handler)]
        served |= {f"{method.upper()} {pattern.lstrip('/')}" for method in methods}
    told = set(re.findall(r"^\| `([A-Z]+ [^`]+)` \|", PAGE, flags=re.MULTILINE))
    assert told == served


def test_each_record_that_is_named_exists() -> None:
    named = set(re.findall(r"`([A-Z][a-z]+[A-Z]?[A-Za-z]*)`", PAGE))
    assert {name for name in named if not hasattr(models, name)} == set()


def test_the_event_is_the_one_that_is_sent() -> None:
    assert f"`{SCHEMA_ID}`" in PAGE
