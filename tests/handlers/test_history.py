"""The history's routes, asked over real HTTP."""

from __future__ import annotations

from tests.handlers.conftest import Fetch
from tests.handlers.test_routes import cell


async def test_the_history_is_searched_and_its_records_are_put_away(fetch: Fetch) -> None:
    names = []
    for source in ("x = (", "lot = ", "print(lot)"):
        names.append((await fetch("POST", "plan", body=cell(source)))[1]["submission"])

    async def found(**asked: str) -> list[str]:
        code, listed = await fetch("GET", "submissions", params=asked)
        assert code == 200
        return [one["id"] for one in listed["submissions"]]

    assert await found() == names[::-1]
    assert await found(text="LOT") == names[:0:-1]
    assert await found(text="lot", error="syntax_error", step="lint") == [names[1]]
    assert await found(status="submitted") == []
    assert await found(limit="2", **{"1764000000": ""}) == names[:0:-1]  # Lab's own addition
    _, page = await fetch("GET", "submissions", params={"limit": "2"})
    assert await found(after=page["next"]) == [names[0]]
    assert page["errors"] == ["syntax_error", "undefined_name"]
    for wrong in ({"limit": "0"}, {"status": "lost"}, {"after": "now"}, {"text": "x" * 201}):
        code, answer = await fetch("GET", "submissions", params=wrong)
        assert (code, answer["error"]["code"]) == (400, "request_malformed")

    code, view = await fetch("PUT", "submissions", names[0], "shelf", body={"shelf": "archived"})
    assert (code, view["shelf"]) == (200, "archived")
    assert await found() == names[:0:-1]
    assert await found(shelf="archived") == [names[0]]
    await fetch("PUT", "submissions", names[0], "shelf", body={"shelf": "kept"})
    code, answer = await fetch("DELETE", "submissions", names[0])
    assert (code, answer["error"]["code"]) == (409, "record_kept")
    await fetch("PUT", "submissions", names[0], "shelf", body={"shelf": "listed"})
    assert (await fetch("DELETE", "submissions", names[0]))[0] == 204
