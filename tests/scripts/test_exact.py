"""An exported script makes what the tool made, to the bit: see `exact`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.elsewhere import Elsewhere
from tests.scripts.exact import Exact, exact
from tests.scripts.generated import case


@pytest_asyncio.fixture
async def place(tmp_path: Path, elsewhere: Elsewhere) -> AsyncIterator[Exact]:
    """A forge to submit to; what was recorded is carried to another store afterwards."""
    with exact(tmp_path / "exact") as made:
        yield made
        await made.service.close()
    elsewhere.check(tmp_path / "exact" / "data" / "traces.db")


@pytest.mark.asyncio
@pytest.mark.parametrize("first", range(0, 40, 10))
async def test_the_script_makes_the_same_commit_branch_and_pull_request(
    place: Exact, first: int
) -> None:
    for number in range(first, first + 5):
        outcome = await place.compare(case(number))
        assert outcome.refused is None, case(number)
        assert outcome.differences == [], case(number)
        assert outcome.foreseen, case(number)


@pytest.mark.asyncio
async def test_a_further_attempt_can_be_scripted_too(place: Exact) -> None:
    first = await place.compare(case(1))
    assert first.trace is not None and first.trace.plan is not None
    changed = replace(case(1), source=case(1).source + "\nmore = 1\n", branch="", feature="")
    second = await place.compare(changed, revises=first.trace.id)
    assert second.differences == [] and second.foreseen
    assert second.trace is not None and second.trace.plan is not None
    assert second.trace.kind == "revise"
    assert second.trace.plan.parent == first.trace.commit
    assert second.trace.pull_request == first.trace.pull_request


@pytest.mark.asyncio
async def test_a_withdrawal_can_be_scripted_too(place: Exact) -> None:
    submitted = await place.compare(case(1))
    assert submitted.trace is not None
    outcome = await place.withdraw(submitted.trace)
    assert outcome.differences == []
    assert outcome.trace is not None and outcome.trace.pull_request is not None
    assert outcome.trace.pull_request.state == "closed"


@pytest.mark.asyncio
async def test_what_another_script_makes_is_noticed(place: Exact) -> None:
    commit = await place.compare(case(1), lambda text: text.replace("user.name", "user.other"))
    assert "the script ended with 1" in commit.differences[0]
    request = await place.compare(case(2), lambda text: text.replace('"title": "', '"title": "!'))
    assert [one.partition(":")[0] for one in request.differences] == ["requests", "pulls"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("precaution", "without"),
    [
        ("* -text -ident -filter !eol !working-tree-encoding\n", ""),
        ("git add --force --", "git add --"),
        ('unset "$name"', ":"),
        ('cat > "$GIT_CONFIG_GLOBAL"', 'cat "{home}/.gitconfig" - > "$GIT_CONFIG_GLOBAL"'),
    ],
    ids=["attributes", "ignored files", "environment", "settings"],
)
async def test_without_a_precaution_the_script_makes_something_else(
    place: Exact, precaution: str, without: str
) -> None:
    number = next(number for number in range(100) if case(number).upstream == 2)

    def alter(text: str) -> str:
        assert precaution in text
        return text.replace(precaution, without.format(home=place.folder / "home"))

    outcome = await place.compare(case(number), alter)
    assert "the script ended with" in outcome.differences[0]
