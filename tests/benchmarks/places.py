"""A forge with an upstream of a given size, for measuring."""

from __future__ import annotations

import os
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

from assemble_trace import practice_forge
from assemble_trace.models import Cell, PlanRequest
from assemble_trace.service import LEARNER

YAML = """
project: {project_name: Big, project_slug: big, package_slug: big}
contrib: {module_name: big.features.contrib, module_path: src/big/features/contrib}
"""


@dataclass(frozen=True)
class Place:
    """A data folder whose forge holds ``ames/big``, and a file inside a clone of it."""

    data: Path
    url: str
    file: Path
    token: str

    def request(self, number: int, source: str = "") -> PlanRequest:
        """Return a submission that was not made before."""
        code = source or f"from ballet import Feature\n\nf{number} = Feature('x', None)\n"
        return PlanRequest(path="a.ipynb", cells=[Cell(id="a", index=0, source=code)])


def make(folder: Path, megabytes: float) -> Place:
    """Make an upstream of some megabytes, half at HEAD and half in history."""
    data = folder / "data"
    forge = data / "forge"
    status = practice_forge.ensure(forge)
    practice_forge.add_user(forge, "ames", "Ames", "ames@example.org")
    practice_forge.add_user(forge, LEARNER, "A Learner", "learner@example.org")
    source = folder / "source"
    _repository(source, int(megabytes * 1_000_000))
    practice_forge.add_repository(forge, "ames/big", source / ".git", description="Big")
    clone = folder / "clone"
    _git(folder, "clone", "--quiet", "--depth=1", f"{status.url}/ames/big.git", str(clone))
    return Place(data, status.url, clone / "a.ipynb", practice_forge.token(forge, LEARNER))


def _repository(where: Path, size: int) -> None:
    where.mkdir()
    _git(where, "init", "--quiet", "--initial-branch=main")
    contrib = where / "src" / "big" / "features" / "contrib"
    contrib.mkdir(parents=True)
    (where / "ballet.yml").write_text(YAML)
    (contrib / "__init__.py").write_text("")
    for number in range(20):
        (contrib / f"user_{number}").mkdir()
        (contrib / f"user_{number}" / "__init__.py").write_text("")
        (contrib / f"user_{number}" / f"feature_{number}.py").write_text("x = 1\n")
    noise = random.Random(1)
    for commit in range(2):
        (where / "data").mkdir(exist_ok=True)
        for part in range(10):
            (where / "data" / f"{part}.bin").write_bytes(noise.randbytes(size // 20))
        _git(where, "add", "--all")
        _git(where, "commit", "--quiet", "--message", f"Commit {commit}")


def _git(cwd: Path, *argv: str) -> None:
    who = {f"GIT_{role}_{key}": f"a@{key}" for role in ("AUTHOR", "COMMITTER")
           for key in ("NAME", "EMAIL")}  # fmt: skip
    subprocess.run(["git", *argv], cwd=cwd, check=True, env={**os.environ, **who})
