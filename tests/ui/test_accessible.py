"""The panel for everybody: axe-core finds nothing, light or dark, and the keyboard does it all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import STEPS, Lab
from tests.ui.test_fronts import settings

AXE = Path(__file__).resolve().parents[2] / "labextension/node_modules/axe-core/axe.min.js"
NOTEBOOK = "predict-house-prices.ipynb"
GOOD = 5

#: What can be reached with Tab: of a group of radio buttons, the one that is chosen.
REACHABLE = (
    'button:enabled, summary, pre[tabindex="0"], textarea, input[type="checkbox"],'
    ' input[type="radio"]:checked'
)


def check(page: Page, state: str) -> None:
    """Let axe-core look at the panel, with all its rules."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Lab's body has no height of its own, which axe-core takes for cut off: it would see no text.
    page.evaluate("document.body.style.height = '100vh'")
    found = page.evaluate("axe.run('#assemble-trace-panel')")
    wrong = [
        f"{state}: {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    assert wrong == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Server:
    """Lab's server, after a rejected submission from a terminal."""
    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    return serve(practice)


def rejected(view: Lab) -> None:
    """Show the rejected submission."""
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "failed")


def unfold_everything(view: Lab) -> None:
    """Open each card, each fold in it, and a word of the glossary."""
    panel = view.panel
    for key in STEPS:
        panel.open(key)
        panel.raw(key)
        panel.picture(key)
    panel.history()
    panel.root.locator(".jp-AssembleTrace-remarks > summary").click()
    panel.lesson("steps/fork").locator(".jp-AssembleTrace-term").first.click()
    expect(panel.root.locator("[data-definition] p").first).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_any_state(
    server: Server, new_page: Callable[[Server], Page], theme: str
) -> None:
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": theme})
    page = new_page(server)
    view = lab(page, server)
    panel = view.panel
    rejected(view)
    check(page, "rejected, its error open")
    unfold_everything(view)
    check(page, "everything unfolded")
    for depth in ("why", "inside"):
        panel.explain("steps/push", depth)
    check(page, "inside")

    view.select(GOOD)
    preview = view.press_submit().planned()
    preview.stepwise.check()
    preview.confirm()
    panel.paused_at("lint")
    check(page, "paused")
    panel.act("next")
    panel.paused_at("fork")
    panel.act("next")
    panel.paused_at("branch")
    panel.act("cancel")
    expect(panel.exists("fork")).to_be_visible()
    check(page, "stopped")
    panel.act("resume")
    panel.wait_for("push", "passed")
    check(page, "on its way")
    panel.wait_for("ci", "passed")
    check(page, "accepted")

    panel.history().nth(1).locator("button").click()
    panel.wait_for("ci", "failed")
    panel.act("withdraw")
    page.locator(".jp-Dialog").get_by_role("button", name="Withdraw").click()
    panel.wait_for("delete_branch", "passed")
    panel.picture("close")
    check(page, "withdrawn")


def test_everything_is_reached_and_worked_by_keyboard(
    server: Server, new_page: Callable[[Server], Page]
) -> None:
    page = new_page(server)
    view = lab(page, server)
    panel = view.panel
    rejected(view)
    unfold_everything(view)
    page.evaluate(
        """reachable => {
          const all = document.querySelectorAll(
            reachable.split(', ').map(one => `#assemble-trace-panel ${one}`).join(', ')
          );
          const visible = [...all].filter(one => one.checkVisibility());
          visible.forEach(one => { one.dataset.unreached = ''; });
          document.querySelector('#assemble-trace-panel').addEventListener('focusin', event => {
            event.target.removeAttribute('data-unreached');
          });
          visible[0].focus();
        }""",
        REACHABLE,
    )
    unreached = page.locator("#assemble-trace-panel [data-unreached]")
    many = unreached.count()
    assert many > 40
    for _ in range(many + 20):  # what scrolls is reached too, and is none of them
        page.keyboard.press("Tab")
    assert unreached.evaluate_all("all => all.map(one => one.outerHTML.slice(0, 200))") == []

    head = panel.step("push").locator(".jp-AssembleTrace-stepHead")
    head.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(panel.lesson("steps/push")).to_have_attribute("data-depth", "why")
    head.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-expanded", "true")
    fold = panel.step("push").locator("details.jp-AssembleTrace-graph > summary")
    fold.focus()
    page.keyboard.press("Enter")
    expect(panel.step("push").locator(".jp-AssembleTrace-pictures")).to_be_visible()

    panel.root.locator('[data-action="withdraw"]').focus()
    page.keyboard.press("Enter")
    view.dialog()
    page.keyboard.press("Escape")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(panel.root.locator('[data-action="withdraw"]')).to_be_focused()
