"""What a cell needs from others, gathered in the order in which they really ran."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.test_submit_cells import sent

EARLIER, LATER, BLANK = 2, 3, 9
NOTEBOOK = "predict-house-prices.ipynb"

#: Ran second, and stands first.
WEIGHT = "weight = base * 2"
#: Ran first, and stands below.
BASE = "base = 10\nunused = 11"
FEATURE = """\
from ballet import Feature


def weigh(df):
    return df * weight


feature = Feature("Lot Area", weigh, name="Weighed lot")
"""


def test_an_out_of_order_notebook_is_gathered_edited_and_sent(
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
    tmp_path: Path,
) -> None:
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.write(EARLIER, WEIGHT)
    view.write(LATER, BASE)
    view.write(BLANK, FEATURE)
    for cell in (LATER, EARLIER):
        view.run(cell)

    view.select(BLANK)
    preview = view.press_submit()
    expect(preview.error).to_have_attribute("data-code", "undefined_name")
    preview.act("gather")
    expect(preview.editor).to_be_focused()
    assert preview.edited_lines("gathered") == ["base = 10", "weight = base * 2"]
    expect(preview.root.locator('[data-from-cell="4"]')).to_contain_text("base")
    expect(preview.root.locator("button.jp-mod-accept")).to_be_disabled()

    # What does not parse is pointed at, and is not lost by cancelling.
    view.page.keyboard.press("ControlOrMeta+End")
    view.page.keyboard.insert_text("\nx = = 1")
    preview.act("use-text")
    expect(preview.error).to_have_attribute("data-code", "syntax_error")
    expect(preview.editor).to_be_focused()
    assert preview.edited_lines("pointed") == ["x = = 1"]
    preview.cancel()
    preview = view.press_submit()
    expect(preview.editor.locator(".cm-line").last).to_have_text("x = = 1")

    # Back to the cell alone, and there again.
    preview.act("just-the-cell")
    expect(preview.error).to_have_attribute("data-code", "undefined_name")
    preview.act("gather")
    expect(preview.editor).to_be_focused()
    view.page.keyboard.press("ControlOrMeta+Home")
    view.page.keyboard.insert_text("# A weight that I made up.\n")
    assert preview.edited_lines("typed") == ["# A weight that I made up."]
    preview.act("use-text")
    preview.planned()
    branch = preview.field("branch").input_value()
    preview.confirm()
    view.panel.wait_for("push", "passed")

    code = sent(practice, branch, tmp_path / "fork")
    assert code.startswith("# A weight that I made up.\n")
    assert "unused" not in code
    assert code.index("base = 10") < code.index("weight = base * 2") < code.index("def weigh")
    expect(view.cell(BLANK).locator(".cm-content")).not_to_contain_text("made up")
