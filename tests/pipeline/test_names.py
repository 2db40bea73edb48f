"""Names: of branches, and those that can be said aloud."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemble_trace.errors import TraceError
from assemble_trace.pipeline.naming import check_branch
from assemble_trace.pipeline.words import short_id


def good(name: str) -> bool:
    """Say whether a branch name is let through."""
    try:
        check_branch(name)
    except TraceError as problem:
        assert problem.code == "branch_name_invalid"
        assert problem.advice
        return False
    return True


@pytest.mark.parametrize("name", ["x", "ada/feature-one", "a.b", "A_1/b-2/c", "0"])
def test_good_branch_names(name: str) -> None:
    assert good(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "-x", "--exec=sh", ".x", "/x", "x/", "x//y", "x..y", "x.", "x.lock", "x.lock/y",
        "x/.y", "x y", "x~1", "x^", "x:y", "x?", "x*", "x[", "x\\y", "x@{1}", "x\n", "x\x7f",
        "é", "x" * 201, "HEAD",  
    ],
)  # fmt: skip
def test_bad_branch_names(name: str) -> None:
    assert not good(name)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab/.-_@{~^:?*[\\ \n1lock"), min_size=1, max_size=12))
def test_what_is_let_through_is_good_for_git_too(name: str) -> None:
    if good(name):
        asked = ["git", "check-ref-format", "--branch", name]
        assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_short_ids_can_be_said_aloud() -> None:
    made = {short_id() for _ in range(500)}
    assert len(made) > 490
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-\d{4}", one) for one in made)
