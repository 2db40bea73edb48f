"""A small Ballet project to be judged by the real program, with code in it that means harm."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assemble_trace import judging, sandbox
from assemble_trace.judging import Assignment, Judgement
from assemble_trace.sandbox import Isolation, Limits
from assemble_trace.sandbox.probe import candidate
from tests.reports.stock import FILES, Stock, make, written

ATTEMPTS = Path(__file__).with_name("attempts.py")
LOAD_DATA = FILES["src/small/load_data.py"]
TRYING = f"{LOAD_DATA}\n\nfrom small import attempts\n\nattempts.project()\n"
#: A good feature, whose file tries everything when it is imported.
FEATURE = """\
from ballet import Feature
from small import attempts

attempts.feature()
feature = Feature("a", None, name="a")
"""


@dataclass(frozen=True)
class Cold(Isolation):
    """The same, but every run starts by itself."""

    @property
    def warm(self) -> bool:
        return False


def isolation(mode: Any, start: str) -> Isolation:
    """How code is shut in by a mode, ``warm`` or ``cold``."""
    found = candidate(mode)
    return found if start == "warm" else Cold(**asdict(found))


@contextmanager
def in_force(found: Isolation) -> Iterator[None]:
    """Let this be how code is shut in, until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "probe", lambda: found)
        try:
            yield
        finally:
            judging.close()


@dataclass
class Outside:
    """What must stay as it is: a secret in a folder, and a server to which nobody comes."""

    folder: Path
    server: socket.socket

    @property
    def secret(self) -> Path:
        return self.folder / "secret"

    def visited(self) -> bool:
        """Whether somebody has connected since the last time."""
        self.server.setblocking(False)
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def targets(self) -> str:
        return json.dumps({"secret": str(self.secret), "port": self.server.getsockname()[1]})


@contextmanager
def outside(folder: Path) -> Iterator[Outside]:
    """Make the secret and open the server."""
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Outside(folder, server)
        made.secret.write_text("secret")
        made.secret.chmod(0o644)
        yield made


def proposal(folder: Path, around: Outside, load_data: str) -> Assignment:
    """A project that reads its data so, and the feature that tries everything."""
    project: Stock = make(folder)
    files = {
        "src/small/load_data.py": load_data,
        "src/small/attempts.py": ATTEMPTS.read_text(encoding="utf-8"),
        "src/small/targets.json": around.targets(),
    }
    project.git("switch", "--quiet", "trunk")
    base = project.base = project.write(files)
    head = project.propose("mine", written("ada", "a", FEATURE))
    return Assignment(
        repository=str(folder / ".git"), base=base, base_branch="trunk", head=head,
        pull_request=7, stage="head", limits=Limits(),
        checks=("structure", "api", "acceptance"),
    )  # fmt: skip


@dataclass
class Found:
    """What came of one judgement. ``tried`` is who, what, and how it ended."""

    report: dict[str, Any]
    tried: set[tuple[str, str, str]]
    log: str

    def got(self, who: str) -> set[str]:
        """What somebody got that they must not have."""
        return {what for one, what, ended in self.tried if (one, ended) == (who, "GOT")}


def judged(assignment: Assignment, place: Path, **changes: Any) -> Found:
    """Judge it in a place."""
    judgement: Judgement = judging.judge(replace(assignment, place=str(place), **changes))
    assert judgement.report is not None and judgement.outcome is not None
    log = judgement.outcome.stderr
    lines = [line.split() for line in log.splitlines() if line.startswith("TRIED ")]
    tried = {(who, what, ended) for _, who, what, ended in lines}
    return Found(json.loads(judgement.report), tried, log)
