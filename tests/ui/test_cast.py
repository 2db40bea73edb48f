"""A recording of a replay, in asciinema's own player, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assemble_trace.models import TraceView
from assemble_trace.replay.exports import EXPORTS, Material
from assemble_trace.replay.timeline import timeline
from tests.replay.hostile import hostile
from tests.replay.literal import whole

PLAYER = (
    Path(__file__).resolve().parents[2] / "labextension/node_modules/asciinema-player/dist/bundle"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that reaches nothing, with the player in it."""
    context = browser.new_context(viewport={"width": 1000, "height": 700}, offline=True)
    made = context.new_page()
    made.set_content("<!doctype html><title>Player</title><div id='player'></div>")
    made.add_style_tag(path=PLAYER / "asciinema-player.css")
    made.add_script_tag(path=PLAYER / "asciinema-player.min.js")
    yield made
    context.close()


def load(page: Page, shown: TraceView) -> list[str]:
    """Let the player read a recording. Returns what it complains of, as it grows."""
    complaints: list[str] = []
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    recording = EXPORTS["cast"].make(Material(timeline(shown, []), lambda: b"")).decode()
    page.evaluate(
        """recording => {
            window.player = AsciinemaPlayer.create(
                { data: recording }, document.getElementById('player'), { preload: true }
            );
            player.addEventListener('ended', () => { window.ended = true; });
        }""",
        recording,
    )
    page.wait_for_function("async () => Boolean(await player.getDuration())")
    return complaints


def test_the_real_player_plays_a_submission(page: Page) -> None:
    complaints = load(page, whole())

    replay = timeline(whole(), [])
    assert page.evaluate("player.getDuration()") == pytest.approx(replay.duration)
    push = next(mark for mark in replay.marks if mark.key == "push")
    page.evaluate("at => player.seek(at)", push.played + 1.8)
    expect(page.locator(".ap-player")).to_contain_text("4 of 5  Push")
    expect(page.locator(".ap-player")).to_contain_text("git push fork ada/feature-rooms")
    page.evaluate("player.seek({ marker: 0 })")
    expect(page.locator(".ap-player")).to_contain_text("Add rooms")
    expect(page.locator(".ap-player")).not_to_contain_text("git push")
    page.evaluate("at => player.seek(at)", replay.duration - 0.5)
    page.evaluate("player.play()")
    page.wait_for_function("window.ended === true")
    expect(page.locator(".ap-player")).to_contain_text("The feature was accepted.")
    expect(page.locator(".ap-player")).to_contain_text("maintainer merged it.")
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{os.environ['SCREENSHOTS']}/cast.png")
    assert complaints == []


def test_a_person_jumps_from_step_to_step(page: Page) -> None:
    load(page, whole())
    marks = timeline(whole(), []).marks

    for number, mark in enumerate(marks):
        page.evaluate("number => player.seek({ marker: number })", number)
        assert page.evaluate("player.getCurrentTime()") == pytest.approx(mark.played, abs=0.1)
        expect(page.locator(".ap-player")).to_contain_text(mark.title)
    expect(page.locator(".ap-marker-container")).to_have_count(len(marks))


def test_a_hostile_submission_runs_nothing_in_the_player(page: Page) -> None:
    complaints = load(page, hostile())

    page.evaluate("player.seek('50%')")
    page.evaluate("player.seek('100%')")

    expect(page.locator(".ap-player")).to_contain_text("onerror=alert(1)")
    assert page.title() == "Player"
    assert page.locator(".ap-player img").count() == 0
    assert complaints == []
