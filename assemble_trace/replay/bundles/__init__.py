"""Bundles: one file with a submission's records, git objects, pages and digest."""

from assemble_trace.replay.bundles.reading import Bundle, read
from assemble_trace.replay.bundles.words import ENDING, MEDIA, MOST_BYTES, too_large
from assemble_trace.replay.bundles.writing import pack

__all__ = ["ENDING", "MEDIA", "MOST_BYTES", "Bundle", "pack", "read", "too_large"]
