"""A rejected cell is edited and sent again: to the same pull request, or to one that follows it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

from assemble_trace import practice_forge
from assemble_trace.sample.seed import upstream_name
from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab

GOOD, NOISE = 5, 7
NOTEBOOK = "predict-house-prices.ipynb"

BATHROOMS = """\
from ballet import Feature


def count_bathrooms(df):
    df = df.fillna(0)
    full = df["Full Bath"] + df["Bsmt Full Bath"]
    return full + (df["Half Bath"] + df["Bsmt Half Bath"]) / 2


input = ["Full Bath", "Half Bath", "Bsmt Full Bath", "Bsmt Half Bath"]
feature = Feature(input, count_bathrooms, name="Total bathrooms")
"""


def reject(view: Lab) -> int:
    """Submit the cell of noise, and return the number of the pull request it was rejected as."""
    view.open(NOTEBOOK)
    view.select(NOISE)
    view.press_submit().planned().confirm()
    view.panel.wait_for("ci", "failed")
    expect(view.panel.verdict).to_have_attribute("data-verdict", "rejected")
    return view.panel.pull_request


def save_and_close(view: Lab) -> None:
    """Save the notebook in front, and close it."""
    view.select(GOOD)

    # A checkpoint is the last that a save makes.
    def saved(answer: Response) -> bool:
        return answer.request.method == "POST" and "/checkpoints" in answer.url

    with view.page.expect_response(saved):
        view.page.keyboard.press("ControlOrMeta+S")
    expect(view.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    view.palette("Close Tab")
    expect(view.page.locator(".jp-Notebook")).to_have_count(0)


def close_rejected(practice: Practice) -> None:
    """Have the project's maintainer close what is rejected, as its ballet.yml can say."""
    clone = practice.notebook.parent
    settings = clone / "ballet.yml"
    wish = "auto_close_rejected_features: "
    settings.write_text(settings.read_text().replace(f"{wish}no", f"{wish}yes"))
    owner = upstream_name().partition("/")[0]
    token = practice_forge.token(practice.forge, owner)
    address = practice.url.replace("://", f"://{owner}:{token}@")
    for command in (
        ["-c", f"user.name={owner}", "-c", f"user.email={owner}@practice.invalid",
         "commit", "--quiet", "--all", "--message", "Close what is rejected"],
        ["push", "--quiet", f"{address}/{upstream_name()}.git", "HEAD:main"],
    ):  # fmt: skip
        subprocess.run(["git", *command], cwd=clone, check=True)


def test_an_open_pull_request_gets_a_second_attempt(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    first = reject(view)

    view.write(NOISE, BATHROOMS)
    preview = view.press_submit().planned()
    expect(preview.choice("continue")).to_be_checked()
    expect(preview.continuation).to_contain_text(f"Attempt 2 of pull request #{first}")
    for name in ("feature", "branch"):
        expect(preview.field(name)).not_to_be_editable()
    expect(preview.difference.locator("del").first).to_contain_text("import numpy as np")
    expect(preview.difference.locator("ins").first).to_be_visible()
    branch = preview.field("branch").input_value()

    preview.choice("fresh").check()
    preview.planned()
    expect(preview.field("branch")).to_be_editable()
    expect(preview.field("branch")).not_to_have_value(branch)
    expect(preview.difference).to_have_count(0)
    preview.choice("continue").check()
    preview.planned()
    expect(preview.field("branch")).to_have_value(branch)
    foretold = preview.commit
    preview.confirm()

    view.panel.wait_for("ci", "passed")
    expect(view.panel.verdict).to_have_attribute("data-verdict", "accepted")
    assert view.panel.pull_request == first
    expect(view.panel.root.locator(".jp-AssembleTrace-attempts li")).to_have_count(2)
    expect(view.panel.root.locator(".jp-AssembleTrace-proof")).to_have_attribute("title", foretold)


def test_a_pull_request_that_the_maintainer_closed_is_followed_by_a_new_one(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    close_rejected(practice)
    server = serve(practice)
    view = lab(new_page(server), server)
    first = reject(view)
    expect(view.panel.news("closed")).to_be_visible(timeout=30_000)

    view.write(NOISE, BATHROOMS)
    preview = view.press_submit().planned()
    expect(preview.continuation).to_contain_text(f"links to #{first}")
    expect(preview.continuation).to_contain_text(f"closed #{first}")
    expect(preview.field("branch")).to_be_editable()
    expect(preview.field("body")).to_have_value(re.compile(rf"Follows #{first}\b"))
    preview.confirm()
    view.panel.wait_for("ci", "passed")
    assert view.panel.pull_request == first + 1
    expect(view.panel.root.locator(".jp-AssembleTrace-attempts li")).to_have_count(2)


def test_revise_finds_the_notebook_and_the_cell_or_says_what_to_do(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    first = reject(view)
    view.write(NOISE, BATHROOMS)
    save_and_close(view)

    view.panel.act("revise")
    preview = view.preview().planned()
    expect(view.marked).to_have_attribute("data-windowed-list-index", str(NOISE))
    expect(preview.continuation).to_contain_text(f"Attempt 2 of pull request #{first}")
    preview.cancel()

    view.select(NOISE)
    view.page.keyboard.press("Escape")
    view.page.keyboard.type("dd")
    view.panel.act("revise")
    dialog = view.dialog()
    expect(dialog).to_contain_text("The cell is gone")
    dialog.locator("button.jp-mod-reject").click()

    save_and_close(view)
    served = practice.data / "demo" / practice.notebook.parent.name / NOTEBOOK
    served.rename(served.with_name("renamed.ipynb"))
    view.panel.act("revise")
    expect(dialog).to_contain_text("cannot be opened here")
