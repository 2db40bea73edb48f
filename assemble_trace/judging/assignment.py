"""What is to be judged, and what came of it, as values that may go to another machine."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace

from assemble_trace.sandbox import Limits, Outcome

from .isolating import Isolated


@dataclass(frozen=True)
class Assignment:
    """One commit to judge against another.

    ``repository`` is the path of a git repository that has both commits, or the bytes of a git
    pack that has them. ``stage`` is ``head``, ``merge`` or ``try``. ``python`` is the interpreter
    that has the project's libraries, ``evaluation`` the folder of the program, ``place`` the
    folder for checkouts and data that were read; "" is that of the machine which runs it.
    ``shared`` says that it may be somebody else's code: then nothing runs that cannot be shut in.
    ``data_network`` lets the project's own code use the network to read data. ``checks``
    are the parts that the program is to run, None is all of them; where that is the structure
    alone, no data are read.
    """

    repository: str | bytes
    base: str
    base_branch: str
    head: str
    pull_request: int
    stage: str
    limits: Limits
    python: str = ""
    evaluation: str = ""
    place: str = ""
    shared: bool = False
    data_network: bool = False
    checks: tuple[str, ...] | None = None

    def portable(self) -> Assignment:
        """The same without a path of this machine. Raises `CalledProcessError` if git fails."""
        return replace(self, repository=self.pack(), python="", evaluation="", place="")

    def pack(self) -> bytes:
        """Both commits and all that they rest on, as a git pack."""
        if isinstance(self.repository, bytes):
            return self.repository
        return subprocess.run(
            [
                "git", "-c", "safe.directory=*", f"--git-dir={self.repository}",
                "pack-objects", "--revs", "--stdout", "--quiet", "--delta-base-offset",
            ],
            input=f"{self.base}\n{self.head}\n".encode(),
            capture_output=True,
            check=True,
        ).stdout  # fmt: skip


@dataclass(frozen=True)
class Judgement:
    """How the run ended, its report (JSON) if there is one, and how the code was shut in.

    ``outcome`` is None if nothing was run; the report says why.
    """

    outcome: Outcome | None
    report: bytes | None
    isolation: Isolated | None = None
