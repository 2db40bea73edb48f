"""The content is found and is what the lessons need."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from assemble_trace.sample import content


def test_it_is_found_in_a_checkout() -> None:
    assert content.content_root() == Path(__file__).resolve().parents[2] / "lessons"


def test_four_features_by_four_people() -> None:
    features = content.features()

    assert [one.login for one in features] == ["ada", "grace", "florence", "emmy"]
    assert len({one.feature_name for one in features}) == 4
    for one in features:
        assert re.fullmatch(r"[a-z0-9_]+", one.feature_name)
        assert re.fullmatch(r"[a-z]+@ames\.example", one.email)
        assert one.source.count("= Feature(") == 1


def test_the_projects_settings_agree_with_what_the_template_is_told() -> None:
    told = content.template()
    path = content.content_root() / "sample" / "project" / "ballet.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert settings["project"]["project_slug"] == told["project_slug"]
    assert settings["project"]["package_slug"] == told["package_slug"]
    assert settings["github"]["github_owner"] == told["github_owner"]
    assert settings["github"]["pruning_action"] == told["pruning_action"]
    assert settings["github"]["auto_merge_accepted_features"] is True
    assert settings["github"]["auto_close_rejected_features"] is False


def test_the_notebook_says_what_a_feature_is_in_four_sentences() -> None:
    path = content.content_root() / "sample" / "predict-house-prices.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    text = "".join(notebook["cells"][0]["source"]).partition("\n\n")[2]

    assert len(re.findall(r"[.!?](?: |$)", text)) == 4
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert [cell["id"] for cell in notebook["cells"] if cell["cell_type"] == "code"] == [
        "load-the-data",
        "accepted-features",
        "total-bathrooms",
        "random-noise",
        "blank",
    ]
    assert all(not cell.get("outputs") for cell in notebook["cells"])
