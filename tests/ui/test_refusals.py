"""What is refused says why in the preview, and is a card in the panel."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab

BLANK, MARKDOWN = 9, 4
NOTEBOOK = "predict-house-prices.ipynb"


@pytest.fixture
def view(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> Lab:
    """Lab on the sample notebook."""
    server = serve(practice)
    opened = lab(new_page(server), server)
    opened.open(NOTEBOOK)
    return opened


def test_each_refusal_is_a_sentence_and_a_card(view: Lab) -> None:
    for code, refused in (
        ("  \n", "empty_cell"),
        ("x = 1\ny = (\n", "syntax_error"),
        ("%matplotlib inline\n", "notebook_command"),
        ("token = 'ghp_" + "aB3d" * 9 + "'\n", "secret_in_cell"),
    ):
        view.write(BLANK, code)
        preview = view.press_submit()
        expect(preview.error).to_have_attribute("data-code", refused)
        preview.cancel()
        expect(view.panel.step("lint")).to_have_attribute("data-status", "failed")
    view.select(MARKDOWN)
    preview = view.press_submit()
    expect(preview.error).to_have_attribute("data-code", "not_code")
    preview.cancel()


def test_an_undefined_name_is_added_from_another_cell_in_one_press(view: Lab) -> None:
    view.write(3, "import numpy as np")
    view.write(
        BLANK,
        "from ballet import Feature\n\nfeature = Feature('Lot Area', np.log, name='Log lot')\n",
    )
    preview = view.press_submit()
    expect(preview.error).to_have_attribute("data-code", "undefined_name")
    preview.add_line("import numpy as np")
    preview.planned()
    expect(preview.code).to_contain_text("import numpy as np")
    preview.cancel()


def test_a_syntax_error_puts_the_cursor_where_it_is(view: Lab) -> None:
    view.write(BLANK, "x = 1\ny = = 2\n")
    preview = view.press_submit()
    expect(preview.error).to_have_attribute("data-code", "syntax_error")
    preview.cancel()
    view.page.keyboard.insert_text("#")
    expect(view.cell(BLANK).locator(".cm-line").nth(1)).to_contain_text("#")
