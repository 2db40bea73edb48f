"""What CI's step says of a check that broke down, by what its report says."""

from __future__ import annotations

import pytest

from assemble_trace.forges import Check
from assemble_trace.steps.ci import _breakdown

CHECK = Check(
    name="Feature API", key="api", status="completed", conclusion="failure",
    title="It broke.", summary="", text="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        ("not_isolated", "not_isolated", "Nothing was run."),
        ("data", "data_unreadable", "Nothing was run."),
        ("exception", "check_crashed", "Feature API broke down: It broke."),
    ],
)
def test_the_reason_is_told_apart(kind: str, code: str, message: str) -> None:
    evaluation = {"verdict": "none", "error": {"kind": kind, "message": "Nothing was run."}}
    problem = _breakdown(CHECK, evaluation)
    assert (problem.code, problem.message) == (code, message)
    assert problem.advice
