"""Two submissions side by side: chosen in the panel, read in a tab, wide or narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assemble_trace.models import Trace
from assemble_trace.replay.bundles import pack
from assemble_trace.sample.seed import upstream_name
from assemble_trace.store import open_store
from tests.conftest import Practice
from tests.replay.stories import example, keep, plan, told
from tests.ui.conftest import TOKEN, Server, lab, picture
from tests.ui.pages import Lab
from tests.ui.test_accessible import AXE
from tests.ui.test_fronts import settings

NOTEBOOK = "predict-house-prices.ipynb"
ADAS = "33333333-3333-4333-8333-333333333333"


def adas(folder: Path, project: str) -> Path:
    """Return the bundle of what a classmate had accepted by the same project."""
    store = open_store(f"sqlite:///{folder / 'theirs.db'}")
    planned = plan("ada", "rooms", upstream=upstream_name())
    planned.project.name = project
    view = told(of=planned, report=example("accept"), name="brave-fox-0001")
    view.trace.id = ADAS
    keep(store, view)
    file = folder / "adas.assemble"
    file.write_bytes(pack(store, ADAS))
    store.close()
    return file


@pytest.fixture
def attempts(practice: Practice, tmp_path: Path) -> list[Trace]:
    """Two attempts from a terminal, and a classmate's submission that was read in."""
    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    first = store.trace(store.pulse().popitem()[0])
    again = ("submit", str(practice.notebook), "--cell", "total-bathrooms", "--revise", first.id)
    done = practice.command(*again)
    assert done.returncode == 0, done.stderr
    second = next(store.trace(one) for one in store.pulse() if one != first.id)
    store.close()
    done = practice.command("traces", "import", str(adas(tmp_path, str(first.project))))
    assert done.returncode == 0, done.stderr
    return [first, second]


