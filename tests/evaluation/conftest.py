"""A workshop: the sample project with its accepted features, and what judges changes to it."""

from __future__ import annotations

import itertools
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assemble_trace.sample import content
from tests.evaluation.bench import Bench

REPOSITORY = Path(__file__).resolve().parents[2]
EVALUATION = REPOSITORY / "assemble_trace" / "evaluation"
INSIDE = REPOSITORY / "assemble_trace" / "sandbox" / "inside"
RENDER = REPOSITORY / "assemble_trace" / "sample" / "render.py"
CONTRIB = "src/house_prices/features/contrib"
Started = subprocess.Popen[str]
PERSON = ("-c", "user.name=Somebody", "-c", "user.email=somebody@ames.example")


@dataclass
class Judged:
    """The report, how the program ended, its log, and all events."""

    report: dict[str, Any]
    exit_code: int
    log: str
    events: list[dict[str, Any]]

    def stage(self, key: str) -> dict[str, Any]:
        return next(stage for stage in self.report["stages"] if stage["key"] == key)

    @property
    def statuses(self) -> list[str]:
        return [stage["status"] for stage in self.report["stages"]]


def judged(out: str, exit_code: int, log: str) -> Judged:
    """What the lines of the results say; one that was cut off counts for nothing."""
    events = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]
    reports = [event["report"] for event in events if event["event"] == "report"]
    return Judged(reports[-1] if reports else {}, exit_code, log, events)


def _file(folder: Path, request: dict[str, Any]) -> int:
    """The request, to be read from."""
    path = folder / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")
    return os.open(path, os.O_RDONLY)


