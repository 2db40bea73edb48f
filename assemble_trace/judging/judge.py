"""Judges one commit: data first, then the candidate, shut in, by a warm process if there is one."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assemble_trace import sandbox

from . import data as reading
from .assignment import Assignment, Judgement
from .checkout import check_out, check_out_base
from .isolating import Isolated, described, refused
from .places import own_place, scratch_folder
from .processes import ended, start
from .reporting import ended_early, refusal, sealed, without_data
from .running import Pipes, Progress, Run, follow
from .zygotes import ZYGOTES, NotWarm

#: The program that judges.
EVALUATION = Path(__file__).resolve().parent.parent / "evaluation"


def judge(
    assignment: Assignment,
    *,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> Judgement:
    """Evaluate one commit and clean up.

    ``progress`` is called with each event of the program, from this thread. Setting
    ``cancelled`` ends everything; the judgement is then what was known.
    """
    isolation = sandbox.probe()
    if assignment.shared and isolation.mode == "none":
        told = refused(isolation)
        return Judgement(None, sealed(refusal(assignment, told.sentence), told), told)
    place = Path(assignment.place) if assignment.place else own_place()
    scratch = Path(tempfile.mkdtemp(prefix="job-", dir=scratch_folder(place)))
    scratch.chmod(0o711)
    try:
        return _Job(assignment, place, scratch, progress, cancelled).judgement()
    finally:
        sandbox.clear(str(scratch))


@dataclass
class _Job:
    assignment: Assignment
    place: Path
    scratch: Path
    progress: Progress | None
    cancelled: threading.Event | None

    def __post_init__(self) -> None:
        given = self.assignment
        own = os.environ.get("ASSEMBLE_TRACE_PYTHON") or sys.executable
        self.python = given.python or own
        self.evaluation = Path(given.evaluation) if given.evaluation else EVALUATION
        self.isolated: Isolated = described(sandbox.probe())
        self.checkout = self.scratch / "checkout"

    def judgement(self) -> Judgement:
        """Judge. The report is the program's, but for the data's trouble and the isolation."""
        given = self.assignment
        pack = given.pack()
        check_out(given, pack, self.checkout)
        data = None if given.checks == ("structure",) else self._data(pack)
        run, exit_code = self._run(data.folder if data else None)
        outcome = run.outcome(exit_code)
        report = run.report
        if report is not None and data is not None and data.folder is None:
            report = without_data(report, data)
        elif report is not None:
            report = ended_early(report, outcome, given.limits, stopped=run.stopped)
        sent = None if report is None else sealed(report, self.isolated)
        return Judgement(outcome, sent, self.isolated)

    def _say(self, text: str) -> None:
        if self.progress is not None:
            self.progress({"event": "progress", "text": text})

    def _data(self, pack: bytes) -> reading.Data:
        given = self.assignment
        self._say("Reading the project's data")

        key = reading.content_key(
            self.checkout, given.base, python=self.python, evaluation=self.evaluation
        )
        return reading.read(
            key,
            lambda where: check_out_base(given, pack, where),
            cache=self.place / "data",
            scratch=self.scratch,
            python=self.python,
            evaluation=self.evaluation,
            limits=given.limits,
            network=given.data_network,
        )

    def _run(self, data: Path | None) -> tuple[Run, int | None]:
        """Judge by a warm process if one is to be had, else from a cold start."""
        if data is not None and sandbox.probe().warm:
            run = self._warm(data)
            if run is not None and not run.lost:
                return run, None
        return self._cold(data)

    def _warm(self, data: Path) -> Run | None:
        """Ask the zygote; None if there is none to be had."""

        def begin(descriptor: int) -> sandbox.Started:
            return start(
                self._program("zygote", str(descriptor), str(data)),
                folder=self.scratch.parent,
                read=self._readable(data),
                descriptors=[descriptor],
            )

        try:
            zygote = ZYGOTES.take((self.python, str(self.evaluation), str(data)), begin)
        except (NotWarm, OSError):
            return None
        try:
            with Pipes() as pipes:
                zygote.ask(self._request(data, "warm"), pipes.theirs)
                return self._follow(pipes, pipes.end)
        except NotWarm:
            return None
        finally:
            ZYGOTES.give_back(zygote)

    def _cold(self, data: Path | None) -> tuple[Run, int | None]:
        with Pipes() as pipes:
            results, log, _ = pipes.theirs
            request = json.dumps(self._request(data, "cold") | {"result_fd": results}).encode()
            process = start(
                self._program("judge"),
                folder=self.scratch,
                read=self._readable(data),
                descriptors=[results],
                stdin=subprocess.PIPE,
                stderr=log,
            )
            try:
                assert process.stdin is not None
                with contextlib.suppress(BrokenPipeError), process.stdin:
                    process.stdin.write(request)
                run = self._follow(pipes, process.terminate)
            finally:
                exit_code = ended(process)
            return run, exit_code

    def _program(self, *arguments: str) -> list[str]:
        return [self.python, "-I", str(self.evaluation), *arguments]

    def _readable(self, data: Path | None) -> list[Path]:
        return [self.evaluation, sandbox.INSIDE, *([data] if data else [])]

    def _follow(self, pipes: Pipes, end: Callable[[], None]) -> Run:
        pipes.hand_over()
        return follow(
            pipes,
            end=end,
            limits=self.assignment.limits,
            progress=self.progress,
            cancelled=self.cancelled,
        )

    def _request(self, data: Path | None, name: str) -> dict[str, Any]:
        given = self.assignment
        limits = given.limits
        work = self.scratch / name
        work.mkdir(mode=0o711)
        return {
            "stage": given.stage,
            "checkout": str(self.checkout),
            "base": given.base,
            "head": given.head,
            "pull_request": given.pull_request,
            "data": None if data is None else str(data),
            "scratch": str(work),
            "inside": str(sandbox.INSIDE),
            "policy": sandbox.policy(
                sandbox.probe(), limits, python=self.python, read=[self.evaluation]
            ),
            "limits": {
                "wall_seconds": limits.wall_seconds,
                "memory_bytes": limits.memory_bytes,
                "disk_bytes": limits.disk_bytes,
                "output_bytes": limits.output_bytes,
            },
            # what needs no data can be judged without them
            "checks": given.checks if data is not None else ["structure"],
        }
