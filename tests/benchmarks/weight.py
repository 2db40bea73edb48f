"""What the extension weighs: at import, and over the wire to the browser."""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, Shard

ROOT = Path(__file__).resolve().parents[2]


def measure(small: bool) -> list[Figure]:
    """Measure import time and the built lab extension's size."""
    return [import_cost(3 if small else 15), wire_size()]


def import_cost(rounds: int) -> Figure:
    """Import jupyter_server alone and with our extension, in turn, each in a fresh process."""
    extra = []
    programs = ["import jupyter_server.serverapp"]
    programs.append(f"{programs[0]}, assemble_trace.extension")
    for number in range(rounds):
        order = programs if number % 2 else programs[::-1]  # who goes first may pay for both
        took = {program: _seconds(program) for program in order}
        extra.append(took[programs[1]] - took[programs[0]])
    return Figure(
        "importing the server extension, over jupyter_server alone",
        150, True, "ms", statistics.median(extra) * 1000,
        f"median of {rounds} pairs of fresh processes",
    )  # fmt: skip


def wire_size() -> Figure:
    """Add up the compressed scripts that a browser loads."""
    static = ROOT / "assemble_trace" / "labextension" / "static"
    total = sum(len(gzip.compress(file.read_bytes())) for file in static.glob("*.js"))
    return Figure(
        "the lab extension, gzipped", 100, True, "kB", total / 1000, "all scripts, production build"
    )


def _seconds(program: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return time.perf_counter() - begun


WEIGHT = Shard("weight", measure)
