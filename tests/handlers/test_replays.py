"""A replay and every export, asked over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from assemble_trace.models import Replay
from assemble_trace.replay.exports import EXPORTS
from tests.replay.kept import accepted, new_store

Fetch = Callable[..., Awaitable[Any]]
NAME = "quiet-otter-0012"


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {"assemble_trace.extension": True},
            "allow_unauthenticated_access": False,
        }
    }


@pytest.fixture
def jp_data_dir(tmp_path: Path) -> Path:
    """Let the server's state hold one submission."""
    folder = tmp_path / "state" / "assemble-trace"
    folder.mkdir(parents=True)
    store = new_store(folder)
    accepted(store, tmp_path / "work")
    store.close()
    return folder.parent


async def refused(jp_fetch: Fetch, *path: str, **options: Any) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as problem:
        await jp_fetch("assemble", "submissions", *path, **options)
    assert problem.value.response is not None
    return problem.value.code, json.loads(problem.value.response.body)["error"]["code"]


async def test_a_replay_is_given_and_nothing_else_is_asked(jp_fetch: Fetch) -> None:
    answer = await jp_fetch("assemble", "submissions", NAME, "replay")

    replay = Replay.model_validate_json(answer.body)
    assert replay.view.trace.short_id == NAME
    assert [mark.key for mark in replay.marks] == ["lint", "commit", "push", "ci", "since"]
    assert replay.moments[0].kind == "begun"
    assert await refused(jp_fetch, "nobody-0000", "replay") == (404, "trace_not_found")


async def test_each_export_is_a_download_that_no_browser_opens(jp_fetch: Fetch) -> None:
    for format, export in EXPORTS.items():
        answer = await jp_fetch(
            "assemble", "submissions", NAME, "export", params={"format": format}
        )
        assert answer.headers["Content-Type"] == export.media
        name = f"{NAME}.{export.ending}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.body


async def test_another_format_and_another_name_are_refused(jp_fetch: Fetch) -> None:
    strange = await refused(jp_fetch, NAME, "export", params={"format": "exe"})
    assert strange == (400, "request_malformed")
    missing = await refused(jp_fetch, "nobody-0000", "export", params={"format": "md"})
    assert missing == (404, "trace_not_found")


async def test_whoever_is_not_signed_in_gets_nothing(jp_fetch: Fetch) -> None:
    for part in ("replay", "export"):
        with pytest.raises(HTTPClientError) as problem:
            await jp_fetch(
                "assemble", "submissions", NAME, part, headers={"Authorization": "token wrong"}
            )
        assert problem.value.code == 403
