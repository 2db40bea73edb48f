"""Two submissions beside each other: aligned by step, and the first place where they part."""

from __future__ import annotations

from assemble_trace.commands import plain
from assemble_trace.models import ComparisonView, TraceView
from assemble_trace.replay.comparing.apart import apart
from assemble_trace.replay.comparing.numbers import compared_numbers
from assemble_trace.replay.comparing.remarks import code_of, remarks
from assemble_trace.replay.comparing.sides import sides, summary
from assemble_trace.replay.comparing.steps import compared_steps, lines_apart

__all__ = ["compare"]


def compare(left: TraceView, right: TraceView) -> ComparisonView:
    """Compare two traces of whatever kind, by their records alone.

    ``yours`` is the one that happened here, where the other was read in.
    """
    one, other = sides(left, right)
    first, sentence = apart(one, other)
    return ComparisonView(
        left=summary(left),
        right=summary(right),
        left_name=one.name,
        right_name=other.name,
        sentence=_in_one_line(sentence),
        first=first,
        code=lines_apart(_lines(code_of(one)), _lines(code_of(other))),
        steps=compared_steps(one, other),
        numbers=compared_numbers(one, other),
        remarks=[_in_one_line(remark) for remark in remarks(one, other)],
    )


def _in_one_line(sentence: str) -> str:
    return " ".join(plain(sentence).split())


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []
