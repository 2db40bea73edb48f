"""Each step and each error code has its page, at three depths, and no page is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assemble_trace.models import STEP_KEYS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "assemble_trace"
STEPS = ROOT / "lessons" / "steps"
ERRORS = ROOT / "lessons" / "errors"
HEADINGS = ["What", "Why", "Inside"]
#: The longest that each part of a step's page may be, in words.
WORDS = {"What": 60, "Why": 120, "Inside": 180}
#: Calls that give a code: as their first argument, or by the keyword ``code``.
NAMING = {"TraceError", "Finding", "ErrorRecord"}


def called(call: ast.Call) -> str:
    """Return the name of what a call calls."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def codes_of(source: str) -> set[str]:
    """Return the error codes that a module names; one that is handed on is named elsewhere."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in NAMING:
            given = node.args[:1] if called(node) == "TraceError" else []
            given += [one.value for one in node.keywords if one.arg == "code"]
            for code in given:
                texts = set(strings(code))
                handed_on = isinstance(code, ast.Attribute) and code.attr in {"code", "kind"}
                assert texts or handed_on, f"line {node.lineno}: which code is this?"
                found |= texts
        elif is_table(node):
            found |= {text for value in node.value.values for text in strings(value)}
    return found


def is_table(node: ast.AST) -> bool:
    """Say whether this is the table of what each failed check stands for."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Dict)
        and any(getattr(target, "id", "") == "JUDGED" for target in node.targets)
    )


def strings(expression: ast.AST) -> Iterator[str]:
    """Yield the literal strings of an expression."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def error_codes() -> set[str]:
    """Return the codes in all of the package but the evaluation, which has no `TraceError`."""
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        if "evaluation" not in file.relative_to(PACKAGE).parts:
            found |= codes_of(file.read_text(encoding="utf-8"))
    return found


def parts_of(page: Path) -> dict[str, str]:
    """Return the parts of a page by their headings, in order."""
    _, *pieces = re.split(r"^## (.+)\n", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(pieces[::2], pieces[1::2], strict=True)}


def test_codes_are_found_however_they_are_given() -> None:
    source = """
JUDGED = {"api": "api_failed"}
def say(problem, late):
    raise TraceError("one", "…")
    raise errors.TraceError("two" if late else "three", "…")
    raise TraceError(JUDGED.get(problem.key, "four"), "…")
    raise TraceError(problem.code, problem.message)
    return Finding(code="five", message="…"), ErrorRecord(code="six", message="…")
"""
    assert codes_of(source) == {"api_failed", "one", "two", "three", "four", "five", "six"}


def test_a_code_that_cannot_be_read_is_noticed() -> None:
    with pytest.raises(AssertionError, match="line 1"):
        codes_of('raise TraceError(code_for(answer), "…")')


def test_every_error_code_has_a_page_and_every_page_a_code() -> None:
    codes = error_codes()
    pages = {page.stem for page in ERRORS.iterdir()}
    assert codes - pages == set(), "codes without a page in lessons/errors"
    assert pages - codes == set(), "pages in lessons/errors without a code"


def test_every_step_has_a_page_and_every_page_a_step() -> None:
    assert {page.stem for page in STEPS.iterdir()} == set(STEP_KEYS)


def test_every_code_can_be_asked_for_by_its_address() -> None:
    # handlers/__init__.py: /assemble/lessons/(steps|errors)/([a-z_]+)
    assert [code for code in error_codes() if not re.fullmatch(r"[a-z_]+", code)] == []


@pytest.mark.parametrize(
    "page", sorted([*STEPS.glob("*.md"), *ERRORS.glob("*.md")]), ids=lambda page: page.stem
)
def test_a_page_has_three_depths(page: Path) -> None:
    parts = parts_of(page)
    assert list(parts) == HEADINGS
    assert page.read_text(encoding="utf-8").startswith("## What\n"), "nothing before the first"
    for name, text in parts.items():
        assert text, f"{name} is empty"
        assert len(text.split()) <= WORDS[name], f"{name} is too long"
