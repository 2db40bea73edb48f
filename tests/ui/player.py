"""The player as a person sees and works it: in the panel, or on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, expect


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
