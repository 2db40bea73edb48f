"""Time travel in Lab: a step's files and branches, and the step done by hand in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assemble_trace import practice_forge
from tests.conftest import Practice
from tests.ui.conftest import Server, lab, picture
from tests.ui.pages import Lab
from tests.ui.test_accessible import check
from tests.ui.test_fronts import settings

NOTEBOOK = "predict-house-prices.ipynb"


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Server:
    """Lab's server, after an accepted submission from a terminal."""
    done = practice.command("submit", str(practice.notebook), "--cell", "total-bathrooms")
    assert done.returncode == 0, done.stderr
    return serve(practice)


def shown(view: Lab) -> None:
    """Show the accepted submission."""
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "passed")


def looked_at(page: Page, state: str) -> None:
    """Let axe-core look from the panel's top: it loses its place in what is scrolled away."""
    page.evaluate("document.querySelector('#assemble-trace-panel').scrollTop = 0")
    check(page, state)


def repository(practice: Practice, key: str) -> Path:
    """Return the one sandbox of a step, under the folder that the demo serves."""
    [place] = (practice.data / "demo").glob(f"*/assemble-sandboxes/*-{key}/ames-*")
    return place


def type_in_terminal(page: Page, lines: list[str], sandbox: Path) -> None:
    """Type lines into the terminal in front, and wait until the shell is through with them."""
    done = sandbox.parent / "typed"
    screen = page.locator(".jp-Terminal:visible .xterm-screen")
    expect(screen).to_be_visible(timeout=30_000)
    screen.click()
    for line in "\n".join([*lines, "touch ../typed"]).split("\n"):
        page.keyboard.insert_text(line)
        page.keyboard.press("Enter")
    for _ in range(300):
        if done.exists():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the shell is still at work")


def test_a_commit_is_made_by_hand_and_judged(
    practice: Practice, server: Server, new_page: Callable[[Server], Page]
) -> None:
    page = new_page(server)
    view = lab(page, server)
    panel = view.panel
    shown(view)
    panel.open("commit")
    panel.sandbox("commit", "open-sandbox")
    yourself = panel.yourself("commit")
    expect(yourself.locator(".jp-AssembleTrace-commands li").first).to_be_visible(timeout=60_000)
    expect(yourself.locator("[data-terminal]")).to_have_attribute("data-terminal", "true")
    expect(page.locator(".jp-DirListing-item:visible").first).to_be_visible()

    panel.sandbox("commit", "check-sandbox")
    judged = yourself.locator(".jp-AssembleTrace-judged")
    expect(judged).to_have_attribute("data-done", "false")
    expect(judged).to_contain_text("Not yet.")
    looked_at(page, "not done yet")

    lines = yourself.locator(".jp-AssembleTrace-command code").all_text_contents()
    assert any("git commit" in line for line in lines)
    place = repository(practice, "commit")
    type_in_terminal(page, lines, place)
    panel.sandbox("commit", "check-sandbox")
    expect(judged).to_have_attribute("data-done", "true", timeout=30_000)
    expect(judged).to_contain_text("the very same commit")
    judged.evaluate("list => list.scrollIntoView({ block: 'end' })")
    picture(page, "sandbox")
    looked_at(page, "done by hand")

    panel.sandbox("commit", "close-sandbox")
    view.dialog().get_by_role("button", name="Delete").click()
    expect(yourself.locator('[data-action="open-sandbox"]')).to_be_visible()
    assert [one.name for one in place.parent.parent.iterdir()] == [".gitignore"]
    expect(page.locator(".jp-Terminal")).to_have_count(0)  # nobody is left in what is gone
    expect(page.locator(".jp-DirListing-item", has_text=NOTEBOOK)).to_be_visible()
    page.wait_for_timeout(12_000)  # the file browser looks every ten seconds at its folder
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_without_the_forge_the_kept_paths_are_there_and_pushing_works(
    practice: Practice, server: Server, new_page: Callable[[Server], Page]
) -> None:
    page = new_page(server)
    view = lab(page, server)
    panel = view.panel
    shown(view)
    away(practice.forge)
    panel.open("push")
    panel.sandbox("push", "open-sandbox")
    yourself = panel.yourself("push")
    expect(yourself).to_contain_text("could not be asked", timeout=60_000)
    lines = yourself.locator(".jp-AssembleTrace-command code").all_text_contents()
    type_in_terminal(page, lines, repository(practice, "push"))
    panel.sandbox("push", "check-sandbox")
    judged = yourself.locator(".jp-AssembleTrace-judged")
    expect(judged).to_have_attribute("data-done", "true", timeout=30_000)


def away(forge: Path) -> None:
    """Stop the practice forge, and let nobody start it again."""
    practice_forge.stop(forge)
    (forge / "tokens").rename(forge / "no-tokens")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_each_step_shows_its_files_and_branches(
    practice: Practice, server: Server, new_page: Callable[[Server], Page], theme: str
) -> None:
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": theme})
    page = new_page(server)
    view = lab(page, server)
    panel = view.panel
    shown(view)
    away(practice.forge)
    state = panel.travel("push")
    branches = state.locator("[data-ref]")
    expect(branches).to_have_count(4)
    expect(branches.filter(has_text="on your fork").last).to_contain_text("appears at")
    added = state.locator('[data-change="added"]').last
    expect(added).to_contain_text("new")
    added.locator("button").click()
    expect(added.locator("code").last).to_contain_text("Feature")
    expect(state.locator("[data-missing]").last).to_contain_text("not kept")
    few = state.locator("[data-path]").count()
    state.locator('[data-action="whole-tree"]').click()
    expect(state.locator("[data-path]").nth(few)).to_be_visible()
    looked_at(page, "files and branches")
    state.locator(".jp-AssembleTrace-refs").evaluate("list => list.scrollIntoView()")
    picture(page, f"travel-{theme.rpartition(' ')[2].lower()}")

    before = panel.travel("branch")
    expect(before.locator('[data-change="added"]')).to_have_count(0)
    for key in ("lint", "fork", "commit", "pull_request", "ci"):
        expect(panel.travel(key).locator("[data-ref]").first).to_be_visible()
    looked_at(page, "all of them")
