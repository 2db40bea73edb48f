"""A practice forge inside the test's own process, and a person's tools to use it."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from assemble_trace.practice_forge.forge import Forge
from assemble_trace.practice_forge.serving import Server

BALLET_YML = """\
project:
  package_slug: prices
contrib:
  module_name: prices.features.contrib
  module_path: src/prices/features/contrib
github:
  pruning_action: {pruning}
  auto_merge_accepted_features: {merge}
  auto_close_rejected_features: {close}
"""

#: Stands in for the evaluation: does what the file ``behaviour`` at the head says.
FAKE_EVALUATION = """
import importlib, importlib.util, json, os, sys, time
from pathlib import Path

if sys.argv[1] == "data":
    (Path(sys.argv[5]) / "manifest.json").write_text("{}")
    print(json.dumps({"rows": 1, "validation_rows": 1, "error": None}))
    sys.exit()
if sys.argv[1] == "zygote":
    sys.exit("This one does not keep warm.")
given = json.load(sys.stdin)
behaviour = (Path(given["checkout"]) / "behaviour").read_text().strip()
assert not any("TOKEN" in name for name in os.environ)

def tell(event, **more):
    os.write(given["result_fd"], json.dumps({"event": event, **more}).encode() + b"\\n")

def stage(key, status, reason, **more):
    checks = [{"name": "Fake|Check", "passed": status == "success", "exception": None,
               "advice": "Try <b>again</b>", "description": "looks at it"}]
    return {"key": key, "status": status, "seconds": 0.1, "reason": reason,
            "ballet_error": None, "checks": checks, **more}

def report(*stages, verdict="none", **more):
    document = {"version": 2, "stage": given["stage"], "base": given["base"],
                "head": given["head"], "pull_request": given["pull_request"],
                "verdict": verdict, "stages": stages, "error": None, **more}
    tell("report", report=document)

def behave():
    if given["stage"] == "merge":
        found = [{"name": "old", "path": "src/prices/features/contrib/user_bob/feature_old.py",
                  "author": "bob"}, {"path": "README.md"}]
        report(stage("pruning", "success", "One feature is redundant.", redundant=found))
    elif behaviour == "accept":
        report(stage("structure", "success", "It is where it belongs."),
               stage("api", "success", "It works."),
               stage("acceptance", "success", "It helps.", numbers={"statistic": 0.25}),
               stage("pruning", "neutral", "Runs after merge."), verdict="accepted",
               opinion={"sentence": "Noise does not do as well."})
    elif behaviour == "reject":
        report(stage("structure", "success", "It is where it belongs."),
               stage("api", "failure", "It gives missing values."),
               stage("acceptance", "skipped", "Not reached."), verdict="rejected")
    elif behaviour == "sleep":
        time.sleep(60)
    elif behaviour == "crash":
        sys.stderr.write("it broke\\n")
        sys.exit(9)
    elif behaviour == "memory":
        kept = [b"x" * 10**8 for _ in range(5)]
        time.sleep(60)
    return 0

spec = importlib.util.spec_from_file_location(
    "inside", given["inside"] + "/__init__.py", submodule_search_locations=[given["inside"]])
sys.modules["inside"] = inside = importlib.util.module_from_spec(spec)
spec.loader.exec_module(inside)
limits = given["limits"]
tell("end", **importlib.import_module("inside.keeping").keep(
    behave, wall_seconds=limits["wall_seconds"], memory_bytes=limits["memory_bytes"],
    disk_bytes=limits["disk_bytes"], scratch=given["scratch"], pass_fds=[given["result_fd"]]))
