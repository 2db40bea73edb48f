"""The extension in a server of the test's own, on a workspace of the test's own."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from tests.conftest import Practice

Fetch = Callable[..., Awaitable[Any]]


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {"assemble_trace.extension": True},
            "allow_unauthenticated_access": False,
        }
    }


@pytest.fixture
def jp_data_dir(practice: Practice) -> Path:
    """Let the server's state be the practice workspace's."""
    return practice.home


@pytest.fixture
def jp_root_dir(practice: Practice) -> Path:
    """Let the server's files be the clone's."""
    return practice.notebook.parent


@pytest.fixture
def fetch(jp_fetch: Any) -> Fetch:
    """Fetch from the server; a refusal is an answer like another."""

    async def ask(method: str, *path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        data = None if body is None and method in {"GET", "DELETE"} else json.dumps(body or {})
        try:
            answer = await jp_fetch("assemble", *path, method=method, body=data, **options)
        except HTTPClientError as problem:
            assert problem.response is not None
            answer = problem.response
        text = answer.body.decode()
        html = "html" in answer.headers.get("Content-Type", "")
        return answer.code, text if html or not text else json.loads(text)

    return ask
