"""The check jobs of pull requests: queued, run, published."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assemble_trace.jobs import PARALLEL, Job, LostTooOften, Queue
from assemble_trace.judging import Assignment, Judgement, judge
from assemble_trace.redact import redact

from . import report, settings
from .check_runs import CheckRuns
from .database import now
from .maintainer import CONFIGURATION, Maintainer
from .pulls import Pulls
from .records import CheckRun, Pull
from .repositories import Repositories
from .users import Users

log = logging.getLogger(__name__)

_ORDINALS = [
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
]


class Checks:
    """Sees to it that every head of a pull request, and every merge, is judged once."""

    #: What the runner's executor calls.
    run = staticmethod(judge)

    def __init__(
        self,
        *,
        directory: Path,
        evaluation: Path | None,
        queue: Queue,
        users: Users,
        repositories: Repositories,
        pulls: Pulls,
        check_runs: CheckRuns,
        maintainer: Maintainer,
    ) -> None:
        self._directory = directory
        self._evaluation = evaluation
        self._queue = queue
        self._users = users
        self._repositories = repositories
        self._pulls = pulls
        self._check_runs = check_runs
        self._maintainer = maintainer
        self.wake: Callable[[], None] = lambda: None
        #: Whether another machine may run the jobs.
        self.elsewhere = False

    # --- queueing -------------------------------------------------------------------------

    def changed(self, pull: Pull, reason: str) -> None:
        """A pull request has a new ``head`` to judge, or a ``merge`` commit to prune after."""
        base = self._repositories.by_id(pull.repository_id)
        sha = pull.head_sha if reason == "head" else pull.merge_commit_sha
        bare = self._repositories.bare(base)
        if sha is None or bare.file(pull.base_sha, CONFIGURATION) is None:
            return
        maintainer = self._users.maintainer()
        if pull.user_id == maintainer.id:
            return
        earlier = [
            run
            for run in self._check_runs.of_pull(pull, sha)
            if run.job and run.job.startswith(reason)
        ]
        if any(run.conclusion != "cancelled" for run in earlier if run.external_id != "pruning"):
            return  # judged already, or about to be
        key = f"{reason}/{pull.id}/{sha}/{max((run.id for run in earlier), default=0)}"
        title = self._title(len(self._queue.line()) + 1)
        runs: list[dict[str, Any]] = []
        for stage, name in report.STAGES.items():
            run: dict[str, Any] = {"name": name, "external_id": stage, "pull_id": pull.id}
            if reason == "head" and stage == "pruning":
                said = "Pruning looks at the features that are already in the project."
                over = {"status": "completed", "conclusion": "neutral", "completed_at": now()}
                run |= {"title": "Runs after merge", "summary": said, "job": key}
                runs.append(run | over)
            elif reason == "head" or stage == "pruning":
                runs.append({**run, "title": title, "summary": "Waiting for its turn.", "job": key})
        self._check_runs.create(base, maintainer, sha, runs)
        self._enqueue(key)
        if reason == "head":
            self._cancel(self._queue.supersede(f"pull {pull.id}", keep=key))
        self.moved()
        self.wake()

    def recover(self) -> None:
        """After a crash: jobs whose runs were written, but which never reached the queue."""
        for key in self._check_runs.unfinished_jobs():
            self._enqueue(key)

    def _enqueue(self, key: str) -> None:
        stage, pull_id, sha, _ = key.split("/")
        payload = {"pull": int(pull_id), "sha": sha}
        self._queue.enqueue(key, stage, payload, group=f"pull {pull_id}")

    def _cancel(self, keys: list[str]) -> None:
        """Close the runs of jobs that nobody waits for any more."""
        said = {"title": "Superseded by a newer commit", "summary": "This commit is not the head."}
        self._check_runs.update(
            self._users.maintainer(),
            {
                run.id: {"conclusion": "cancelled", **said}
                for run in self._check_runs.of_job(*keys)
                if run.status != "completed"
            },
        )

    def moved(self) -> None:
        """Tell every waiting run its place in the line."""
        line = self._queue.line()
        places = {job.key: place for place, job in enumerate(line, start=1)}
        changes = {}
        for run in self._check_runs.of_job(*places):
            title = self._title(places[run.job or ""])
            if run.status == "queued" and run.title != title:
                changes[run.id] = {"title": title}
        if changes:
            self._check_runs.update(None, changes)

    def stalled(self, why: str) -> None:
        """Tell every waiting run that nobody can take it at present."""
        title = why.rstrip(".")
        keys = [job.key for job in self._queue.line()]
        waiting = [run for run in self._check_runs.of_job(*keys) if run.status != "completed"]
        changes: dict[int, dict[str, Any]] = {
            run.id: {"status": "queued", "title": title} for run in waiting if run.title != title
        }
        if changes:
            self._check_runs.update(None, changes)

    def _title(self, place: int) -> str:
        ordinal = _ORDINALS[place - 1] if place <= len(_ORDINALS) else f"{place}th"
        average = self._queue.average_seconds("head")
        if average is None:
            return f"{ordinal} in line"
        seconds = math.ceil(average * math.ceil(place / PARALLEL))
        if seconds > 10:
            seconds = 5 * math.ceil(seconds / 5)
        return f"{ordinal} in line, about {seconds} s"

    # --- running: called by the runner ----------------------------------------------------

    def prepare(self, job: Job) -> Assignment | None:
        """What the job needs to know; None if its commit is no longer of interest."""
        pull = self._pulls.by_id(job.payload["pull"])
        sha = job.payload["sha"]
        if job.kind == "head" and (pull.head_sha != sha or pull.state != "open"):
            self._cancel([job.key])
            return None
        base = self._repositories.by_id(pull.repository_id)
        bare = self._repositories.bare(base)
        tip = bare.branch(pull.base_branch) or pull.base_sha
        if job.kind == "merge":
            tip = bare.commit(sha).parents[0]
        self._check_runs.update(
            self._users.maintainer(),
            {run.id: {"status": "in_progress", "title": "Running"} for run in self._runs(job)},
        )
        chosen = settings.load(self._directory)
        assignment = Assignment(
            repository=str(bare.path),
            evaluation="" if self._evaluation is None else str(self._evaluation),
            place=str(self._directory / "judging"),
            python=chosen.python,
            base=tip,
            base_branch=pull.base_branch,
            head=sha,
            pull_request=pull.number,
            stage=job.kind,
            limits=chosen.limits,
            shared=chosen.shared,
            data_network=chosen.data_network,
        )
        return assignment.portable() if self.elsewhere else assignment

    def done(self, job: Job, result: Judgement | None, error: BaseException | None) -> None:
        """Publish what was found, then let the maintainer act on it."""
        if error is not None:
            log.error("The check job %s failed.", job.key, exc_info=error)
        lost = isinstance(error, LostTooOften)
        limit = settings.load(self._directory).check_seconds
        try:
            finding = report.read(result, stage=job.kind, seconds=limit, lost=lost)
        except Exception:  # whatever a stranger's code wrote, the check must come to an end
            log.exception("The report of %s could not be read.", job.key)
            finding = report.read(None, stage=job.kind, seconds=limit)
        changes: dict[int, dict[str, Any]] = {}
        for run in self._runs(job):
            output = finding.outputs[run.external_id]
            changes[run.id] = {
                "conclusion": output.conclusion,
                "title": redact(output.title),
                "summary": redact(output.summary)[: report.MAX_TEXT],
                "text": redact(output.text) if output.text else None,
            }
        self._check_runs.update(self._users.maintainer(), changes)
        pull = self._pulls.by_id(job.payload["pull"])
        started = time.monotonic()
        if job.kind == "head":
            self._maintainer.after_head(pull, job.payload["sha"], finding)
        else:
            self._maintainer.after_merge(pull, job.payload["sha"], finding)
        log.info("%s: %s, maintainer %.2f s", job.key, finding.verdict, time.monotonic() - started)

    def _runs(self, job: Job) -> list[CheckRun]:
        """The runs this job completes; pruning of a head is complete from the start."""
        runs = self._check_runs.of_job(job.key)
        return [run for run in runs if (run.external_id == "pruning") == (job.kind == "merge")]
