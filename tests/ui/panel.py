"""The side panel as a person sees and works it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.ui.player import Player


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
