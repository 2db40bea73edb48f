"""The preview as a person sees and works it, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, expect


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
