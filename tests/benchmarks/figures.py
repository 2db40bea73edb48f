"""What a figure is, and how figures become a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Figure:
    """A measured number beside its target. ``at_most`` says on which side it should lie."""

    name: str
    target: float
    at_most: bool
    unit: str
    measured: float
    how: str

    @property
    def met(self) -> bool:
        """Say whether the target is met."""
        return self.measured <= self.target if self.at_most else self.measured >= self.target


@dataclass(frozen=True)
class Shard:
    """Figures that are measured together, in under ten minutes. ``small`` is for tests."""

    key: str
    measure: Callable[[bool], list[Figure]]


def together(figures: list[Figure]) -> list[Figure]:
    """Add up what several shards counted under one name."""
    added: dict[str, Figure] = {}
    for one in figures:
        before = added.get(one.name)
        added[one.name] = one if before is None else replace(
            one, target=before.target + one.target, measured=before.measured + one.measured
        )  # fmt: skip
    return list(added.values())


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| figure | target | measured | | how |", "| --- | --- | --- | --- | --- |"]
    for one in figures:
        side = "at most" if one.at_most else "at least"
        lines.append(
            f"| {one.name} | {side} {_number(one.target)} {one.unit}"
            f" | {_number(one.measured)} {one.unit} | {'met' if one.met else '**missed**'}"
            f" | {one.how} |"
        )
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