"""


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Message
    body: Any


class Practice:
    """A running forge with the upstream ``house/prices``."""

    def __init__(self, server: Server, directory: Path) -> None:
        self.server = server
        self.forge = server.forge
        self.directory = directory
        self.url = server.url
        self.api = server.url + "/api/v3"

    def user(self, login: str, *, role: Any = "user") -> str:
        """A user's token."""
        user = self.forge.users.add(login, login.title(), f"{login}@example.org", role=role)
        return self.forge.users.token(user)

    def call(
        self, method: str, path: str, token: str | None = None, body: Any = None, **headers: str
    ) -> Reply:
        """One request, with nothing between the test and the wire."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            given["Authorization"] = f"token {token}"
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, body=data, headers=given)
        response = connection.getresponse()
        raw = response.read()
        connection.close()
        kind = response.headers.get("Content-Type", "")
        decoded = json.loads(raw) if raw and "json" in kind else raw
        return Reply(response.status, response.headers, decoded)

    def rest(self, method: str, path: str, token: str | None = None, body: Any = None) -> Any:
        """The body of a REST call that must succeed."""
        reply = self.call(method, f"/api/v3{path}", token, body)
        assert reply.status < 300, (method, path, reply)
        return reply.body

    def clone_url(self, full_name: str, token: str | None = None) -> str:
        """Where git finds a repository."""
        who = f"x:{token}@" if token else ""
        return f"http://{who}127.0.0.1:{self.server.port}/{full_name}.git"

    def upstream(self, where: Path, files: dict[str, str], *, name: str = "house/prices") -> Path:
        """A repository with one commit, and a working copy of it."""
        work = where / name.replace("/", "-")
        work.mkdir()
        git("init", "-q", "-b", "master", cwd=work)
        commit(work, files)
        owner, _, short = name.partition("/")
        self.user(owner)
        self.forge.repositories.create(
            self.forge.users.get(owner), short, default_branch="master", source=work
        )
        return work

    def propose(
        self, where: Path, login: str, branch: str, files: dict[str, str], *, title: str = "Mine"
    ) -> dict[str, Any]:
        """Fork, branch, commit, push, pull request."""
        token = self.user(login)
        fork = self.rest("POST", "/repos/house/prices/forks", token)["full_name"]
        self.rest("POST", f"/repos/{fork}/merge-upstream", token, {"branch": "master"})
        work = where / f"{login}-{branch}"
        git("clone", "-q", self.clone_url(fork, token), str(work), cwd=where)
        git("switch", "-q", "-c", branch, cwd=work)
        commit(work, files)
        git("push", "-q", "origin", branch, cwd=work)
        body = {"title": title, "body": "Why.", "head": f"{login}:{branch}", "base": "master"}
        made: dict[str, Any] = self.rest("POST", "/repos/house/prices/pulls", token, body)
        return made

    def runs(self, sha: str) -> dict[str, dict[str, Any]]:
        """The check runs of a commit, by stage."""
        body = self.rest("GET", f"/repos/house/prices/commits/{sha}/check-runs")
        return {run["external_id"]: run for run in body["check_runs"]}

    def wait_for(self, sha: str, count: int = 4) -> dict[str, dict[str, Any]]:
        """Wait until every check run of a commit is over."""
        wait_until(
            lambda: (
                len(runs := self.runs(sha)) == count
                and all(run["status"] == "completed" for run in runs.values())
            )
        )
        return self.runs(sha)


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something to become true."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def run_git(
    *argv: str, cwd: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Git as a person has it, without the settings of this machine."""
    plain = {
        "PATH": os.environ["PATH"],
        "HOME": str(cwd),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }
    return subprocess.run(
        ["git", *argv],
        cwd=cwd,
        env={**plain, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def git(*argv: str, cwd: Path) -> str:
    """Git that must succeed; what it printed."""
    over = run_git(*argv, cwd=cwd)
    assert over.returncode == 0, over.stderr
    return over.stdout.strip()


def commit(work: Path, files: dict[str, str], message: str = "Change") -> str:
    """Write files and commit them; the commit's id."""
    for path, text in files.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_text(text)
    git("add", "-A", cwd=work)
    git("commit", "-q", "-m", message, cwd=work)
    return git("rev-parse", "HEAD", cwd=work)


@contextmanager
def practising(directory: Path, evaluation: Path | None = None) -> Iterator[Practice]:
    """Serve a directory from a thread of this process, with our evaluation or another one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> Server:
        return Server(Forge(directory, evaluation=evaluation))

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    try:
        yield Practice(server, directory)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
