"""Judges one commit of a project: the one way in which anybody here does it.

`judge` makes a checkout, reads the project's data with the code of the base, and lets the
evaluation's program judge the candidate, shut in as this machine can. `Assignment` and
`Judgement` are values that may go to another machine and come back.
"""

from .assignment import Assignment, Judgement
from .isolating import Isolated
from .judge import judge
from .places import clean
from .zygotes import close

__all__ = ["Assignment", "Isolated", "Judgement", "clean", "close", "judge"]
