"""Page helpers: what a person sees and does in Lab, said once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Locator, Page, TimeoutError, expect

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
        for _ in range(5):  # a Lab that is busy takes the keyboard back, and the palette closes
            if not box.is_visible():
                self.page.keyboard.press("ControlOrMeta+Shift+C")
            try:
                box.fill(label, timeout=3_000)
                break
            except TimeoutError:
                continue
        expect(box).to_have_value(label)
        box.press("Enter")

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

    @property
    def commit(self) -> str:
        """The id of the commit that will result."""
        foretold = self.root.locator('dd[data-field="commit"]').get_attribute("data-commit")
        assert foretold is not None
        return foretold

    def commands(self) -> dict[str, list[str]]:
        """Return the lines of each step, as their copy buttons give them."""
        fold = self.root.locator("details.jp-AssembleTrace-planned")
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()
        steps = fold.locator("[data-planned]:has(.jp-AssembleTrace-command)")
        expect(steps.first).to_be_visible()
        return {
            str(step.get_attribute("data-planned")): step.locator(
                ".jp-AssembleTrace-command code"
            ).all_text_contents()
            for step in steps.all()
        }

    @property
    def stepwise(self) -> Locator:
        """The checkbox to stop before each step."""
        return self.root.locator('input[data-field="stepwise"]')

    @property
    def continuation(self) -> Locator:
        """The choice between a further attempt and a new pull request."""
        return self.root.locator(".jp-AssembleTrace-continuation")

    def choice(self, name: str) -> Locator:
        """Return one of its radio buttons: continue or fresh."""
        return self.continuation.locator(f'input[data-choice="{name}"]')

    @property
    def difference(self) -> Locator:
        """What is different from the earlier attempt."""
        return self.root.locator(".jp-AssembleTrace-difference")

    def act(self, action: str) -> None:
        """Press gather, edit-text, use-text, just-the-cell, try or stop-trial."""
        self.root.locator(f'button[data-action="{action}"]').click()

    @property
    def trial(self) -> Locator:
        """Trying it first: `data-trial` says where it stands."""
        return self.root.locator(".jp-AssembleTrace-tryIt")

    @property
    def editor(self) -> Locator:
        """The editor that holds what was gathered."""
        return self.root.locator(".jp-AssembleTrace-sliceEditor .cm-content")

    def edited_lines(self, origin: str) -> list[str]:
        """Return the editor's lines of an origin: gathered, typed or pointed."""
        return self.editor.locator(f'.cm-line[data-origin="{origin}"]').all_text_contents()

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
        """The id of the submission in view, once there is one."""
        shown = self.root.locator(".jp-AssembleTrace[data-submission]")
        return shown.get_attribute("data-submission")

    @property
    def pull_request(self) -> int:
        """The number of the pull request in view."""
        label = self.root.locator('button[data-action="open-pull-request"]').inner_text()
        found = re.search(r"#(\d+)", label)
        assert found, label
        return int(found.group(1))

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

    def lesson(self, page: str) -> Locator:
        """Return the text that explains something, such as `steps/push`, on its open card."""
        return self.root.locator(f'[data-lesson="{page}"]')

    def explain(self, page: str, depth: str) -> Locator:
        """Switch that text to what, why or inside, and return it."""
        lesson = self.lesson(page)
        lesson.locator(f'input[value="{depth}"]').check()
        expect(lesson).to_have_attribute("data-depth", depth)
        return lesson

    def picture(self, key: str) -> Locator:
        """Unfold the picture of a step and return it; `data-picture` says of which kind it is."""
        return self._unfold(self.open(key).locator("details.jp-AssembleTrace-graph"))

    def raw(self, key: str) -> Locator:
        """Unfold what really happened in a step and return it."""
        return self._unfold(self.open(key).locator("details.jp-AssembleTrace-requests"))

    def _unfold(self, fold: Locator) -> Locator:
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()
        body = fold.locator("> .jp-AssembleTrace-foldBody > *").first
        expect(body).to_be_visible()
        return fold.locator("> .jp-AssembleTrace-foldBody")

    def travel(self, key: str) -> Locator:
        """Unfold a step's files and branches, and return them once they were read."""
        fold = self._unfold(self.open(key).locator("details.jp-AssembleTrace-travel"))
        state = fold.locator(".jp-AssembleTrace-state")
        expect(state).to_be_visible()
        return state

    def yourself(self, key: str) -> Locator:
        """Return where a step is done by hand."""
        return self.step(key).locator(".jp-AssembleTrace-yourself")

    def sandbox(self, key: str, action: str) -> None:
        """Press open-sandbox, check-sandbox, enter-sandbox or close-sandbox at a step."""
        self.yourself(key).locator(f'button[data-action="{action}"]').click()

    def paused_at(self, key: str) -> Locator:
        """Wait until it stopped before a step, and return the step's card."""
        self.wait_for(key, "paused")
        expect(self.step(key).locator('[data-action="next"]')).to_be_enabled()
        return self.open(key)

    def attempt(self, number: int) -> Locator:
        """Return the button of an attempt, counted from 1."""
        return self.root.locator(".jp-AssembleTrace-attempts button").nth(number - 1)

    def exists(self, kind: str) -> Locator:
        """Return what is left on the forge after a stop: fork, branch or pull_request."""
        return self.root.locator(f'[data-exists="{kind}"]')

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

    @property
    def sentence(self) -> Locator:
        """The verdict in one sentence."""
        return self.verdict.locator('[data-card="sentence"]')

    def news(self, kind: str) -> Locator:
        """Return what happened since then, of a kind such as merged, commented or score."""
        return self.root.locator(f'.jp-AssembleTrace-since [data-kind="{kind}"]')

    def replay(self) -> Player:
        """Play the submission in view, and return the player once it is there."""
        self.act("replay")
        player = Player(self.root.locator(".jp-AssembleTrace-player"))
        expect(player.root).to_be_visible()
        return player

    def act(self, action: str) -> None:
        """Press open-pull-request, next, resume, cancel, revise, withdraw or delete."""
        self.root.locator(f'button[data-action="{action}"]').click()

    def history(self) -> Locator:
        """Unfold the history and return its lines, newest first."""
        toggle = self.root.locator(".jp-AssembleTrace-historyToggle")
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        expect(self.root.locator('[data-history="read"]')).to_be_visible()
        return self.root.locator(".jp-AssembleTrace-history li")

    def search(self, text: str) -> Locator:
        """Look for a text in the history, and return the lines that are found."""
        lines = self.history()
        self.root.get_by_label("Search submissions").fill(text)
        expect(self.root.locator('[data-history="read"]')).to_be_visible()
        return lines

    def filter(self, name: str, label: str) -> None:
        """Choose among what is known: outcome, step, error, project or shelf."""
        toggle = self.root.locator('[data-action="filters"]')
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
        self.root.locator(f'[data-filter="{name}"]').select_option(label=label)
        expect(self.root.locator('[data-history="read"]')).to_be_visible()

    @property
    def found(self) -> Locator:
        """How many submissions were found, in words."""
        return self.root.locator("[data-history]")


