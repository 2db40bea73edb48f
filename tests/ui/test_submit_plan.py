"""Before anything leaves: the commands, and the commit that will result; stopping on the way."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import STEPS
from tests.ui.test_fronts import settings

GOOD = 5
NOTEBOOK = "predict-house-prices.ipynb"
FORK = "learner/ames-house-prices"


def test_what_the_preview_foretells_is_what_happened(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.select(GOOD)
    preview = view.press_submit().planned()
    foretold, commands = preview.commit, preview.commands()
    branch = preview.field("branch").input_value()
    expect(preview.says("commit")).to_contain_text(foretold[:10])
    expect(preview.root.locator('[data-planned="later"]')).to_contain_text("pull request")
    assert {"fork", "branch", "commit", "push", "pull_request"} <= set(commands)
    preview.confirm()

    view.panel.wait_for("ci", "passed")
    proof = view.panel.root.locator(".jp-AssembleTrace-proof")
    expect(proof).to_have_attribute("data-proof", "kept")
    expect(proof).to_have_attribute("title", foretold)
    # Only the forge can know the number of the pull request: until then, its branch stands for it.
    number = view.panel.pull_request
    commands["ci"] = [line.replace(f" {branch} ", f" {number} ") for line in commands["ci"]]
    for key in STEPS:
        assert view.panel.commands(key) == commands.get(key, [])
    heads = subprocess.run(
        ["git", "ls-remote", f"{practice.url}/{FORK}.git", f"refs/heads/{branch}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert heads.stdout.split() == [foretold, f"refs/heads/{branch}"]


def test_stopping_before_each_step_is_ticked_by_hand_or_in_the_settings(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.select(GOOD)
    preview = view.press_submit().planned()
    expect(preview.stepwise).not_to_be_checked()
    preview.stepwise.check()
    preview.confirm()
    view.panel.wait_for("lint", "paused")
    expect(view.panel.step("fork")).to_have_attribute("data-status", "pending")
    view.panel.act("next")
    view.panel.wait_for("fork", "paused")
    expect(view.panel.step("lint")).to_have_attribute("data-status", "passed")
    view.panel.act("resume")
    view.panel.wait_for("ci", "passed")

    settings(server, "assemble-trace:plugin", {"stepwise": True})
    view.reload()
    view.select(7)
    preview = view.press_submit().planned()
    expect(preview.stepwise).to_be_checked()
    preview.cancel()
