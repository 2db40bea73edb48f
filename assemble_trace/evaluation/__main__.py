"""Starts the program from its folder, whatever the folder is called and wherever it lies."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NAME = "evaluation"

#: One thread each: the same numbers everywhere, and a process that can be forked.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"


def load() -> None:
    """Make this folder importable as a package, without opening it to the feature's imports."""
    spec = importlib.util.spec_from_file_location(
        NAME, str(FOLDER / "__init__.py"), submodule_search_locations=[str(FOLDER)]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)
    # A contributed feature that says `import report` must not find ours.
    sys.path[:] = [entry for entry in sys.path if entry != str(FOLDER)]


if __name__ == "__main__":
    load()
    sys.exit(importlib.import_module(NAME + ".program").main())
