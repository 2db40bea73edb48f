"""A film of a replay: what README shows, made of what a person sees in Lab."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageSequence
from playwright.sync_api import Page, expect

from tests.conftest import Practice
from tests.ui.conftest import Server, lab
from tests.ui.test_player import GOOD, NOTEBOOK

#: Its width in pixels; how much of the replay is between two frames, and how long each is shown.
WIDTH, STEP, SHOWN = 900, 0.5, 160
#: How long the last frame is shown, in milliseconds.
LAST = 4000


def test_a_replay_is_filmed_from_press_to_verdict(
    practice: Practice,
    serve: Callable[..., Server],
    new_page: Callable[[Server], Page],
    tmp_path: Path,
) -> None:
    done = practice.command("submit", str(practice.notebook), "--cell", "total-bathrooms")
    assert done.returncode == 0, done.stderr
    server = serve(practice)
    page = new_page(server)
    page.set_viewport_size({"width": 1180, "height": 760})
    page.emulate_media(reduced_motion="reduce")  # it is moved frame by frame
    view = lab(page, server)
    view.open(NOTEBOOK)
    view.show_panel().wait_for("ci", "passed")
    page.keyboard.press("Control+b")  # the file browser makes room
    handle = page.locator("#jp-main-split-panel > .lm-SplitPanel-handle:visible").last
    handle.hover()
    page.mouse.down()
    page.mouse.move(640, 400, steps=5)
    page.mouse.up()
    view.cell(GOOD).scroll_into_view_if_needed()
    player = view.panel.replay()
    end = float(player.position.get_attribute("max") or 0)
    frames = []
    for number in range(int(end / STEP) + 2):
        at = min(end, number * STEP)
        player.position.evaluate(
            """(slider, at) => {
              slider.value = at;
              slider.dispatchEvent(new Event('input', { bubbles: true }));
            }""",
            at,
        )
        frames.append(page.screenshot())
    expect(player.verdict).to_have_attribute("data-verdict", "accepted")
    player.verdict.evaluate(
        "verdict => verdict.firstElementChild.scrollIntoView({ block: 'center' })"
    )
    frames.append(page.screenshot())

    film = Path(os.environ.get("SCREENSHOTS", tmp_path), "replay.gif")
    join(frames, film)
    with Image.open(film) as made:
        different = {one.convert("RGB").tobytes() for one in ImageSequence.Iterator(made)}
        assert made.size[0] == WIDTH
    assert len(different) > 15
    assert film.stat().st_size < 3_000_000


def join(frames: list[bytes], film: Path) -> None:
    """Write screenshots as one animation, in a palette of its own; equal ones are shown longer."""
    pictures: list[Image.Image] = []
    times: list[int] = []
    palette: Image.Image | None = None
    for data in reversed(frames):  # the last one has every colour
        whole = Image.open(io.BytesIO(data)).convert("RGB")
        size = (WIDTH, round(whole.height * WIDTH / whole.width))
        small = whole.resize(size, Image.Resampling.LANCZOS)
        palette = palette or small.quantize(128, method=Image.Quantize.MEDIANCUT)
        picture = small.quantize(palette=palette, dither=Image.Dither.NONE)
        if pictures and picture.tobytes() == pictures[0].tobytes():
            times[0] += SHOWN
            continue
        pictures.insert(0, picture)
        times.insert(0, SHOWN)
    times[-1] = LAST
    first, *rest = pictures
    first.save(film, save_all=True, append_images=rest, duration=times, loop=0, optimize=True)
