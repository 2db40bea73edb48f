"""Values of a report that somebody else wrote, and how figures of it are said."""

from __future__ import annotations

import json
import math
from typing import Any

Loose = dict[str, Any]

#: Beyond this a number is no measurement, and would leave any picture.
MOST = 1e15


def from_fence(text: str | None) -> Loose | None:
    """The report in a check run's text, if one can be read."""
    body = (text or "").strip().removeprefix("```json").removesuffix("```")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def record(value: object) -> Loose:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Loose]:
    """The objects in a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts in a list."""
    return [one for one in value if text(one)] if isinstance(value, list) else []


def text(value: object) -> str:
    """A text, or an empty one."""
    return value if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """A number that can be drawn, or none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= MOST:
        return None
    return float(value)


def numbers(value: object) -> list[float]:
    """The numbers in a list."""
    found = [number(one) for one in value] if isinstance(value, list) else []
    return [one for one in found if one is not None]


def figure(value: float) -> str:
    """A measured number with as many digits as it deserves."""
    if value == round(value):
        return amount(value, 1)
    if abs(value) >= 1000:
        return amount(value, 10.0 ** (math.floor(math.log10(abs(value))) - 3))
    return f"{'−' if value < 0 else ''}{abs(value):.4g}"


def amount(value: float, step: float) -> str:
    """A number with its thousands, rounded to a step such as 10 or 0.01."""
    digits = max(0, -math.floor(math.log10(step)))
    rounded = round(value / step) * step
    return f"{rounded + 0.0:,.{digits}f}".replace("-", "−")


def step_of(uncertainty: float) -> float:
    """The step to which a number deserves to be told if it may be wrong by so much."""
    if not uncertainty > 0:
        return 1e-4
    return float(10 ** (math.floor(math.log10(uncertainty)) - 1))


def shown(value: object) -> str:
    """A value of a report in a line."""
    known = number(value)
    if known is not None and not isinstance(value, bool):
        return figure(known)
    line = value if isinstance(value, str) else json.dumps(value)
    return line if len(line) <= 300 else line[:299] + "…"
