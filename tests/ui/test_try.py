"""Try it first: the verdict before anything is sent, in the preview."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab

GOOD = 5
NOTEBOOK = "predict-house-prices.ipynb"
SLOW = """import time
from ballet import Feature

time.sleep(60)
feature = Feature("Lot Area", None)
"""


def test_a_cell_is_tried_and_then_sent(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.select(GOOD)

    preview = view.press_submit().planned()
    expect(preview.trial).to_have_attribute("data-trial", "untried")
    preview.act("try")
    expect(preview.trial).to_have_attribute("data-trial", "done", timeout=60_000)
    expect(preview.trial.locator("[data-verdict]")).to_have_attribute("data-verdict", "accepted")
    expect(preview.trial).to_contain_text("Nothing was sent.")
    preview.field("title").fill("A title of my own")
    expect(preview.root.locator('[data-phase="planning"]')).to_be_visible()
    preview.planned()
    expect(preview.trial).to_have_attribute("data-trial", "done")
    preview.confirm()

    view.panel.wait_for("ci", "passed")
    agreement = view.panel.open("ci").locator("[data-agreement]")
    expect(agreement).to_have_attribute("data-agreement", "true")


def test_the_command_tries_at_once_and_can_be_stopped(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.write(GOOD, SLOW)

    view.page.keyboard.press("Escape")
    view.palette("Try the Selected Cell First")
    preview = view.preview().planned()
    expect(preview.trial).to_have_attribute("data-trial", "running")
    preview.act("stop-trial")
    expect(preview.trial).to_have_attribute("data-trial", "cancelled", timeout=30_000)
    expect(preview.trial).to_contain_text("Nothing was sent.")
