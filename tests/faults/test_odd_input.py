"""Input that shells, git or forges stumble over: it comes out right, or is refused."""

from __future__ import annotations

from typing import Any

import pytest

from assemble_trace.models import Cell, PlanRequest
from assemble_trace.pipeline import Refused
from assemble_trace.scripts import script
from tests.faults.small import Small, git, press

CODE = 'from ballet import Feature\n\none = Feature("x", None)\n'


def of(source: str, **more: Any) -> PlanRequest:
    """Return the plan request for a cell of some source."""
    return PlanRequest(path="a.ipynb", cells=[Cell(id="a", index=0, source=source)], **more)


@pytest.mark.asyncio
@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["CRLF", "CR"])
async def test_line_endings_are_those_of_the_commit_from_the_beginning(
    small: Small, ending: str
) -> None:
    text = CODE + 'text = """a\n b"""\n'
    service = small.service()
    request = of(text.replace("\n", ending), body=f"one{ending}two")
    trace = await press(service, small, request)
    assert trace.source.text == text
    plan = trace.plan
    assert plan is not None and plan.body == "one\ntwo"
    assert "\r" not in plan.model_dump_json() + script(trace, "sh").script
    assert plan.files[-1].content == text
    assert small.pushes(plan.branch) == [[None, plan.commit]]
    await service.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (of(CODE + "x = '\0'\n"), "syntax_error"),
        (of(CODE, title="a\0b"), "title_missing"),
        (of(CODE, body="a\0b"), "title_missing"),
        (of(CODE, feature="a\0b"), "feature_name_invalid"),
        (of(CODE, branch="a\0b"), "branch_name_invalid"),
        (of(CODE, branch="-x"), "branch_name_invalid"),
        (of(CODE, branch="a\u202eb"), "branch_name_invalid"),
        (of(CODE, feature="x y"), "feature_name_invalid"),
        (of(CODE, feature="../x"), "feature_name_invalid"),
        (of(CODE, title="x" * 257), "text_too_long"),
        (of(CODE, body="x" * 65_537), "text_too_long"),
        (of(CODE, body="\U0001f600" * 30_000), "text_too_long"),
        (of(CODE, body="see ghp_" + "0123456789" * 4), "secret_in_cell"),
        (of(CODE, title="http://ada:geheimnis@example.org"), "secret_in_cell"),
    ],
)  # fmt: skip
async def test_what_cannot_be_sent_is_refused_with_a_reason(
    small: Small, request_: PlanRequest, code: str
) -> None:
    service = small.service()
    with pytest.raises(Refused) as refused:
        await service.plan(request_, small.file)
    assert (refused.value.code, bool(refused.value.advice)) == (code, True)
    assert not small.done("repository.fork")
    await service.close()


@pytest.mark.asyncio
async def test_the_longest_text_that_is_taken_arrives_whole(small: Small) -> None:
    body = "\U0001f600" * 8_000
    service = small.service()
    trace = await press(service, small, of(CODE, title="x" * 256, body=body))
    assert trace.pull_request is not None
    pull = small.rest("GET", f"/repos/{small.upstream}/pulls/{trace.pull_request.number}")
    assert (pull["title"], pull["body"]) == ("x" * 256, body)
    await service.close()


@pytest.mark.asyncio
async def test_the_projects_own_ignored_files_do_not_stop_the_commit(small: Small) -> None:
    service = small.service()
    view, _ = await service.plan(small.request(), small.file)
    lines = [line.text for line in view.shown["commit"]]
    add = next(line for line in lines if line.startswith("git add "))
    work = small.file.parent.parent / "work"
    work.mkdir()
    git(work, "init", "--quiet")
    (work / ".gitignore").write_text("*\n")
    plan = view.trace.plan
    assert plan is not None
    for file in plan.files:
        (work / file.path).parent.mkdir(parents=True, exist_ok=True)
        (work / file.path).write_text(file.content)
    git(work, *add.removeprefix("git ").split())
    assert git(work, "ls-files").split() == [file.path for file in plan.files]
    await service.close()
