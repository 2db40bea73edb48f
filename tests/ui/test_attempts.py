"""After a verdict: another attempt, or taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab

NOTEBOOK = "predict-house-prices.ipynb"


def test_revise_says_why_and_opens_the_preview_and_withdraw_takes_it_back(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    panel = view.show_panel()
    panel.wait_for("ci", "failed")
    first, number = panel.submission, panel.pull_request

    revise = panel.root.locator('[data-action="revise"]')
    expect(revise).to_have_accessible_description(re.compile(rf"#{number}\b"))
    panel.act("revise")
    preview = view.preview().planned()
    expect(preview.root).to_contain_text("submitted before")
    preview.cancel()

    panel.act("withdraw")
    question = view.dialog()
    expect(question).to_contain_text(f"#{number} is closed")
    expect(question).to_contain_text("stays")
    question.get_by_role("button", name="Withdraw").click()
    panel.wait_for("close", "passed")
    panel.wait_for("delete_branch", "passed")
    assert panel.submission != first
    expect(panel.root.locator(".jp-AssembleTrace-summary")).to_contain_text("Withdrawn")
    closed = panel.picture("close").locator("svg").nth(1)
    expect(closed.locator('[data-pull="closed"][data-mark="changed"]')).to_have_count(1)
    expect(panel.history().first).to_contain_text("withdrawal")

    panel.attempt(1).click()
    expect(panel.root.locator(f'[data-submission="{first}"].jp-AssembleTrace')).to_be_visible()
    expect(panel.root.locator('[data-action="withdraw"]')).to_have_count(0)
    expect(panel.root.locator('[data-action="revise"]')).to_have_count(0)
