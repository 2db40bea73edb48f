"""Differences between files, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher

from assemble_trace.commands import plain
from assemble_trace.models import DiffLine, FileChange, FileDiff, Plan, Trace


def changes(plan: Plan) -> list[FileDiff]:
    """Return what the plan's commit does to each of its files."""
    return [of_file(one) for one in plan.files]


def difference(earlier: Trace, plan: Plan) -> list[FileDiff]:
    """Return how an earlier attempt's code became a later one's."""
    if earlier.plan is None or not earlier.plan.files or not plan.files:
        return []
    before = earlier.plan.files[-1].content
    return [of_file(plan.files[-1].model_copy(update={"before": before}))]


def of_file(change: FileChange) -> FileDiff:
    """Return what a change does to its file: every line, added, removed or the same."""
    old, new = _lines(change.before or ""), _lines(change.content)
    lines: list[DiffLine] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            lines += [DiffLine(mark=" ", text=plain(text)) for text in old[a:b]]
            continue
        lines += [DiffLine(mark="-", text=plain(text)) for text in old[a:b]]
        lines += [DiffLine(mark="+", text=plain(text)) for text in new[c:d]]
    return FileDiff(path=change.path, new=change.before is None, lines=lines)


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []
