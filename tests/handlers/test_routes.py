"""The extension's REST, asked over real HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from http.client import HTTPConnection
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from tests.conftest import Practice
from tests.handlers.conftest import Fetch

CELL = {"id": "c", "index": 0, "type": "code", "source": ""}


def cell(source: str, kind: str = "code") -> dict[str, Any]:
    return {
        "path": "predict-house-prices.ipynb",
        "cells": [CELL | {"source": source, "type": kind}],
    }


async def rest(fetch: Fetch, name: str) -> Any:
    """Read a submission until it rests."""
    while True:
        _, view = await fetch("GET", "submissions", name)
        if view["trace"]["status"] not in {"running", "waiting"}:
            return view
        await asyncio.sleep(0.2)


async def scripts(fetch: Fetch, trace: dict[str, Any]) -> None:
    """Ask for a submission's script."""
    where = ("submissions", trace["id"], "script")
    code, whole = await fetch("GET", *where)
    assert (code, whole["name"]) == (200, f"{trace['short_id']}.sh")
    assert whole["script"].startswith("#!/usr/bin/env bash\n")
    assert whole["script"].endswith("printf 'same commit %s\\n' \"$commit\"\n")
    assert f"git push fork {trace['branch']}\n" in whole["script"]
    code, other = await fetch("GET", *where, params={"format": "ps1"})
    assert (code, other["name"]) == (200, f"{trace['short_id']}.ps1")
    assert "$ErrorActionPreference = 'Stop'" in other["script"]
    code, answer = await fetch("GET", *where, params={"format": "bat"})
    assert (code, answer["error"]["code"]) == (400, "request_malformed")


async def test_from_plan_to_verdict(fetch: Fetch, practice: Practice) -> None:
    code, answer = await fetch(
        "POST", "plan", body=json.loads(practice.request().model_dump_json())
    )
    assert (code, answer["existing"]) == (200, False)
    trace = answer["view"]["trace"]
    assert (trace["status"], {step["status"] for step in trace["steps"]}) == (
        "planned",
        {"pending"},
    )
    assert answer["view"]["shown"]["commit"][-1]["text"].startswith("GIT_AUTHOR_DATE=")
    assert (await fetch("GET", "submissions"))[1] == {
        "submissions": [], "total": 0, "projects": [], "errors": [], "next": None,
    }  # fmt: skip
    await scripts(fetch, trace)

    code, _ = await fetch("POST", "submissions", trace["id"], "start")
    assert code == 202
    view = await rest(fetch, trace["id"])
    assert (view["trace"]["status"], view["trace"]["verdict"]) == ("submitted", "accepted")
    assert view["trace"]["commit"] == trace["commit"]
    assert view["forge_page"] == "forge/ames/ames-house-prices/pull/5"

    code, page = await fetch("GET", *view["forge_page"].split("/"))
    assert code == 200
    assert "Add feature: Total bathrooms" in page
    assert "<script" not in page

    code, listed = await fetch("GET", "submissions")
    assert [one["id"] for one in listed["submissions"]] == [trace["id"]]
    code, again = await fetch("POST", "plan", body=json.loads(practice.request().model_dump_json()))
    assert (again["existing"], again["view"]["trace"]["id"]) == (True, trace["id"])

    code, view = await fetch(
        "POST", "submissions", trace["id"], "comments", body={"body": "Thanks"}
    )
    assert code == 200
    assert ("learner", "commented", "Thanks") in [
        (one["actor"], one["kind"], one["text"]) for one in view["trace"]["since_then"]
    ]
    assert (await fetch("DELETE", "submissions", trace["id"]))[0] == 204
    assert (await fetch("GET", "submissions", trace["id"]))[0] == 404


