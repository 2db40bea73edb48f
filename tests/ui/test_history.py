"""Past submissions in the panel: found, linked to, put away, deleted, and begun again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assemble_trace.store import open_store
from tests.conftest import Practice
from tests.store.test_searching import BEGUN, create, submission
from tests.ui.conftest import Server, lab, picture
from tests.ui.pages import Lab
from tests.ui.test_accessible import check
from tests.ui.test_fronts import settings

NOTEBOOK = "predict-house-prices.ipynb"
MANY = 25


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Server:
    """Lab's server, after a rejected submission from a terminal and many older ones."""
    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    for number in range(MANY):
        at = BEGUN + timedelta(days=number)
        made = submission(f"old-{number:02}", "x = q", path=NOTEBOOK, at=at, status="failed")
        create(store, made, "lint", "undefined_name")
    store.close()
    refused = practice.notebook.with_name("notes.py")
    refused.write_text("lot =\n")
    assert practice.command("submit", str(refused)).returncode == 1
    return serve(practice)


@pytest.fixture
def view(server: Server, new_page: Callable[[Server], Page]) -> Lab:
    """Lab with the rejected submission in the panel."""
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "failed")
    return view


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_submissions_are_found_by_text_and_by_what_is_known(
    server: Server, new_page: Callable[[Server], Page], theme: str
) -> None:
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": theme})
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    panel = view.show_panel()
    panel.wait_for("ci", "failed")
    lines = panel.history()
    expect(lines).to_have_count(20)
    expect(panel.found).to_have_text(f"{MANY + 1} submissions")
    check(page, "the history")
    page.get_by_role("button", name="Older submissions").click()
    expect(lines).to_have_count(MANY + 1)
    expect(lines.nth(20).locator("button")).to_be_focused()

    expect(panel.search("OLD-07")).to_have_count(1)
    expect(panel.found).to_have_text("1 submission")
    panel.search("old-1 q")
    expect(panel.found).to_have_text("10 submissions")
    page.get_by_label("Search submissions").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1).locator("button")).to_be_focused()
    page.keyboard.press("End")
    expect(lines.last.locator("button")).to_be_focused()

    panel.search("")
    panel.filter("error", "Feature rejected")
    expect(panel.found).to_have_text("1 submission")
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    panel.filter("outcome", "Accepted")
    expect(panel.root.get_by_text("No submission is like this.")).to_be_visible()
    check(page, "nothing found")
    picture(page, f"history-{theme[-5:].strip().lower()}")
    panel.act("clear-search")
    expect(panel.found).to_have_text(f"{MANY + 1} submissions")

    panel.filter("step", "Lint")
    panel.filter("error", "Syntax error")
    panel.act("everywhere")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("notes.py")
    lines.locator("button").focus()
    page.keyboard.press("Enter")
    panel.wait_for("lint", "failed")
    expect(panel.root.locator(".jp-AssembleTrace-historyToggle")).to_be_focused()


def test_a_link_leads_to_a_submission_and_to_a_step(view: Lab, server: Server) -> None:
    page, panel = view.page, view.panel
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.search("old-03").locator("button").click()
    expect(panel.root.locator(".jp-AssembleTrace-summary")).to_contain_text("old-03")
    panel.open("push").locator('[data-action="copy-link"]').click()
    expect(panel.open("push").get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server.base}lab?assemble=") and link.endswith(":push")

    panel.root.get_by_role("button", name="Show the newest instead").click()
    panel.wait_for("ci", "failed")
    page.goto(link)
    head = panel.step("push").locator(".jp-AssembleTrace-stepHead")
    expect(head).to_be_focused(timeout=60_000)
    expect(head).to_have_attribute("aria-expanded", "true")
    expect(panel.root).to_contain_text("old-03")
    assert "assemble=" not in page.url

    page.goto(f"{server.base}lab?assemble=old-05")
    expect(panel.root.locator(".jp-AssembleTrace-summary h2")).to_be_focused(timeout=60_000)
    expect(panel.root).to_contain_text("old-05")

    for wrong, said in (("nobody", "no trace called 'nobody'"), ("a/b", "names no submission")):
        page.goto(f"{server.base}lab?assemble={wrong}")
        expect(view.dialog()).to_contain_text(said, timeout=60_000)
        page.keyboard.press("Escape")


def test_a_record_is_kept_put_away_and_deleted_after_what_that_means(view: Lab) -> None:
    page, panel = view.page, view.panel
    number = panel.pull_request
    panel.act("keep")
    expect(view.dialog()).to_contain_text("cannot be deleted, until you release it")
    page.keyboard.press("Enter")
    expect(panel.root.locator('[data-shelf="kept"]')).to_be_visible()
    expect(panel.root.locator('[data-action="delete"]')).to_have_count(0)
    expect(panel.history().first).to_contain_text("kept")
    check(page, "kept")
    panel.act("release")
    view.dialog()
    page.keyboard.press("Enter")
    panel.act("archive")
    expect(view.dialog()).to_contain_text("a search finds it")
    page.keyboard.press("Enter")
    expect(panel.history().first).to_contain_text("old-24")
    expect(panel.root.locator(".jp-AssembleTrace-historyToggle")).to_be_focused()

    expect(panel.search("random")).to_contain_text("archived")
    panel.search("random").locator("button").click()
    panel.wait_for("ci", "failed")
    panel.act("delete")
    expect(view.dialog()).to_contain_text(f"Pull request #{number} and its branch stay")
    page.get_by_role("button", name="Delete record").click()
    expect(panel.found).to_have_count(0)
    expect(panel.search("random")).to_have_count(0)
    expect(panel.root.get_by_text("No submission is like this.")).to_be_visible()


def test_an_old_one_is_begun_again_even_if_it_was_read_in(
    practice: Practice, server: Server, new_page: Callable[[Server], Page]
) -> None:
    code = practice.request("total-bathrooms").cells[0].source
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    made = submission("from-afar", code, path="elsewhere.ipynb", status="failed")
    create(store, made, "lint", "undefined_name")
    store.close()
    with closing(sqlite3.connect(practice.data / "traces.db")) as connection, connection:
        connection.execute("update submissions set imported = 1 where short_id = 'from-afar'")
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    panel = view.show_panel()
    panel.history()
    panel.act("filters")
    page.get_by_label("From all notebooks").check()
    line = panel.search("afar")
    expect(line).to_contain_text("imported")
    line.locator("button").click()
    expect(panel.root).to_contain_text("from-afar")
    view.select(2)
    panel.act("again")
    preview = view.preview().planned()
    expect(view.marked).to_have_count(1)
    expect(view.cell(3)).to_have_class(re.compile("jp-AssembleTrace-marked"))
    expect(view.cell(3).locator(".cm-content")).to_contain_text("Total bathrooms")
    picture(page, "again")
    preview.confirm()
    panel.wait_for("ci", "passed")
    expect(panel.root).not_to_contain_text("from-afar")


def test_an_old_one_goes_below_its_own_cell_in_its_own_notebook(view: Lab) -> None:
    page, panel = view.page, view.panel
    page.locator(".lm-TabBar-tabCloseIcon:visible").first.click()
    expect(page.locator(".jp-Notebook:visible")).to_have_count(0)
    panel.root.get_by_role("button", name=re.compile("History")).click()
    panel.search("random").locator("button").click()
    panel.wait_for("ci", "failed")
    panel.act("again")
    preview = view.preview()
    expect(preview.root).to_contain_text("This was submitted before")
    preview.cancel()
    cells = page.locator(".jp-Notebook:visible .jp-CodeCell:has-text('random')")
    expect(cells).to_have_count(2)