class Workshop:
    """Clones of the sample project, one for each proposal."""

    def __init__(self, upstream: Path, folder: Path) -> None:
        self.upstream = upstream
        self.folder = folder
        self.base = self.git(upstream, "rev-parse", "HEAD")
        self.numbers = itertools.count(1)

    def git(self, where: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *PERSON, *arguments], cwd=where, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def propose(self, files: dict[str, str | None], base: str | None = None) -> tuple[Path, str]:
        """Commit files (None removes one) on a detached head; the clone and the commit."""
        clone = self.folder / f"proposal-{next(self.numbers)}"
        self.git(self.folder, "clone", "--quiet", "--shared", str(self.upstream), str(clone))
        self.git(clone, "checkout", "--quiet", "--detach", base or self.base)
        for name, text in files.items():
            path = clone / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        self.git(clone, "add", "--all")
        self.git(clone, "commit", "--quiet", "--message", "A proposal")
        return clone, self.git(clone, "rev-parse", "HEAD")

    def feature(self, source: str, name: str = "try", login: str = "mary") -> dict[str, str | None]:
        """The two files of one feature."""
        return {
            f"{CONTRIB}/user_{login}/__init__.py": "",
            f"{CONTRIB}/user_{login}/feature_{name}.py": source,
        }

    def start(
        self, clone: Path, head: str, base: str, stage: str, python: str = sys.executable,
        **more: Any,
    ) -> Started:  # fmt: skip
        """Start the program as a check job does. ``more`` is added to the request."""
        scratch = clone.with_name(f"{clone.name}-scratch-{next(self.numbers)}")
        scratch.mkdir()
        request = {
            "stage": stage, "checkout": str(clone), "base": base, "head": head,
            "pull_request": 7, "scratch": str(scratch), **more,
        }  # fmt: skip
        return subprocess.Popen(
            [python, "-I", str(EVALUATION), "judge"],
            cwd=scratch, stdin=_file(scratch, request), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def finish(self, process: Started, before: str = "") -> Judged:
        """Wait for its end. ``before`` is what was read of its results already."""
        out, log = process.communicate(timeout=60)
        return judged(before + out, process.returncode, log)

    def judge(
        self, clone: Path, head: str, base: str | None = None, stage: str = "head", **more: Any
    ) -> Judged:
        return self.finish(self.start(clone, head, base or self.base, stage, **more))

    def judge_feature(self, source: str) -> Judged:
        return self.judge(*self.propose(self.feature(source)))

    def both(self, clone: Path, head: str) -> tuple[Judged, str | None]:
        """Our report, and the exception in which plain `ballet validate` ends, if any."""
        ours = self.start(clone, head, self.base, "head")
        plain = self.plain(clone, head, self.base)
        return self.finish(ours), plain

    def plain(self, clone: Path, head: str, base: str) -> str | None:
        """The exception in which plain `ballet validate` ends where the clone stands, if any."""
        variables = {
            "TRAVIS_BUILD_DIR": str(clone),
            "TRAVIS_PULL_REQUEST": "7",
            "TRAVIS_COMMIT_RANGE": f"{base}...{head}",
            "OMP_NUM_THREADS": "1",
        }
        plain = subprocess.run(
            [str(Path(sys.executable).with_name("ballet")), "validate", "--check-all"],
            cwd=clone,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
        )
        if plain.returncode == 0:
            return None
        found = re.match(r"[\w.]+", plain.stderr.strip().splitlines()[-1])
        assert found is not None, plain.stderr
        return found.group().rsplit(".", 1)[-1]


class Warm:
    """A zygote that has read the data of the workshop, and how to ask it."""

    def __init__(self, shop: Workshop, folder: Path) -> None:
        self.shop = shop
        self.folder = folder
        data = folder / "data"
        subprocess.run(
            [sys.executable, "-I", str(EVALUATION), "data",
             "--checkout", str(shop.upstream), "--output", str(data)],
            check=True, capture_output=True,
        )  # fmt: skip
        self.socket, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(EVALUATION), "zygote", str(theirs.fileno()), str(data)],
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        assert self.socket.recv(1) == b"."

    def judge(
        self, clone: Path, head: str, base: str | None = None, stage: str = "head", **more: Any
    ) -> Judged:
        """Judge a proposal, watched by a keeper."""
        request, scratch = self.request(
            clone, head, base=base or self.shop.base, stage=stage, **more
        )
        read, write = os.pipe()
        log = os.open(scratch / "log", os.O_CREAT | os.O_WRONLY)
        socket.send_fds(self.socket, [request], [write, log])
        os.close(write)
        os.close(log)
        with open(read, encoding="utf-8") as results:
            out = results.read()
        return judged(out, 0, (scratch / "log").read_text("utf-8", "replace"))

    def request(self, clone: Path, head: str, **more: Any) -> tuple[bytes, Path]:
        """The line that asks for it, and the run's folder."""
        scratch = self.folder / f"run-{next(self.shop.numbers)}"
        scratch.mkdir()
        request = {
            "stage": "head", "checkout": str(clone), "base": self.shop.base, "head": head,
            "pull_request": 7, "scratch": str(scratch), "inside": str(INSIDE),
            "limits": {"wall_seconds": 60}, **more,
        }  # fmt: skip
        return json.dumps(request).encode() + b"\n", scratch

    def judge_feature(self, source: str, **more: Any) -> Judged:
        return self.judge(*self.shop.propose(self.shop.feature(source)), **more)

    def close(self) -> None:
        self.socket.close()
        assert self.process.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def warm(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """A warm process for the workshop."""
    found = Warm(workshop, tmp_path_factory.mktemp("warm"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The sample project, in which the four sample features are accepted."""
    folder = tmp_path_factory.mktemp("workshop")
    upstream = folder / "upstream"
    subprocess.run([sys.executable, "-I", str(RENDER), str(upstream)], check=True)
    shop = Workshop(upstream, folder)
    for one in content.features():
        for name, text in shop.feature(one.source, one.feature_name, one.login).items():
            path = upstream / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text or "", encoding="utf-8")
        shop.git(upstream, "add", "--all")
        shop.git(upstream, "commit", "--quiet", "--message", one.feature_name)
    shop.base = shop.git(upstream, "rev-parse", "HEAD")
    return shop


@pytest.fixture(scope="session")
def bench() -> Bench:
    """The sample's data and accepted features, in this process."""
    return Bench()
