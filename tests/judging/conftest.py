from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assemble_trace import judging
from assemble_trace.judging import Assignment, Judgement
from assemble_trace.sandbox import Limits

BALLET_YML = "contrib:\n  module_path: src/contrib\n"
FEATURE = "src/contrib/user_ada/feature_a.py"


@dataclass
class Project:
    """A repository of two commits, and a program that judges it."""

    folder: Path
    assignment: Assignment

    def commit(self, files: dict[str, str]) -> str:
        """Commit files; the commit's id."""
        work = self.folder / "work"
        for name, text in files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")
        return self.git("rev-parse", "HEAD")

    def git(self, *arguments: str) -> str:
        who = {f"GIT_{role}_{key}": f"ada@{key}" for role in ("AUTHOR", "COMMITTER")
               for key in ("NAME", "EMAIL")}  # fmt: skip
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder / "work", check=True, capture_output=True,
            text=True, env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **who},
        )  # fmt: skip
        return done.stdout.strip()

    def head(self, behaviour: str) -> Assignment:
        """A commit whose judge behaves like that."""
        self.git("checkout", "--quiet", "--detach", self.assignment.base)
        return replace(self.assignment, head=self.commit({"behaviour": behaviour}))


def read(judgement: Judgement) -> dict[str, Any]:
    """The report."""
    assert judgement.report is not None
    found: dict[str, Any] = json.loads(judgement.report)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    program = tmp_path / "program"
    program.mkdir()
    shutil.copy(Path(__file__).with_name("program.py"), program / "__main__.py")
    (tmp_path / "work").mkdir()
    made = Project(tmp_path, Assignment("", "", "main", "", 7, "head", Limits()))
    made.git("init", "--quiet", "--initial-branch", "main")
    base = made.commit({"ballet.yml": BALLET_YML, "data.txt": "numbers", FEATURE: "a = 1\n"})
    made.assignment = replace(
        made.assignment,
        repository=str(tmp_path / "work" / ".git"),
        base=base,
        head=base,
        evaluation=str(program),
        place=str(tmp_path / "place"),
    )
    made.assignment = made.head("succeed")
    yield made
    judging.close()
