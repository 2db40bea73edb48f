"""How everything stood around a step, from the git objects kept with a submission."""

from __future__ import annotations

from assemble_trace.replay.states.states import States

__all__ = ["States"]
