"""Repositories in which a step can be done by hand, and a judge of what came of it."""

from __future__ import annotations

from assemble_trace.replay.sandboxes.sandboxes import FOLDER, Sandboxes

__all__ = ["FOLDER", "Sandboxes"]
