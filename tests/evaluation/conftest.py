"""A workshop: the sample project with its accepted features, and what judges changes to it."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.sample import content

REPOSITORY = Path(__file__).resolve().parents[2]
EVALUATION = REPOSITORY / "assemble_trace" / "evaluation"
RENDER = REPOSITORY / "assemble_trace" / "sample" / "render.py"
CONTRIB = "src/house_prices/features/contrib"
PERSON = ("-c", "user.name=Somebody", "-c", "user.email=somebody@ames.example")


@dataclass
class Judged:
    """The report, how the program ended, and its log."""

    report: dict[str, Any]
    exit_code: int
    log: str

    def stage(self, key: str) -> dict[str, Any]:
        return next(stage for stage in self.report["stages"] if stage["key"] == key)

    @property
    def statuses(self) -> list[str]:
        return [stage["status"] for stage in self.report["stages"]]


class Workshop:
    """Clones of the sample project, one for each proposal."""

    def __init__(self, upstream: Path, folder: Path) -> None:
        self.upstream = upstream
        self.folder = folder
        self.base = self.git(upstream, "rev-parse", "HEAD")
        self.numbers = itertools.count(1)

    def git(self, where: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *PERSON, *arguments], cwd=where, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def propose(self, files: dict[str, str | None], base: str | None = None) -> tuple[Path, str]:
        """Commit files (None removes one) on a detached head; the clone and the commit."""
        clone = self.folder / f"proposal-{next(self.numbers)}"
        self.git(self.folder, "clone", "--quiet", "--shared", str(self.upstream), str(clone))
        self.git(clone, "checkout", "--quiet", "--detach", base or self.base)
        for name, text in files.items():
            path = clone / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self.git(clone, "add", "--all")
        self.git(clone, "commit", "--quiet", "--message", "A proposal")
        return clone, self.git(clone, "rev-parse", "HEAD")

    def feature(self, source: str, name: str = "try", login: str = "mary") -> dict[str, str | None]:
        """The two files of one feature."""
        return {
            f"{CONTRIB}/user_{login}/__init__.py": "",
            f"{CONTRIB}/user_{login}/feature_{name}.py": source,
        }

    def start(self, clone: Path, head: str, base: str, stage: str) -> subprocess.Popen[str]:
        """Start the program as the check job does."""
        scratch = clone.with_name(clone.name + "-scratch")
        scratch.mkdir(exist_ok=True)
        command = [sys.executable, "-I", str(EVALUATION), "--checkout", str(clone)]
        command += ["--base", base, "--head", head, "--pull-request", "7", "--stage", stage]
        command += ["--output", str(scratch / "report.json")]
        return subprocess.Popen(
            command, cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def finish(self, clone: Path, process: subprocess.Popen[str]) -> Judged:
        log = process.communicate(timeout=60)[1]
        report = clone.with_name(clone.name + "-scratch") / "report.json"
        return Judged(json.loads(report.read_text(encoding="utf-8")), process.returncode, log)

    def judge(self, clone: Path, head: str, base: str | None = None, stage: str = "head") -> Judged:
        return self.finish(clone, self.start(clone, head, base or self.base, stage))

    def judge_feature(self, source: str) -> Judged:
        return self.judge(*self.propose(self.feature(source)))

    def both(self, clone: Path, head: str) -> tuple[Judged, str | None]:
        """Our report, and the exception in which plain `ballet validate` ends, if any."""
        ours = self.start(clone, head, self.base, "head")
        variables = {
            "TRAVIS_BUILD_DIR": str(clone),
            "TRAVIS_PULL_REQUEST": "7",
            "TRAVIS_COMMIT_RANGE": f"{self.base}...{head}",
        }
        plain = subprocess.run(
            [str(Path(sys.executable).with_name("ballet")), "validate", "--check-all"],
            cwd=clone,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
        )
        judged = self.finish(clone, ours)
        if plain.returncode == 0:
            return judged, None
        found = re.match(r"[\w.]+", plain.stderr.strip().splitlines()[-1])
        assert found is not None, plain.stderr
        return judged, found.group().rsplit(".", 1)[-1]


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The sample project, in which the four sample features are accepted."""
    folder = tmp_path_factory.mktemp("workshop")
    upstream = folder / "upstream"
    subprocess.run([sys.executable, "-I", str(RENDER), str(upstream)], check=True)
    shop = Workshop(upstream, folder)
    for one in content.features():
        for name, text in shop.feature(one.source, one.feature_name, one.login).items():
            path = upstream / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text or "", encoding="utf-8")
        shop.git(upstream, "add", "--all")
        shop.git(upstream, "commit", "--quiet", "--message", one.feature_name)
    shop.base = shop.git(upstream, "rev-parse", "HEAD")
    return shop
