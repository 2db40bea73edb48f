"""Work that must be done once, whatever happens to the process that does it.

`Queue` keeps the jobs in one SQLite file; `Runner` takes them out and hands them to an
executor. Claiming, running and finishing are apart, so that the running may happen on
another machine while the file stays here: `cluster.Cluster` is an executor for that.
"""

from .queue import Job, JobState, Queue
from .runner import PARALLEL, LostTooOften, Runner, Unreachable, Work

__all__ = [
    "PARALLEL",
    "Job",
    "JobState",
    "LostTooOften",
    "Queue",
    "Runner",
    "Unreachable",
    "Work",
]
