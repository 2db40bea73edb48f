"""Binder's start script, under a prefix, in an empty home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import TOKEN, Server, lab

START = Path(__file__).resolve().parents[2] / "binder" / "start"


def test_binder_opens_the_demo(
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import os
    import sys

    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    server = serve(practice, str(START), "jupyter", "lab", "--allow-root", cwd=tmp_path)
    page = new_page(server)
    page.goto(f"{server.base}?token={TOKEN}")
    view = lab(page, server)
    view.ready()
    expect(page).to_have_url(
        f"{server.base}lab/tree/demo/ames-house-prices/predict-house-prices.ipynb"
    )
    view.select(7)
    preview = view.press_submit().planned()
    expect(preview.field("feature")).to_have_value("random_noise")
    preview.cancel()
