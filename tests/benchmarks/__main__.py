"""``make numbers``: measure every figure, write docs/benchmarks.md, exit 1 on a miss.

A shard that was measured on this very code is not measured again, so that a run which was
cut short goes on where it stopped. ``--fresh`` forgets what was measured.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.bias import BIAS
from tests.benchmarks.bundle import BUNDLE
from tests.benchmarks.exact import EXACT
from tests.benchmarks.figures import Figure, Shard, table, together
from tests.benchmarks.fuzzing import FUZZING
from tests.benchmarks.history import HISTORY
from tests.benchmarks.interval import INTERVAL
from tests.benchmarks.judging import JUDGING
from tests.benchmarks.loop import LOOP
from tests.benchmarks.playing import PLAYING
from tests.benchmarks.press import PRESS_1, PRESS_100
from tests.benchmarks.recording import RECORDING
from tests.benchmarks.sandbox import SANDBOX
from tests.benchmarks.speed import GROWTH, REJECTED
from tests.benchmarks.verdict import ACCEPTED, VERDICT
from tests.benchmarks.weight import WEIGHT

ROOT = Path(__file__).resolve().parents[2]
SHARDS: list[Shard] = [WEIGHT, LOOP, PRESS_1, PRESS_100, RECORDING, *EXACT, SANDBOX]
SHARDS += [HISTORY, PLAYING]
SHARDS += [BUNDLE, *FUZZING]
SHARDS += [*JUDGING, *BIAS, INTERVAL, ACCEPTED, VERDICT, *REJECTED, *GROWTH]


def main() -> int:
    """Measure what is not measured yet; return the exit code."""
    kept = ROOT / ".cache" / "numbers"
    kept.mkdir(parents=True, exist_ok=True)
    stamp = _code()
    figures: list[Figure] = []
    for shard in SHARDS:
        file = kept / f"{shard.key}-{stamp}.json"
        if not file.exists() or "--fresh" in sys.argv:
            print(f"measuring {shard.key} …", flush=True)
            file.write_text(json.dumps([asdict(one) for one in shard.measure(False)]))
        figures += [Figure(**one) for one in json.loads(file.read_text())]
    figures = together(figures)
    for one in figures:
        print(f"{'met   ' if one.met else 'MISSED'} {one.name}: {one.measured:.4g} {one.unit}"
              f" (target {one.target:.4g})")  # fmt: skip
    _write(figures)
    return 0 if all(one.met for one in figures) else 1


def _code() -> str:
    """Name the code that is measured by its content."""
    digest = hashlib.sha256()
    folders = ("assemble_trace", "lessons/sample", "tests/benchmarks", "tests/evaluation")
    for folder in (*folders, "tests/sandbox", "tests/scripts", "labextension/src"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in {".py", ".sh", ".ps1", ".ts", ".tsx"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _write(figures: list[Figure]) -> None:
    machine = f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}"
    (ROOT / "docs" / "benchmarks.md").write_text(
        "# Benchmarks\n\n"
        "Measured by `make numbers`, each figure in one run beside what it is compared with,\n"
        f"medians, on {machine}.\n\n{table(figures)}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
