"""Where a clone came from."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.projects.origin import origin, parse


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://github.com/ada/houses.git",
            ("https://api.github.com", "https://github.com", "ada/houses"),
        ),
        (
            "git@github.com:ada/houses.git",
            ("https://api.github.com", "https://github.com", "ada/houses"),
        ),
        (
            "https://user@git.example.edu/ada/houses",
            ("https://git.example.edu/api/v3", "https://git.example.edu", "ada/houses"),
        ),
        (
            "http://127.0.0.1:4711/ames/houses.git",
            ("http://127.0.0.1:4711/api/v3", "http://127.0.0.1:4711", "ames/houses"),
        ),
    ],
)
def test_an_address_says_where_rest_and_git_are(url: str, expected: tuple[str, str, str]) -> None:
    assert parse(url) == expected


def test_an_address_of_no_forge_is_refused() -> None:
    with pytest.raises(TraceError) as refused:
        parse("/home/ada/houses")
    assert refused.value.code == "origin_unknown"


def test_a_folder_without_an_origin_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    with pytest.raises(TraceError) as refused:
        origin(tmp_path)
    assert refused.value.code == "origin_missing"
