"""What Binder needs of the files in binder/. That they work, a journey shows."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

BINDER = Path(__file__).resolve().parents[2] / "binder"


def test_scripts_can_be_executed() -> None:
    for name in ("postBuild", "start"):
        script = BINDER / name
        assert os.access(script, os.X_OK), name
        assert script.read_text(encoding="utf-8").startswith("#!/bin/bash\n"), name


def test_start_hands_over_to_the_command_it_was_given() -> None:
    last = (BINDER / "start").read_text(encoding="utf-8").rstrip().rpartition("\n")[2]
    assert last == 'exec "$@"'


def test_one_environment_holds_everything() -> None:
    wanted = yaml.safe_load((BINDER / "environment.yml").read_text(encoding="utf-8"))
    versions = dict(one.split("=") for one in wanted["dependencies"] if "=" in one)
    assert versions["python"] == "3.11", "Ballet's last Python"
    assert int(versions["nodejs"]) >= 20, "the lab extension is built on Binder"


def test_what_is_installed_is_what_is_developed_with() -> None:
    text = (BINDER / "postBuild").read_text(encoding="utf-8")
    assert re.search(r"pip install .*--constraint constraints\.txt", text)
