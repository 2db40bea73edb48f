"""What GitHub Actions keeps of a commit's checks: reports as artifacts, and the jobs' logs.

What GitHub documents, and what the tests' stand-in answers:

* ``GET /repos/{o}/{r}/actions/runs?head_sha=`` → ``{"total_count", "workflow_runs": [{"id",
  "event", "status", "conclusion", "head_sha", …}]}``. A pull request's run has its head's commit.
* ``GET …/actions/runs/{id}/artifacts`` → ``{"total_count", "artifacts": [{"id", "name",
  "size_in_bytes", "expired", …}]}``
* ``GET …/actions/artifacts/{id}/zip`` → 302, ``Location`` is a link to another host that is good
  for a minute; 410 once it has expired. Needs a token, also in a public repository.
* ``GET …/actions/runs/{id}/jobs`` → ``{"total_count", "jobs": [{"id", "name", "status",
  "conclusion", "check_run_url", …}]}``, those of the latest attempt.
* ``GET …/actions/jobs/{id}/logs`` → 302 to plain text, as for artifacts.

Job summaries cannot be had by REST.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from assemble_trace.errors import TraceError
from assemble_trace.forges import JobText
from assemble_trace.forges.archives import member, refused

#: Artifacts of ours are called this and more; each holds one file.
ARTIFACT = "assemble-trace-"
REPORT = "report.json"
#: The largest that an archive, a report and a log may be (bytes). More of a log is not fetched.
MAX_ARCHIVE = 2_000_000
MAX_REPORT = 4_000_000
MAX_LOG = 16_000_000
#: How many runs, and of each how many artifacts and jobs, are looked at.
RUNS, EACH = 5, 8

#: Returns the JSON at a path, or None where there is nothing.
Look = Callable[[str], Awaitable[Any]]
#: Follows the link that a path answers with: at most so many bytes, and whether that is all;
#: None where there is nothing, or nothing any more.
Follow = Callable[[str, int], Awaitable[tuple[bytes, bool] | None]]


class Actions:
    """The workflow runs of one commit. Everything is read, and nothing is changed."""

    def __init__(self, full_name: str, look: Look, follow: Follow) -> None:
        self._root = f"/repos/{quote(full_name)}/actions"
        self._look = look
        self._follow = follow

    async def reports(self, commit: str) -> list[str]:
        """Return the reports that the commit's runs left as artifacts, as JSON.

        Raises `TraceError`, ``artifact_refused`` among others.
        """
        found = []
        for run in await self._runs(commit):
            answer = await self._look(f"{self._root}/runs/{run}/artifacts?per_page=100") or {}
            mine = [
                one
                for one in answer.get("artifacts", [])
                if one["name"].startswith(ARTIFACT) and not one["expired"]
            ]
            for one in mine[:EACH]:
                if one["size_in_bytes"] > MAX_ARCHIVE:
                    raise refused("it is too large")
                packed = await self._follow(
                    f"{self._root}/artifacts/{int(one['id'])}/zip", MAX_ARCHIVE
                )
                if packed is None:
                    continue
                if not packed[1]:
                    raise refused("it is too large")
                found.append(member(packed[0], REPORT, MAX_REPORT).decode("utf-8", "replace"))
        return found

    async def logs(self, commit: str) -> list[JobText]:
        """Return the logs of the commit's jobs that ended by themselves. Raises `TraceError`."""
        found = []
        for run in await self._runs(commit):
            answer = await self._look(f"{self._root}/runs/{run}/jobs?per_page=100") or {}
            ended = [
                one for one in answer.get("jobs", []) if one["conclusion"] in {"success", "failure"}
            ]
            for one in ended[:EACH]:
                log = await self._follow(f"{self._root}/jobs/{int(one['id'])}/logs", MAX_LOG)
                if log is not None:
                    text = log[0].decode("utf-8", "replace")
                    found.append(JobText(name=one["name"], conclusion=one["conclusion"], text=text))
        return found

    async def _runs(self, commit: str) -> list[int]:
        """Return the commit's runs, newest first: those that a pull request or a push began."""
        answer = await self._look(f"{self._root}/runs?head_sha={quote(commit)}&per_page=100") or {}
        runs = [
            int(run["id"])
            for run in answer.get("workflow_runs", [])
            if run["head_sha"] == commit and run["event"] in {"pull_request", "push"}
        ]
        return runs[:RUNS]


def link_of(status: int, headers: dict[str, Any]) -> str | None:
    """Return the link that an answer leads to, or None where there is nothing any more.

    Raises TraceError ``forge_misunderstood`` for an answer that is neither.
    """
    location = headers.get("location")
    if status == 302 and location:
        return str(location)
    if status in {403, 404, 410}:  # not to be had by this token, never there, or expired
        return None
    raise TraceError(
        "forge_misunderstood",
        f"The forge answered a request for a file with status {status}.",
        advice="Wait a little, then look at the submission again.",
    )