async def test_a_maintainer_reviews_and_merges_what_was_rejected(
    fetch: Fetch, practice: Practice
) -> None:
    body = json.loads(practice.request("random-noise").model_dump_json())
    _, answer = await fetch("POST", "plan", body=body)
    name = answer["view"]["trace"]["id"]
    await fetch("POST", "submissions", name, "start")
    view = await rest(fetch, name)
    assert view["trace"]["verdict"] == "rejected"
    code, answer = await fetch("POST", "submissions", name, "merge")
    assert (code, answer["error"]["code"]) == (422, "not_allowed")  # a learner may not

    token = (practice.forge / "tokens" / "ames").read_text().strip()
    await fetch("POST", "identity", body={"token": token, "api": f"{practice.url}/api/v3"})
    review = {"event": "APPROVE", "body": "For the sake of it"}
    code, _ = await fetch("POST", "submissions", name, "reviews", body=review)
    assert code == 200
    code, view = await fetch("POST", "submissions", name, "merge")
    assert code == 200
    happened = [(one["actor"], one["kind"]) for one in view["trace"]["since_then"]]
    assert ("ames", "reviewed") in happened
    assert ("ames", "merged") in happened
    assert view["trace"]["pull_request"]["state"] == "merged"
    assert view["trace"]["verdict"] == "rejected"  # what CI thought of it stays


async def test_step_by_step_stopped_and_taken_back(fetch: Fetch, practice: Practice) -> None:
    body = json.loads(practice.request().model_dump_json())
    _, answer = await fetch("POST", "plan", body=body)
    name = answer["view"]["trace"]["id"]
    assert answer["view"]["proof"] == {
        "predicted": answer["view"]["trace"]["commit"], "actual": None, "moved": None,
    }  # fmt: skip
    code, view = await fetch("POST", "submissions", name, "start", body={"stepwise": True})
    assert (code, view["trace"]["status"], view["can_next"]) == (202, "paused", True)
    assert view["trace"]["steps"][0]["status"] == "paused"
    for done in range(1, 7):
        code, _ = await fetch("POST", "submissions", name, "next")
        assert code == 202
        view = await rest(fetch, name)
        assert (view["trace"]["status"], view["can_next"]) == ("paused", True)
        assert [step["status"] for step in view["trace"]["steps"]][:done] == ["passed"] * done
    assert view["proof"]["actual"] == view["proof"]["predicted"]
    code, answer = await fetch("POST", "submissions", name, "withdraw")
    assert (code, answer["error"]["code"]) == (409, "under_way")
    code, view = await fetch("POST", "submissions", name, "cancel")
    assert (code, view["trace"]["status"], view["can_withdraw"]) == (202, "cancelled", True)
    assert [one["kind"] for one in view["exists"] if one["undone_by_withdrawal"]] == [
        "branch", "pull_request",
    ]  # fmt: skip
    code, answer = await fetch("POST", "submissions", name, "next")
    assert (code, answer["error"]["code"]) == (409, "nothing_to_do")

    code, taken = await fetch("POST", "submissions", name, "withdraw")
    assert (code, taken["trace"]["kind"], taken["trace"]["revises"]) == (202, "withdraw", name)
    view = await rest(fetch, taken["trace"]["id"])
    assert [(step["key"], step["status"]) for step in view["trace"]["steps"]] == [
        ("close", "passed"), ("delete_branch", "passed"),
    ]  # fmt: skip
    assert [one["kind"] for one in view["attempts"]] == ["submit", "withdraw"]
    code, answer = await fetch("POST", "submissions", name, "withdraw")
    assert (code, answer["error"]["code"]) == (409, "already_withdrawn")
    code, answer = await fetch("POST", "submissions", name, "resume")
    assert (code, answer["error"]["code"]) == (409, "nothing_to_do")
    _, again = await fetch("POST", "plan", body=body)
    assert (again["existing"], again["revision"]) == (False, None)


async def test_edited_text_is_what_is_sent_and_what_errors_count_in(
    fetch: Fetch, practice: Practice
) -> None:
    body = json.loads(practice.request().model_dump_json())
    _, answer = await fetch("POST", "plan", body=body | {"text": "import numpy as np\nx = np.pi\n"})
    trace = answer["view"]["trace"]
    assert trace["plan"]["files"][-1]["content"] == "import numpy as np\n\nx = np.pi\n"
    assert trace["source"]["edited"] == "import numpy as np\nx = np.pi\n"
    assert trace["source"]["cells"] == body["cells"]
    code, answer = await fetch("POST", "plan", body=body | {"text": "x = 1\ny = (\n"})
    assert (code, answer["error"]["code"]) == (422, "syntax_error")
    assert answer["error"]["details"]["line"] == 2
    code, answer = await fetch("POST", "plan", body=body | {"text": " \n"})
    assert answer["error"]["code"] == "empty_cell"


