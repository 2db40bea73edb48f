"""What a submission with a thousand raw rows costs the browser: to open it, and to play it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from assemble_trace.models import Cell, Source, StepRecord, Submission
from assemble_trace.store import open_store
from tests.benchmarks.figures import Figure, Shard
from tests.replay import literal
from tests.ui.conftest import CHROMIUM, free_port
from tests.ui.pages import Lab, Player

ROWS = 1000
BODY = json.dumps({"total_count": 4, "check_runs": ["running " * 8] * 8})
LONG, SHORT = "quiet-otter-1000", "brief-heron-1"
TOKEN = "a-token-for-numbers"

#: What counts as scripting in Chromium's own record.
SCRIPTING = {
    "EvaluateScript", "EventDispatch", "FireAnimationFrame", "FunctionCall", "MajorGC", "MinorGC",
    "RunMicrotasks", "TimerFire",
}  # fmt: skip

#: Press one thing, and count until another is there and the next frame has been drawn.
PRESS = """async ([pressed, wanted]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const begun = performance.now();
  document.querySelector(pressed).click();
  while (!document.querySelector(wanted)) {
    await frame();
  }
  await frame();
  await frame();
  return performance.now() - begun;
}"""


def measure(small: bool) -> list[Figure]:
    """Open both submissions in turn, then play the long one with its raw rows in sight."""
    with tempfile.TemporaryDirectory() as folder, _lab(Path(folder)) as page:
        rounds = 1 if small else 9
        panel = Lab(page, "", TOKEN).panel
        opened, unfolded, replayed = [], [], []
        for _ in range(rounds):
            panel.history()
            _open(page, SHORT)
            panel.history()
            opened.append(_open(page, LONG))
            panel.open("ci")
            unfolded.append(_unfold(page, "#assemble-trace-panel"))
            replayed.append(_press(page, '[data-action="replay"]', '[data-mark="ci"]'))
            Player(panel.root.locator(".jp-AssembleTrace-player")).pause()
            panel.act("close-replay")
        frames = _played(page, panel.replay(), 2.0 if small else 10.0)
        return [
            *(
                Figure(
                    f"a submission with {ROWS:,} raw rows, {what}", 300, True, "ms",
                    statistics.median(took),
                    f"from the press to the drawn frame, in Chromium; median of {rounds}",
                )
                for what, took in (
                    ("opened from the history", opened),
                    ("its raw rows unfolded", unfolded),
                    ("its replay opened", replayed),
                )
            ),
            Figure(
                f"scripting for a frame of a replay with {ROWS:,} raw rows", 8, True, "ms",
                statistics.quantiles(frames, n=20)[-1],
                f"95th percentile of {len(frames)} frames, at 8 × with the rows unfolded, by"
                f" Chromium's own record; median {statistics.median(frames):.2f} ms",
            ),
        ]  # fmt: skip


def _open(page: Page, name: str) -> float:
    item = f'.jp-AssembleTrace-history li[data-submission="{name}"] button'
    page.locator(item).wait_for()
    return _press(page, item, f'.jp-AssembleTrace[data-submission="{name}"] [data-step="ci"]')


def _unfold(page: Page, within: str) -> float:
    rows = f'{within} [data-step="ci"] details.jp-AssembleTrace-requests'
    _press(page, f"{rows} > summary", f"{rows} details.jp-AssembleTrace-reads")
    return _press(page, f"{rows} details summary", f"{rows} details li")


def _press(page: Page, pressed: str, wanted: str) -> float:
    return float(page.evaluate(PRESS, [pressed, wanted]))


def _played(page: Page, player: Player, seconds: float) -> list[float]:
    """Play so many seconds and return the milliseconds of scripting in each frame."""
    player.set_speed(8)
    player.to("ci", ROWS * 0.9)  # nearly all rows have come
    _unfold(page, ".jp-AssembleTrace-player")
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    player.play.click()
    page.wait_for_timeout(seconds * 1000)
    assert player.play.get_attribute("data-playing") == "true", "it ended before it was measured"
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return _frames(events)


def _frames(events: list[dict[str, Any]]) -> list[float]:
    """Add up what scripts took from each frame's beginning to that of the next one."""
    animated = next(one for one in events if one["name"] == "FireAnimationFrame")
    thread = [
        one for one in events if (one["pid"], one["tid"]) == (animated["pid"], animated["tid"])
    ]
    begins = sorted(one["ts"] for one in thread if one["name"] == "FireAnimationFrame")
    scripts = [(one["ts"], one["dur"]) for one in thread
               if one["name"] in SCRIPTING and "dur" in one]  # fmt: skip
    took = [0.0] * len(begins)
    frame, done = -1, 0.0
    for ts, dur in sorted(scripts):
        while frame + 1 < len(begins) and begins[frame + 1] <= ts:
            frame += 1
        if frame >= 0:  # what lies within another was counted with it
            took[frame] += max(0.0, ts + dur - max(ts, done)) / 1000
        done = max(done, ts + dur)
    return took[:-1]


@contextmanager
def _lab(folder: Path) -> Iterator[Page]:
    """Start Lab on a store with both submissions, and open its panel in Chromium."""
    _fill(folder / "data" / "assemble-trace")
    port = free_port()
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}",
             f"--IdentityProvider.token={TOKEN}", "--allow-root"],
            cwd=folder, stdout=log, stderr=log,
            env={**os.environ, "JUPYTER_DATA_DIR": str(folder / "data"),
                 "JUPYTER_CONFIG_DIR": str(folder)},
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/status?token={TOKEN}")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            page = chromium.new_page(viewport={"width": 1400, "height": 900})
            page.goto(f"http://127.0.0.1:{port}/lab?reset&token={TOKEN}")
            Lab(page, "", TOKEN).show_panel().step("ci").wait_for(timeout=60_000)
            yield page
            chromium.close()
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(address).read()
            return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("Lab does not answer")


def _fill(data: Path) -> None:
    data.mkdir(parents=True)
    store = open_store(f"sqlite:///{data / 'traces.db'}")
    for name, rows in ((LONG, ROWS), (SHORT, 4)):
        made = Submission(
            id=name, short_id=name, created_at=literal.at(rows / 1000), status="submitted",
            verdict="accepted", plan=literal.plan(),
            source=Source(path="rooms.ipynb", cells=[Cell(id="a", index=0, source=literal.CODE)]),
        )  # fmt: skip
        records = [one.model_dump(mode="json") for one in _steps(rows)]
        store.create(made.model_dump(mode="json"), records, {"python": "3"}, None)
    store.close()


def _steps(rows: int) -> list[StepRecord]:
    keys = ("lint", "fork", "branch", "commit", "push", "pull_request")
    done = [
        literal.step(key, status="passed", began=number, ended=number + 1)
        for number, key in enumerate(keys)
    ]
    asked = [
        literal.request(7 + number, path=f"/repos/ames/houses/check-runs?{number}", received=BODY)
        for number in range(rows)
    ]
    outcome = {"Verdict": "accepted"}
    return [*done, literal.step("ci", status="passed", began=7, ended=8 + rows,
                                requests=asked, outcome=outcome)]  # fmt: skip


PLAYING = Shard("playing", measure)
