"""Makes the demo's workspace in ``demo/`` of the current folder, or finds it made.

Prints the notebook's path, relative to the current folder. Exit code 3 where it cannot be made.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assemble_trace.cli import common
from assemble_trace.cli.interpreter import project_python
from assemble_trace.errors import TraceError
from assemble_trace.sample.seed import make


def tell(said: str) -> None:
    """Say what happens, where it does not get mixed up with the answer."""
    print(said, file=sys.stderr)


def main() -> None:
    """Make it, and answer."""
    here = Path.cwd()
    python = project_python() or sys.executable
    try:
        notebook = common.run(make(common.data_folder(), here / "demo", python, tell))
    except TraceError as problem:
        print(problem, file=sys.stderr)
        sys.exit(common.ENVIRONMENT)
    print(notebook.relative_to(here).as_posix())


if __name__ == "__main__":
    main()
