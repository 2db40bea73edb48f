"""The worker: in comes ``look`` or ``slice`` with JSON, out a line of JSON, until input ends."""

from __future__ import annotations

import sys

from assemble_trace.errors import TraceError
from assemble_trace.linting.look import look
from assemble_trace.linting.slices import cut
from assemble_trace.linting.words import LintRequest, SliceAnswer
from assemble_trace.models import ErrorRecord, Model, SliceRequest


def answer(word: str, question: str) -> Model:
    """Answer one question."""
    if word == "look":
        return look(LintRequest.model_validate_json(question))
    try:
        return SliceAnswer(view=cut(SliceRequest.model_validate_json(question)))
    except TraceError as problem:
        record = ErrorRecord(
            code=problem.code,
            message=problem.message,
            advice=problem.advice,
            details=problem.details,
        )
        return SliceAnswer(error=record)


if __name__ == "__main__":
    look(LintRequest(source="x = 1", line_length=88))  # load everything before the first use
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        word, _, question = line.partition(" ")
        sys.stdout.write(answer(word, question).model_dump_json() + "\n")
        sys.stdout.flush()
