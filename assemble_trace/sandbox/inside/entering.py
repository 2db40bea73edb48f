"""``python -I -S entering.py POLICY COMMAND…``: confine this process, then become the command."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from typing import Any


def load(folder: str, module: str) -> Any:
    """A module of this folder, which is given by its path."""
    if "inside" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "inside", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
        )
        assert spec is not None and spec.loader is not None
        package = importlib.util.module_from_spec(spec)
        sys.modules["inside"] = package
        spec.loader.exec_module(package)
    return importlib.import_module(f"inside.{module}")


if __name__ == "__main__":
    try:
        load(os.path.dirname(os.path.abspath(__file__)), "confining").confine(
            json.loads(sys.argv[1])
        )
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        os.write(2, f"The command could not be started: {error}\n".encode())
        os._exit(127)
