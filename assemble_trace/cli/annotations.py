"""What GitHub Actions reads in a job's output: commands, such as a remark on a line of a file.

A line that begins with ``::`` is a command, and so is ``##[…]`` anywhere in a line. What
contributed code has a say in must never become one: it is printed while commands are switched
off, by a word that nobody can guess, and in lines that are none.
"""

from __future__ import annotations

import ast
import re
import secrets
from collections.abc import Iterator

from assemble_trace.reports import NAMES, Report
from assemble_trace.reports.report import ReportStage

#: GitHub shows at most ten of each kind a step.
MOST = 10
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LINE = re.compile(r"\bline (\d{1,6})\b")
#: A larger file is not parsed to find its feature (characters).
_LONG = 200_000


def plain(text: str) -> str:
    """Return a text in one line that is no command, whatever it was."""
    shown = _UNSEEN.sub(" ", text).replace("##[", "## [")
    return f"· {shown}" if shown.lstrip().startswith("::") else shown


def quieted(lines: list[str]) -> Iterator[str]:
    """Yield lines so that no command is read in them."""
    word = secrets.token_hex(16)
    yield f"::stop-commands::{word}"
    yield from (plain(line) for line in lines)
    yield f"::{word}::"


def command(name: str, message: str, **properties: str | int) -> str:
    """Return a command in one line."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}"


def remarks(report: Report, source: str | None) -> list[str]:
    """Return the commands that put what failed beside the lines that it is about.

    ``source`` is the feature's file at the head, if it is known.
    """
    found = [one for stage in report.stages for one in _stage(stage, report, source)]
    opinion = report.opinion
    if opinion and opinion.agrees is False and opinion.sentence and report.feature:
        where = _where(report.feature.path, source, "")
        found.append(command("warning", opinion.sentence, **where, title="Second opinion"))
    return found[:MOST]


def _stage(stage: ReportStage, report: Report, source: str | None) -> Iterator[str]:
    if stage.status != "failure":
        return
    path = report.feature.path if report.feature else None
    for check in stage.checks:
        if not check.passed:
            said = [check.exception or check.description, check.advice or ""]
            where = check.path or path
            about = _where(where, source if where == path else None, check.exception or "")
            yield command("error", "\n".join(filter(None, said)), **about, title=check.name)
    if not any(not check.passed for check in stage.checks):
        about = _where(path, source, stage.reason)
        yield command("error", stage.reason, **about, title=NAMES[stage.key])


def _where(path: str | None, source: str | None, said: str) -> dict[str, str | int]:
    """Return file and lines: the line that a text names, else those that define the feature."""
    if not path:
        return {}
    lines = (source or "").count("\n") + 1
    named = _LINE.search(said)
    if named and 1 <= int(named[1]) <= lines:
        return {"file": path, "line": int(named[1])}
    first, last = _definition(source or "")
    return {"file": path, "line": first, "endLine": last}


def _definition(source: str) -> tuple[int, int]:
    """Return the first and the last line of the statement that makes the feature."""
    try:
        body = ast.parse(source[:_LONG]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 1, 1
    for statement in body:
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Assign) and isinstance(value, ast.Call):
            called = getattr(value.func, "attr", "") or getattr(value.func, "id", "")
            if called == "Feature":
                return statement.lineno, statement.end_lineno or statement.lineno
    return 1, 1


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
