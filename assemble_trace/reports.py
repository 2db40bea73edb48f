"""The evaluation's report, as it is read out of a check run.

The report is written by the check job's program, in another Python, and travels as JSON in
the ``output.text`` of a check run. What a newer writer adds is ignored; what a report lacks,
because it was shortened or cut off by a crash, has a default.
"""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assemble_trace.errors import TraceError
from assemble_trace.models import Verdict

#: The newest version of the report that can be read.
VERSION = 1

StageKey = Literal["structure", "api", "acceptance", "pruning"]
StageStatus = Literal["success", "failure", "skipped", "error", "neutral"]

_FENCE = re.compile(r"\A\s*```json\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class ReportCheck(_Part):
    """One of Ballet's checks. ``path`` is the file that a structure check looked at."""

    name: str
    passed: bool
    exception: str | None = None
    advice: str | None = None
    description: str = ""
    path: str | None = None


class ReportFeature(_Part):
    """A feature: its name, its file, and whose folder the file is in."""

    name: str
    path: str
    author: str | None = None
    description: str | None = None


class ReportStage(_Part):
    """One of the four stages. ``reason`` is a sentence; ``seconds`` is how long it took.

    ``numbers`` are the accepter's or the pruner's own; ``statistic``, ``threshold``,
    ``margin`` and ``unit`` are among them where they make sense.
    """

    key: StageKey
    status: StageStatus
    seconds: float = 0.0
    reason: str = ""
    ballet_error: str | None = None
    checks: list[ReportCheck] = Field(default_factory=list)
    numbers: dict[str, Any] | None = None
    redundant: list[ReportFeature] = Field(default_factory=list)


class TypicalError(_Part):
    """Median absolute error, before and after a merge, in the target's own unit."""

    before: float
    after: float
    unit: str = ""


class ReportProject(_Part):
    """The project's score before and after a merge, and the features that now stand."""

    metric: str | None = None
    score_before: float | None = None
    score_after: float | None = None
    higher_is_better: bool = False
    typical_error: TypicalError | None = None
    features: list[ReportFeature] = Field(default_factory=list)


class ReportError(_Part):
    """Why the evaluation itself failed: a kind such as ``exception``, ``memory``, ``data``."""

    kind: str
    message: str


class Report(_Part):
    """What the check job found out about one commit. ``rows`` counts the project's data."""

    version: int
    stage: Literal["head", "merge"] = "head"
    base: str = ""
    head: str = ""
    pull_request: int = 0
    verdict: Verdict = "none"
    stages: list[ReportStage] = Field(default_factory=list)
    feature: ReportFeature | None = None
    project: ReportProject | None = None
    environment: dict[str, str] = Field(default_factory=dict)
    rows: int | None = None
    seconds: float = 0.0
    error: ReportError | None = None

    def stage_of(self, key: StageKey) -> ReportStage | None:
        """The stage of that key, if the report has it."""
        return next((stage for stage in self.stages if stage.key == key), None)


def from_text(text: str | None) -> Report | None:
    """Read the report in a check run's ``output.text``; None if the check run has no text.

    Raises TraceError ``report_unreadable`` if there is something else in it, or a report of
    a newer version.
    """
    if text is None or not text.strip():
        return None
    fenced = _FENCE.match(text)
    if fenced is None:
        raise _unreadable("it is not one block of JSON")
    try:
        found = json.loads(fenced.group(1))
    except (ValueError, RecursionError) as error:
        raise _unreadable("its JSON is broken") from error
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _unreadable("it does not say which version it is")
    if version > VERSION:
        raise TraceError(
            "report_unreadable",
            f"The evaluation's report is of version {version}, newer than this program reads.",
            advice="Update assemble-trace, then look at the submission again.",
            details={"version": version, "readable": VERSION},
        )
    try:
        return Report.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _unreadable(f"{where or 'it'} is not what was expected") from error


def _unreadable(why: str) -> TraceError:
    return TraceError(
        "report_unreadable",
        f"The evaluation's report cannot be read: {why}.",
        advice="Look at the check run's own page, or push again to have the checks run anew.",
        details={"why": why},
    )
