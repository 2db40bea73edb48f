"""Write src/wire.ts from the package's records, so that both sides mean the same by them.

Usage: python labextension/scripts/wire.py [OUTPUT], after `jlpm install` in labextension/.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pydantic2ts import generate_typescript_defs  # type: ignore[import-untyped]

LABEXTENSION = Path(__file__).resolve().parents[1]


def main(output: Path) -> None:
    """Write the types to a file. Both tools' versions are pinned, so the text is too."""
    bin_folder = LABEXTENSION / "node_modules" / ".bin"
    generate_typescript_defs(
        "assemble_trace.models", str(output), json2ts_cmd=str(bin_folder / "json2ts")
    )
    style = f"--config={LABEXTENSION / 'package.json'}"
    prettier = [str(bin_folder / "prettier"), style, "--log-level=warn", "--write", str(output)]
    subprocess.run(prettier, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LABEXTENSION / "src" / "wire.ts")
