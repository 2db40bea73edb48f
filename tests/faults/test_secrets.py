"""A token is in memory and in its own file, and nowhere else."""

from __future__ import annotations

import base64
import json
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.conftest import Practice
from tests.faults.small import Small, error, go_on, press


def forms(token: str) -> list[bytes]:
    """Return the token as it is, and as git and HTTP may write it."""
    pairs = [token, *(f"{user}:{token}" for user in ("x-access-token", "git", "learner", "x", ""))]
    encoded = [base64.b64encode(pair.encode()).rstrip(b"=") for pair in pairs]
    return [token.encode(), *encoded]


def assert_nowhere(folder: Path, token: str, *, but: Path | None = None) -> None:
    """See that no file under a folder holds the token, its own file excepted."""
    looked = 0
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink() and file != but:
            data = file.read_bytes()
            looked += 1
            assert not [form for form in forms(token) if form in data], file
    assert looked


@contextmanager
def watching_processes(token: str) -> Iterator[list[str]]:
    """Look at every process's command line all the while; yields those that hold the token."""
    found: list[str] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            for entry in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    line = entry.read_bytes()
                except OSError:
                    continue
                if any(form in line for form in forms(token)):
                    found.append(line.decode("utf-8", "replace"))
            time.sleep(0.01)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


@pytest.mark.asyncio
async def test_a_pasted_token_is_in_no_record_log_address_or_error(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = small.service()
    small.proxy.lose("POST", r"/git-receive-pack$", status=502)
    small.proxy.refuse("POST", r"/pulls$", 403, body=json.dumps({"message": f"no {small.token}"}))
    with watching_processes(small.token) as seen:
        trace = await press(service, small)
        assert error(trace, "push") == "forge_failed"
        trace = await go_on(service, trace.id)
        assert error(trace, "pull_request") == "not_allowed"
        trace = await go_on(service, trace.id)
    assert trace.status == "submitted"
    view = await service.view(trace.id)
    assert small.token not in view.model_dump_json()
    assert_nowhere(small.data, small.token)
    await service.close()
    assert_nowhere(small.data, small.token)
    assert not seen
    assert not [one.path for one in small.proxy.seen if small.token in one.path]
    assert not [form for form in forms(small.token) if form.decode() in caplog.text]
    assert_nowhere(small.forge, small.token, but=small.forge / "tokens" / small.login)


def test_a_terminal_submission_keeps_the_practice_token_to_itself(practice: Practice) -> None:
    own = practice.forge / "tokens" / "learner"
    token = own.read_text().strip()
    with watching_processes(token) as seen:
        done = practice.command("submit", str(practice.notebook), "--cell", "blank", "--json")
        assert done.returncode == 2 or done.stdout  # whatever it is, it holds no token
        done = practice.command(
            "submit", str(practice.notebook), "--cell", "random-noise", "--no-wait", "--json"
        )
        assert done.returncode == 0, done.stderr
        pushed = subprocess.run(
            ["git", "push", f"{practice.url}/learner/ames-house-prices.git", "HEAD:by-hand"],
            cwd=practice.notebook.parent, env=practice.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
    assert not seen
    assert token not in done.stdout + done.stderr + pushed.stdout + pushed.stderr
    assert_nowhere(practice.home, token, but=own)


def test_a_server_that_logs_everything_logs_no_token(practice: Practice, tmp_path: Path) -> None:
    own = practice.forge / "tokens" / "learner"
    tokens = [own.read_text().strip(), "ghp_" + "Wr0ng" * 8]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--debug", "--allow-root", f"--port={port}",
             "--IdentityProvider.token=for-tests",
             f"--ServerApp.root_dir={practice.notebook.parent}",
             "--ServerApp.jpserver_extensions={'assemble_trace.extension': True}",
             "--no-browser"],
            env=practice.environment, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    answers: list[str] = []

    def ask(method: str, path: str, body: Any = None) -> Any:
        request = Request(
            f"http://127.0.0.1:{port}/assemble/{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "token for-tests", "Content-Type": "application/json"},
        )  # fmt: skip
        try:
            with urlopen(request, timeout=60) as answer:
                answers.append(answer.read().decode())
        except HTTPError as problem:
            answers.append(problem.read().decode())
        return json.loads(answers[-1])

    try:
        while True:
            assert server.poll() is None, log.read_text()
            try:
                ask("GET", "status")
                break
            except OSError:
                time.sleep(0.1)
        wrong = ask("POST", "identity", {"token": tokens[1], "api": f"{practice.url}/api/v3"})
        assert wrong["error"]["code"] == "token_refused"
        malformed = ask("POST", "identity", {"token": [tokens[1]], "api": 3})
        assert malformed["error"]["code"] == "request_malformed"
        assert ask("GET", "identity")["identity"]["login"] == "learner"
        with watching_processes(tokens[0]) as seen:
            plan = ask("POST", "plan", json.loads(practice.request().model_dump_json()))
            name = plan["view"]["trace"]["id"]
            ask("POST", f"submissions/{name}/start", {})
            while ask("GET", f"submissions/{name}")["trace"]["status"] == "running":
                time.sleep(0.1)
        assert not seen
        assert ask("GET", f"submissions/{name}")["trace"]["pull_request"]
    finally:
        server.terminate()
        server.wait(30)
    said = log.read_bytes()
    assert b"POST /assemble/plan" in said
    for token in tokens:
        assert not [form for form in forms(token) if form in said]
        assert token not in "".join(answers)
        assert_nowhere(practice.home, token, but=own)
