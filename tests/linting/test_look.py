"""What the lint worker says about a cell, asked through the real process."""

from __future__ import annotations

import pytest

from assemble_trace.errors import TraceError
from assemble_trace.linting import Finding, Linter, LintRequest

GOOD = """
from ballet import Feature
import numpy as np
log_area = Feature(input=['Gr Liv Area'], transformer=np.log, name='Log Area')
"""


async def look(source: str, others: list[tuple[int, str]] | None = None) -> Finding:
    linter = Linter()
    try:
        return await linter.look(LintRequest(source=source, line_length=88, others=others or []))
    finally:
        await linter.close()


@pytest.mark.asyncio
async def test_a_good_cell_is_formatted_and_described() -> None:
    found = await look(GOOD)
    assert found.code == ""
    assert found.formatted.startswith("from ballet import Feature\nimport numpy as np\n\nlog_area")
    assert (found.assigned, found.inputs, found.features) == ("log_area", ["Gr Liv Area"], 1)
    assert found.keywords["name"] == "Log Area"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("  \n", "empty_cell", None, None),
        ("x = 1\ny = (\n", "syntax_error", 2, 5),
        ("x = 1\n%matplotlib inline\n", "notebook_command", 2, 1),
        ("x = 1\n!pip install x\n", "notebook_command", 2, 1),
        ("import os\nprint(os, q)\n", "undefined_name", 2, 11),
        ("key = 'AKIAIOSFODNN7REALKEY'\n", "secret_in_cell", 1, 1),
        ("a = 'https://ada:hunter2@host/'\n", "secret_in_cell", 1, 1),
        (
            "from ballet import Feature\na = Feature('x', None)\nb = Feature('y', None)\n",
            "two_features",
            3,
            1,
        ),
    ],
)
async def test_what_is_refused_says_where(
    source: str, code: str, line: int | None, column: int | None
) -> None:
    found = await look(source)
    assert (found.code, found.line, found.column) == (code, line, column)
    assert found.message.endswith((".", "inline", "x"))
    assert found.advice


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("other", "line"),
    [
        ("import numpy as np, os", "import numpy as np"),
        ("from numpy import array as np", "from numpy import array as np"),
        ("def np(x):\n    return x", "def np(x):\n    return x"),
        ("np = 3 # three", "np = 3"),
    ],
)
async def test_an_undefined_name_is_looked_for_in_other_cells(other: str, line: str) -> None:
    found = await look("print(np)", [(4, "not python ("), (7, other)])
    (name,) = found.undefined
    assert [(one.line, one.cell_index) for one in name.suggestions] == [(line, 7)]
    assert "Cell 8" in found.advice


@pytest.mark.asyncio
async def test_a_large_cell_is_refused_unread() -> None:
    with pytest.raises(TraceError) as refused:
        await look("x = 1\n" * 20_000)
    assert refused.value.code == "cell_too_large"


@pytest.mark.asyncio
async def test_a_worker_that_hangs_is_ended_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    from assemble_trace.linting import worker

    linter = Linter()
    await linter.warm()
    monkeypatch.setattr(worker, "LIMIT", 0.0)
    with pytest.raises(TraceError) as refused:
        await linter.look(LintRequest(source=GOOD * 200, line_length=88))
    assert refused.value.code == "lint_timeout"
    monkeypatch.setattr(worker, "LIMIT", 20.0)
    assert (await linter.look(LintRequest(source="x = 1", line_length=88))).formatted == "x = 1\n"
    await linter.close()
