"""The worker: one JSON line in, one JSON line out, until its input ends."""

from __future__ import annotations

import sys

from assemble_trace.linting.look import look
from assemble_trace.linting.words import LintRequest

if __name__ == "__main__":
    look(LintRequest(source="x = 1", line_length=88))  # load everything before the first use
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(look(LintRequest.model_validate_json(line)).model_dump_json() + "\n")
        sys.stdout.flush()
