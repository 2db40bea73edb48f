"""Bundles over real HTTP, and what cannot be done with what came in them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from assemble_trace.replay.bundles import MOST_BYTES, pack
from tests.replay.kept import ID, accepted, new_store

Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
def jp_data_dir(tmp_path: Path) -> Path:
    """Nothing was ever submitted from here."""
    return tmp_path / "home"


@pytest.fixture
def jp_root_dir(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def ask(jp_fetch: Any) -> Ask:
    """Ask the server; a refusal is an answer like another."""

    async def fetch(method: str, *path: str, body: bytes | None = None) -> tuple[int, Any]:
        try:
            answer = await jp_fetch("assemble", *path, method=method, body=body)
        except HTTPClientError as problem:
            assert problem.response is not None
            answer = problem.response
        return answer.code, json.loads(answer.body or b"null")

    return fetch


@pytest.fixture
def bundle(tmp_path: Path) -> bytes:
    """What somebody else saved."""
    store = new_store(tmp_path)
    accepted(store, tmp_path / "repository")
    data = pack(store, ID)
    store.close()
    return data


async def test_a_bundle_is_read_in_once_and_can_only_be_looked_at(ask: Ask, bundle: bytes) -> None:
    code, found = await ask("POST", "imports", body=bundle)
    assert (code, found["known"], found["remarks"]) == (201, False, [])
    assert found["view"]["imported"] is not None
    assert found["view"]["forge_page"] is None  # it is on a practice forge elsewhere
    code, found = await ask("POST", "imports", body=bundle)
    assert (code, found["known"]) == (200, True)

    _, listed = await ask("GET", "submissions")
    assert [(one["id"], bool(one["imported"])) for one in listed["submissions"]] == [(ID, True)]
    code, replay = await ask("GET", "submissions", ID, "replay")
    assert (code, len(replay["marks"])) == (200, 5)

    for button in ("start", "resume", "next", "withdraw", "cancel", "refresh", "merge"):
        code, body = await ask("POST", "submissions", ID, button, body=b"{}")
        assert (button, code, body["error"]["code"]) == (button, 409, "imported_record")
    for kind in ("comments", "reviews"):
        code, body = await ask("POST", "submissions", ID, kind, body=b'{"body": "Hello"}')
        assert (kind, code, body["error"]["code"]) == (kind, 409, "imported_record")
    plan = {"path": "a.ipynb", "cells": [{"id": "a", "index": 0, "source": "x"}], "revises": ID}
    code, body = await ask("POST", "plan", body=json.dumps(plan).encode())
    assert (code, body["error"]["code"]) == (409, "imported_record")

    assert (await ask("DELETE", "submissions", ID))[0] == 204
    assert (await ask("POST", "imports", body=bundle))[0] == 201


async def test_what_is_no_bundle_is_refused_with_words(ask: Ask, bundle: bytes) -> None:
    for data, status, error in (
        (b"", 422, "not_a_bundle"),
        (b"{}", 422, "not_a_bundle"),
        (bundle[:-9], 422, "bundle_cut"),
        (bundle + b"\n", 422, "bundle_refused"),
        (bytes(MOST_BYTES + 1), 413, "bundle_too_large"),
    ):
        code, body = await ask("POST", "imports", body=data)
        assert (code, body["error"]["code"]) == (status, error)
        assert body["error"]["advice"]
    _, listed = await ask("GET", "submissions")
    assert listed["total"] == 0