def test_ballet_is_never_loaded_by_the_server() -> None:
    program = (
        "import sys; from assemble_trace import extension, handlers, service;"
        "sys.exit(any(name in sys.modules for name in ('ballet', 'sklearn', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (cell(" \n"), "empty_cell"),
        (cell("# Title", "markdown"), "not_code"),
        (cell("x = ("), "syntax_error"),
        (cell("print(q)"), "undefined_name"),
        (cell("x = 1\n" * 20_000), "cell_too_large"),
        (cell("token = 'ghp_" + "aB3d" * 9 + "'"), "secret_in_cell"),
        (
            cell("from ballet import Feature\na = Feature('x', None)\nb = Feature('y', None)\n"),
            "two_features",
        ),
        (cell("x = 1") | {"branch": "--exec=sh"}, "branch_name_invalid"),
        (cell("x = 1") | {"feature": "a b"}, "feature_name_invalid"),
        (cell("x = 1") | {"path": "../../elsewhere.ipynb"}, "project_not_found"),
    ],
)
async def test_a_refusal_is_a_record_with_a_code_and_advice(
    fetch: Fetch, body: dict[str, Any], code: str
) -> None:
    status, answer = await fetch("POST", "plan", body=body)
    assert (status, answer["error"]["code"]) == (422, code)
    assert answer["error"]["advice"]
    _, view = await fetch("GET", "submissions", answer["submission"])
    failed = [step for step in view["trace"]["steps"] if step["status"] == "failed"]
    assert [step["error"]["code"] for step in failed] == [code]
    assert view["trace"]["status"] == "failed"
    assert "Traceback" not in json.dumps(answer)


async def test_a_secret_in_a_refused_cell_is_not_kept(fetch: Fetch, practice: Practice) -> None:
    secret = "ghp_" + "aB3d" * 9
    await fetch("POST", "plan", body=cell(f"token = '{secret}'"))
    for file in practice.data.rglob("*"):
        assert not file.is_file() or secret.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("body", ["{", '{"path": 3}', '{"cells": []}', "[]"])
async def test_a_malformed_request_is_said_so(fetch: Fetch, jp_fetch: Any, body: str) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("assemble", "plan", method="POST", body=body)
    assert refused.value.code == 400
    assert refused.value.response is not None
    answer = json.loads(refused.value.response.body)
    assert answer["error"]["code"] == "request_malformed"


async def test_a_slice_is_what_the_cell_needs(fetch: Fetch) -> None:
    body = {
        "path": "predict-house-prices.ipynb",
        "cells": [CELL | {"source": "y = x + 1", "execution_count": 3}],
        "others": [
            CELL | {"id": "a", "index": 1, "source": "x = 2\nz = 3", "execution_count": 1},
            CELL | {"id": "b", "index": 2, "source": "x = 9", "execution_count": 4},
        ],
    }
    code, view = await fetch("POST", "slice", body=body)
    assert (code, view["text"], view["remarks"]) == (200, "x = 2\n\ny = x + 1", [])
    assert [(one["kind"], one["cell_index"], one["line"]) for one in view["lines"]] == [
        ("gathered", 1, 1), ("blank", None, None), ("selected", 0, 1),
    ]  # fmt: skip
    assert (await fetch("GET", "submissions"))[1]["total"] == 0  # nothing is recorded


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (cell(" \n"), "empty_cell"),
        (cell("# Title", "markdown"), "not_code"),
        (cell("x = ("), "syntax_error"),
        (cell("!pip install x"), "notebook_command"),
        (cell("x = 1\n" * 200_000), "notebook_too_large"),
    ],
)
async def test_a_slice_of_what_is_no_code_is_refused(
    fetch: Fetch, body: dict[str, Any], code: str
) -> None:
    status, answer = await fetch("POST", "slice", body=body)
    assert (status, answer["error"]["code"]) == (422, code)
    assert answer["error"]["advice"]


