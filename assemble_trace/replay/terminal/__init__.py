"""A replay as it looks in a terminal."""

from assemble_trace.replay.terminal.screen import Frame, frames

__all__ = ["Frame", "frames"]
