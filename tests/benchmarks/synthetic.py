"""A Ballet project of any size, plain Ballet's verdict on it, and ours; both as whole processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
EVALUATION = ROOT / "assemble_trace" / "evaluation"
INSIDE = ROOT / "assemble_trace" / "sandbox" / "inside"
WHO = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
CONTRIB = "src/big/features/contrib"
VALIDATION = "ballet.validation"
FILES = {
    "ballet.yml": f"""version: 0.19.5
project: {{project_name: Big, project_slug: big, package_slug: big}}
problem: {{problem_type: regression, problem_type_details: {{scorer: r2}}}}
contrib: {{module_name: big.features.contrib, module_path: {CONTRIB}}}
validation:
  project_structure_validator: {VALIDATION}.project_structure.validator.ProjectStructureValidator
  feature_api_validator: {VALIDATION}.feature_api.validator.FeatureApiValidator
  feature_accepter: {VALIDATION}.feature_acceptance.validator.GFSSFAccepter
  feature_pruner: {VALIDATION}.feature_pruning.validator.GFSSFPruner
  split: train
github: {{github_owner: somebody, remote: origin}}
data: {{splits: {{train: data}}}}
""",
    "src/big/__init__.py": "",
    "src/big/load_data.py": """from pathlib import Path

import numpy as np
import pandas as pd


def load_data(split="train", input_dir=None):
    values = np.load(Path(__file__).resolve().parents[2] / "data.npy")
    names = [f"c{number}" for number in range(values.shape[1] - 1)]
    return pd.DataFrame(values[:, 1:], columns=names), pd.DataFrame(values[:, :1], columns=["y"])
""",
    "src/big/api.py": """import big as package
from ballet.eng.misc import IdentityTransformer
from ballet.project import FeatureEngineeringProject
from big.load_data import load_data

api = FeatureEngineeringProject(
    package=package, encoder=IdentityTransformer(), load_data=load_data
)
""",
    "src/big/features/__init__.py": "",
    f"{CONTRIB}/__init__.py": "",
}
FEATURE = 'from ballet import Feature\n\nfeature = Feature("{}", lambda column: column)\n'


@dataclass(frozen=True)
class Verdict:
    """Whether it was accepted, how long it took (seconds), and all entropies in Ballet's order."""

    accepted: bool
    seconds: float
    entropies: list[float]
    numbers: dict[str, Any]
    peak_bytes: int = 0


@dataclass(frozen=True)
class Synthetic:
    """A clone in which a candidate is proposed."""

    clone: Path
    base: str
    head: str

    def plain(self) -> Verdict:
        """What plain ``ballet validate`` does in the job that judges acceptance."""
        variables = {
            "BALLET_EVALUATE_FEATURE_ACCEPTANCE": "true",
            "TRAVIS_BUILD_DIR": str(self.clone),
            "TRAVIS_PULL_REQUEST": "7",
            "TRAVIS_COMMIT_RANGE": f"{self.base}...{self.head}",
        }
        begun = time.perf_counter()
        done = subprocess.run(
            [str(Path(sys.executable).with_name("ballet")), "-v", "validate"],
            cwd=self.clone, env={**os.environ, **variables}, capture_output=True, text=True,
        )  # fmt: skip
        seconds = time.perf_counter() - begun
        log = done.stdout + done.stderr
        entropies = [float(found) for found in re.findall(r" H\([XYZ,]+\): (\S+)", log)]
        assert entropies, log[-2000:]
        assert done.returncode == 0 or "FeatureRejected" in log, log[-2000:]
        return Verdict(done.returncode == 0, seconds, entropies, {})

    def cold(self) -> Verdict:
        """What our program does from a cold start, for the same job."""
        scratch = self.clone.with_name("scratch")
        scratch.mkdir()
        request = {
            "stage": "head", "checkout": str(self.clone), "base": self.base, "head": self.head,
            "pull_request": 7, "scratch": str(scratch), "inside": str(INSIDE),
            "limits": {"wall_seconds": 590}, "checks": ["acceptance"],
        }  # fmt: skip
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-I", str(EVALUATION), "judge"],
            input=json.dumps(request), stdout=subprocess.PIPE, check=True, text=True,
        )  # fmt: skip
        return _verdict(done.stdout, time.perf_counter() - begun)


def make(folder: Path, rows: int, accepted: int) -> Synthetic:
    """Make a project of normal columns, with a candidate that is a copy of an accepted feature and
    so is rejected, whatever is omitted; or noise where there is none.
    """
    random = np.random.RandomState(rows + accepted)
    values = random.normal(size=(rows, accepted + 2))
    clone = folder / "project"
    for name, text in FILES.items():
        _write(clone / name, text)
    np.save(clone / "data.npy", values)
    for number in range(accepted):
        _feature(clone, number, f"c{number}")
    _git(clone, "init", "--quiet", "--initial-branch=master")
    base = _commit(clone, "The accepted features")
    _git(clone, "checkout", "--quiet", "--detach")
    _feature(clone, accepted, "c0")
    return Synthetic(clone, base, _commit(clone, "The candidate"))


def _verdict(results: str, seconds: float) -> Verdict:
    events = [json.loads(line) for line in results.splitlines()]
    report = [event["report"] for event in events if event["event"] == "report"][-1]
    end = next(event for event in events if event["event"] == "end")
    (stage,) = (one for one in report["stages"] if one["key"] == "acceptance")
    assert stage["status"] in {"success", "failure"}, stage
    numbers = stage["numbers"]
    names = ("h_xz", "h_yz", "h_xyz", "h_z")
    entropies = [
        one[before + name]
        for one in numbers["iterations"]
        for before in ("", "omitted_")
        for name in names
        if before + name in one
    ]
    accepted = stage["status"] == "success"
    return Verdict(accepted, seconds, entropies, numbers, end["peak_bytes"])


def _feature(clone: Path, number: int, column: str) -> None:
    folder = clone / CONTRIB / f"user_{number}"
    _write(folder / "__init__.py", "")
    _write(folder / f"feature_{number}.py", FEATURE.format(column))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _commit(clone: Path, message: str) -> str:
    _git(clone, "add", "--all")
    _git(clone, "commit", "--quiet", "--message", message)
    return _git(clone, "rev-parse", "HEAD")


def _git(clone: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *WHO, *words], cwd=clone, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()
