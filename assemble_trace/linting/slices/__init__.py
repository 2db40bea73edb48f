"""Slices: the chosen cells with the code of other cells that they need, in execution order.

The unit is a statement at the top level of a cell; compound statements are one whole. What a
statement reads, binds and changes is read off its text (`effects`, `calls`, `functions`, with
what `habits` knows of common libraries); what happened to each name, in the order in which the
cells last ran, is the `timeline`; `gathering` goes backwards along it. Where the text leaves
open whether something is changed, it is taken to be changed: a slice may be longer than need
be. Not seen are code in strings (``exec``), attributes of modules that another module reads,
runs of a cell before its last one, and cells that were deleted.
"""

from assemble_trace.linting.slices.slicing import cut

__all__ = ["cut"]
