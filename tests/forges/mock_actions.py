"""A stand-in for GitHub Actions, which cannot be had here: two hosts on the loopback.

One answers as GitHub's REST API documents it for check runs, statuses, workflow runs, artifacts and
jobs; the other is where GitHub keeps files, and wants no token. It says nothing about whether
GitHub keeps to its documentation.
"""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghp_" + "mock" * 9
COMMIT = "a" * 40
RUN = 29679449


@dataclass
class MockActions:
    """What there is to be read, and what was asked. ``files`` are what the links lead to.

    ``waits`` is a first contribution, whose run begins once a maintainer has approved it: GitHub
    gives it a conclusion, and no jobs and no check runs.
    """

    commit: str = COMMIT
    event: str = "pull_request"
    waits: bool = False
    checks: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    jobs: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    fetched: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    link: str = ""
    api: str = ""
    storage: str = ""

    def job(self, name: str, conclusion: str | None, log: str | None = None) -> None:
        """Add a job: GitHub makes a check run of the same number for it."""
        number = 399444496 + len(self.jobs)
        status = "completed" if conclusion else "in_progress"
        about = {"id": number, "name": name, "status": status, "conclusion": conclusion}
        self.jobs.append(about | {"run_id": RUN, "head_sha": self.commit})
        self.checks.append(
            about
            | {
                "external_id": f"0000-{number}",
                "app": {"slug": "github-actions"},
                "details_url": f"https://github.com/o/r/actions/runs/{RUN}/job/{number}",
                "output": {"title": None, "summary": None, "text": None, "annotations_count": 0},
            }
        )
        if log is not None:
            self.files[f"/logs/{number}"] = log.encode()

    def artifact(self, name: str, data: bytes, **more: Any) -> None:
        """Add an artifact."""
        number = 11 + len(self.artifacts)
        about = {"id": number, "name": name, "size_in_bytes": len(data), "expired": False}
        self.artifacts.append(about | more)
        self.files[f"/artifacts/{number}"] = data

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any, str]:
        """Return status, JSON and Location of a request to the API."""
        root = "/repos/o/r"
        if path == f"{root}/commits/{self.commit}/check-runs":
            return 200, {"total_count": len(self.checks), "check_runs": self.checks}, ""
        if path == f"{root}/commits/{self.commit}/status":
            return 200, {"state": "pending", "statuses": [], "total_count": 0}, ""
        if path == f"{root}/actions/runs" and query.get("head_sha") == [self.commit]:
            run = {"id": RUN, "event": self.event, "head_sha": self.commit, "status": "completed"}
            run["conclusion"] = "action_required" if self.waits else "failure"
            return 200, {"total_count": 1, "workflow_runs": [run]}, ""
        if path == f"{root}/actions/runs/{RUN}/artifacts":
            return 200, {"total_count": len(self.artifacts), "artifacts": self.artifacts}, ""
        if path == f"{root}/actions/runs/{RUN}/jobs":
            return 200, {"total_count": len(self.jobs), "jobs": self.jobs}, ""
        parts = path.removeprefix(f"{root}/actions/").split("/")
        if len(parts) == 3 and parts[2] in {"zip", "logs"}:
            kept = f"/{'artifacts' if parts[2] == 'zip' else 'logs'}/{parts[1]}"
            if kept in self.files:
                return 302, None, self.link or f"{self.storage}{kept}?sig=secret-of-a-minute"
        return 404, {"message": "Not Found"}, ""


@contextmanager
def mocking() -> Iterator[MockActions]:
    """Serve a stand-in until the block ends."""
    mock = MockActions()

    class Quiet(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None: ...

        def send(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    class Api(Quiet):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            path = where.path.removeprefix("/api/v3")
            mock.asked.append((self.command, path))
            if self.headers.get("Authorization", "").partition(" ")[2] != TOKEN:
                self.send(401, b'{"message": "Bad credentials"}')
                return
            status, body, location = mock.answer(path, parse_qs(where.query))
            status = mock.statuses.get(path, status)
            if status == 302:
                shown = f'<a href="{location}">Found</a>'.encode()
                self.send(302, shown, Location=location)
            else:
                self.send(status, json.dumps(body).encode(), **{"Content-Type": "application/json"})

        do_POST = do_PATCH = do_PUT = do_DELETE = do_GET

    class Storage(Quiet):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            mock.fetched.append((where.path, dict(self.headers)))
            data = mock.files.get(where.path)
            self.send(404 if data is None else 200, data or b"")

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), one) for one in (Api, Storage)]
    mock.api = f"http://127.0.0.1:{servers[0].server_port}/api/v3"
    mock.storage = f"http://127.0.0.1:{servers[1].server_port}"
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield mock
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return an archive of these entries, in order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return packed.getvalue()