async def test_a_page_of_the_glossary(fetch: Fetch) -> None:
    code, page = await fetch("GET", "lessons", "glossary", "pull-request")
    assert (code, list(page)) == (200, ["markdown"])
    assert page["markdown"].startswith("# Pull request\n")
    assert (await fetch("GET", "lessons", "glossary", "nothing"))[0] == 404


async def test_each_check_has_its_page_and_its_cell(fetch: Fetch) -> None:
    code, listed = await fetch("GET", "checks")
    assert code == 200
    assert len(listed["checks"]) == 22
    for check in listed["checks"]:
        code, page = await fetch("GET", "lessons", "checks", check["name"])
        assert (code, page["markdown"][:8]) == (200, "## What\n")
        code, cell = await fetch("GET", "checks", check["name"], "cell")
        assert code == 200
        assert f"{check['stage']}.checks import {check['name']}\n" in cell["source"]
    assert (await fetch("GET", "checks", "NoSuchCheck", "cell"))[0] == 404
    assert (await fetch("GET", "lessons", "checks", "NoSuchCheck"))[0] == 404


async def test_what_is_not_there_is_404(fetch: Fetch) -> None:
    assert (await fetch("GET", "submissions", "no-such-id"))[0] == 404
    assert (await fetch("POST", "submissions", "no-such-id", "start"))[0] == 404
    assert (await fetch("DELETE", "submissions", "no-such-id"))[0] == 404
    assert (await fetch("GET", "lessons", "steps", "nothing"))[0] == 404


@pytest.mark.parametrize(
    "path", ["api/v3/user", "_forge/audit", "ames", "a/../../etc", "a/b.git/HEAD"]
)
async def test_only_pages_of_the_forge_can_be_fetched(fetch: Fetch, path: str) -> None:
    code, _ = await fetch("GET", "forge", *path.split("/"))
    assert code == 404


async def test_the_identity_is_the_practice_one_and_holds_no_token(fetch: Fetch) -> None:
    code, answer = await fetch("GET", "identity")
    assert (code, answer["identity"]["login"], answer["identity"]["practice"]) == (
        200, "learner", True,
    )  # fmt: skip
    assert "token" not in json.dumps(answer)


async def test_a_wrong_token_is_refused_and_the_practice_identity_stays(
    fetch: Fetch, practice: Practice
) -> None:
    body = {"token": "ghp_" + "x" * 36, "api": f"{practice.url}/api/v3"}
    code, answer = await fetch("POST", "identity", body=body)
    assert (code, answer["error"]["code"]) == (422, "token_refused")
    assert "xxxx" not in json.dumps(answer)
    assert (await fetch("GET", "identity"))[1]["identity"]["login"] == "learner"


async def test_signing_in_and_out(fetch: Fetch, practice: Practice) -> None:
    token = (practice.forge / "tokens" / "ada").read_text().strip()
    body = {"token": token, "api": f"{practice.url}/api/v3"}
    code, answer = await fetch("POST", "identity", body=body)
    assert (code, answer["identity"]["login"]) == (200, "ada")
    code, answer = await fetch("DELETE", "identity")
    assert (code, answer["identity"]["login"]) == (200, "learner")


async def test_every_route_asks_who_is_there(fetch: Fetch, jp_serverapp: Any) -> None:
    from assemble_trace.handlers import ROUTES

    base = jp_serverapp.base_url
    checked = 0
    for pattern, handler in ROUTES:
        path = pattern.replace("([0-9a-z-]{1,64})", "an-id").replace("(.*)", "a/b")
        path = path.replace("(steps|errors|glossary)", "steps").replace("([a-z_-]+)", "lint")
        path = path.lstrip("/")
        for method in ("GET", "POST", "DELETE"):
            if method.lower() not in vars(handler):
                continue
            code = await asyncio.to_thread(ask, jp_serverapp.port, method, f"{base}{path}")
            assert code in {401, 403, 302}, (method, path)
            checked += 1
    assert checked >= 20


def ask(port: int, method: str, path: str) -> int:
    """Ask without a token, and follow no redirect."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body="{}" if method == "POST" else None)
    return connection.getresponse().status
