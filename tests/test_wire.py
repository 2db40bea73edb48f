"""The front end's types are those of the models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_generated_types_are_fresh(tmp_path: Path) -> None:
    out = tmp_path / "wire.ts"
    script = ROOT / "labextension" / "scripts" / "wire.py"
    subprocess.run([sys.executable, str(script), str(out)], check=True)
    assert out.read_text() == (ROOT / "labextension" / "src" / "wire.ts").read_text()
