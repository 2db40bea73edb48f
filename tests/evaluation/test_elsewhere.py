"""A project's own environment, which has Ballet and nothing of ours."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.reports import Report
from tests.evaluation.test_program import GOOD

#: What the program may import, with all that this needs in turn; everything else stays away.
OURS = ("assemble_trace", "_editable_impl_assemble_trace", "__editable__")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Python of an environment whose packages are links to those that a project needs."""
    folder = tmp_path_factory.mktemp("project") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    for found in Path(sysconfig.get_path("purelib")).iterdir():
        if not found.name.startswith(OURS):
            (packages / found.name).symlink_to(found)
    return str(folder / "bin" / "python")


def test_none_of_our_packages_is_there(python: str) -> None:
    done = subprocess.run(
        [python, "-I", "-c", "import ballet\nimport assemble_trace"], capture_output=True, text=True
    )

    assert done.stderr.strip().endswith("ModuleNotFoundError: No module named 'assemble_trace'")


def test_a_feature_is_judged(workshop: Any, python: str) -> None:
    clone, head = workshop.propose(workshop.feature(GOOD))

    judged = workshop.finish(workshop.start(clone, head, workshop.base, "head", python))

    assert judged.exit_code == 0
    assert judged.statuses == ["success", "success", "success", "neutral"]
    assert judged.report["verdict"] == "accepted"
    assert judged.report["opinion"]["sentence"]
    assert judged.report["comparison"]["of"] == 5
    assert judged.report["missing"] == {}
    assert Report.model_validate(judged.report).opinion is not None
