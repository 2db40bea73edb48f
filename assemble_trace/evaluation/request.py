"""What the program is asked, and what it answers: the protocol between it and who starts it.

Commands
--------
``python -I FOLDER judge`` reads one request, a JSON object, from its standard input up to the
end, and judges from a cold start. The number ``result_fd`` is an inherited descriptor.

``python -I FOLDER zygote FD [DATA]`` imports Ballet, reads the folder of data if one is given, and
waits at the unix stream socket FD. Once ready it writes the byte ``.``. A request is one JSON line,
sent with one to three descriptors beside its first byte (SCM_RIGHTS): the writing end of the pipe
for the results; what becomes the standard error of this run; and what ``lifeline_fd`` is below.
``result_fd``, ``lifeline_fd`` and ``data`` are not read. For each request the zygote forks, so that
requests run beside each other, and it runs no contributed code. It ends when the socket is
closed, with all that runs.

``python -I FOLDER data --checkout BASE --output DIR`` reads the project's data with the code of the
checkout, which is one of the base commit, and writes DIR/manifest.json and pickles beside it. The
last line of its standard output is ``{"rows": 2930, "validation_rows": 2930, "error": null}`` or
``{"error": {"kind": "data", "message": "…", "needs_network": false}}``, with exit code 0 or 1.

Request
-------
stage         ``head``, ``merge`` or ``try``; a try is judged like a head
checkout      a clone in which both commits are to be found; it is not changed
base, head    commits
pull_request  its number; 0 without one
data          DIR of the command ``data``; null lets the judge read the data itself
scratch       an existing folder that the judge may fill; its workers get folders in it
result_fd     descriptor for the results; null is standard output
lifeline_fd   reading end of a pipe that nobody writes into, whose closing puts an end to the run
inside        the folder ``sandbox/inside``; null confines nobody, and limits nothing
policy        for ``inside.confining.confine``; each worker may read the project and write in a
              folder of its own besides. Null confines nobody
limits        ``wall_seconds``, ``memory_bytes`` and ``disk_bytes``, of all processes together,
              for ``inside.keeping.keep``; ``output_bytes``, of what one worker may print
checks        of ``structure``, ``api``, ``acceptance``, ``opinion``, ``comparison`` (of a merge:
              ``pruning``, ``score``) those to run; null is all

Only stage, checkout, base, head and scratch are needed.

Results
-------
JSON lines. A line that has no end was cut off and counts for nothing.

``{"event": "stage", "key": "api", "status": "success", "seconds": 0.3, "reason": "…"}`` comes after
each stage.
``{"event": "progress", "text": "…"}`` says in words what is done next.
``{"event": "report", "report": {…}}`` is a whole report so far; the last one counts. A part that
was not finished says so, and so does ``error`` with the kind ``unfinished``.
``{"event": "end", "exit_code": 0, "timed_out": false, "memory_exceeded": false,
"disk_exceeded": false, "processes_exceeded": false, "cancelled": false, "seconds": 1.2,
"peak_bytes": 1}`` is the keeper's word, and the last. Without ``inside`` there is none.

The exit code is 0 when a report was written, whatever the verdict, and 2 for a bad request. The
standard error is the log: Ballet's own, and what contributed code printed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

STAGES = ("head", "merge", "try")

#: What may be printed by one worker (bytes), unless the request says otherwise.
OUTPUT = 1000000


class BadRequest(Exception):
    """The request cannot be understood; the message says why."""


@dataclass(frozen=True)
class Request:
    """One request, as described above."""

    stage: str
    checkout: Path
    base: str
    head: str
    scratch: Path
    pull_request: int = 0
    data: Path | None = None
    result_fd: int | None = None
    lifeline_fd: int | None = None
    inside: Path | None = None
    policy: dict[str, Any] | None = None
    limits: dict[str, Any] = field(default_factory=dict)
    checks: tuple[str, ...] | None = None

    @property
    def output_bytes(self) -> int:
        """How much of what a worker prints is kept."""
        return int(self.limits.get("output_bytes") or OUTPUT)

    def wants(self, part: str) -> bool:
        """Whether a stage or another part of the report is asked for."""
        return self.checks is None or part in self.checks


def read(text: str | bytes) -> Request:
    """Read a request. Raises `BadRequest`. Keys that nobody knows are left aside."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The request is not JSON ({error}).") from None
    if not isinstance(found, dict):
        raise BadRequest("The request is not an object.")
    known = {one.name for one in fields(Request)}
    given = {key: value for key, value in found.items() if key in known and value is not None}
    for key in ("checkout", "scratch", "data", "inside"):
        if key in given:
            given[key] = Path(str(given[key])).resolve()
    if "checks" in given:
        given["checks"] = tuple(given["checks"])
    try:
        request = Request(**given)
    except TypeError as error:
        raise BadRequest(f"The request lacks something ({error}).") from None
    if request.stage not in STAGES:
        raise BadRequest(f"There is no stage {request.stage!r}.")
    return request