def accessible(page: Page, where: str) -> None:
    """Let axe-core look at a part of the page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.body.style.height = '100vh'")
    found = page.evaluate("where => axe.run(where)", where)
    wrong = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    assert wrong == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


def comparison(view: Lab) -> Locator:
    """Return the tab in front, once both are there."""
    tab = view.page.locator(".jp-AssembleTrace-comparisonTab:visible")
    expect(tab.locator("[data-side]")).to_have_count(2, timeout=30_000)
    return tab


def test_attempts_and_a_classmates_are_compared_from_the_panel(
    attempts: list[Trace],
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
) -> None:
    first, second = attempts
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    panel = view.show_panel()
    panel.wait_for("ci", "passed")

    panel.act("compare-attempts")
    tab = comparison(view)
    sentence = tab.locator('[data-compare="sentence"]')
    expect(sentence).to_contain_text(
        "attempt 1 failed “Feature acceptance” because this feature saves a simple model only"
    )
    expect(sentence).to_contain_text("; attempt 2 passed it, with a statistic of 0.0")
    expect(tab.locator('[data-side="left"]')).to_have_attribute("data-submission", first.id)
    expect(tab.locator('[data-side="right"]')).to_have_attribute("data-submission", second.id)
    apart = tab.locator('[data-compared][data-first="true"]')
    expect(apart).to_have_attribute("data-compared", "ci")
    expect(apart.locator('[data-point="Feature acceptance"]')).to_contain_text("failed")
    expect(apart.locator('[data-point="No missing values"]')).to_have_count(0)
    expect(apart.locator(".jp-AssembleTrace-beside")).to_have_count(0)  # the same was typed
    apart.locator("summary", has_text="things alike").click()
    expect(apart.locator(".jp-AssembleTrace-beside")).to_be_visible()
    expect(apart.locator('[data-point="No missing values"]')).to_be_visible()
    push = tab.locator('[data-compared="push"]')
    expect(push.locator("summary")).to_contain_text("difference")
    expect(tab.locator('[data-compare="code"] del').first).to_be_visible()
    expect(tab.locator('[data-point="Statistic"]')).to_have_attribute("data-same", "false")
    expect(tab.locator('[data-point="Rows"]')).to_have_attribute("data-same", "true")
    picture(page, "compare")
    accessible(page, ".jp-AssembleTrace-comparisonTab")

    tab.locator('[data-action="show-left"]').click()
    panel.wait_for("ci", "failed")
    assert panel.submission == first.id
    summary = panel.root.locator(".jp-AssembleTrace-summary")
    expect(summary).to_contain_text("Rejected; attempt 2 was merged")
    expect(tab.locator(".jp-AssembleTrace-bearInMind")).to_contain_text("with attempt 2")
    tabs = page.locator(".lm-TabBar-tab", has_text=f"{first.short_id} and {second.short_id}")
    expect(tabs).to_be_visible()

    panel.act("compare")
    dialog = view.dialog()
    search = dialog.get_by_label("Search all submissions")
    expect(search).to_be_focused()
    expect(dialog.get_by_role("heading", name="Other attempts")).to_be_visible()
    expect(dialog.locator(f'[data-choice="{second.id}"]')).to_have_count(1)
    expect(dialog.locator(f'[data-choice="{ADAS}"]')).to_contain_text("imported")
    picture(page, "compare-choose")
    accessible(page, ".jp-AssembleTrace-dialog .jp-Dialog-content")
    search.fill("nothing is called so")
    expect(dialog.get_by_role("status")).to_contain_text("Nothing has all these words")
    search.fill("ada rooms")
    expect(dialog.locator("[data-choice]")).to_have_count(1)
    search.press("Tab")
    expect(dialog.locator(f'[data-choice="{ADAS}"] button')).to_be_focused()
    page.keyboard.press("Enter")
    tab = comparison(view)
    expect(tab.locator('[data-compare="sentence"]')).to_contain_text("; yours failed")
    expect(tab.locator('[data-compare="sentence"]')).to_contain_text("; ada's passed it")


def test_in_a_narrow_dark_tab_both_stand_below_each_other_and_a_reload_keeps_it(
    attempts: list[Trace],
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
) -> None:
    server = serve(practice)
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Dark"})
    page = new_page(server)
    page.set_viewport_size({"width": 900, "height": 900})
    view = lab(page, server)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "passed")
    view.panel.act("compare-attempts")
    tab = comparison(view)

    row = tab.locator('[data-compared="push"] > .jp-AssembleTrace-row')
    boxes = [one.bounding_box() for one in row.locator(".jp-AssembleTrace-came").all()]
    assert boxes[0] and boxes[1]
    assert boxes[1]["y"] > boxes[0]["y"]
    expect(row.get_by_text("attempt 1")).to_be_visible()
    wide = "one => one.scrollWidth > one.clientWidth"
    assert not tab.evaluate(wide)
    picture(page, "compare-narrow")
    accessible(page, ".jp-AssembleTrace-comparisonTab")

    page.goto(f"{server.base}lab")
    again = comparison(view)
    expect(again.locator('[data-side="left"]')).to_have_attribute("data-submission", attempts[0].id)


def test_a_deleted_submission_is_said_and_can_be_tried_again(
    attempts: list[Trace],
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
) -> None:
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "passed")
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    store.delete(attempts[0].id)
    store.close()

    view.panel.act("compare-attempts")

    tab = page.locator(".jp-AssembleTrace-comparisonTab:visible")
    expect(tab.locator('.jp-AssembleTrace-error[data-code="trace_not_found"]')).to_be_visible()
    tab.locator('[data-action="compare-again"]').click()
    expect(tab.locator('[data-code="trace_not_found"]')).to_be_visible()


def test_in_notebook_7_it_opens_beside_the_notebook(
    attempts: list[Trace],
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
) -> None:
    server = serve(practice)
    page = new_page(server)
    page.goto(f"{server.base}notebooks/{NOTEBOOK}?token={TOKEN}")
    view = lab(page, server)
    view.ready()
    view.panel.wait_for("ci", "passed")  # it is read by then, though nobody sees it yet
    view.palette("Open the Submission Panel")
    expect(view.panel.root).to_be_visible()

    view.panel.act("compare-attempts")

    tab = comparison(view)
    expect(tab.locator('[data-side="right"]')).to_have_attribute("data-submission", attempts[1].id)
