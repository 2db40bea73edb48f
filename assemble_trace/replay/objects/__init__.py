"""The git objects kept with a submission, read without trusting whoever made them."""

from __future__ import annotations
