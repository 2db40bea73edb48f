"""The player: a submission played back in the panel, from its record alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assemble_trace import practice_forge
from tests.conftest import Practice
from tests.ui.conftest import Server, lab, picture
from tests.ui.pages import STEPS, Lab
from tests.ui.test_accessible import check
from tests.ui.test_fronts import settings

NOTEBOOK = "predict-house-prices.ipynb"
GOOD = 5


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Server:
    """Lab's server, after a rejected submission from a terminal."""
    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    return serve(practice)


def rejected(page: Page, server: Server) -> Lab:
    """Show the rejected submission."""
    view = lab(page, server)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "failed")
    return view


def test_a_submission_is_played_as_it_went_without_a_network(
    server: Server, new_page: Callable[[Server], Page]
) -> None:
    page = new_page(server)
    view = rejected(page, server)
    player = view.panel.replay()
    expect(player.play).to_be_focused()
    page.route("**/assemble/**", lambda route: route.abort())  # Lab's own requests pass
    expect(player.play).to_have_text("Pause")
    player.set_speed(8)
    for key in STEPS[:-1]:
        player.wait_for(key, "passed")
        expect(player.verdict).to_have_count(0)
    expect(player.verdict).to_have_attribute("data-verdict", "rejected")
    expect(player.play).to_have_text("Play again")
    page.unroute("**/assemble/**")

    player.to("push", 0)
    assert player.statuses() == ["passed"] * 4 + ["running"] + ["pending"] * 2
    expect(player.commands("push")).to_have_count(0)
    expect(player.step("push").locator('[data-picture="planned"]')).to_be_visible()
    player.to("push", 0.65)
    expect(player.commands("push")).to_have_count(1)
    typed = player.commands("push").inner_text()
    whole = player.commands("push").text_content()
    assert whole is not None and whole != typed and whole.startswith(typed)
    player.to("pull_request", -0.1)
    expect(player.step("push").locator('[data-picture="happened"]')).to_be_visible()
    assert len(player.commands("push").all_inner_texts()) == 3
    player.to("commit", 0.7)
    expect(player.step("commit").locator("[data-file]")).to_have_count(2)
    player.to("since", 0)
    expect(player.root.locator(".jp-AssembleTrace-since li")).to_have_count(1)
    expect(player.verdict).to_have_attribute("data-verdict", "rejected")

    player.root.locator('[data-action="close-replay"]').click()
    expect(player.root).to_have_count(0)
    expect(view.panel.root.locator('[data-action="replay"]')).to_be_focused()
    view.palette("Replay the Submission")
    expect(player.root).to_be_visible()
    view.panel.history().first.locator("button").click()
    expect(player.root).to_have_count(0)
    view.panel.wait_for("ci", "failed")


def test_it_is_worked_by_keyboard(server: Server, new_page: Callable[[Server], Page]) -> None:
    page = new_page(server)
    page.emulate_media(reduced_motion="reduce")
    view = rejected(page, server)
    player = view.panel.replay()
    expect(player.play).to_have_text("Play")  # less motion: it waits to be told
    assert player.seconds() == 0
    for key in STEPS:
        page.keyboard.press("]")
        expect(player.mark(key)).to_have_attribute("aria-current", "step")
    page.keyboard.press("[")
    page.keyboard.press("[")
    expect(player.mark("push")).to_have_attribute("aria-current", "step")
    page.keyboard.press("[")
    expect(player.mark("commit")).to_have_attribute("data-status", "running")

    player.position.focus()
    before = player.seconds()
    page.keyboard.press("ArrowRight")
    assert player.seconds() == pytest.approx(before + 1)
    spoken = re.compile(r"^0:\d\d, Commit: running$")
    expect(player.position).to_have_attribute("aria-valuetext", spoken)
    text = player.commands("commit").last
    assert text.inner_text() == text.text_content()  # a line is there at once

    pausing = player.root.get_by_role("switch", name="Pause at each step")
    pausing.focus()
    page.keyboard.press("Space")
    expect(pausing).to_be_checked()
    player.set_speed(8)
    player.position.focus()
    page.keyboard.press("Space")
    expect(player.play).to_have_text("Pause")
    expect(player.play).to_have_text("Play")
    expect(player.mark("push")).to_have_attribute("aria-current", "step")
    expect(player.mark("push")).to_have_attribute("data-status", "running")
    page.keyboard.press("End")
    expect(player.play).to_have_text("Play again")
    expect(player.root.get_by_role("status")).to_contain_text("maintainer")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_at_any_moment(
    server: Server, new_page: Callable[[Server], Page], theme: str
) -> None:
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": theme})
    page = new_page(server)
    view = rejected(page, server)
    player = view.panel.replay().pause()
    for key in (*STEPS, "since"):
        player.to(key, 0.7)
        check(page, f"{theme}, {key}")
    player.to("push", 1.5)
    player.root.locator("header").scroll_into_view_if_needed()
    picture(page, "player" if theme == "JupyterLab Light" else "player-dark")
    assert view.panel.root.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_what_was_interrupted_is_played_up_to_there(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    practice_forge.settings.change(practice.forge, fork_ready_seconds=6.0)
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.select(GOOD)
    view.press_submit().planned().confirm()
    view.panel.wait_for("fork", "running")
    running = view.panel.replay()
    running.wait_for("fork", "running")
    server.kill()

    again = serve(practice)
    view = lab(new_page(again), again)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("fork", "interrupted")
    player = view.panel.replay()
    player.set_speed(8)
    player.wait_for("fork", "interrupted")
    assert player.statuses() == ["passed", "interrupted"] + ["pending"] * 5
    expect(player.verdict).to_have_count(0)
    expect(player.root.locator(".jp-AssembleTrace-actions")).to_have_count(0)


def test_a_replay_that_cannot_be_read_says_so(
    server: Server, new_page: Callable[[Server], Page]
) -> None:
    page = new_page(server)
    view = rejected(page, server)
    page.route(re.compile(r"/submissions/[^/]+/replay"), lambda route: route.abort())
    view.panel.act("replay")
    trouble = view.panel.root.locator('.jp-AssembleTrace-error[data-code="server_unreachable"]')
    expect(trouble).to_be_visible()
    check(page, "not to be read")
    view.panel.act("close-replay")
    view.panel.wait_for("ci", "failed")
