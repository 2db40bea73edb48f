"""Time travel and sandboxes, asked over real HTTP."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Practice
from tests.handlers.conftest import Fetch


@pytest.fixture
def name(practice: Practice) -> str:
    """The short id of a submission that was accepted."""
    done = practice.command("submit", str(practice.notebook), "--cell", "total-bathrooms")
    assert done.returncode == 0, done.stderr
    return practice.command("traces", "list").stdout.split()[0]


async def test_a_step_is_looked_at_done_by_hand_judged_and_tidied_up(
    fetch: Fetch, name: str, jp_root_dir: Path
) -> None:
    code, state = await fetch("GET", "submissions", name, "states", "commit")
    assert (code, state["happened"], state["sandbox"]) == (200, True, True)
    path = next(one["path"] for one in state["tree"] if one["path"].endswith("bathrooms.py"))
    file = ("submissions", name, "states", "commit", "file")
    code, kept = await fetch("GET", *file, params={"path": path})
    assert (code, "Feature" in kept["text"]) == (200, True)
    code, refused = await fetch("GET", *file, params={"path": "../secret"})
    assert (code, refused["error"]["code"]) == (404, "path_not_found")
    code, refused = await fetch("GET", "submissions", name, "states", "dance")
    assert (code, refused["error"]["code"]) == (404, "step_not_found")

    where = ("submissions", name, "sandboxes", "commit")
    code, refused = await fetch("GET", *where, "check")
    assert (code, refused["error"]["code"]) == (404, "sandbox_missing")
    code, made = await fetch("POST", *where)
    assert (code, made["whole"]) == (201, True)
    assert made["directory"] == str(jp_root_dir / made["path"])
    code, judged = await fetch("GET", *where, "check")
    assert (code, judged["done"]) == (200, False)
    script = "\n".join(line["text"] for line in made["lines"])
    subprocess.run(["bash", "-e"], input=script, cwd=made["directory"], text=True, check=True)
    code, judged = await fetch("GET", *where, "check")
    assert (code, judged["done"]) == (200, True)
    code, _ = await fetch("DELETE", *where)
    assert (code, (jp_root_dir / made["path"]).exists()) == (204, False)

    code, refused = await fetch("POST", "submissions", name, "sandboxes", "fork")
    assert (code, refused["error"]["code"]) == (409, "sandbox_impossible")
    code, refused = await fetch("POST", "submissions", "nobody", "sandboxes", "push")
    assert (code, refused["error"]["code"]) == (404, "trace_not_found")
