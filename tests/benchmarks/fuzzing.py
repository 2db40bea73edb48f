"""Bundles that somebody changed: each is refused with words, or does no harm.

Whatever is not refused is kept, shown, played, compared, travelled to and exported in every
format, in a process that notices when it writes, starts or connects to anything.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks.figures import Figure, Shard

ROOT = Path(__file__).resolve().parents[2]
COUNT, SMALL = 2_500, 100
#: What Python tells of a process that does something outside.
OUTSIDE = {
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "socket.connect", "socket.bind", "os.mkdir", "os.rename", "os.link", "os.symlink",
    "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "webbrowser.open", "ctypes.dlopen",
}  # fmt: skip


def measure(seed: int, small: bool) -> list[Figure]:
    """Try so many bundles in a process of their own."""
    count = SMALL if small else COUNT
    done = subprocess.run(
        [sys.executable, "-B", "-m", "tests.benchmarks.fuzzing", str(seed), str(count)],
        cwd=ROOT, capture_output=True, text=True, timeout=580, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout)
    for wrong in found["wrong"]:
        print(wrong, file=sys.stderr)
    how = (
        "bundles changed in bytes, entries, values or objects, half of them with digests to match:"
        " refused with words, or read without a crash, a file outside or a script"
    )
    harmless = count - len(found["wrong"])
    return [Figure("bundles fuzzed without harm", count, False, "bundles", harmless, how)]


FUZZING = [Shard(f"fuzzing-{seed}", partial(measure, seed)) for seed in range(4)]


class Markup(HTMLParser):
    """What of a page could run or reach out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "iframe", "object", "embed", "img", "link", "base", "form"}:
            self.found[tag] += 1
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            if name.startswith("on") or name in {"srcdoc", "formaction"}:
                self.found[name] += 1
            if name in {"href", "src"} and scheme in {"javascript", "data", "vbscript", "file"}:
                self.found[scheme] += 1


def markup(page: bytes) -> Counter[str]:
    """Return what of a page could run or reach out, counted."""
    parser = Markup()
    parser.feed(page.decode("utf-8"))
    return parser.found


class Trying:
    """A store into which bundles are read, and the places that make something of them."""

    def __init__(self, folder: Path) -> None:
        from assemble_trace.replay.comparing import compare
        from assemble_trace.replay.exports import EXPORTS
        from assemble_trace.replay.importing import Imports
        from assemble_trace.replay.playing import Playing
        from assemble_trace.replay.states import States
        from assemble_trace.replay.taking import Taking
        from tests.replay.kept import new_store

        self.store = new_store(folder)
        self.imports = Imports(self.store, lambda event: None)
        self.playing, self.taking = Playing(self.store), Taking(self.store)
        self.states, self.compare, self.formats = States(self.store), compare, list(EXPORTS)
        self.usual: Counter[str] | None = None
        self.good: Any = None

    async def one(self, data: bytes) -> str:
        """Read one bundle in and make of it all that can be made. Returns how it ended."""
        from rich.console import Console

        from assemble_trace.cli.common import print_trace
        from assemble_trace.errors import TraceError
        from assemble_trace.models import HistoryQuery
        from assemble_trace.store.searching import find

        try:
            found = await self.imports.bundle(data)
        except TraceError as problem:
            assert problem.message and problem.advice, problem.code
            return problem.code
        name = found.view.trace.id
        try:
            replay = self.playing.replay(name)
            print_trace(replay.view, Console(file=io.StringIO(), markup=False))
            find(self.store, HistoryQuery(text="rooms")).model_dump_json()
            self.good = self.good or replay.view
            self.compare(self.good, replay.view).model_dump_json()
            for step in replay.view.trace.steps:
                (await self.states.state(name, step.key)).model_dump_json()
            for format in self.formats:
                try:
                    copy = self.taking.copy(name, format)
                except TraceError as problem:
                    assert problem.code == "nothing_to_export", problem.code
                    continue
                if format == "html":
                    self.usual = self.usual or markup(copy.data)
                    assert markup(copy.data) <= self.usual, markup(copy.data)
                assert set(copy.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-."), copy.name
        finally:
            self.store.delete(name)
        return "read"


def main(seed: int, count: int) -> None:
    """Try so many bundles, and print what came of them."""
    from assemble_trace.replay.bundles import pack
    from tests.benchmarks.mutants import mutant
    from tests.replay.kept import ID, accepted, new_store

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = json.loads((ROOT / "tests/reports/examples/accept.json").read_text())
        goods = []
        for number, more in enumerate(({}, {"evaluation": report})):
            store = new_store(folder, f"good-{number}")
            accepted(store, folder / f"repository-{number}", **more)
            goods.append(pack(store, ID))
            store.close()
        trying = Trying(folder)
        for good in goods:
            assert asyncio.run(trying.one(good)) == "read"
        place = folder / "place"
        place.mkdir()
        os.chdir(place)
        ended: Counter[str] = Counter()
        wrong: list[str] = []
        at: list[str] = []

        def watch(event: str, arguments: tuple[Any, ...]) -> None:
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
            if at and (event in OUTSIDE or writes):
                wrong.append(f"{at[-1]}: {event} {arguments!r}"[:300])

        sys.addaudithook(watch)

        async def all_of_them() -> None:
            for number in range(count):
                chance = Random(f"{seed} {number}")
                data = mutant(chance, chance.choice(goods))
                at.append(f"{seed} {number}")
                try:
                    ended[await trying.one(data)] += 1
                except Exception:
                    wrong.append(f"{at[-1]}: {traceback.format_exc()[-1500:]}")
                at.clear()

        asyncio.run(all_of_them())
        left = [str(file) for file in place.iterdir()]
        trying.store.close()
        os.chdir(ROOT)
    print(json.dumps({"ended": ended, "wrong": [*wrong, *left]}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
