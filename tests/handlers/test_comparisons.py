"""Comparisons, asked over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from assemble_trace.models import ComparisonView
from assemble_trace.store import open_store
from tests.replay.stories import example, keep, plan, rejected, told

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
def jp_data_dir(tmp_path: Path) -> Path:
    """Let the server's state hold two submissions."""
    folder = tmp_path / "state" / "assemble-trace"
    folder.mkdir(parents=True)
    store = open_store(f"sqlite:///{folder / 'traces.db'}")
    keep(store, rejected("reject_nan", of=plan()))
    keep(store, told(of=plan(feature="rooms"), report=example("accept"), name="brave-fox"))
    store.close()
    return folder.parent


async def refused(jp_fetch: Fetch, **asked: str) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as problem:
        await jp_fetch("assemble", "comparisons", params=asked)
    assert problem.value.response is not None
    return problem.value.code, json.loads(problem.value.response.body)["error"]["code"]


async def test_two_are_compared_by_id_or_short_id(jp_fetch: Fetch) -> None:
    asked = {"left": "id-calm-otter", "right": "brave-fox"}

    answer = await jp_fetch("assemble", "comparisons", params=asked)

    found = ComparisonView.model_validate_json(answer.body)
    assert (found.left.short_id, found.right.short_id) == ("calm-otter", "brave-fox")
    assert "; “lot_area” failed “No missing values” because" in found.sentence


async def test_both_have_to_be_named_and_to_be_there(jp_fetch: Fetch) -> None:
    malformed = (400, "request_malformed")
    assert await refused(jp_fetch, left="calm-otter") == malformed
    assert await refused(jp_fetch, left="calm-otter", right="") == malformed
    assert await refused(jp_fetch, left="calm-otter", right="x" * 65) == malformed
    assert await refused(jp_fetch, left="calm-otter", right="nobody") == (404, "trace_not_found")


async def test_whoever_is_not_signed_in_gets_nothing(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as problem:
        await jp_fetch(
            "assemble", "comparisons", headers={"Authorization": "token wrong"},
            params={"left": "calm-otter", "right": "brave-fox"},
        )  # fmt: skip
    assert problem.value.code == 403
