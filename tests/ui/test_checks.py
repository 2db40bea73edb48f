"""A check that failed is explained, and a cell in the notebook shows it fail and pass."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from assemble_trace.sample.checks import cell, checks, example
from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.test_explain import beginning
from tests.ui.test_submit_revise import save_and_close

NOTEBOOK = "predict-house-prices.ipynb"
CELL = 7


def test_a_failed_check_is_explained_and_shown_in_the_notebook(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    (check,) = (one for one in checks() if one.name == "NoMissingValuesCheck")
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.write(CELL, example(check, "failing"))
    view.press_submit().planned().confirm()
    view.panel.wait_for("ci", "failed")
    failed = view.panel.stage("api").locator(f'[data-check="{check.name}"]')
    failed.get_by_text("About this check").click()
    for depth in ("what", "why", "inside"):
        shown = view.panel.explain(f"checks/{check.name}", depth)
        expect(shown).to_contain_text(beginning(f"checks/{check.name}", depth.capitalize()))

    # One press opens the notebook again; one undo takes the cell out again.
    save_and_close(view)
    cells = view.page.locator(".jp-Notebook:visible .jp-Cell")
    insert = failed.locator('[data-action="insert-check"]')
    insert.click()
    expect(failed.get_by_role("status")).to_contain_text(f"below cell {CELL + 1} of “{NOTEBOOK}”")
    inserted = view.cell(CELL + 1)
    expect(inserted).to_be_focused()
    expect(inserted.locator(".jp-InputPrompt")).to_have_text("[ ]:")
    many = cells.count()
    view.page.keyboard.press("z")
    expect(cells).to_have_count(many - 1)

    insert.click()
    expect(inserted).to_be_focused()
    expect(inserted.locator(".cm-content")).to_contain_text(cell(check).splitlines()[0])
    view.page.keyboard.press("ControlOrMeta+Enter")
    printed = inserted.locator(".jp-OutputArea")
    expect(printed).to_contain_text(f"failing: {check.name} fails", timeout=90_000)
    expect(printed).to_contain_text(f"passing: {check.name} passes")

    save_and_close(view)
    served = practice.data / "demo" / practice.notebook.parent.name / NOTEBOOK
    served.rename(served.with_name("renamed.ipynb"))
    insert.click()
    dialog = view.dialog()
    expect(dialog).to_contain_text("cannot be opened here")
    dialog.get_by_role("button", name="Close").click()

    body = view.panel.open("ci")
    body.get_by_text("About this step").click()
    body.get_by_text("What is checked").click()
    listed = body.locator(".jp-AssembleTrace-checkIndex [data-check]")
    expect(listed).to_have_count(len(checks()))
    for line, one in zip(listed.all(), checks(), strict=True):
        expect(line).to_contain_text(one.question)
    listed.nth(3).locator("summary").click()
    expect(listed.nth(3)).to_contain_text(beginning(f"checks/{checks()[3].name}", "What"))
