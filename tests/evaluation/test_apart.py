"""The evaluation runs where our packages are not, from Python 3.8 on."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from assemble_trace.sample import content

FOLDER = Path(__file__).resolve().parents[2] / "assemble_trace" / "evaluation"
ALLOWED = {"numpy", "scipy", "pandas", "sklearn", "ballet"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_imports_and_syntax(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add(str(node.module).split(".")[0])

    assert modules - ALLOWED <= sys.stdlib_module_names


def test_the_sample_project_carries_the_accepter_as_it_is() -> None:
    sample = content.content_root() / "sample" / "project" / "src" / "house_prices"

    assert (sample / "accepter.py").read_bytes() == (FOLDER / "accepter.py").read_bytes()
