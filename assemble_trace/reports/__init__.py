"""The evaluation's report as the rest of the package reads it."""

from .logs import JobLog, from_logs
from .merging import merged
from .names import NAMES, stage_named
from .reading import VERSION, from_json, from_text
from .report import Report

__all__ = [
    "NAMES", "VERSION", "JobLog", "Report", "from_json", "from_logs", "from_text", "merged",
    "stage_named",
]  # fmt: skip
