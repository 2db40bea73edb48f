"""Each step, error code and check has its page, at three depths, and each term its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assemble_trace.models import STEP_KEYS
from assemble_trace.sample.checks import checks

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "assemble_trace"
STEPS = ROOT / "lessons" / "steps"
ERRORS = ROOT / "lessons" / "errors"
CHECKS = ROOT / "lessons" / "checks"
GLOSSARY = ROOT / "lessons" / "glossary"
PAGES = sorted([*STEPS.glob("*.md"), *ERRORS.glob("*.md"), *CHECKS.glob("*.md")])
TERMS = sorted(GLOSSARY.glob("*.md"))
HEADINGS = ["What", "Why", "Inside"]
#: The longest that each part of a step's page may be, in words.
WORDS = {"What": 60, "Why": 120, "Inside": 180}
#: The longest that a term's page may be, in words: a definition and a short paragraph.
TERM_WORDS = 100
#: Words that What may use if it links to the term's page, as a pattern for each page.
JARGON = {
    "api": r"APIs?", "base": r"base", "blob": r"blobs?", "branch": r"branch(es)?",
    "ci": r"CI", "clone": r"clon(e|es|ed|ing)", "commit": r"commit(s|ted)?",
    "credential-helper": r"credential helpers?", "default-branch": r"default branch",
    "diff": r"diffs?", "fast-forward": r"fast-forward", "fit": r"fit(s|ted|ting)?",
    "forge": r"forges?", "fork": r"fork(s|ed)?",
    "hash": r"hash(es)?|ids?", "head": r"head", "index": r"index", "lint": r"lint",
    "maintainer": r"maintainers?", "merge": r"merg(e|es|ed|ing)",
    "missing-value": r"missing values?|NaN", "object": r"objects?", "pack": r"packs?",
    "package": r"packages?", "parent": r"parents?", "pickle": r"pickl(e|es|ed|ing)",
    "pull-request": r"pull requests?",
    "push": r"push(es|ed|ing)?", "ref": r"refs?", "remote": r"remotes?",
    "repository": r"repositor(y|ies)", "token": r"tokens?", "transformer": r"transformers?",
    "tree": r"trees?",
    "upstream": r"upstream", "verdict": r"verdicts?",
}  # fmt: skip
#: Words that have no place in What.
NEVER = re.compile(
    r"\b(SHA(-1)?|HTTPS?|REST|JSON|YAML|XSRF|SQLite|UTF-8|ASCII|NUL|POST|PATCH|GET|DELETE|stdin|"
    r"stdout|headers?|cookies?|endpoints?|payloads?|protocols?|leases?|loopback|serializ\w+|"
    r"parsers?|processes|threads?|refspecs?|detached|checkout|rebase|squash|plumbing|digests?|"
    r"fingerprints?|exceptions?|tracebacks?|bytes|PATH|status \d+)\b|\b[45]\d\d\b"
)
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


def links(text: str) -> list[tuple[str, str]]:
    """Return the links of a text, as (what is shown, target). Code has none."""
    return re.findall(r"\[([^\]]+)\]\(([^)]+)\)", re.sub(r"`[^`]*`", "", text))


def jargon(what: str) -> set[str]:
    """Return the words of a What that a newcomer cannot know and that no link explains."""
    linked = {Path(target).stem for _, target in links(what)}
    shown = re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]*`", "", " ".join(what.split())))
    found = {match.group() for match in NEVER.finditer(shown)}
    for term, pattern in JARGON.items():
        if term not in linked:
            found |= {match.group() for match in re.finditer(rf"\b({pattern})\b", shown)}
    covered = {word for shown, _ in links(what) for word in " ".join(shown.split()).split()}
    return found - covered


def test_every_error_code_has_a_page_and_every_page_a_code() -> None:
    codes = error_codes()
    pages = {page.stem for page in ERRORS.iterdir()}
    assert codes - pages == set(), "codes without a page in lessons/errors"
    assert pages - codes == set(), "pages in lessons/errors without a code"


def test_every_step_has_a_page_and_every_page_a_step() -> None:
    assert {page.stem for page in STEPS.iterdir()} == set(STEP_KEYS)


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    assert {page.stem for page in CHECKS.glob("*.md")} == {check.name for check in checks()}


def test_every_code_can_be_asked_for_by_its_address() -> None:
    # handlers/__init__.py: /assemble/lessons/(steps|errors|glossary|checks)/([A-Za-z_-]+)
    assert [code for code in error_codes() if not re.fullmatch(r"[a-z_]+", code)] == []
    assert [term.stem for term in TERMS if not re.fullmatch(r"[a-z-]+", term.stem)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_three_depths(page: Path) -> None:
    parts = parts_of(page)
    assert list(parts) == HEADINGS
    assert page.read_text(encoding="utf-8").startswith("## What\n"), "nothing before the first"
    for name, text in parts.items():
        assert text, f"{name} is empty"
        assert len(text.split()) <= WORDS[name], f"{name} is too long"


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("Your change gets a name.", set()),
        ("A commit is made, and the SHA-1 of its tree.", {"commit", "SHA-1", "tree"}),
        ("A [commit](../glossary/commit.md) is made; the commit stays.", set()),
        ("The [pull\nrequest](../glossary/pull-request.md) has a branch.", {"branch"}),
        ("Type `git commit`, which answers 404.", {"404"}),
    ],
)
def test_jargon_is_found(what: str, found: set[str]) -> None:
    assert jargon(what) == found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_speaks_to_somebody_who_never_opened_a_terminal(page: Path) -> None:
    assert jargon(parts_of(page)["What"]) == set()


@pytest.mark.parametrize("page", [*PAGES, *TERMS], ids=lambda page: page.stem)
def test_each_link_leads_to_a_page_of_the_lessons(page: Path) -> None:
    for shown, target in links(page.read_text(encoding="utf-8")):
        assert (page.parent / target).resolve().is_file(), f"{shown}: {target}"
        assert re.fullmatch(r"(\.\./glossary/)?[a-z-]+\.md", target), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_term_is_linked_where_a_part_first_uses_it(page: Path) -> None:
    for name, text in parts_of(page).items():
        targets = [target for _, target in links(text)]
        assert len(targets) == len(set(targets)), f"{name} links a term twice"


def test_every_term_is_linked_from_a_step_or_an_error() -> None:
    linked = {
        Path(target).stem for page in PAGES for _, target in links(page.read_text(encoding="utf-8"))
    }
    assert {term.stem for term in TERMS} - linked == set()
    assert JARGON.keys() - {term.stem for term in TERMS} == set()


@pytest.mark.parametrize("page", TERMS, ids=lambda page: page.stem)
def test_a_term_is_a_definition_and_a_short_paragraph(page: Path) -> None:
    title, definition, *rest = page.read_text(encoding="utf-8").strip().split("\n\n")
    assert re.fullmatch(r"# [A-Z][A-Za-z ,-]+", title)
    sentence = " ".join(definition.split())
    assert re.fullmatch(r"[A-Z][^.!?]*[.]", sentence), "the definition is one sentence"
    assert not links(definition), "the definition needs no other term's page"
    assert len(rest) == 1
    words = len(definition.split()) + len(rest[0].split())
    assert words <= TERM_WORDS