@dataclass
class Player:
    """The replay of a submission, in the panel or on a page of its own."""

    root: Locator

    @property
    def play(self) -> Locator:
        """The button that plays and pauses."""
        return self.root.locator('[data-action="play"]')

    @property
    def position(self) -> Locator:
        """The slider: its value is the position, in played seconds."""
        return self.root.locator('input[data-field="position"]')

    def pause(self) -> Player:
        """Stop where it is."""
        if self.play.get_attribute("data-playing") == "true":
            self.play.click()
        expect(self.play).to_have_attribute("data-playing", "false")
        return self

    def set_speed(self, speed: float) -> None:
        """Choose how fast it is played."""
        self.root.locator('select[data-field="speed"]').select_option(str(speed))

    def mark(self, key: str) -> Locator:
        """Return the mark of a step, or of `since`; its state is in `data-status`."""
        return self.root.locator(f'button[data-mark="{key}"]')

    def seconds(self) -> float:
        """Return the position."""
        return float(self.position.input_value())

    def to(self, key: str, seconds: float) -> None:
        """Stop, and go to so many seconds after a mark."""
        self.pause()
        self.mark(key).click()
        self.position.evaluate(
            """(slider, seconds) => {
              slider.value = Number(slider.value) + seconds;
              slider.dispatchEvent(new Event('input', { bubbles: true }));
            }""",
            seconds,
        )

    def statuses(self) -> list[str | None]:
        """Return how the steps stand, in their order."""
        return [one.get_attribute("data-status") for one in self.root.locator("[data-step]").all()]

    def commands(self, key: str) -> Locator:
        """Return the lines of a step that were typed by then."""
        return self.step(key).locator(".jp-AssembleTrace-command code")

    def step(self, key: str) -> Locator:
        """Return a step as it was."""
        return self.root.locator(f'[data-step="{key}"]')

    def wait_for(self, key: str, status: str) -> None:
        """Wait until a step has a status at the moment that is shown."""
        expect(self.step(key)).to_have_attribute("data-status", status, timeout=60_000)

    @property
    def verdict(self) -> Locator:
        """The verdict, once it has come."""
        return self.root.locator(".jp-AssembleTrace-verdict")
