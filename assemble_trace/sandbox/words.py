"""What is asked of the sandbox and what it answers, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["bubblewrap", "landlock", "none"]


@dataclass(frozen=True)
class Limits:
    """What a command may use. Output counts stdout and stderr each.

    ``memory_bytes`` is for each process and for all together, ``disk_bytes`` for everything in the
    folders that may be written, ``processes`` counts threads, ``open_files`` is for each process.
    """

    wall_seconds: float = 120.0
    cpu_seconds: int = 120
    memory_bytes: int = 4 * 1024**3
    output_bytes: int = 1_000_000
    file_bytes: int = 512 * 1024**2
    disk_bytes: int = 2 * 1024**3
    processes: int = 256
    open_files: int = 1024


@dataclass(frozen=True)
class Outcome:
    """What came of a command. ``exit_code`` is negative for a signal, None if it never ran or was
    ended. ``peak_bytes`` is the most memory that was seen, of all its processes.
    """

    exit_code: int | None
    timed_out: bool
    memory_exceeded: bool
    stdout: str
    stderr: str
    truncated: bool
    seconds: float
    disk_exceeded: bool = False
    processes_exceeded: bool = False
    peak_bytes: int = 0


@dataclass(frozen=True)
class Isolation:
    """How commands are shut in here. ``landlock`` is the version of its interface, 0 for none.

    ``own_user``: contributed code gets a user id of its own. ``why`` says in a sentence what is not
    had, and what to do. ``warm``: one process that is shut in may serve several runs, because they
    are kept from each other's files.
    """

    mode: Mode
    own_user: bool = False
    landlock: int = 0
    why: str = ""

    @property
    def warm(self) -> bool:
        """Whether one process that is shut in may serve several runs."""
        return self.mode != "none" and (self.landlock > 0 or self.own_user)

    @property
    def sentence(self) -> str:
        """What is in force, for a person who wants to know."""
        user = " and a user of its own" if self.own_user else ""
        if self.mode == "bubblewrap":
            return f"Shut in by bubblewrap{user}: no network, no other files."
        if self.mode == "landlock":
            return (
                f"Shut in by Landlock (ABI {self.landlock}) and seccomp{user}: "
                "no network, no other files."
            )
        return f"Not isolated: limits only. {self.why}".strip()


NONE = Isolation("none")
