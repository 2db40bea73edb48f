"""Fixtures of the replay tests."""

from __future__ import annotations

from tests.faults.small import new_small, small, small_forge

__all__ = ["new_small", "small", "small_forge"]
