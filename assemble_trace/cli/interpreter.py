"""The project's own Python: the one that has Ballet, which need not be ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

#: What makes a Python that Ballet works in: its own requirements alone do not.
RECIPE = 'pip install "ballet==0.19.5" "numpy<2" "scikit-learn<1.7" six'
_ASK = "from importlib.metadata import version; print(version('ballet'))"


def project_python() -> str | None:
    """Return an interpreter that has Ballet: ours, the setting, or a kernel's.

    The setting is the environment variable ``ASSEMBLE_TRACE_PYTHON``; it comes first.
    """
    named = os.environ.get("ASSEMBLE_TRACE_PYTHON")
    candidates = [named] if named else [sys.executable, *_kernels()]
    return next((one for one in candidates if one and ballet_version(one)), None)


@cache
def ballet_version(python: str) -> str:
    """Return the version of Ballet that an interpreter has, or nothing."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", _ASK], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def ballet_problem(python: str) -> str:
    """Return why Ballet cannot be imported by an interpreter, or nothing. Takes two seconds."""
    done = subprocess.run(
        [python, "-I", "-c", "import ballet"], capture_output=True, text=True, check=False
    )
    said = done.stderr.strip().splitlines()
    return said[-1] if done.returncode and said else ""


def _kernels() -> list[str]:
    """Return the interpreters of the Jupyter kernels that are installed."""
    from jupyter_client.kernelspec import KernelSpecManager

    found = []
    for folder in KernelSpecManager().find_kernel_specs().values():
        try:
            argv = json.loads(Path(folder, "kernel.json").read_text(encoding="utf-8"))["argv"]
        except (OSError, ValueError, KeyError):
            continue
        if argv and Path(argv[0]).name.startswith("python"):
            found.append(argv[0])
    return found
