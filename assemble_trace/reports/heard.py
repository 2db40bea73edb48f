"""What one log of ``ballet validate`` says, stage by stage, before anything is made of it.

What Ballet says once, but is found twice and differently, is in doubt: contributed code may have
printed one of them, and nobody can tell which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from .lines import Line, number
from .report import StageKey

_STAGE = re.compile(r"Ballet Validation: ([a-zA-Z ]{1,60})\.\.\.(DONE|FAILURE|SKIPPED|)")
_NAMES: dict[str, StageKey] = {
    "checking project structure": "structure",
    "validating feature API": "api",
    "evaluating feature performance": "acceptance",
    "pruning existing features": "pruning",
}
_CATEGORY = re.compile(r"Categorized (.{1,1000}) as (CANDIDATE FEATURE|INADMISSIBLE)(.*)")
_FAILURES = re.compile(r"failures were \[(.*)\]")
_CHECK = re.compile(r"'(\w{1,100})'")
_JUDGE = re.compile(r"(?:Judging|Pruning) (?:feature|features) using (\w{1,100})")
_ENTROPY = re.compile(r"H\((X,Z|Y,Z|X,Y,Z|Z)\): (\S+)")
_PAIR = re.compile(r"(\w{1,40})=([^,]{0,300})")
_ERROR = re.compile(r"(?P<name>[A-Za-z_][\w.]{0,200})(?:: (?P<said>.*))?")
_MINE = re.compile(r'  File ".{0,1000}/(user_\w{1,200}/feature_\w{1,200}\.py)", line (\d{1,7})')
#: What is said once in a stage, and holds a number: key → its words.
_SAID = {
    "cmi": re.compile(r"I\(feature ; target \| existing_features\) = (\S+)"),
    "lambda_1": re.compile(r"Recomputed lambda_1=([^,\s]+), lambda_2="),
    "lambda_2": re.compile(r"Recomputed lambda_1=[^,\s]+, lambda_2=(\S+)"),
    "information": re.compile(r"Mutual information with target I\(Z;Y\) is (\S+) vs\."),
    "information_threshold": re.compile(r"Mutual information .{1,200} vs\. threshold (\S+) \("),
    "gain": re.compile(r"Held-out gain: statistic=([^,\s]+), threshold="),
    "gain_threshold": re.compile(r"Held-out gain: statistic=[^,\s]+, threshold=([^,\s]+),"),
}
#: Of each of these at most so many are kept.
_MANY = 2_000


@dataclass
class StageLog:
    """One stage in a log. ``end`` is DONE, FAILURE or SKIPPED; "" is none.

    ``doubtful`` are its numbers if they are said twice and differently, ``torn`` is it itself if
    it begins or ends twice. ``inner`` is an exception that Ballet caught, as on a failed import.
    ``entropies`` are the four of each estimate, in order; ``iterations`` are Ballet's own words.
    """

    end: str = ""
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    failures: list[tuple[str | None, str]] = field(default_factory=list)
    said: dict[str, float | str] = field(default_factory=dict)
    entropies: list[dict[str, float]] = field(default_factory=list)
    iterations: list[dict[str, str]] = field(default_factory=list)
    redundant: list[str] = field(default_factory=list)
    unimported: str | None = None
    inner: str = ""
    nothing_collected: bool = False
    doubtful: bool = False
    torn: bool = False

    def once(self, key: str, value: float | str) -> None:
        """Keep what is said once; a second and different word puts the stage in doubt."""
        if self.said.setdefault(key, value) != value:
            self.doubtful = True


@dataclass
class Heard:
    """One log. ``error`` is the exception that it ends with, as (class, words).

    ``culprit`` is the contributed file, with a line, that this exception went through.
    """

    stages: dict[StageKey, StageLog] = field(default_factory=dict)
    candidates: list[str] = field(default_factory=list)
    error: tuple[str, str] | None = None
    culprit: tuple[str, int] | None = None
    ballet: bool = False
    _now: StageKey | None = None
    _trace: bool = False

    def hear(self, lines: Iterable[Line]) -> Heard:
        """Take in a log, line after line."""
        for line in lines:
            if line.at is None:
                self._other(line.words)
            else:
                self.ballet = True
                self._trace = False
                self._words(line.words, line.at)
        return self

    def _other(self, words: str) -> None:
        """Take in a line that is not Ballet's: of these, only tracebacks are of interest."""
        if words == "Traceback (most recent call last):":
            self._trace, self.culprit = True, None
        elif words.startswith("Validating project..."):
            self.ballet = True
        elif self._trace and (mine := _MINE.match(words)):
            self.culprit = (mine[1], int(mine[2]))
        elif self._trace and words and not words.startswith(" "):
            self._trace = False
            if found := _ERROR.fullmatch(words[:1_000]):
                name, said = found["name"].rpartition(".")[2], (found["said"] or "")[:300]
                self.error = (name, said)
                if self._now:
                    self.stages[self._now].inner = f"{name}: {said}" if said else name

    def _words(self, words: str, at: datetime) -> None:
        if found := _STAGE.fullmatch(words):
            if key := _NAMES.get(found[1]):
                self._mark(key, found[2], at)
            return
        stage = self.stages.get(self._now) if self._now else None
        if stage is None:
            return
        if found := _CATEGORY.match(words):
            self._categorized(stage, found[1], found[2], found[3])
        elif words.startswith("Feature is NOT valid"):
            names = _CHECK.findall(words)[:50]
            stage.failures += [(None, name) for name in names][: _MANY - len(stage.failures)]
        elif words.startswith("Failed to import module at "):
            stage.unimported = words.removeprefix("Failed to import module at ")[:1_000]
        elif words == "Failed to collect any new features.":
            stage.nothing_collected = True
        elif words.startswith("Found Redundant Feature: "):
            source = words.removeprefix("Found Redundant Feature: ")[:300]
            if source not in stage.redundant and len(stage.redundant) < _MANY:
                stage.redundant.append(source)
        else:
            self._measured(stage, words)

    def _mark(self, key: StageKey, end: str, at: datetime) -> None:
        """Take in the beginning or the end of a stage."""
        stage = self.stages.setdefault(key, StageLog())
        if not end:
            stage.torn |= stage.begun_at is not None
            stage.begun_at, self._now = at, key
            return
        stage.torn |= bool(stage.end)
        stage.end, stage.ended_at, self._now = end, at, None

    def _categorized(self, stage: StageLog, path: str, kind: str, rest: str) -> None:
        if kind == "CANDIDATE FEATURE":
            if path not in self.candidates and len(self.candidates) < _MANY:
                self.candidates.append(path)
        elif self._now == "structure" and (found := _FAILURES.search(rest)):
            pairs = [(path, name) for name in _CHECK.findall(found[1])[:50]]
            stage.failures += pairs[: _MANY - len(stage.failures)]

    def _measured(self, stage: StageLog, words: str) -> None:
        """Take in what an accepter or a pruner says of itself and its numbers."""
        if found := _JUDGE.match(words):
            stage.once("judge", found[1])
        elif found := _ENTROPY.fullmatch(words):
            value = number(found[2])
            if found[1] == "X,Z" and len(stage.entropies) < _MANY:
                stage.entropies.append({})
            if value is not None and stage.entropies:
                stage.entropies[-1]["h_" + found[1].replace(",", "").lower()] = value
        elif words.startswith("Completed iteration "):
            if len(stage.iterations) < _MANY:
                stage.iterations.append(dict(_PAIR.findall(words)))
        elif words.startswith("Succeeded while omitting feature: "):
            stage.once("omitted", words.removeprefix("Succeeded while omitting feature: ")[:300])
        else:
            for key, pattern in _SAID.items():
                if (found := pattern.match(words)) and (value := number(found[1])) is not None:
                    stage.once(key, value)
