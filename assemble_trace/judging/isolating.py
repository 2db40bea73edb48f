"""How the contributed code is shut in here, as a report says it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from assemble_trace import sandbox


@dataclass(frozen=True)
class Isolated:
    """The report's ``isolation``: the mode, whether under a user id of its own, a sentence."""

    mode: str
    own_user: bool
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The same as the report has it."""
        return asdict(self)


def described(isolation: sandbox.Isolation) -> Isolated:
    """Say what is in force here."""
    if isolation.mode == "none":
        sentence = (
            "Not isolated: the feature ran with limits on time and memory only, and with the same"
            f" rights as a notebook cell has. {isolation.why}"
        )
    else:
        sentence = isolation.sentence
    return Isolated(isolation.mode, isolation.own_user, sentence.strip())


def refused(isolation: sandbox.Isolation) -> Isolated:
    """Say that nothing was run, because it cannot be shut in here."""
    sentence = (
        "Nothing was run: it may be somebody else's code, and this machine has no means to shut it"
        f" in. {isolation.why}"
    )
    return Isolated("none", False, sentence.strip())
