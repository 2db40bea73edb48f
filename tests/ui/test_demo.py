"""The main job in a real browser: one press, seven steps, a judged and merged pull request."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab, picture
from tests.ui.pages import STEPS

GOOD, BLANK, MARKDOWN = 5, 9, 4
NOTEBOOK = "predict-house-prices.ipynb"


def test_one_press_to_a_judged_and_merged_pull_request(
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
    tmp_path: Path,
) -> None:
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    view.select(GOOD)
    preview = view.press_submit().planned()
    expect(preview.code).to_contain_text("def count_bathrooms(df):")
    expect(preview.says("upstream")).to_contain_text("ames/ames-house-prices")
    expect(preview.says("identity")).to_contain_text("learner")
    expect(preview.field("feature")).to_have_value("total_bathrooms")
    expect(view.marked).to_have_count(1)
    picture(page, "preview")
    preview.confirm()

    for key in STEPS:
        view.panel.wait_for(key, "passed")
    expect(view.panel.verdict).to_have_attribute("data-verdict", "accepted")
    expect(view.panel.news("merged")).to_be_visible(timeout=30_000)
    expect(view.panel.news("score")).to_be_visible(timeout=30_000)
    assert any("git clone" in line for line in view.panel.commands("branch"))

    picture(page, "panel")

    view.panel.act("open-pull-request")
    frame = page.frame_locator("iframe[src*='assemble/forge/']")
    expect(frame.get_by_role("heading", name=re.compile("Total bathrooms"))).to_be_visible()
    picture(page, "pull-request")

    submission = view.panel.submission
    view.reload()
    expect(view.panel.step("ci")).to_have_attribute("data-status", "passed")
    assert view.panel.submission == submission

    other = lab(new_page(server), server)
    other.open(NOTEBOOK)
    expect(other.panel.step("ci")).to_have_attribute("data-status", "passed")
    assert other.panel.submission == submission
