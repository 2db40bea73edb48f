"""The GitHub Actions workflow of a Ballet project."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

TEMPLATE = Path(__file__).with_name("workflow.yml")
#: Where GitHub looks for workflows.
PLACE = Path(".github", "workflows", "assemble-trace.yml")
#: Names of branches that mean nothing more in YAML, nor in GitHub's patterns.
_BRANCH = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$")


def workflow(branch: str) -> str:
    """Return the workflow for a project whose default branch has this name.

    Raises `ValueError` for a name that a workflow cannot hold as it is.
    """
    if not _BRANCH.match(branch) or ".." in branch:
        raise ValueError(branch)
    text = TEMPLATE.read_text(encoding="utf-8")
    text = text.replace("@BRANCH@", f'"{branch}"')
    return text.replace("@REQUIREMENT@", f"assemble-trace=={version('assemble-trace')}")
