"""The report as the text of a check run, which has room for so much and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

#: Longest ``text`` of a check run (characters); a little under GitHub's own limit.
MAX_TEXT = 65_000

_WHY = "Left out, because a check run has no room for all of the report."
#: How many features of a comparison stay when not all of them can.
_FEATURES = 20


def fence(report: dict[str, Any]) -> str:
    """The report as one JSON fence. What is needed least goes first if it is too long, and
    ``missing`` of the report says what has gone.
    """
    slim = json.loads(json.dumps(report))
    for name, drop in (("", None), *_DROPS):
        if drop is not None:
            before = json.dumps(slim)
            drop(slim)
            if json.dumps(slim) == before:
                continue
            missing = slim.get("missing")
            slim["missing"] = {**(missing if isinstance(missing, dict) else {}), name: _WHY}
        text = f"```json\n{json.dumps(slim, ensure_ascii=False, separators=(',', ':'))}\n```"
        if len(text) < MAX_TEXT:
            return text
    short = {"version": 1, "error": {"kind": "report", "message": "The report is too long."}}
    return f"```json\n{json.dumps(short)}\n```"


def _part(record: Any, *names: str) -> dict[str, Any]:
    """A part of a part of the report; {} if it is not there or is no object."""
    for name in names:
        record = record.get(name) if isinstance(record, dict) else None
    return record if isinstance(record, dict) else {}


def _stages(report: dict[str, Any]) -> list[dict[str, Any]]:
    found = report.get("stages")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _checks(report: dict[str, Any]) -> list[dict[str, Any]]:
    lists = [stage.get("checks") for stage in _stages(report)]
    return [one for found in lists if isinstance(found, list) for one in found if _is(one)]


def _is(value: object) -> bool:
    return isinstance(value, dict)


def _drop_iterations(report: dict[str, Any]) -> None:
    """All but the iteration that decided."""
    for stage in _stages(report):
        numbers = _part(stage, "numbers")
        found, deciding = numbers.get("iterations"), numbers.get("deciding")
        if isinstance(found, list) and isinstance(deciding, int) and 0 <= deciding < len(found):
            numbers["iterations"], numbers["deciding"] = [found[deciding]], 0
        elif found:
            numbers["iterations"] = []


def _drop_noise(report: dict[str, Any]) -> None:
    _part(report, "opinion", "noise").pop("values", None)


def _drop_history(report: dict[str, Any]) -> None:
    _part(report, "comparison").pop("history", None)


def _drop_features(report: dict[str, Any]) -> None:
    """All but the first ones and the one that is judged."""
    comparison = _part(report, "comparison")
    found = comparison.get("features")
    if isinstance(found, list):
        comparison["features"] = [
            one
            for place, one in enumerate(found)
            if place < _FEATURES or (_is(one) and one.get("this") is True)
        ]


def _drop_list_of_features(report: dict[str, Any]) -> None:
    _part(report, "project").pop("features", None)


def _drop_of_checks(name: str) -> Callable[[dict[str, Any]], None]:
    def drop(report: dict[str, Any]) -> None:
        for check in _checks(report):
            check.pop(name, None)

    return drop


def _drop_checks(report: dict[str, Any]) -> None:
    for stage in _stages(report):
        stage.pop("checks", None)


def _drop_numbers(report: dict[str, Any]) -> None:
    """What is neither a number nor a word of the accepter's."""
    for stage in _stages(report):
        numbers = _part(stage, "numbers")
        for name in [key for key, one in numbers.items() if isinstance(one, dict | list)]:
            del numbers[name]


def _drop_part(name: str) -> Callable[[dict[str, Any]], None]:
    def drop(report: dict[str, Any]) -> None:
        report.pop(name, None)

    return drop


#: What may go, the least needed first, and under which name it is missing then.
_DROPS: tuple[tuple[str, Callable[[dict[str, Any]], None]], ...] = (
    ("iterations", _drop_iterations),
    ("noise values", _drop_noise),
    ("history", _drop_history),
    ("compared features", _drop_features),
    ("project's features", _drop_list_of_features),
    ("descriptions of checks", _drop_of_checks("description")),
    ("advice of checks", _drop_of_checks("advice")),
    ("numbers", _drop_numbers),
    ("comparison", _drop_part("comparison")),
    ("checks", _drop_checks),
    ("opinion", _drop_part("opinion")),
    ("project", _drop_part("project")),
)
