"""The HTML file in which a submission plays: opened from the disk, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assemble_trace.models import TraceView
from assemble_trace.replay.page import page as written
from assemble_trace.replay.timeline import timeline
from tests.replay.hostile import hostile
from tests.replay.literal import whole
from tests.replay.stories import example
from tests.ui.player import Player
from tests.ui.test_accessible import AXE

STEPS = ("lint", "fork", "commit", "push", "ci")
WIDE, PHONE = {"width": 1100, "height": 850}, {"width": 390, "height": 844}


@dataclass
class Opened:
    """A file in the browser: what it asked for and what it complained of, as that grows."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def player(self) -> Player:
        """The player in it."""
        return Player(self.page.locator(".jp-AssembleTrace-player"))

    def harmless(self) -> None:
        """See that it asked for nothing but itself, and complained of nothing."""
        assert self.asked == [self.page.url]
        assert self.complaints == []


Open = Callable[..., Opened]


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """A function that writes a submission's file and opens it; what it takes is the context's."""
    contexts = []

    def opening(shown: TraceView, **options: object) -> Opened:
        file = tmp_path / "page.html"
        file.write_bytes(written(timeline(shown, [])))
        context = browser.new_context(offline=True, **{"viewport": WIDE} | options)  # type: ignore[arg-type]
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.on("pageerror", lambda problem: found.complaints.append(str(problem)))
        found.page.on("dialog", lambda dialog: found.complaints.append(dialog.message))
        found.page.on(
            "console",
            lambda said: (
                found.complaints.append(said.text) if said.type in {"error", "warning"} else None
            ),
        )
        found.page.goto(file.as_uri())
        return found

    yield opening
    for context in contexts:
        context.close()


def judged() -> TraceView:
    """Return an accepted submission with its report."""
    return whole(evaluation=example("accept"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_it_plays_from_the_disk(open_file: Open, scheme: str, viewport: dict[str, int]) -> None:
    opened = open_file(judged(), color_scheme=scheme, viewport=viewport)
    page, player = opened.page, opened.player

    expect(page.get_by_role("heading", level=1)).to_have_text("Add rooms")
    expect(page.locator("header").first).to_contain_text("Accepted and merged")
    expect(page.locator("header").first).to_contain_text("ames/houses#7")
    expect(page.locator("#text")).to_be_hidden()
    expect(player.play).to_have_text("Play")
    player.set_speed(8)
    player.play.click()
    expect(player.play).to_have_text("Play again", timeout=30_000)
    assert player.statuses() == ["passed", "skipped", "passed", "passed", "passed"]
    expect(player.verdict).to_have_attribute("data-verdict", "accepted")
    for key in STEPS:
        player.to(key, 1.5)
        expect(player.step(key)).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{key} is wider than the window"
    opened.harmless()


def test_the_keyboard_alone_plays_it(open_file: Open) -> None:
    opened = open_file(judged())

    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("]")
    expect(opened.player.mark("fork")).to_have_attribute("aria-current", "step")
    opened.page.keyboard.press("[")
    expect(opened.player.mark("lint")).to_have_attribute("aria-current", "step")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_hostile_texts_run_nothing(open_file: Open, viewport: dict[str, int]) -> None:
    opened = open_file(hostile(), viewport=viewport)
    page, player = opened.page, opened.player
    folded = page.locator("#player details:not([open]) > summary")

    for key in ("lint", "ci", "since"):
        player.to(key, 1.5)
        while folded.count():
            folded.first.click()
    expect(page.locator("#player")).to_contain_text("onerror=alert(1)")
    assert page.locator("img, iframe, object, #player a").count() == 0
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    # what turns text around ends with the text: the time beside it is read as it was written
    expect(page.locator(".jp-AssembleTrace-since li > p > bdi").first).to_contain_text("gnp.exe")
    opened.harmless()


def test_without_scripts_it_can_be_read(open_file: Open) -> None:
    opened = open_file(judged(), java_script_enabled=False)

    text = opened.page.locator("#text")
    expect(text).to_be_visible()
    expect(text).to_contain_text("git push fork ada/feature-rooms")
    expect(text).to_contain_text("passed, 100 ms")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Add rooms")
    assert opened.asked == [opened.page.url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_file: Open, scheme: str) -> None:
    # the page forbids all scripts but its own, axe-core's too
    opened = open_file(judged(), color_scheme=scheme, bypass_csp=True)
    player = opened.player

    for key in (*STEPS, "since"):
        player.to(key, 1.5)
        opened.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = opened.page.evaluate("axe.run(document)")
        wrong = [f"{key}: {rule['id']}: {node['target']} {node['failureSummary']}"
                 for rule in found["violations"] for node in rule["nodes"]]  # fmt: skip
        assert wrong == []
        assert "color-contrast" in {rule["id"] for rule in found["passes"]}
