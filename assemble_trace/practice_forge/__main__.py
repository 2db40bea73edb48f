"""The practice forge's process: ``python -m assemble_trace.practice_forge --directory DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .serving import main

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve a practice forge.")
    parser.add_argument("--directory", type=Path, required=True)
    main(parser.parse_args().directory.resolve())
