"""The evaluation's report: what one look at one commit found, as a model.

The report is written by the evaluation's program, in the project's own Python, so this is the
other side of a boundary: what a newer writer adds is ignored, and what a report lacks, because it
was shortened, cut off or read out of a plain log, has a default. ``missing`` says what of it could
not be known.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assemble_trace.models import Verdict

StageKey = Literal["structure", "api", "acceptance", "pruning"]
StageStatus = Literal["success", "failure", "skipped", "error", "neutral"]


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


class Isolation(_Part):
    """How the contributed code was shut in. Written by who started it, never by the job.

    ``mode`` ``none`` means limits only; ``outside`` means that whoever ran the program
    provides the isolation, such as a CI service. ``own_user`` says whether it ran under a user id
    of its own.
    """

    mode: Literal["bubblewrap", "landlock", "none", "outside"]
    own_user: bool = False
    sentence: str = ""


class ReportData(_Part):
    """The data that the feature was judged on. ``sampled`` is the number of rows looked at by the
    acceptance where that is not all of them, and ``cost`` says what this costs in certainty.
    """

    rows: int | None = None
    validation_rows: int | None = None
    sampled: int | None = None
    cost: str | None = None


class Noise(_Part):
    """The noise floor: the statistic for copies of the feature with shuffled rows.

    ``values`` are the copies' statistics, at most 200 of them, in ``unit``. ``p_value`` is
    (1 + how many copies reach the statistic) / (1 + copies).
    """

    statistic: float
    copies: int
    values: list[float] = Field(default_factory=list)
    mean: float
    highest: float
    quantile95: float
    p_value: float
    unit: str = ""
    above: bool
    sentence: str = ""


class Gain(_Part):
    """The held-out gain: a simple model's error without and with the feature.

    Errors are mean absolute errors on rows that the model has not seen, in ``unit`` (the
    target's own; for classes the share of wrong answers). ``saved`` is the first less the
    second and lies between ``low`` and ``high`` with ``confidence``; ``share`` is the part of
    ``error_without`` that it is. ``better`` is True if ``low`` is above 0, False if ``high`` is
    below 0, None in between.
    """

    metric: str
    unit: str = ""
    error_without: float
    error_with: float
    saved: float
    low: float
    high: float
    confidence: float = 0.95
    folds: int = 5
    share: float = 0.0
    better: bool | None = None
    sentence: str = ""


class Opinion(_Part):
    """The second opinion, beside the verdict and never part of it.

    ``agrees`` is None where there is too little to compare. ``sentence`` says in plain words what
    to make of verdict, noise floor and gain together. A part that could not be computed is None,
    and ``why`` says for which part and for what reason.
    """

    noise: Noise | None = None
    gain: Gain | None = None
    agrees: bool | None = None
    sentence: str = ""
    why: dict[str, str] = Field(default_factory=dict)


class Standing(ReportFeature):
    """A feature among the accepted ones: what each is worth, given all others.

    ``gain`` is the mean absolute error that it saves given all others, in the target's unit;
    ``information`` is the share of the squared error left by the others that it removes on
    held-out rows. ``this`` marks the feature under judgement.
    """

    gain: float | None = None
    information: float | None = None
    columns: int = 0
    this: bool = False


class Redundancy(_Part):
    """The accepted feature that tells most of what this one tells. ``share`` is between 0 and 1."""

    name: str
    path: str
    author: str | None = None
    share: float
    sentence: str = ""


class Moment(_Part):
    """The project's held-out error once a feature had come in, in the target's unit.

    ``at`` is seconds since 1970 UTC. ``name`` is "" for the project without features.
    """

    name: str
    author: str | None = None
    at: int | None = None
    error: float


class Comparison(_Part):
    """The feature among the accepted ones. Ranks count from 1; ``of`` includes this feature."""

    features: list[Standing] = Field(default_factory=list)
    rank_by_gain: int | None = None
    rank_by_information: int | None = None
    of: int = 0
    unit: str = ""
    redundant_with: Redundancy | None = None
    history: list[Moment] = Field(default_factory=list)
    sentence: str = ""


class ReportError(_Part):
    """Why the evaluation itself failed: a kind such as ``exception``, ``memory``, ``data``.

    ``needs_network``: the data are to be fetched, and the network was not allowed or not there.
    """

    kind: str
    message: str
    needs_network: bool = False


class Report(_Part):
    """What the evaluation found out about one commit. ``rows`` counts the project's data.

    ``advice`` is what to try next, the best idea first. ``missing`` names parts of the report
    that could not be known, such as ``opinion``, with the reason.
    """

    version: int
    stage: Literal["head", "merge", "try"] = "head"
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
    isolation: Isolation | None = None
    data: ReportData | None = None
    opinion: Opinion | None = None
    comparison: Comparison | None = None
    advice: list[str] = Field(default_factory=list)
    missing: dict[str, str] = Field(default_factory=dict)

    def stage_of(self, key: StageKey) -> ReportStage | None:
        """The stage of that key, if the report has it."""
        return next((stage for stage in self.stages if stage.key == key), None)
