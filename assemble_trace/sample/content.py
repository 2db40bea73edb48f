"""Finds the sample project's content and reads it.

Only the standard library is imported here: `render.py` runs this file in the project's own
Python, where none of our packages need be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class SampleFeature(NamedTuple):
    """A feature that somebody contributed: whose it is, what it is called, and its code."""

    login: str
    name: str
    email: str
    feature_name: str
    source: str


def content_root() -> Path:
    """The folder of lessons and sample data: in an installed package, or in a checkout.

    Raises FileNotFoundError if neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_content", package.parent / "lessons"):
        if (folder / "sample").is_dir():
            return folder
    raise FileNotFoundError("The lessons and the sample project are not installed.")


def template() -> dict[str, str]:
    """What Ballet's project template is told, such as ``github_owner`` and ``project_slug``."""
    text = (content_root() / "sample" / "template.json").read_text(encoding="utf-8")
    values: dict[str, str] = json.loads(text)
    return values


def features() -> list[SampleFeature]:
    """The features to be accepted before the learner comes, in the order of their merging."""
    folder = content_root() / "sample" / "features"
    entries = json.loads((folder / "features.json").read_text(encoding="utf-8"))
    return [
        SampleFeature(
            login=entry["login"],
            name=entry["name"],
            email=entry["email"],
            feature_name=entry["feature"],
            source=(folder / entry["file"]).read_text(encoding="utf-8"),
        )
        for entry in entries
    ]
