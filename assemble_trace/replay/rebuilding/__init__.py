"""Somebody else's contribution as a trace: what is known of it, and what is concluded."""

from assemble_trace.replay.rebuilding.rebuilds import Rebuilds

__all__ = ["REFUSALS", "Rebuilds"]

#: The codes of what cannot be rebuilt, as against what went wrong.
REFUSALS = {
    "pull_request_unclear",
    "pull_request_missing",
    "repository_missing",
    "branch_missing",
    "base_missing",
    "nothing_to_rebuild",
    "too_much_to_rebuild",
}
