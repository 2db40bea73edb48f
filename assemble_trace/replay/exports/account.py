"""A submission as Markdown, to read and to paste."""

from __future__ import annotations

from collections.abc import Iterator

from assemble_trace.models import FileDiff, StepRecord, Trace, TraceView
from assemble_trace.replay import saying
from assemble_trace.replay.exports.markdown import code, explained, fenced, words
from assemble_trace.replay.exports.material import Material
from assemble_trace.replay.telling import since


def account(material: Material) -> bytes:
    """Return a submission as a Markdown file."""
    return ("\n\n".join(part for part in _parts(material) if part) + "\n").encode(
        "utf-8", "replace"
    )


def heading(trace: Trace) -> list[str]:
    """Return what stands above everything: what it is called, which it is, and how it ended."""
    return [f"# {words(saying.title(trace))}", " · ".join(map(words, saying.facts(trace)))]


def step(view: TraceView, record: StepRecord) -> Iterator[str]:
    """Tell what a step was for, before what was typed in it."""
    took = f" in {saying.took(record)}" if saying.took(record) else ""
    yield f"## {words(record.title)}: {words(record.status + took)}"
    yield f"*{words(record.purpose)}*"
    if record.basis != "recorded":
        sure = "is known" if record.basis == "known" else "was concluded"
        yield f"**Nobody recorded this step:** it {sure} from what it left."
    yield explained("steps", record.key)


def came_back(record: StepRecord) -> Iterator[str]:
    """Tell what came of a step."""
    found = [f"| {words(label)} | {words(value)} |" for label, value in saying.rows(record.outcome)]
    found += [
        f"| {words(name)} | {words(f'{state}. {title}'.removesuffix('. '))} |"
        for name, state, title in saying.checks(record.outcome)
    ]
    if found:
        yield "\n".join(["| what came back | |", "| --- | --- |", *found])
    if record.error:
        advice = f" {words(record.error.advice)}" if record.error.advice else ""
        yield f"**{words(record.error.message)}**{advice}"
        yield explained("errors", record.error.code)


def judged(trace: Trace) -> Iterator[str]:
    """Tell the verdict, and what others did since."""
    if trace.verdict != "none":
        yield "## The verdict"
        yield f"The feature was **{trace.verdict}**."
    if trace.since_then:
        yield "## Since then"
        yield "\n".join(f"* {words(since(one))}" for one in trace.since_then)


def _parts(material: Material) -> Iterator[str]:
    view = material.view
    yield from heading(view.trace)
    yield "\n".join(f"> {words(one)}" for one in material.replay.missing)
    yield "\n\n".join(_changed(one) for one in view.changes)
    for record in view.trace.steps:
        yield from step(view, record)
        lines = view.shown.get(record.key, [])
        if lines:
            yield fenced("\n".join(one.text for one in lines), "bash")
        yield from came_back(record)
    yield from judged(view.trace)


def _changed(change: FileDiff) -> str:
    """Return what happened to a file, as a difference."""
    if not change.lines:
        return (
            f"{code(change.path)}, {'a new file' if change.new else 'a file'} with nothing in it."
        )
    lines = "\n".join(f"{one.mark}{one.text}" for one in change.lines)
    return f"{code(change.path)}{', a new file' if change.new else ''}:\n\n{fenced(lines, 'diff')}"
