"""What will be sent is never in doubt: marks, several cells, and the keyboard."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab

FIRST, SECOND, MARKDOWN, GOOD, NOISE = 2, 3, 4, 5, 7
NOTEBOOK = "predict-house-prices.ipynb"
FORK = "learner/ames-house-prices"

HELPER = "def half(df):\n    return df / 2"
FEATURE = 'from ballet import Feature\n\nfeature = Feature("Lot Area", half, name="Half a lot")'


@pytest.fixture
def view(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> Lab:
    """Lab on the sample notebook."""
    server = serve(practice)
    opened = lab(new_page(server), server)
    opened.open(NOTEBOOK)
    return opened


def sent(practice: Practice, branch: str, folder: Path) -> str:
    """Return the code of the feature on a branch of the fork, as git gives it."""
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=2", f"--branch={branch}",
         f"{practice.url}/{FORK}.git", str(folder)],
        check=True,
    )  # fmt: skip
    changed = subprocess.run(
        ["git", "log", "-1", "--name-only", "--format=", "--diff-filter=AM"],
        cwd=folder, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    (path,) = [one for one in changed if "/feature_" in one]
    return (folder / path).read_text()


def focus_submit(view: Lab) -> None:
    """Go to the Submit button as a keyboard does: to the toolbar, then along it."""
    focused = "document.activeElement.closest('.jp-AssembleTrace-submitButton') !== null"
    toolbar = "document.activeElement.closest('.jp-NotebookPanel-toolbar') !== null"
    for _ in range(5):
        if view.page.evaluate(toolbar):
            break
        view.page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if view.page.evaluate(focused):
            return
        view.page.keyboard.press("ArrowRight")
    raise AssertionError("The keyboard does not reach Submit.")


def test_marks_show_what_submit_means_and_follow_the_selection(view: Lab) -> None:
    view.select(GOOD)
    view.page.keyboard.press("Escape")
    expect(view.marked).to_have_count(0)
    view.submit_button.hover()
    expect(view.marked).to_have_count(1)
    expect(view.cell(GOOD)).to_have_attribute("data-assemble-trace", "Submit sends this cell")
    view.page.keyboard.press("ArrowDown")
    view.page.keyboard.press("ArrowDown")
    expect(view.marked).to_have_count(1)
    expect(view.cell(NOISE)).to_have_attribute("data-assemble-trace", "Submit sends this cell")
    view.page.mouse.move(700, 5)
    expect(view.marked).to_have_count(0)

    focus_submit(view)
    expect(view.cell(NOISE)).to_have_attribute("data-assemble-trace", "Submit sends this cell")
    expect(view.page.get_by_text("Sends cell 8.")).to_have_attribute("role", "status")
    view.page.keyboard.press("Enter")
    preview = view.preview().planned()
    expect(view.cell(NOISE)).to_have_attribute("data-assemble-trace", "This will be submitted")
    preview.cancel()
    expect(view.marked).to_have_count(0)


def test_selected_cells_are_sent_in_notebook_order(
    view: Lab, practice: Practice, tmp_path: Path
) -> None:
    view.write(FIRST, HELPER)
    view.write(SECOND, FEATURE)
    view.page.keyboard.press("Escape")
    view.extend_selection(FIRST)
    preview = view.press_submit().planned()
    expect(preview.root).to_contain_text("Submit cells 3 and 4?")
    expect(view.marked).to_have_count(2)
    expect(view.cell(FIRST)).to_have_attribute(
        "data-assemble-trace", "This will be submitted (1/2)"
    )
    branch = preview.field("branch").input_value()
    preview.confirm()
    view.panel.wait_for("push", "passed")
    code = sent(practice, branch, tmp_path / "fork")
    assert code.index("def half(df):") < code.index("feature = Feature(")


def test_a_selection_with_a_markdown_cell_is_refused_with_a_word(view: Lab) -> None:
    view.select(SECOND)
    view.page.keyboard.press("Escape")
    view.extend_selection(GOOD)
    preview = view.press_submit()
    expect(preview.error).to_have_attribute("data-code", "not_code")
    expect(preview.error).to_contain_text("Cell 5")
    expect(preview.root.locator("button.jp-mod-accept")).to_be_disabled()


def test_the_preview_needs_no_mouse(view: Lab) -> None:
    view.write(FIRST, "share = 0.5")
    view.write(
        SECOND,
        "from ballet import Feature\n\n"
        'feature = Feature("Lot Area", lambda lot: lot * share, name="Shared lot")',
    )
    view.page.keyboard.press("Escape")
    keyboard = view.page.keyboard
    keyboard.press("ControlOrMeta+Alt+S")
    preview = view.preview()
    expect(preview.error).to_have_attribute("data-code", "undefined_name")

    tab_to(view, '[data-action="gather"]')
    keyboard.press("Enter")
    expect(preview.editor).to_be_focused()
    assert preview.edited_lines("gathered") == ["share = 0.5"]
    keyboard.press("ControlOrMeta+End")
    keyboard.insert_text("  # mine")
    assert len(preview.edited_lines("typed")) == 1
    keyboard.press("Tab")
    expect(preview.root.locator('[data-action="use-text"]')).to_be_focused()
    keyboard.press("Enter")
    preview.planned()
    expect(preview.code.first).to_contain_text("# mine")

    tab_to(view, '[data-field="stepwise"]')
    keyboard.press("Space")
    expect(preview.stepwise).to_be_checked()
    tab_to(view, "button.jp-mod-accept")
    keyboard.press("Enter")
    expect(preview.root).to_have_count(0, timeout=60_000)
    view.panel.wait_for("lint", "paused")


def tab_to(view: Lab, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(30):
        if view.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        view.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}.")
