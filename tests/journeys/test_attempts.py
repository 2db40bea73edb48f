"""Rejected, revised, accepted: on the same pull request, or on one that follows a closed one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assemble_trace.models import PlanRequest, PlanView, Trace
from assemble_trace.service import Service
from tests.conftest import Practice
from tests.faults.small import git
from tests.journeys.test_features import CONSTANT


def request(practice: Practice, code: str) -> PlanRequest:
    """Return the request for the sample's cell, with other code in it."""
    found = practice.request("total-bathrooms")
    found.cells[0].source = code
    return found


async def press(
    service: Service, practice: Practice, wanted: PlanRequest
) -> tuple[PlanView, Trace]:
    """Plan, submit and wait; returns the preview and what came of it."""
    preview = await service.preview(wanted, practice.notebook)
    assert not preview.existing
    await service.start(preview.view.trace.id)
    return preview, await service.finished(preview.view.trace.id)


def close_rejected(practice: Practice, folder: Path) -> None:
    """Let the project's bot close what is rejected, as its owner."""
    token = (practice.forge / "tokens" / "ames").read_text().strip()
    where = practice.url.partition("://")[2]
    url = f"http://x:{token}@{where}/ames/ames-house-prices.git"
    git(folder, "clone", "--quiet", url, "owner")
    file = folder / "owner" / "ballet.yml"
    said = file.read_text()
    assert "auto_close_rejected_features: no" in said
    file.write_text(
        said.replace("auto_close_rejected_features: no", "auto_close_rejected_features: yes")
    )
    git(folder / "owner", "commit", "--quiet", "--all", "--message", "Close what is rejected")
    git(folder / "owner", "push", "--quiet", "origin", "main")


@pytest.mark.asyncio
async def test_a_rejected_feature_is_revised_and_accepted_in_the_same_pull_request(
    practice: Practice,
) -> None:
    service = practice.service()
    good = practice.request("total-bathrooms").cells[0].source
    _, first = await press(service, practice, request(practice, CONSTANT))
    assert first.verdict == "rejected"
    assert (await service.view(first.id)).revision is not None

    preview, second = await press(service, practice, request(practice, good))
    assert preview.revision and preview.revision.same and preview.revision.of == first.id
    assert (second.kind, second.attempt, second.verdict) == ("revise", 2, "accepted")
    assert first.pull_request and second.pull_request
    assert second.pull_request.number == first.pull_request.number
    assert second.pull_request.state == "merged"
    assert second.branch == first.branch
    happened = [(one.kind, one.actor, one.text[:8]) for one in second.since_then]
    assert ("commented", "maintainer", "Accepted") in happened
    assert ("commented", "maintainer", "Rejected") not in happened  # that was the first
    stages = {one["key"]: one["status"] for one in (second.evaluation or {})["stages"]}
    assert [stages[key] for key in ("structure", "api", "acceptance")] == ["success"] * 3

    # both stay as they were, and the cell is done with
    earlier = await service.refresh(first.id)
    assert earlier.trace.verdict == "rejected"
    assert (earlier.revision, earlier.can_withdraw) == (None, False)
    view = await service.view(second.id)
    assert (view.revision, view.can_withdraw) == (None, False)
    preview = await service.preview(request(practice, f"{good}\n# more\n"), practice.notebook)
    assert (preview.revision, preview.view.trace.attempt) == (None, 1)
    await service.close()


@pytest.mark.asyncio
async def test_what_the_bot_closed_is_followed_by_a_new_pull_request(
    practice: Practice, tmp_path: Path
) -> None:
    close_rejected(practice, tmp_path)
    service = practice.service()
    good = practice.request("total-bathrooms").cells[0].source
    _, first = await press(service, practice, request(practice, CONSTANT))
    assert (first.verdict, first.pull_request and first.pull_request.state) == (
        "rejected",
        "closed",
    )
    closed = [one for one in first.since_then if one.kind == "closed"]
    assert [one.actor for one in closed] == ["maintainer"]
    offered = (await service.view(first.id)).revision
    assert offered and not offered.same
    assert "maintainer closed" in offered.why

    fresh = request(practice, good).model_copy(update={"fresh": True})
    alone = await service.preview(fresh, practice.notebook)
    assert alone.revision == offered
    assert (alone.view.trace.kind, alone.view.trace.revises) == ("submit", None)

    preview, second = await press(service, practice, request(practice, good))
    assert preview.revision == offered
    assert (second.kind, second.attempt, second.verdict) == ("revise", 2, "accepted")
    assert first.pull_request and second.pull_request
    assert second.pull_request.number == first.pull_request.number + 1
    assert second.branch != first.branch
    assert second.plan and second.plan.follows
    assert second.plan.follows.number == offered.pull_request.number
    assert f"Follows #{first.pull_request.number}" in second.plan.body
    await service.close()


def test_in_the_terminal_it_is_said_what_becomes_of_a_cell_and_can_be_taken_back(
    practice: Practice,
) -> None:
    file = practice.notebook.parent / "mine.py"
    file.write_text(CONSTANT)
    first = json.loads(practice.command("submit", str(file), "--json").stdout)
    assert first["verdict"] == "rejected"
    number = first["pull_request"]["number"]

    file.write_text(f"{CONSTANT}# another try\n")
    again = practice.command("submit", str(file))
    assert again.returncode == 1
    assert f"continues {first['short_id']} as attempt 2" in again.stdout
    assert f"#{number} is still open" in again.stdout
    second = json.loads(practice.command("traces", "show", newest(practice), "--json").stdout)
    assert (second["kind"], second["pull_request"]["number"]) == ("revise", number)

    file.write_text(f"{CONSTANT}# a third\n")
    planned = practice.command("submit", str(file), "--plan", "--fresh", "--json")
    assert json.loads(planned.stdout)["kind"] == "submit"
    planned = practice.command("submit", str(file), "--plan", "--revise", first["id"], "--json")
    assert json.loads(planned.stdout)["attempt"] == 3

    gone = practice.command("traces", "withdraw", first["short_id"])
    assert gone.returncode == 0, gone.stderr
    assert "Close" in gone.stdout and "Delete branch" in gone.stdout
    shown = practice.command("traces", "show", second["id"], "--json")
    assert json.loads(shown.stdout)["pull_request"]["state"] == "closed"
    twice = practice.command("traces", "withdraw", first["short_id"])
    assert (twice.returncode, "withdrawn" in twice.stderr) == (1, True)


def newest(practice: Practice) -> str:
    """Return the short id of the newest trace, as the list shows it."""
    return practice.command("traces", "list").stdout.split()[0]
