"""The evaluation's report as the rest of the package reads it."""

from .reading import VERSION, from_text
from .report import Report

__all__ = ["VERSION", "Report", "from_text"]
