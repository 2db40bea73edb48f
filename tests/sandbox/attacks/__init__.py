"""Attacks, each a function that runs as contributed code would.

It returns evidence when it got something that it must not have; an error means that it was
stopped. What shows only from outside is looked at in ``harness``. ``t`` names its targets.
Standard library only: these functions are loaded by their path inside of the sandbox.
"""

from __future__ import annotations

import sys

from . import meddling, network, reading, rights, staying, taking
from .common import ATTACKS, HARMLESS, Targets

__all__ = ["ATTACKS", "HARMLESS", "main", "meddling", "network", "reading", "rights", "staying",
           "taking"]  # fmt: skip


def main(name: str, targets: Targets) -> None:
    """Make one attack and print what it got."""
    try:
        found = ATTACKS[name](targets)
        if found:
            print(f"GOT {found!r}"[:500])
    except BaseException as error:
        print(f"stopped: {type(error).__name__}: {error}"[:500])
    sys.stdout.flush()
