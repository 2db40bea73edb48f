"""The panel shows what is recorded, whoever records it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from assemble_trace import practice_forge
from assemble_trace.store import open_store
from tests.conftest import Practice
from tests.ui.conftest import Server, lab

NOTEBOOK = "predict-house-prices.ipynb"


def test_a_terminals_submission_appears_and_a_deleted_record_goes(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    server = serve(practice)
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    page.get_by_role("tab", name="Assemblé Trace").click()
    expect(view.panel.root).to_be_visible()

    done = practice.command("submit", str(practice.notebook), "--cell", "random-noise")
    assert done.returncode == 1, done.stderr
    expect(view.panel.step("ci")).to_have_attribute("data-status", "failed", timeout=20_000)
    expect(view.panel.verdict).to_have_attribute("data-verdict", "rejected")
    expect(view.panel.stage("acceptance")).to_contain_text("FeatureRejected")

    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    store.delete(str(view.panel.submission))
    expect(view.panel.step("ci")).to_have_count(0, timeout=20_000)


def test_a_killed_server_leaves_an_interrupted_submission_that_resumes(
    practice: Practice, serve: Callable[..., Server], new_page: Callable[[Server], Page]
) -> None:
    practice_forge.settings.change(practice.forge, fork_ready_seconds=6.0)
    server = serve(practice)
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    view.select(5)
    view.press_submit().planned().confirm()
    view.panel.wait_for("fork", "running")
    server.kill()

    again = serve(practice)
    view = lab(new_page(again), again)
    view.open(NOTEBOOK)
    view.page.get_by_role("tab", name="Assemblé Trace").click()
    view.panel.wait_for("fork", "interrupted")
    view.panel.act("resume")
    view.panel.wait_for("ci", "passed")
    expect(view.panel.verdict).to_have_attribute("data-verdict", "accepted")
