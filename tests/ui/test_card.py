"""The card: verdict first and each thing once, whatever happened; for every eye and every ear."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assemble_trace.models import Submission
from assemble_trace.store import open_store
from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.pages import Lab
from tests.ui.test_accessible import check
from tests.ui.test_fronts import settings

NOTEBOOK = "predict-house-prices.ipynb"
REPORTS = Path(__file__).resolve().parents[1] / "reports"
SAID: dict[str, str] = json.loads((REPORTS / "said.json").read_text())
APPROVAL = "A maintainer has to approve the first run of your checks."


@pytest.fixture
def server(practice: Practice, serve: Callable[..., Server]) -> Server:
    """Lab's server, after a rejected and an accepted submission from a terminal."""
    for cell, code in (("random-noise", 1), ("total-bathrooms", 0)):
        done = practice.command("submit", str(practice.notebook), "--cell", cell)
        assert done.returncode == code, done.stderr
    return serve(practice)


def record(
    practice: Practice, view: Lab, report: dict[str, Any] | None, error: str | None = None
) -> None:
    """Let the record of the submission in view say that its checks found this."""
    store = open_store(f"sqlite:///{practice.data / 'traces.db'}")
    trace = store.trace(str(view.panel.submission))
    submission = trace.model_dump(mode="json", include=set(Submission.model_fields))
    submission["evaluation"] = report
    submission["verdict"] = report["verdict"] if report else "none"
    step = next(one for one in trace.steps if one.key == "ci").model_dump(mode="json")
    step["status"] = "failed" if error or submission["verdict"] != "accepted" else "passed"
    step["outcome"]["Verdict"] = submission["verdict"]
    step["error"] = error and {"code": error, "message": APPROVAL, "advice": "Nothing is wrong."}
    store.write(submission, step, "ci")
    store.close()


def show(practice: Practice, view: Lab, name: str) -> None:
    """Let the record hold an example, and wait until the card says what it says."""
    record(practice, view, json.loads((REPORTS / "examples" / f"{name}.json").read_text()))
    expect(view.panel.sentence).to_have_text(SAID[name], timeout=30_000)


def test_an_accepted_and_a_rejected_feature_say_each_thing_once(
    server: Server, new_page: Callable[[Server], Page]
) -> None:
    view = lab(new_page(server), server)
    view.open(NOTEBOOK)
    panel = view.show_panel()
    panel.wait_for("ci", "passed")
    panel.open("ci")
    expect(panel.verdict).to_have_attribute("data-verdict", "accepted")
    expect(panel.sentence).to_contain_text("This feature saves a simple model")
    bar = panel.verdict.locator(".jp-AssembleTrace-measure").first
    expect(bar).to_have_attribute("data-reached", "true")
    expect(bar.get_by_role("rowheader", name="Needed to be accepted")).to_be_visible()

    panel.act("open-pull-request")
    card = view.page.frame_locator("iframe[src*='assemble/forge/']").locator(".card").first
    expect(card).to_have_attribute("data-card", "Accepted")
    expect(card.locator(".sentence")).to_have_text(panel.sentence.inner_text())

    panel.history().nth(1).locator("button").click()
    panel.wait_for("ci", "failed")
    expect(panel.verdict).to_have_attribute("data-verdict", "rejected")
    expect(panel.verdict.locator("[data-reached='false']")).to_be_visible()
    expect(panel.stage("acceptance")).to_contain_text("FeatureRejected")
    expect(panel.news("commented")).to_contain_text("Rejected. …")
    said = panel.sentence.inner_text()
    assert panel.root.inner_text().count(said) == 1
    expect(panel.step("ci").locator(".jp-AssembleTrace-checks")).to_have_count(0)
    expect(panel.lesson("errors/feature_rejected")).to_be_visible()


def test_the_card_tells_whatever_happened(
    practice: Practice, server: Server, new_page: Callable[[Server], Page]
) -> None:
    page = new_page(server)
    view = lab(page, server)
    view.open(NOTEBOOK)
    panel, verdict = view.show_panel(), view.panel.verdict
    panel.wait_for("ci", "passed")

    show(practice, view, "accept")
    expect(verdict.locator('[data-card="circumstances"]')).to_contain_text("Bubblewrap")
    expect(verdict.locator(".jp-AssembleTrace-gain")).to_contain_text("26,310 → 25,740 ± 210")
    mine = verdict.locator(".jp-AssembleTrace-rank [data-this]")
    expect(mine).to_contain_text("Garage area")
    expect(mine).to_contain_text("this one")
    line = verdict.locator(".jp-AssembleTrace-line")
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(line.get_by_role("row", name="Garage area mary 25,700")).to_be_visible()
    check(page, "accept")

    show(practice, view, "disagree_noise")
    opinion = verdict.locator(".jp-AssembleTrace-opinion")
    expect(opinion).to_have_attribute("data-agrees", "false")
    expect(opinion).to_contain_text("not part of the verdict: it disagrees")
    expect(opinion).to_contain_text("The score is probably chance")
    check(page, "disagreement")

    show(practice, view, "crash")
    expect(verdict).to_have_attribute("data-verdict", "none")
    expect(panel.stage("api")).to_contain_text("not judged")
    expect(verdict.locator(".jp-AssembleTrace-measure")).to_have_count(0)
    check(page, "crash")

    show(practice, view, "reject_nan")
    expect(panel.stage("api").locator('[data-check="NoMissingValuesCheck"]')).to_contain_text(
        "397 missing values"
    )

    missing = verdict.locator(".jp-AssembleTrace-missing")
    for name in ("plain_log", "version_1", "no_data", "time_out"):
        show(practice, view, name)
        expect(missing).to_contain_text("Not known:")
        expect(missing).to_contain_text("second opinion")
    show(practice, view, "sampled")
    expect(missing).to_have_count(0)
    expect(verdict).to_contain_text("looked at 10,000 of 100,000 rows")

    show(practice, view, "not_isolated")
    expect(verdict.locator('[data-isolation="none"]')).to_contain_text("Not isolated")

    record(practice, view, None, error="awaiting_approval")
    expect(panel.sentence).to_have_text(APPROVAL, timeout=30_000)
    expect(panel.lesson("errors/awaiting_approval")).to_be_visible()

    settings(server, "@jupyterlab/apputils-extension:themes", {"theme": "JupyterLab Dark"})
    settings(server, "assemble-trace:plugin", {"explain": False})
    view.reload()
    show(practice, view, "stock_50")
    expect(verdict.locator(".jp-AssembleTrace-rank").first.locator("tbody tr")).to_have_count(9)
    verdict.get_by_text("All numbers").click()
    verdict.get_by_text("51 iterations").click()
    expect(verdict.locator(".jp-AssembleTrace-numbers tbody tr")).to_have_count(51)
    check(page, "stock, in the dark, with the explanation off")
    show(practice, view, "disagree_gain")
    check(page, "disagreement, in the dark")
