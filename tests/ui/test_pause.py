"""A submission that stops before each step: on, to the end, or no further and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab

GOOD, NOISE = 5, 7
NOTEBOOK = "predict-house-prices.ipynb"


def begin(view: Lab, cell: int) -> None:
    """Submit a cell, stopping before each step."""
    view.open(NOTEBOOK)
    view.select(cell)
    preview = view.press_submit().planned()
    preview.stepwise.check()
    preview.confirm()


def branches(practice: Practice, fork: str) -> list[str]:
    """Return the names of a fork's branches, as the forge says them."""
    with urlopen(f"{practice.url}/api/v3/repos/{fork}/branches") as answer:
        return [branch["name"] for branch in json.load(answer)]


def test_it_waits_before_each_step_and_goes_on_after_a_reload(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    begin(view, GOOD)
    panel = view.panel
    panel.paused_at("lint")
    expect(panel.step("lint").locator('[data-action="next"]')).to_be_focused()
    page.keyboard.press("Enter")
    fork = panel.paused_at("fork")
    expect(panel.step("lint")).to_have_attribute("data-status", "passed")
    expect(panel.step("fork").locator('[data-action="next"]')).to_be_focused()
    expect(fork.locator(".jp-AssembleTrace-command").first).to_be_visible()
    expect(fork.locator('[data-picture="planned"] svg')).to_have_count(2)

    submission = panel.submission
    view.reload()
    view.show_panel()
    panel.paused_at("fork")
    assert panel.submission == submission
    panel.act("next")
    panel.paused_at("branch")
    expect(panel.step("fork")).to_have_attribute("data-status", "passed")
    panel.act("resume")
    panel.wait_for("ci", "passed")
    expect(panel.root.locator('[data-action="next"]')).to_have_count(0)
    expect(panel.verdict).to_have_attribute("data-verdict", "accepted")


def test_stopping_says_what_exists_and_undoes_it_but_never_the_fork(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    begin(view, NOISE)
    panel = view.panel
    for key in ("lint", "fork", "branch", "commit", "push"):
        panel.paused_at(key)
        panel.act("next")
    panel.paused_at("pull_request")
    panel.act("cancel")
    expect(panel.exists("fork")).to_contain_text("learner/")
    branch = panel.exists("branch").inner_text()
    expect(panel.exists("pull_request")).to_have_count(0)
    fork = panel.exists("fork").inner_text().removeprefix("your fork ")
    [mine] = [name for name in branches(practice, fork) if name in branch]

    panel.act("withdraw")
    question = view.dialog()
    expect(question).to_contain_text(mine)
    expect(question).to_contain_text(f"Your fork {fork} stays")
    question.get_by_role("button", name="Cancel").click()
    assert mine in branches(practice, fork)

    panel.act("withdraw")
    question.get_by_role("button", name="Undo").click()
    panel.wait_for("close", "skipped")
    panel.wait_for("delete_branch", "passed")
    left = branches(practice, fork)
    assert left and mine not in left
    gone = panel.picture("delete_branch").locator("svg").nth(1)
    expect(gone.locator(f'[data-branch="{mine}"][data-mark="gone"]')).to_have_count(1)
