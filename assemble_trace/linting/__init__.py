"""Looking at a cell before anything leaves the machine, in a process of its own."""

from assemble_trace.linting.words import Finding, LintRequest, Suggestion, Undefined
from assemble_trace.linting.worker import Linter

__all__ = ["Finding", "LintRequest", "Linter", "Suggestion", "Undefined"]
