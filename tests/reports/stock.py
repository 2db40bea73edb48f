"""A small Ballet project with stock accepters, and what `ballet validate` says of changes to it.

``python -m tests.reports.stock`` makes the logs in ``tests/reports/logs`` anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONTRIB = "src/small/features/contrib"
LOGS = Path(__file__).parent / "logs"
EVALUATION = Path(__file__).resolve().parents[2] / "assemble_trace" / "evaluation"
VALIDATION = "ballet.validation"
FILES = {
    "ballet.yml": f"""\
version: 0.19.5
project: {{project_name: Small, project_slug: small, package_slug: small}}
problem: {{problem_type: regression, problem_type_details: {{scorer: r2}}}}
contrib: {{module_name: small.features.contrib, module_path: {CONTRIB}}}
validation:
  project_structure_validator: {VALIDATION}.project_structure.validator.ProjectStructureValidator
  feature_api_validator: {VALIDATION}.feature_api.validator.FeatureApiValidator
  feature_accepter: {VALIDATION}.feature_acceptance.validator.GFSSFAccepter
  feature_pruner: {VALIDATION}.feature_pruning.validator.GFSSFPruner
  split: train
""",
    "requirements.txt": "ballet==0.19.5\nsix\n",
    "src/small/__init__.py": "",
    "src/small/api.py": """\
import small
from ballet.eng.misc import IdentityTransformer
from ballet.project import FeatureEngineeringProject
from small.load_data import load_data

api = FeatureEngineeringProject(package=small, encoder=IdentityTransformer(), load_data=load_data)
""",
    "src/small/load_data.py": """\
import numpy as np
import pandas as pd


def load_data(split="train", input_dir=None):
    random = np.random.RandomState(1)
    entities = pd.DataFrame(random.normal(size=(120, 4)), columns=list("abcd"))
    noise = 0.1 * random.normal(size=120)
    return entities, pd.DataFrame({"y": np.exp(entities["a"] + 0.5 * entities["b"] + noise)})
