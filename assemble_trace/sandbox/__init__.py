"""Run what nobody vouches for: shut in where that can be had, limited, and gone when it is over.

`run` runs one command. `start` starts a program of ours that lives long and shuts in, by the
modules in ``inside``, whatever it starts itself. `probe` says how well code is shut in here.
"""

from __future__ import annotations

from .enclosing import INSIDE, policy
from .inside.clearing import clear
from .probe import probe
from .running import Started, minimal_environment, run, start
from .words import NONE, Isolation, Limits, Outcome

__all__ = [
    "INSIDE",
    "NONE",
    "Isolation",
    "Limits",
    "Outcome",
    "Started",
    "clear",
    "minimal_environment",
    "policy",
    "probe",
    "run",
    "start",
]
