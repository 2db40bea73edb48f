"""Page helpers: what a person sees and does in Lab, said once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.ui.panel import Panel
from tests.ui.player import Player as Player
from tests.ui.preview import Preview

#: The seven steps, as `data-step` names them, in order.
STEPS = ("lint", "fork", "branch", "commit", "push", "pull_request", "ci")


@dataclass
class Lab:
    """JupyterLab in a browser. ``base`` ends with the server's base URL and a slash."""

    page: Page
    base: str
    token: str

    def open(self, notebook: str) -> None:
        """Open a notebook by its path on the server, in a workspace of its own."""
        address = f"{self.base}lab/tree/{quote(notebook)}?reset&token={self.token}"
        self.page.goto(address)
        self.ready()

    def reload(self) -> None:
        """Load the page again, as a person would the next day."""
        self.page.goto(f"{self.base}lab")
        self.ready()

    def ready(self) -> None:
        """Wait until a notebook and its Submit button are there."""
        expect(self.page.locator(".jp-AssembleTrace-submitButton:visible")).to_be_visible(
            timeout=60_000
        )
        expect(self.page.locator(".jp-Notebook:visible .jp-Cell").first).to_be_visible()

    def cell(self, index: int) -> Locator:
        """Return the cell at an index that counts all cells from 0."""
        return self.page.locator(
            f'.jp-Notebook:visible .jp-Cell[data-windowed-list-index="{index}"]'
        )

    def select(self, index: int) -> None:
        """Click into a cell's editor, or on its text."""
        cell = self.cell(index)
        cell.scroll_into_view_if_needed()
        editor = cell.locator(".cm-content")
        (editor if editor.is_visible() else cell).first.click()

    def extend_selection(self, index: int) -> None:
        """Click beside a cell with Shift held: all cells from the active one to it are selected."""
        cell = self.cell(index)
        cell.scroll_into_view_if_needed()
        cell.locator(".jp-InputPrompt").click(modifiers=["Shift"])

    def write(self, index: int, code: str) -> None:
        """Replace a cell's code by typing it, unsaved."""
        self.select(index)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(code)

    def run(self, index: int) -> None:
        """Run a cell in the notebook's kernel, and wait until it is done."""
        self.select(index)
        self.page.keyboard.press("ControlOrMeta+Enter")
        prompt = self.cell(index).locator(".jp-InputPrompt")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=90_000)

    @property
    def submit_button(self) -> Locator:
        """The Submit button of the notebook in front."""
        return self.page.locator(".jp-AssembleTrace-submitButton:visible")

    def press_submit(self) -> Preview:
        """Press Submit in the toolbar and return the preview that opens."""
        self.submit_button.click()
        return self.preview()

    def preview(self) -> Preview:
        """Return the preview, once it is open."""
        self.dialog()
        return Preview(self.page.locator(".jp-AssembleTrace-dialog"))

    def dialog(self) -> Locator:
        """Return the dialog, once it is open and has the keyboard: the body is drawn first."""
        dialog = self.page.locator(".jp-Dialog")
        expect(dialog).to_be_visible()
        expect(self.page.locator(".jp-Dialog:focus-within")).to_be_visible()
        return dialog

    def palette(self, label: str) -> None:
        """Run a command by its name in the palette."""
        box = self.page.locator("#modal-command-palette input")
        found = self.page.locator("#modal-command-palette .lm-CommandPalette-item", has_text=label)
        for _ in range(5):  # a Lab that is busy takes the keyboard back, and the palette closes
            if not box.is_visible():
                self.page.keyboard.press("ControlOrMeta+Shift+C")
            try:
                box.fill(label, timeout=3_000)
                found.first.wait_for(timeout=3_000)
            except TimeoutError:
                continue
            box.press("Enter")
            if not box.is_visible():
                return
        raise AssertionError(f"{label} was not run")

    @property
    def marked(self) -> Locator:
        """The cells that are marked as what Submit sends."""
        return self.page.locator(".jp-Cell.jp-AssembleTrace-marked")

    @property
    def panel(self) -> Panel:
        """The side panel."""
        return Panel(self.page.locator("#assemble-trace-panel"))

    def show_panel(self) -> Panel:
        """Bring the side panel into sight and return it."""
        if not self.panel.root.is_visible():
            self.page.get_by_role("tab", name="Assemblé Trace").click()
        expect(self.panel.root).to_be_visible()
        return self.panel
