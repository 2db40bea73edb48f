"""From a press of Submit to what happened since then."""

from assemble_trace.pipeline.planner import Planner, Refused
from assemble_trace.pipeline.runner import Runner

__all__ = ["Planner", "Refused", "Runner"]
