"""A copy is saved, carried to somebody else, read in there, and looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from assemble_trace.replay.bundles import pack, read
from assemble_trace.store import open_store
from tests.conftest import Practice
from tests.replay.kept import ID, accepted
from tests.ui.conftest import Server, lab, picture
from tests.ui.pages import Lab
from tests.ui.test_accessible import AXE
from tests.ui.test_compare import adas

NOTEBOOK = "predict-house-prices.ipynb"
NAME = "quiet-otter-0012"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """What somebody else saved, in a file."""
    store = open_store(f"sqlite:///{tmp_path / 'theirs.db'}")
    accepted(store, tmp_path / "repository")
    file = tmp_path / f"{NAME}.assemble"
    file.write_bytes(pack(store, ID))
    store.close()
    return file


@pytest.fixture
def view(practice: Practice, serve: Callable[..., Server], new_page: Callable[..., Page]) -> Lab:
    """Lab of somebody who never submitted anything."""
    server = serve(practice)
    found = lab(new_page(server), server)
    found.open(NOTEBOOK)
    found.show_panel()
    return found


def accessible(page: Page) -> None:
    """Let axe-core look at the dialog."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.body.style.height = '100vh'")
    found = page.evaluate("axe.run('.jp-AssembleTrace-dialog .jp-Dialog-content')")
    assert [rule["id"] for rule in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


def importing(view: Lab) -> Locator:
    """Press Import… in the history, and return the dialog."""
    view.panel.history()
    view.panel.act("import")
    return view.dialog()


def choose(dialog: Locator, *files: Path) -> Locator:
    """Choose files, and return what came of them once all are read."""
    dialog.locator('input[data-field="bundle"]').set_input_files(list(files))
    expect(dialog.locator("[data-read]")).to_have_count(len(files))
    expect(dialog.locator('[data-import="read"]')).to_be_visible()
    return dialog.locator("[data-read]")


def read_in(view: Lab, bundle: Path) -> None:
    """Read a bundle in, and show it."""
    found = choose(importing(view), bundle)
    found.locator('[data-action="show-imported"]').click()
    expect(view.page.locator(".jp-Dialog")).to_have_count(0)
    expect(view.panel.root.locator("[data-imported]")).to_be_visible()


def test_a_bundle_is_read_in_looked_at_and_played(view: Lab, bundle: Path) -> None:
    dialog = importing(view)
    accessible(view.page)
    found = choose(dialog, bundle)
    expect(found).to_contain_text(f"Add rooms · {NAME} was read in.")
    accessible(view.page)
    picture(view.page, "import")
    found.locator('[data-action="show-imported"]').click()

    panel = view.panel
    expect(panel.root.locator("[data-imported]")).to_contain_text(
        "This happened elsewhere: ada made it."
    )
    assert panel.submission == ID
    for action in ("open-pull-request", "resume", "cancel", "refresh", "revise", "withdraw"):
        expect(panel.root.locator(f'[data-action="{action}"]')).to_have_count(0)
    expect(panel.root.locator(".jp-AssembleTrace-remarks")).to_have_count(0)
    panel.wait_for("push", "passed")
    player = panel.replay()
    expect(player.root).to_be_visible()
    view.page.keyboard.press("Escape")


def test_the_same_again_is_said_to_be_here_and_others_to_be_no_bundles(
    view: Lab, bundle: Path, tmp_path: Path
) -> None:
    cut, other = tmp_path / "cut.assemble", tmp_path / "other.assemble"
    cut.write_bytes(bundle.read_bytes()[:-40])
    other.write_text("<script>alert(1)</script>")
    dialog = importing(view)
    choose(dialog, bundle)
    found = choose(dialog, cut, bundle, other)
    expect(found.nth(0).locator('[data-code="bundle_cut"]')).to_be_visible()
    expect(found.nth(1)).to_contain_text(f"{NAME} is here already.")
    expect(found.nth(2).locator('[data-code="not_a_bundle"]')).to_be_visible()
    accessible(view.page)
    dialog.get_by_role("button", name="Close").click()
    lines = view.panel.history()
    expect(lines).to_have_count(1)
    expect(lines.first).to_contain_text("imported")


def test_a_copy_is_saved_in_every_format(view: Lab, bundle: Path) -> None:
    read_in(view, bundle)
    view.panel.act("save-copy")
    dialog = view.dialog()
    accessible(view.page)
    picture(view.page, "save-copy")
    names = dialog.locator("[data-format]").evaluate_all(
        "all => all.map(one => one.dataset.format)"
    )
    dialog.get_by_role("button", name="Cancel").click()
    saved: dict[str, bytes] = {}
    for name in names:
        view.panel.act("save-copy")
        dialog = view.dialog()
        dialog.locator(f'input[value="{name}"]').check()
        with view.page.expect_download() as download:
            dialog.get_by_role("button", name="Save").click()
        expect(view.page.locator(".jp-Dialog")).to_have_count(0)
        assert download.value.suggested_filename.startswith(f"{NAME}.")
        saved[name] = Path(download.value.path()).read_bytes()
    assert len(saved) == len(names) == 8
    assert saved["bundle"] == bundle.read_bytes()
    assert read(saved["bundle"]).trace().id == ID
    assert json.loads(saved["json"])["trace"]["id"] == ID
    nbformat.validate(nbformat.reads(saved["ipynb"].decode(), as_version=4))
    assert saved["html"].startswith(b"<!doctype html>")
    assert saved["sh"].startswith(b"#!")


def test_the_keyboard_alone_saves_and_leaves(view: Lab, bundle: Path) -> None:
    read_in(view, bundle)
    page = view.page
    button = view.panel.root.locator('[data-action="save-copy"]')
    button.focus()
    page.keyboard.press("Enter")
    view.dialog()
    expect(page.locator('input[value="html"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('input[value="bundle"]')).to_be_checked()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"{NAME}.assemble"
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    view.dialog()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    for command in ("Save a Copy of the Submission…", "Import Submissions…"):
        view.palette(command)
        view.dialog()
        page.keyboard.press("Escape")
        expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_what_cannot_be_saved_says_why(view: Lab, bundle: Path, practice: Practice) -> None:
    read_in(view, bundle)
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    store.delete(ID)  # in another window
    store.close()
    view.panel.act("save-copy")
    dialog = view.dialog()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator('[role="alert"] [data-code="trace_not_found"]')).to_be_visible()
    accessible(view.page)


def test_without_its_objects_a_step_says_why_it_cannot_be_done_by_hand(
    view: Lab, tmp_path: Path
) -> None:
    found = choose(importing(view), adas(tmp_path, "ames"))
    found.locator('[data-action="show-imported"]').click()
    push = view.panel.step("push")
    opening = push.locator('[data-action="open-sandbox"]')

    view.panel.open("push")
    expect(opening).to_be_enabled()
    view.panel.travel("push")
    expect(push.locator("[data-missing]")).to_contain_text("were not kept")
    expect(opening).to_be_disabled()
    expect(push.locator("[data-obstacle]")).to_contain_text("There is nothing to send")
    view.panel.travel("commit")
    expect(view.panel.step("commit").locator('[data-action="open-sandbox"]')).to_be_enabled()
