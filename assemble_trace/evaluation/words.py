"""How numbers are said in sentences."""

from __future__ import annotations

import math


def amount(value: float) -> str:
    """A number with as many digits as a person needs: 31,200; 458; 12.3; 0.0412."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if abs(value) >= 100:
        return f"{value:,.0f}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(digits, 12)}f}"


def percent(share: float) -> str:
    """A share as a percentage: 34%; 4.1%; 0.05%."""
    value = 100 * share
    if abs(value) >= 10 or value == 0:
        return f"{value:.0f}%"
    return f"{value:.1f}%" if abs(value) >= 1 else f"{value:.2g}%"
