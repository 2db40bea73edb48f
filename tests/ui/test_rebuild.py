"""What somebody made by hand, rebuilt in the dialog: a branch in a folder, and a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from assemble_trace.sample.content import content_root
from assemble_trace.sample.seed import upstream_name
from tests.conftest import Practice
from tests.replay.byhand import bash
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab
from tests.ui.test_accessible import check
from tests.ui.test_compare import accessible
from tests.ui.test_fronts import settings

NOTEBOOK = "predict-house-prices.ipynb"
DIALOG = ".jp-Dialog .jp-Dialog-content"


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Iterator[Server]:
    """Lab's server, in a clone in which Ada made a branch with git alone."""
    started = serve(practice)
    feature = content_root() / "sample" / "features" / "log_living_area.py"
    [clone] = (practice.data / "demo").glob("*/")
    bash(
        clone,
        f"""git switch --quiet --create rooms-by-hand
        first=$(git ls-files | grep --max-count=1 contrib/user_)
        folder=${{first%/user_*}}/user_ada_by_hand
        mkdir -p $folder && touch $folder/__init__.py
        cp {feature} $folder/feature_space.py && git add .
        git commit --quiet --message='Add living space'
        git switch --quiet -""",
    )
    yield started


@pytest.fixture(params=["JupyterLab Light", "JupyterLab Dark"])
def view(server: Server, new_page: Callable[[Server], Page], request: pytest.FixtureRequest) -> Lab:
    """Lab with the panel in sight."""
    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": request.param})
    opened = lab(new_page(server), server)
    opened.open(NOTEBOOK)
    opened.show_panel()
    return opened


def importing(view: Lab) -> Locator:
    """Open the dialog from the history."""
    view.panel.history()
    view.panel.act("import")
    return view.dialog()


def rebuilt(view: Lab, dialog: Locator) -> None:
    """Show what was rebuilt, with the keyboard alone."""
    shown = dialog.locator('[data-action="show-imported"]')
    expect(shown).to_be_visible(timeout=60_000)
    shown.focus()
    view.page.keyboard.press("Enter")
    expect(view.page.locator(".jp-Dialog")).to_have_count(0)
    expect(view.panel.root.locator("[data-rebuilt]")).to_be_visible()
    if view.panel.root.locator('[data-history="read"]').count():
        view.panel.root.locator(".jp-AssembleTrace-historyToggle").click()


def bases(view: Lab) -> dict[str, str]:
    """Return what each step's line says of it."""
    words = view.panel.root.locator("[data-step]")
    return {
        str(one.get_attribute("data-step")): one.locator(
            ".jp-AssembleTrace-word"
        ).first.inner_text()
        for one in words.all()
    }


def test_a_branch_in_a_folder_is_rebuilt_by_keyboard(view: Lab) -> None:
    page, panel = view.page, view.panel
    dialog = importing(view)
    branch = dialog.locator('[data-field="branch"]')
    button = dialog.locator('form:has([data-field="branch"]) [data-action="rebuild"]')
    expect(button).to_be_disabled()
    accessible(page, DIALOG)

    branch.focus()
    page.keyboard.type("rooms")
    page.keyboard.press("Enter")
    refusal = dialog.locator('[data-code="branch_missing"]')
    expect(refusal).to_contain_text("There is no branch called 'rooms' here.")
    expect(refusal).to_contain_text("rooms-by-hand")
    expect(branch).to_be_focused()
    accessible(page, DIALOG)

    page.keyboard.type("-by-hand")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.locator('[data-import="read"] li')).to_contain_text("Add living space")
    expect(dialog.locator('[data-import="read"] li')).to_contain_text("the very same commit")
    rebuilt(view, dialog)

    note = panel.root.locator('[data-rebuilt="exact"]')
    expect(note).to_contain_text("Nobody recorded this.")
    expect(note).to_contain_text("rooms-by-hand")
    assert bases(view) == {
        "lint": "skipped · concluded",
        "fork": "skipped · concluded",
        "branch": "passed · known",
        "commit": "passed · known",
        "push": "skipped · concluded",
        "pull_request": "skipped · concluded",
        "ci": "skipped · concluded",
    }
    expect(panel.step("commit").locator(".jp-AssembleTrace-took")).to_have_count(0)
    expect(panel.open("commit").locator('[data-basis="known"]')).to_contain_text(
        "Concluded: the commands"
    )
    expect(panel.open("lint").locator('[data-basis="inferred"]')).to_contain_text(
        "nobody recorded this"
    )
    assert any("git commit" in line for line in panel.commands("commit"))
    check(page, "a branch, rebuilt")
    page.set_viewport_size({"width": 700, "height": 800})
    assert panel.root.evaluate("one => one.scrollWidth <= one.clientWidth")
    dialog = importing(view)
    assert dialog.locator(".jp-Dialog-content").evaluate(
        "one => one.scrollWidth <= one.clientWidth"
    )


def test_a_pull_request_is_rebuilt_and_played(view: Lab) -> None:
    page, panel = view.page, view.panel
    dialog = importing(view)
    field = dialog.locator('[data-field="pull-request"]')
    field.fill("seven")
    field.press("Enter")
    expect(dialog.locator('[data-code="pull_request_unclear"]')).to_be_visible()
    field.fill(f"{upstream_name()}#1")
    field.press("Enter")
    rebuilt(view, dialog)

    panel.wait_for("ci", "passed")
    expect(panel.root.locator(".jp-AssembleTrace-summary")).to_contain_text("Accepted and merged")
    found = bases(view)
    assert found.pop("lint") == "skipped · concluded"
    assert set(found.values()) == {"passed · known"}
    expect(panel.verdict).to_have_attribute("data-verdict", "accepted")
    check(page, "a pull request, rebuilt")
    panel.history()
    item = panel.root.locator(".jp-AssembleTrace-history li").filter(has_text="imported, from ada")
    expect(item).to_have_count(1)

    player = panel.replay().pause()
    expect(player.root.locator(".jp-AssembleTrace-missing")).to_contain_text("Nobody recorded it")
    player.to("commit", 0.5)
    expect(player.step("commit").locator('[data-basis="known"]')).to_be_visible()
    check(page, "a rebuilt one, played")