""",
    "src/small/features/__init__.py": "",
    f"{CONTRIB}/__init__.py": "",
}


def feature(user: str, name: str, column: str, transformer: str = "None") -> dict[str, str]:
    """Return the two files of a feature made of one column."""
    code = f"from ballet import Feature\n\nfeature = Feature({column!r}, {transformer})\n"
    return written(user, name, code)


def written(user: str, name: str, code: str) -> dict[str, str]:
    """Return the two files of a feature with this code."""
    return {
        f"{CONTRIB}/user_{user}/__init__.py": "",
        f"{CONTRIB}/user_{user}/feature_{name}.py": code,
    }


ACCEPTED = {**feature("grace", "b", "b"), **feature("grace", "d", "d")}
#: Name of a log → the change that it was made of.
CASES = {
    "accepted": feature("ada", "a", "a"),
    "rejected": feature("ada", "flat", "c", "lambda c: c * 0 + 1"),
    "api": feature("ada", "gaps", "a", "lambda a: a.where(a > 0)"),
    "syntax": written("ada", "open", "from ballet import Feature\nfeature = Feature('a', None\n"),
    "structure": {"NOTES.txt": "Notes\n", **feature("ada", "a", "a")},
    "crash": written("ada", "crash", "1 / 0\n"),
    "several": {**feature("ada", "a", "a"), **feature("ada", "c", "c")},
}
#: Name of a log → the variable by which its job asks for one stage of the rejected change.
JOBS = {
    "rejected_structure": "BALLET_CHECK_PROJECT_STRUCTURE",
    "rejected_api": "BALLET_CHECK_FEATURE_API",
    "rejected_acceptance": "BALLET_EVALUATE_FEATURE_ACCEPTANCE",
    "rejected_pruning": "BALLET_EVALUATE_FEATURE_PRUNING",
}


@dataclass
class Stock:
    """The project in a folder, with its default branch ``trunk`` at ``base``."""

    folder: Path
    base: str = ""

    def git(self, *argv: str) -> str:
        """Run git as somebody; what it printed."""
        plain = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "gc.auto=0")
        done = subprocess.run(
            ["git", *plain, *argv], cwd=self.folder, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, files: dict[str, str], message: str = "A change") -> str:
        """Commit files where we stand; the commit."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def propose(self, name: str, files: dict[str, str]) -> str:
        """Commit files on a branch of their own that begins at the base; the commit."""
        self.git("switch", "--quiet", "--force-create", name, self.base)
        return self.write(files)

    def clone(self, to: Path, commit: str) -> Stock:
        """Return a clone that stands at a commit, detached."""
        self.git("clone", "--quiet", "--shared", "--no-checkout", ".", str(to))
        made = Stock(to, self.base)
        made.git("checkout", "--quiet", "--detach", commit)
        return made

    def validate(self, head: str, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run plain `ballet validate` where we stand; its exit code and its log."""
        travis = {
            "TRAVIS_BUILD_DIR": str(self.folder),
            "TRAVIS_PULL_REQUEST": "7",
            "TRAVIS_COMMIT_RANGE": f"{self.base}...{head}",
        }
        done = subprocess.run(
            [str(Path(sys.executable).with_name("ballet")), "validate", *arguments],
            cwd=self.folder, env={**os.environ, **travis, **environment}, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout


def make(folder: Path) -> Stock:
    """Make the project, with two accepted features."""
    folder.mkdir(parents=True)
    stock = Stock(folder)
    stock.git("init", "--quiet", "--initial-branch=trunk")
    stock.write(FILES, "Begin")
    stock.base = stock.write(ACCEPTED, "Two features")
    return stock


def as_actions_prints_it(log: str, exit_code: int) -> str:
    """Put a log into the form in which GitHub Actions gives it out."""
    lines = ["##[group]Run ballet validate -A", "\x1b[36;1mballet validate -A\x1b[0m"]
    lines += ["shell: /usr/bin/bash -e {0}", "##[endgroup]", *log.splitlines()]
    if exit_code:
        lines.append(f"##[error]Process completed with exit code {exit_code}.")
    stamped = [f"2026-11-24T10:00:00.{index:07d}Z {line}" for index, line in enumerate(lines)]
    return "\ufeff" + "\r\n".join(stamped) + "\r\n"


def without_places(log: str, folder: Path) -> str:
    """Take this machine's folders out of a log."""
    log = log.replace(str(folder), "/home/runner/work/small/small")
    log = re.sub(r"(/[^\s\"]+)?/site-packages/", "/opt/python/site-packages/", log)
    return re.sub(r'"/[^"\n]+/bin/ballet"', '"/opt/python/bin/ballet"', log)


def main() -> None:
    """Make every log anew."""
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir()
    codes = {}
    with tempfile.TemporaryDirectory() as where:
        stock = make(Path(where).resolve() / "small")

        def keep(name: str, result: tuple[int, str]) -> None:
            codes[name] = result[0]
            text = without_places(result[1], stock.folder)
            (LOGS / f"{name}.log").write_text(text, encoding="utf-8")

        for name, files in CASES.items():
            keep(name, stock.validate(stock.propose(name, files), "-A"))
        head = stock.propose("rejected", CASES["rejected"])
        for name, variable in JOBS.items():
            keep(name, stock.validate(head, **{variable: "true"}))
        # where the default branch is called master, Ballet prunes after a merge
        twin = feature("ada", "twin", "b", "lambda b: b * 2")
        stock.propose("twin", twin)
        stock.git("switch", "--quiet", "--create", "master", "trunk")
        stock.git("merge", "--quiet", "--no-ff", "--message", "Merge", "twin")
        plain = {"TRAVIS_PULL_REQUEST": "", "BALLET_EVALUATE_FEATURE_PRUNING": "true"}
        keep("pruned", stock.validate("master", **plain))
    (LOGS / "codes.json").write_text(json.dumps(codes, indent=1) + "\n")
    (LOGS / "README.md").write_text(NOTE)


NOTE = """\
# Logs of `ballet validate`

Really printed by Ballet 0.19.5 with Python 3.11, on the small project that `tests/reports/stock.py`
describes: `python -m tests.reports.stock` makes them anew. Only the machine's folders were
replaced. `codes.json` holds the exit codes. The times and colours of GitHub Actions are added by
the tests.
"""

if __name__ == "__main__":
    main()
