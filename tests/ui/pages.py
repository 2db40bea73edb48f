"""Page helpers: what a person sees and does in Lab, said once."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

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

    def press_submit(self) -> Preview:
        """Press Submit in the toolbar and return the preview that opens."""
        self.page.locator(".jp-AssembleTrace-submitButton:visible").click()
        return self.preview()

    def preview(self) -> Preview:
        """Return the preview, once it is open."""
        dialog = self.page.locator(".jp-AssembleTrace-dialog")
        expect(dialog).to_be_visible()
        return Preview(dialog)

    def palette(self, label: str) -> None:
        """Run a command by its name in the palette."""
        self.page.keyboard.press("ControlOrMeta+Shift+C")
        self.page.locator("#modal-command-palette input").fill(label)
        self.page.keyboard.press("Enter")

    @property
    def marked(self) -> Locator:
        """The cells that are marked as what Submit sends."""
        return self.page.locator(".jp-Cell.jp-AssembleTrace-marked")

    @property
    def panel(self) -> Panel:
        """The side panel."""
        return Panel(self.page.locator("#assemble-trace-panel"))


@dataclass
class Preview:
    """The dialog that shows what will be sent."""

    root: Locator

    def planned(self) -> Preview:
        """Wait until the plan is there."""
        expect(self.root.locator('[data-phase="planned"]')).to_be_visible(timeout=60_000)
        return self

    @property
    def code(self) -> Locator:
        """The code as it will be sent."""
        return self.root.locator(".jp-AssembleTrace-file code")

    @property
    def error(self) -> Locator:
        """The refusal; its code is in `data-code`."""
        return self.root.locator(".jp-AssembleTrace-error")

    def says(self, field: str) -> Locator:
        """Return where it goes (`upstream`), as whom (`identity`) or who sees it (`visibility`)."""
        return self.root.locator(f'dd[data-field="{field}"]')

    def field(self, name: str) -> Locator:
        """Return an editable field: feature, branch, title or body."""
        return self.root.locator(f':is(input, textarea)[data-field="{name}"]')

    def add_line(self, line: str) -> None:
        """Take a suggested line in."""
        self.root.locator(f'button[data-add-line="{line}"]').click()

    def confirm(self) -> None:
        """Press Submit (or Open it), and wait until the dialog is gone."""
        button = self.root.locator("button.jp-mod-accept")
        expect(button).to_be_enabled(timeout=60_000)
        button.click()
        expect(self.root).to_have_count(0, timeout=60_000)

    def cancel(self) -> None:
        """Leave without sending."""
        self.root.locator("button.jp-mod-reject").click()
        expect(self.root).to_have_count(0)


@dataclass
class Panel:
    """The side panel with the seven steps."""

    root: Locator

    @property
    def submission(self) -> str | None:
        """The id of the submission in view."""
        return self.root.locator(".jp-AssembleTrace").get_attribute("data-submission")

    def step(self, key: str) -> Locator:
        """Return a step's item; its state is in `data-status`."""
        return self.root.locator(f'[data-step="{key}"]')

    def wait_for(self, key: str, status: str, timeout: float = 60_000) -> None:
        """Wait until a step has a status."""
        expect(self.step(key)).to_have_attribute("data-status", status, timeout=timeout)

    def open(self, key: str) -> Locator:
        """Unfold a step's card and return it."""
        head = self.step(key).locator(".jp-AssembleTrace-stepHead")
        if head.get_attribute("aria-expanded") == "false":
            head.click()
        body = self.step(key).locator(".jp-AssembleTrace-stepBody")
        expect(body).to_be_visible()
        return body

    def commands(self, key: str) -> list[str]:
        """Return the lines of a step's card, as its copy buttons give them."""
        lines = self.open(key).locator(".jp-AssembleTrace-command code")
        return lines.all_text_contents()

    @property
    def verdict(self) -> Locator:
        """The verdict; `data-verdict` is accepted, rejected or none."""
        return self.root.locator(".jp-AssembleTrace-verdict")

    def stage(self, key: str) -> Locator:
        """Return a stage of the verdict: structure, api, acceptance or pruning."""
        return self.verdict.locator(f'[data-stage="{key}"]')

    def news(self, kind: str) -> Locator:
        """Return what happened since then, of a kind such as merged, commented or score."""
        return self.root.locator(f'.jp-AssembleTrace-since [data-kind="{kind}"]')

    def act(self, action: str) -> None:
        """Press open-pull-request, cancel, resume or delete."""
        self.root.locator(f'button[data-action="{action}"]').click()

    def history(self) -> Locator:
        """Unfold the history and return its lines, newest first."""
        toggle = self.root.locator(".jp-AssembleTrace-header button[aria-expanded]")
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        return self.root.locator(".jp-AssembleTrace-history li")
