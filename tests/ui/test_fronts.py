"""Other fronts: Notebook 7, a dark theme, the keyboard, a setting, Binder's start."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import TOKEN, Server, lab, picture

NOTEBOOK = "predict-house-prices.ipynb"


def settings(server: Server, plugin: str, values: dict[str, object]) -> None:
    """Change a setting of Lab, as its settings editor does."""
    asked = Request(
        f"{server.base}lab/api/settings/{plugin}?token={TOKEN}",
        method="PUT",
        data=json.dumps({"raw": json.dumps(values)}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"token {TOKEN}"},
    )
    assert urlopen(asked).status in {200, 204}


def test_notebook_7_has_the_button_and_the_panel(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    page = new_page(server)
    page.goto(f"{server.base}notebooks/{NOTEBOOK}?token={TOKEN}")
    view = lab(page, server)
    view.ready()
    view.select(7)
    view.press_submit().planned().confirm()
    view.panel.wait_for("ci", "failed")
    expect(view.panel.verdict).to_have_attribute("data-verdict", "rejected")
    picture(page, "notebook")


def test_by_keyboard_alone_and_with_the_explanation_off(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Dark"})
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    expect(page.locator("body[data-jp-theme-light='false']")).to_have_count(1)
    view.select(5)
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+Alt+S")
    view.preview().planned()
    page.keyboard.press("Escape")
    expect(page.locator(".jp-AssembleTrace-dialog")).to_have_count(0)
    view.palette("Submit the Selected Cell")
    view.preview().planned().confirm()
    view.panel.wait_for("ci", "passed")
    picture(page, "dark")

    settings(server, "assemble-trace:plugin", {"explain": False})
    view.reload()
    expect(view.panel.step("ci")).to_have_count(0)
    expect(view.panel.root.locator("[data-action='open-pull-request']")).to_be_visible()
