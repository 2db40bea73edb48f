"""What explains a step: depths, words, pictures, what really happened, and scripts to take away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from assemble_trace.models import Trace
from assemble_trace.store import open_store
from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab
from tests.ui.test_fronts import settings

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
NOTEBOOK = "predict-house-prices.ipynb"


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Server:
    """Lab's server, after a rejected submission from a terminal."""
    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    return serve(practice)


@pytest.fixture
def view(server: Server, new_page: Callable[[Server], Page]) -> Lab:
    """Lab with the rejected submission in the panel."""
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "failed")
    return view


def beginning(page: str, heading: str) -> str:
    """Return the first words of a part of a page as they are shown."""
    text = (LESSONS / f"{page}.md").read_text(encoding="utf-8")
    part = text.partition(f"## {heading}\n")[2]
    shown = re.sub(r"\[([^\]]+)\]\([^)]+\)|[*`]", r"\1", part)
    return " ".join(shown.split())[:40]


def kept(response: Response) -> bool:
    """Whether Lab has just kept its workspace, and with it what the panel remembers."""
    return response.request.method == "PUT" and "/api/workspaces/" in response.url


def recorded(practice: Practice, view: Lab) -> Trace:
    """Return the record of the submission in view."""
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    return store.trace(str(view.panel.submission))


def test_first_sight_is_calm_and_depth_is_chosen_and_kept(view: Lab, server: Server) -> None:
    panel = view.panel
    expect(panel.step("push").locator(".jp-AssembleTrace-stepBody")).to_have_count(0)
    failed = panel.step("ci")
    expect(failed.locator(".jp-AssembleTrace-stepHead")).to_have_attribute("aria-expanded", "true")
    expect(panel.lesson("errors/feature_rejected")).to_contain_text(
        beginning("errors/feature_rejected", "What")
    )
    expect(failed.locator("details.jp-AssembleTrace-graph")).not_to_have_attribute("open", "")
    expect(failed.locator("details.jp-AssembleTrace-requests")).not_to_have_attribute("open", "")

    panel.open("push")
    panel.open("fork")
    expect(panel.lesson("steps/push")).to_contain_text(beginning("steps/push", "What"))
    with view.page.expect_response(kept):
        inside = panel.explain("steps/push", "inside")
    expect(inside).to_contain_text(beginning("steps/push", "Inside"))
    expect(inside).not_to_contain_text(beginning("steps/push", "What"))

    settings(server, "assemble-trace:plugin", {"depth": "why"})
    view.reload()
    expect(panel.lesson("steps/fork")).to_contain_text(beginning("steps/fork", "Why"))
    expect(panel.lesson("steps/push")).to_contain_text(beginning("steps/push", "Inside"))


def test_a_word_explains_itself_in_place(view: Lab) -> None:
    page, panel = view.page, view.panel
    panel.open("fork")
    address = page.url
    word = panel.lesson("steps/fork").locator(".jp-AssembleTrace-term").first
    term = word.get_attribute("data-term")
    word.focus()
    page.keyboard.press("Enter")
    definition = panel.root.locator(f'[data-definition="{term}"]')
    expect(definition.locator("p").first).to_be_visible()
    expect(word).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(definition).to_have_count(0)
    expect(word).to_be_focused()
    expect(word).to_have_attribute("aria-expanded", "false")
    word.click()
    definition.get_by_role("button", name="Close").click()
    expect(definition).to_have_count(0)
    expect(word).to_be_focused()
    assert panel.lesson("steps/fork").locator("a:not([href^='http'])").count() == 0
    assert page.url == address


def test_pictures_and_proof_show_the_commit_that_was_recorded(
    view: Lab, practice: Practice
) -> None:
    panel, trace = view.panel, recorded(practice, view)
    assert trace.commit is not None and trace.branch is not None and trace.plan is not None
    expect(panel.root.locator('[data-proof="kept"]').first).to_contain_text(trace.commit[:7])

    before, after = panel.picture("push").locator("svg").all()
    fork = f'[data-branch="{trace.branch}"]'
    expect(before.locator(f'[data-commit="{trace.commit}"]')).to_have_count(1)
    expect(after.locator(f'[data-commit="{trace.commit}"][data-mark="new"]')).to_have_count(1)
    expect(before.locator(fork)).to_have_count(1)
    expect(after.locator(f'{fork}[data-mark="new"]')).to_have_count(1)
    expect(after).to_have_accessible_name("After")
    expect(after).to_have_accessible_description(
        re.compile(f"Your fork .*branch {re.escape(trace.branch)} at commit {trace.commit[:7]}")
    )
    expect(panel.picture("push")).to_contain_text(f"your commit {trace.commit[:7]} is new")
    opened = panel.picture("pull_request").locator("svg").nth(1)
    expect(opened.locator('[data-pull="open"][data-mark="new"]')).to_have_count(1)
    expect(panel.picture("lint")).to_have_count(1)
    expect(panel.picture("lint").locator("[data-picture='same'] svg")).to_have_count(1)

    content = next(file for file in trace.plan.files if file.content)
    added = panel.open("commit").locator(f'[data-file="{content.path}"] ins')
    assert [line[1:-1] for line in added.all_text_contents()] == content.content.splitlines()


def test_the_raw_layer_shows_changes_first_and_folds_reads(view: Lab, practice: Practice) -> None:
    panel, trace = view.panel, recorded(practice, view)
    for step in trace.steps:
        raw = panel.raw(step.key)
        changes = [one for one in step.requests if one.changes]
        shown = raw.locator('[data-changes="true"] .jp-AssembleTrace-request')
        assert shown.all_text_contents() == [f"{one.method} {one.path}" for one in changes]
        reads = len(step.requests) - len(changes)
        folds = raw.locator("details.jp-AssembleTrace-reads")
        expect(folds).to_have_count(1 if reads else 0)
        expect(raw.locator('[data-changes="false"]')).to_have_count(0)
        if reads:
            folds.locator("> summary").click()
            expect(raw.locator('[data-changes="false"]')).to_have_count(reads)
    moved = panel.raw("push").locator(".jp-AssembleTrace-refs").first
    expect(moved).to_have_text(re.compile(f"none → {str(trace.commit)[:7]}$"))


def test_a_step_and_the_whole_are_copied_as_scripts(view: Lab, practice: Practice) -> None:
    page, panel = view.page, view.panel
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    name = str(panel.submission)
    panel.act("copy-script")
    expect(panel.root.get_by_text("Copied for bash.")).to_be_visible()
    script = page.evaluate("navigator.clipboard.readText()")
    exported = practice.command("traces", "export", name, "--format", "sh")
    assert script.strip() == exported.stdout.strip()

    panel.open("push").locator('[data-action="copy-step"]').click()
    expect(panel.step("push").get_by_text("Copied for bash.")).to_be_visible()
    step = page.evaluate("navigator.clipboard.readText()")
    assert step == "".join(f"{line}\n" for line in panel.commands("push"))

    panel.act("copy-script-ps1")
    expect(panel.root.get_by_text("Copied for PowerShell.")).to_be_visible()
    other = page.evaluate("navigator.clipboard.readText()")
    exported = practice.command("traces", "export", name, "--format", "ps1")
    assert other.strip() == exported.stdout.strip()

    page.route("**/script?*", lambda route: route.abort())
    panel.act("copy-script")
    expect(panel.root.get_by_role("alert").filter(has_text="try again")).to_be_visible()
