"""Which names may share an object, so that a change made through one is seen through another.

A node is a name, ``df``, or what it contains at any depth, ``df[]``. When an element is put
in the place of another, that is a change of ``df`` and of ``df[=]``, the places themselves:
only what was made as a view of ``df`` sees that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


def part(node: str) -> str:
    """Return the node of what a node contains."""
    return node if node.endswith("[]") else f"{node}[]"


def root(node: str) -> str:
    """Return the name that a node belongs to."""
    return node.removesuffix("[]").removesuffix("[=]")


def places(node: str) -> str:
    """Return the node of the places in which a container keeps its elements."""
    return f"{root(node)}[=]"


class Value(NamedTuple):
    """What an expression may give: one of the objects ``same``, or one that ``holds`` objects."""

    same: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()

    def __or__(self, other: Value) -> Value:
        return Value(self.same | other.same, self.holds | other.holds)

    @property
    def fresh(self) -> bool:
        """Say whether it has nothing in common with anything that has a name."""
        return not self.same and not self.holds

    @property
    def inner(self) -> Value:
        """An element, an attribute or a slice of it."""
        return Value(frozenset(part(node) for node in self.same) | self.holds)

    @property
    def held(self) -> Value:
        """A new container with this in it."""
        return Value(holds=self.same | self.holds)


def union(values: Iterable[Value]) -> Value:
    """Return a value that may be any of these."""
    found = Value()
    for value in values:
        found = found | value
    return found


class Sharing:
    """Nodes in groups of those that may be the same; each name's group leads to its part's."""

    def __init__(self) -> None:
        self._group: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._views: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, frozenset[str]] = {}

    def tie(self, name: str, value: Value) -> None:
        """Note that a name (or a part of one) may be this value."""
        for other in value.same:
            self._join(name, other)
            self._join(part(name), part(other))
            self._views[places(other)].add(name)
        for other in value.holds:
            self._join(part(name), other)

    def groups(self, node: str) -> set[str]:
        """Return the groups that a change of a node concerns: more than one for places."""
        nodes = self._views.get(node, set()) if node.endswith("[=]") else {node}
        return {self._of(one) for one in nodes}

    def reached(self, name: str) -> frozenset[str]:
        """Return the groups in which something may be that can be seen through a name."""
        group = self._of(name)
        if group not in self._known:
            found, todo = {group}, [group]
            while todo:
                members = self._members.get(here := todo.pop(), [here])
                new = {self._of(part(one)) for one in members if not one.endswith("[]")} - found
                found |= new
                todo += new
            self._known[group] = frozenset(found)
        return self._known[group]

    def _of(self, node: str) -> str:
        return self._group.get(node, node)

    def _join(self, one: str, other: str) -> None:
        kept, gone = self._of(one), self._of(other)
        if kept == gone:
            return
        self._known.clear()
        if len(self._members.get(kept, ())) < len(self._members.get(gone, ())):
            kept, gone = gone, kept
        moved = self._members.pop(gone, [gone])
        self._members.setdefault(kept, [kept]).extend(moved)
        self._group |= dict.fromkeys(moved, kept)
